using System.CommandLine;

namespace Backprop.Cli;

/// <summary>The options of <c>study</c>: reads them as a job, and writes a job as the words that repeat it.</summary>
internal sealed class StudyCommandLine
{
    /// <summary>Nets per point of which the cause is sought by default.</summary>
    public const int UsualCauses = 10;

    private const int UsualSeeds = 100, MostRuns = 50_000_000;

    private readonly Argument<string> data = new("cases") { Description = "A case file (docs/case-files.md)." };
    private readonly NetOptions net = NetOptions.ForCases();
    private readonly CaseTrainingOptions training = new();
    private readonly Option<int> seeds = new Option<int>("--seeds") { Description = "Number of nets at each point, each from its own seed.", DefaultValueFactory = _ => UsualSeeds }.AtLeast(1);
    private readonly Option<ulong> firstSeed = new Option<ulong>("--first-seed") { Description = "The seed of the first net; the others follow one by one.", DefaultValueFactory = _ => 1 }.AnyNumber();
    private readonly Option<string[]> vary = new("--vary") { Description = $"Train all seeds at each of several values of a setting: rate=0.05,0.1 lists them, momentum=0:0.9:10 is ten at equal distances; give it twice for a map over two settings. It can be {string.Join(", ", VariedSetting.Shared)}, or a number of --rule-settings.", HelpName = "setting=values" };
    private readonly Option<int> causes = new Option<int>("--causes") { Description = "At each point, train this many of the nets that have not learned on to ten times the limit of sweeps and find what stops them (nets of logistic units); 0 for none.", DefaultValueFactory = _ => UsualCauses }.AtLeast(0);
    private readonly Option<int?> threads = new Option<int?>("--threads") { Description = "Number of threads. Default: the number of cores, or 1 for each process under mpirun. The results do not depend on it." }.Within(1, LearningOptions.MostThreads);
    private readonly Option<bool> recompute = new(CaseCommandLine.RecomputeName) { Description = $"Compute states again on the way back instead of keeping them: {CaseCommandLine.RecomputeGain}" };
    private readonly Option<string?> runs = new("--runs") { Description = "CSV file to write with a line per net. It is written while the study runs: the same command goes on after an interruption, with more --seeds too.", HelpName = "file" };
    private readonly Option<string?> figures = new("--figures") { Description = "Folder to write study.html to, and its figures as SVG: the distribution of sweeps, a map of the varied settings, the best net.", HelpName = "folder" };
    private readonly Option<string?> model = new("--output", "-o") { Description = "Model file to write with the best net: the one that learned in the fewest sweeps.", HelpName = "file" };
    private readonly Option<bool> force = new("--force") { Description = "Replace existing files of other kinds, and runs of another study; never a file that is read." };
    private readonly Option<bool> json = new("--json") { Description = "Print the result as JSON." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(data);
        net.AddTo(command);
        training.AddTo(command);
        foreach (var option in new Option[] { seeds, firstSeed, vary, causes, threads, recompute, runs, figures, model, force, json })
            command.Options.Add(option);
    }

    /// <summary>The parsed words as a job, with its net.</summary>
    /// <param name="parse">The words.</param>
    /// <param name="ranks">The number of processes that share the nets.</param>
    /// <exception cref="UsageException">An option cannot be, or would be ignored because of another.</exception>
    /// <exception cref="InputException">The net's file cannot be read.</exception>
    public StudyJob Read(ParseResult parse, int ranks = 1)
    {
        var file = parse.GetRequiredValue(data);
        if (file == "-")
            throw new UsageException("study reads its cases more than once: write standard input to a file first, or write ./- for a file of that name.");
        IReadOnlyList<VariedSetting> varied = [.. (parse.GetValue(vary) ?? []).Select(VariedSetting.Read)];
        if (varied.Count > 2)
            throw new UsageException($"--vary is given {varied.Count} times; a study varies at most two settings.");
        if (varied is [var one, var other] && one.Name == other.Name)
            throw new UsageException($"--vary {one.Name} is given twice; list all values in one.");
        foreach (var replaced in varied.Select(static setting => setting.Replaced).OfType<string>())
        {
            if (parse.CommandResult.Command.Options.FirstOrDefault(option => option.Name == replaced) is { } option && parse.GetResult(option) is { Implicit: false })
                throw new UsageException($"{replaced} gives one value, but --vary gives others; leave one out.");
        }
        var choice = net.Read(parse);
        if (choice is { File: null, Hidden: null } && varied.FirstOrDefault(static setting => setting.IsHidden) is { } hidden)
            choice = choice with { Hidden = hidden.Values[0] == 0 ? [] : [(int)hidden.Values[0]] };
        var job = new StudyJob
        {
            Training = new CaseJob
            {
                Data = file,
                Choice = choice,
                Topology = CaseNet.For(choice, file),
                Training = training.Read(parse),
                Seed = parse.GetValue(firstSeed),
                Threads = 1,
                Recompute = parse.GetValue(recompute),
                ModelPath = parse.GetValue(model) ?? TrainOptions.DefaultModel(file),
                ModelIsNamed = true,
                CheckpointEvery = TimeSpan.FromSeconds(TrainOptions.DefaultCheckpoint),
            },
            Varied = varied,
            Seeds = parse.GetValue(seeds),
            FirstSeed = parse.GetValue(firstSeed),
            Causes = parse.GetValue(causes),
            Threads = parse.GetValue(threads) ?? (ranks > 1 ? 1 : Math.Min(Environment.ProcessorCount, LearningOptions.MostThreads)),
            RunsFile = parse.GetValue(runs),
            Figures = parse.GetValue(figures),
            BestModel = parse.GetValue(model),
            Force = parse.GetValue(force),
            Json = parse.GetValue(json),
        };
        if (!job.Training.Training.Until.Any(static condition => condition.IsGoal))
            throw new UsageException("a study counts the nets that learn: give --until within:X, right or error:X.");
        if (ulong.MaxValue - job.FirstSeed < (ulong)job.Seeds - 1)
            throw new UsageException($"--first-seed {job.FirstSeed} leaves no room for {job.Seeds} seeds; the greatest is {ulong.MaxValue}.");
        return (long)job.Points.Count * job.Seeds <= MostRuns ? job
            : throw new UsageException($"{job.Points.Count} points of {job.Seeds} seeds are {(long)job.Points.Count * job.Seeds} runs, but at most {MostRuns} are possible.");
    }

    /// <summary>The words after "study" that repeat a job, without defaults and without what only chooses the output.</summary>
    public static IEnumerable<string> Words(StudyJob job)
    {
        var line = new StudyCommandLine();
        var choice = job.Training.Choice.Function == CaseNet.UsualFunction ? job.Training.Choice with { Function = null } : job.Training.Choice;
        return
        [
            job.Training.Data, .. line.net.Words(job.Varied.Any(static setting => setting.IsHidden) ? choice with { Hidden = null } : choice), .. CaseTrainingWords.Of(job.Training.Training),
            .. Shell.Words(line.seeds.Name, Numeral.Text(job.Seeds)),
            .. Shell.Words(line.firstSeed.Name, job.FirstSeed == 1 ? null : Numeral.Text(job.FirstSeed)),
            .. job.Varied.SelectMany(setting => Shell.Words(line.vary.Name, setting.ToString())),
            .. Shell.Words(line.causes.Name, job.Causes == UsualCauses ? null : Numeral.Text(job.Causes)),
        ];
    }
}
