using System.CommandLine;

namespace Backprop.Cli;

/// <summary>The options of <c>train</c> for case files: reads them as a job, and writes a job as the words that repeat it.</summary>
internal sealed class CaseCommandLine
{
    /// <summary>The option that trades time for memory, here, in <c>resume</c> and in <c>study</c>.</summary>
    public const string RecomputeName = "--recompute";

    /// <summary>What it does to memory and time, for the help.</summary>
    public const string RecomputeGain = "a net of T iterations then keeps those of about 2√T, in about 4/3 of the time. The result does not depend on it.";

    private readonly TrainOptions shared;
    private readonly CaseTrainingOptions training;
    private readonly Option<bool> recompute = new(RecomputeName) { Description = $"Case files: compute states again on the way back instead of keeping them: {RecomputeGain}" };
    private readonly SnapshotOptions snapshots = new();
    private readonly Option<string?> start = new("--start") { Description = "Case files: start from the weights of this model, which has the same net, instead of random ones.", HelpName = "model" };

    /// <param name="shared">The options that trainings on tables have too.</param>
    public CaseCommandLine(TrainOptions? shared = null)
    {
        this.shared = shared ?? new TrainOptions();
        training = new(this.shared.Learning);
    }

    /// <summary>The options that only case files have.</summary>
    public IReadOnlyList<Option> Own => [.. training.Own, start, recompute, .. snapshots.Own];

    /// <summary>Adds the options that only case files have.</summary>
    public void AddTo(Command command)
    {
        training.AddTo(command);
        command.Options.Add(start);
        command.Options.Add(recompute);
        foreach (var option in snapshots.Own)
            command.Options.Add(option);
    }

    /// <summary>The parsed words as a job, with its net.</summary>
    /// <param name="parse">The words.</param>
    /// <param name="ranks">The processes that train together.</param>
    /// <exception cref="UsageException">An option cannot be, or no net is named.</exception>
    /// <exception cref="InputException">The net's file cannot be read.</exception>
    public CaseJob Read(ParseResult parse, int ranks = 1)
    {
        var file = parse.GetRequiredValue(shared.Data);
        var choice = shared.Net.Read(parse);
        var learning = training.Read(parse) with { Shares = shared.Learning.SharesOf(parse, ranks) };
        if (parse.GetValue(start) is not null && training.HasRange(parse))
            throw new UsageException("--range is for random starting weights, which --start replaces; leave one of them out.");
        var model = parse.GetValue(shared.Model) ?? TrainOptions.DefaultModel(file);
        return new CaseJob
        {
            Data = file,
            Choice = choice,
            Topology = CaseNet.For(choice, file),
            Training = learning,
            Seed = parse.GetValue(shared.Learning.Seed),
            Threads = parse.GetValue(shared.Learning.Threads) ?? 1,
            Recompute = parse.GetValue(recompute),
            Start = parse.GetValue(start) is { } first ? StartingModel.Of(first) : null,
            Snapshots = snapshots.Read(parse, model),
            ModelPath = model,
            ModelIsNamed = parse.GetValue(shared.Model) is not null,
            Force = parse.GetValue(shared.Force),
            CheckpointEvery = TimeSpan.FromSeconds(parse.GetValue(shared.Checkpoint)),
            Json = parse.GetValue(shared.Json),
        };
    }

    /// <summary>The words after "train" that repeat a job: equal trainings have equal words, without defaults apart from the seed.</summary>
    public static IEnumerable<string> Words(CaseJob job)
    {
        var line = new CaseCommandLine();
        var net = job.Choice.Function == CaseNet.UsualFunction ? job.Choice with { Function = null } : job.Choice;
        return [job.Data, .. line.shared.Net.Words(net), .. CaseTrainingWords.Of(job.Training), .. Shell.Words(line.start.Name, job.Start?.Path), line.shared.Learning.Seed.Name, Numeral.Text(job.Seed), .. line.shared.RunWords(job, job.Threads == 1 ? null : job.Threads), .. job.Recompute ? [RecomputeName] : Array.Empty<string>(), .. line.snapshots.Words(job.Snapshots, job.ModelPath)];
    }
}
