using System.Globalization;
using System.Text.Json;

namespace Backprop.Cli;

/// <summary>Reads the settings that <see cref="CaseSettingsWriter"/> wrote. Strict: a model made with a setting that this version does not know cannot be repeated by it.</summary>
internal static class CaseSettingsReader
{
    /// <summary>The training, with a net that the settings do not hold.</summary>
    /// <exception cref="JsonException">They are not JSON.</exception>
    /// <exception cref="FormatException">A setting is unknown, missing or of the wrong kind.</exception>
    /// <exception cref="UsageException">The text of a setting is not one of its option.</exception>
    public static (CaseJob Job, TrainedCases? Cases) Read(string settings, Topology topology)
    {
        using var document = JsonDocument.Parse(settings);
        var json = new StrictJsonObject(document.RootElement, StrictJsonObject.Root);
        json.Only("kind", "data", "net", "start", "training", "run", "cases");
        if (Required(json, "kind") is var kind and not CaseSettingsWriter.Kind)
            throw new FormatException($"the settings have the kind '{DisplayText.Name(kind)}'; it must be '{CaseSettingsWriter.Kind}'.");
        var data = FileOf(json, "data") ?? throw json.Missing("data");
        var run = json.Object("run");
        run?.Only("model", "threads", "recompute", "checkpointSeconds", "record", "recordEvery", "recordTo");
        var training = json.Object("training") ?? throw json.Missing("training");
        training.Only(["hidden", "units", "skip", .. RuleJson.Members, .. GradientText.Members, "error", "tolerance", "noise", "update", "shuffle", "shares", "precision", "until", "sweeps", "range", "seed"]);
        var model = run is { } named ? FileOf(named, "model") : null;
        var job = new CaseJob
        {
            Data = data,
            Choice = Net(training) with { File = FileOf(json, "net") },
            Topology = topology,
            Training = Training(training),
            Seed = ulong.TryParse(Required(training, "seed"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed
                : throw new FormatException($"{training.Name} has the seed '{DisplayText.Name(Required(training, "seed"))}'; it must be a whole number of at most {ulong.MaxValue}."),
            Threads = run is { } of ? Count(of, "threads", LearningOptions.MostThreads) : 1,
            Recompute = run?.Flag("recompute") ?? false,
            Start = json.Object("start") is { } start ? StartOf(start) : null,
            Snapshots = run is { } with ? SnapshotsOf(with) : null,
            ModelPath = model ?? TrainOptions.DefaultModel(data),
            ModelIsNamed = model is not null,
            CheckpointEvery = TimeSpan.FromSeconds(run is { } its ? Number(its, "checkpointSeconds", 0, 1e6) : TrainOptions.DefaultCheckpoint),
        };
        return (job, Cases(json));
    }

    private static Snapshots? SnapshotsOf(StrictJsonObject run) => run.Text("record") is { } recorded
        ? new(Recording.Read(recorded), Count(run, "recordEvery"), FileOf(run, "recordTo") ?? throw run.Missing("recordTo")) : null;

    private static NetChoice Net(StrictJsonObject json) => json.Kind("hidden") is null ? new() : new()
    {
        Hidden = [.. json.Items("hidden").Select(size => size.TryGetInt32(out var units) && units is >= 1 and <= NetOptions.MostUnits ? units
            : throw new FormatException($"{json.Name} has a hidden layer of {size.GetRawText()} units; it must have from 1 to {NetOptions.MostUnits}."))],
        Function = Required(json, "units") is var function && UnitFunction.Find(function, [], out var problem) is { } known ? known == CaseNet.UsualFunction ? null : known
            : throw new FormatException($"{json.Name} has the units '{DisplayText.Name(function)}', which is not a unit function; {problem}."),
        Skip = Flag(json, "skip"),
    };

    private static CaseTraining Training(StrictJsonObject json) => new()
    {
        Rule = RuleJson.Read(json),
        Gradient = GradientText.Read(json),
        Error = CaseError.Read(Required(json, "error"), Required(json, "tolerance")),
        Noise = json.Text("noise") is { } noise ? CaseNoise.Read(noise) : CaseNoise.None,
        Batch = BatchText.Read(Required(json, "update")),
        Shuffle = Flag(json, "shuffle"),
        Shares = json.Kind("shares") is null ? 0 : Count(json, "shares", LearningOptions.MostShares),
        IsDouble = PrecisionText.IsDouble(Required(json, "precision")),
        Until = StopCondition.ReadAll(Required(json, "until")),
        Sweeps = Count(json, "sweeps"),
        Range = Number(json, "range", 0, 1e6),
    };

    private static TrainedCases? Cases(StrictJsonObject json)
    {
        if (json.Object("cases") is not { } cases)
            return null;
        cases.Only("bytes", "sha256", "count");
        return new(new KnownFile((long)Number(cases, "bytes", 0, long.MaxValue / 2), Required(cases, "sha256")), Count(cases, "count"));
    }

    private static StartingModel StartOf(StrictJsonObject start)
    {
        start.Only("model", "bytes", "sha256");
        return new(FileOf(start, "model") ?? throw start.Missing("model"), new KnownFile((long)Number(start, "bytes", 0, long.MaxValue / 2), Required(start, "sha256")));
    }

    private static string? FileOf(StrictJsonObject json, string property) => json.Text(property) is "" ? throw new FormatException($"{json.Name} has an empty '{property}'; it must be the path of a file.") : json.Text(property);

    private static string Required(StrictJsonObject json, string property) => json.Text(property) ?? throw json.Missing(property);

    private static bool Flag(StrictJsonObject json, string property) => json.Flag(property) ?? throw json.Missing(property);

    private static int Count(StrictJsonObject json, string property, int most = int.MaxValue) =>
        (json.Int32(property) ?? throw json.Missing(property)) is var count && count >= 1 && count <= most ? count
            : throw new FormatException($"{json.Name} has '{property}' {Numeral.Text(count)}; it must be a whole number from 1 to {Numeral.Text(most)}.");

    private static double Number(StrictJsonObject json, string property, double least, double most)
    {
        var number = json.Number(property) ?? throw json.Missing(property);
        return number >= least && number <= most ? number
            : throw new FormatException($"{json.Name} has '{property}' {Numeral.Text(number)}, which is out of range.");
    }
}
