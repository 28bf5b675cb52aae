using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Backprop.Experiments;

namespace Backprop.Cli;

/// <summary><c>backprop lesion</c>: measures what a trained net loses when parts of it are destroyed, and what it learns again.</summary>
internal sealed class LesionVerb
{
    private readonly Argument<string> model = new("model") { Description = "A model that 'train' wrote for a case file." };
    private readonly Argument<string> cases = new("cases") { Description = "Case file for the model's net, with targets. Names such as birds/wren put cases into groups: birds." };
    private readonly LesionOptions lesions = new();
    private readonly Option<int?> threads = new Option<int?>("--threads") { Description = "Number of nets at a time. Default: the number of cores. The results do not depend on it." }.Within(1, LearningOptions.MostThreads);
    private readonly Option<string?> csv = new("--csv") { Description = "File to write every run to, as CSV: share, noise, seed, sweep, group, error and share of cases right.", HelpName = "file" };
    private readonly Option<string?> figures = new("--figures", "--output", "-o") { HelpName = "folder", Description = "A folder to write the curves to, as SVG, with lesions.html: all of them on one page." };
    private readonly Option<bool> json = new("--json") { Description = "Print settings and summaries as JSON." };
    private readonly Option<bool> force = new("--force") { Description = "Replace existing files of another kind; never a file that is read." };
    private readonly Terminal terminal;

    private LesionVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new LesionVerb(terminal);
        var command = new Command("lesion", "Destroy parts of a trained net, more and more, by many seeds, and measure what is lost; or train on after each lesion and measure what is learned again.") { verb.model, verb.cases };
        verb.lesions.AddTo(command);
        foreach (var option in new Option[] { verb.threads, verb.csv, verb.figures, verb.json, verb.force })
            command.Options.Add(option);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var (path, file) = (parse.GetRequiredValue(model), parse.GetRequiredValue(cases));
        var plan = lesions.Read(parse);
        var guard = new OutputGuard(parse.GetValue(force)).Reads("the model that is read", path).Reads("the case file that is read", file);
        guard.Writes("the runs (--csv)", parse.GetValue(csv), LesionReport.RunsKind);
        var isOwnFolder = parse.GetValue(figures) is { } folder && LesionFigures.Check(folder, guard);
        try
        {
            return Run(parse, plan, path, file);
        }
        finally
        {
            // A folder for figures that were not drawn is of no use.
            if (isOwnFolder) LesionFigures.RemoveIfEmpty(parse.GetValue(figures)!);
        }
    }

    private int Run(ParseResult parse, LesionPlan plan, string path, string file)
    {
        var loaded = Model.Load(path);
        if (!CaseModel.Is(loaded))
            throw new InputException($"{path}: it is a model of a table, but lesions are measured on cases of a net without one");
        var training = CaseModel.Training(loaded, path)?.Job;
        if (training is null && plan.Relearn > 0)
            throw new InputException($"{path}: it does not say how it was trained, so it cannot be trained again as it was; leave --relearn out");
        var given = CaseModel.Read(loaded, file);
        if (given.Targets.Count == 0)
            throw new InputException($"{file}: no case has a target, so there is nothing to measure the answers by");
        if (CaseGroups.NameLikeAll(given) is { } name)
            throw new InputException($"{file}: '{DisplayText.Name(name)}' is of a group '{CaseGroups.All}', which is the name of all cases together; rename what stands before the slash");
        var study = loaded.IsDouble ? Study(parse, plan, loaded.Network<double>(), given, training) : Study(parse, plan, loaded.Network<float>(), given, training);
        if (study is null) return ExitCode.Interrupted;
        Write(parse, study, path, file);
        return ExitCode.Done;
    }

    /// <summary>Runs the study; null, after a line that says so, where it is interrupted.</summary>
    private LesionStudy? Study<T>(ParseResult parse, LesionPlan plan, Network<T> network, Cases given, CaseJob? training)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A group or projection that the net does not have is reported before the study begins.
        _ = plan.Strike(network, plan.Damages[^1], plan.FirstSeed);
        var progress = new ProgressLine(terminal);
        var (all, finished) = (plan.Damages.Count * plan.Seeds, 0);
        try
        {
            return LesionStudy.Run(plan, network, given, training?.Training ?? new(), training?.Seed ?? 1, parse.GetValue(threads) ?? Environment.ProcessorCount, done =>
            {
                finished = Math.Max(finished, done);
                progress.Report(new ExperimentProgress("lesions", done, all));
            }, terminal.Interrupted);
        }
        catch (OperationCanceledException)
        {
            progress.Clear();
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $" interrupted after {finished:N0} of {all:N0} lesions; nothing is kept"));
            return null;
        }
        finally
        {
            progress.Clear();
        }
    }

    private void Write(ParseResult parse, LesionStudy study, string path, string file)
    {
        if (parse.GetValue(csv) is { } runs)
        {
            AtomicFile.Write(runs, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                LesionReport.WriteRuns(writer, study);
            });
        }
        if (parse.GetValue(figures) is { } folder)
        {
            LesionFigures.Write(folder, study, Command(parse));
            terminal.Error.WriteLine($" figures and {LesionFigures.Page} in {folder}");
        }
        if (parse.GetValue(json)) terminal.Out.WriteLine(LesionReport.ToJson(study, path, file));
        else LesionReport.Write(terminal.Text, study);
    }

    /// <summary>The command as it was given, without threads, which change nothing.</summary>
    private string Command(ParseResult parse)
    {
        var words = parse.Tokens.Select(static token => token.Value).ToList();
        if (words.IndexOf(threads.Name) is >= 0 and var at)
            words.RemoveRange(at, Math.Min(2, words.Count - at));
        return "backprop " + string.Join(' ', words.Select(Shell.Quoted));
    }
}
