using System.Globalization;
using System.Text.Json;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>
/// Reads the settings of a training that <see cref="TrainingSettingsWriter"/> wrote. Strict: a model made with a setting that this
/// version does not know cannot be repeated by it. Models of earlier versions keep the words of the command instead, which are read too.
/// </summary>
internal static class TrainingSettingsReader
{
    /// <summary>The training, but for the net of the user's own; null where the settings are none that <c>train</c> wrote.</summary>
    /// <exception cref="JsonException">They are not JSON.</exception>
    /// <exception cref="FormatException">A setting is unknown, missing or of the wrong kind.</exception>
    public static TrainingJob? Read(string? settings)
    {
        using var document = JsonDocument.Parse(settings is null or "" ? "{}" : settings);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return null;
        var json = new StrictJsonObject(document.RootElement, "it");
        if (json.Kind("kind") is not null)
            return null; // of a training on cases
        if (json.Texts("command") is { } words)
            return TrainCommandLine.Read(words);
        if (json.Text("data") is null)
            return null;
        var data = FileOf(json, "data")!;
        json.Only("data", "labels", "columns", "format", "net", "training", "run", "table");
        var run = json.Object("run");
        run?.Only("model", "threads", "checkpointSeconds");
        return new TrainingJob
        {
            Data = data,
            Labels = FileOf(json, "labels"),
            Columns = Columns(Required(json, "columns")),
            Format = Format(Required(json, "format")),
            Net = FileOf(json, "net"),
            Options = Options(Required(json, "training")) with { Threads = run is { } of ? Count(of, "threads", TrainingCommandOptions.MostThreads) : 1 },
            ModelPath = (run is { } named ? FileOf(named, "model") : null) ?? TrainOptions.DefaultModel(data),
            ModelIsNamed = run?.Text("model") is not null,
            CheckpointEvery = TimeSpan.FromSeconds(run is { } its ? Number(its, "checkpointSeconds", 0, 1e6) : TrainOptions.DefaultCheckpoint),
        };
    }

    private static string? FileOf(StrictJsonObject json, string property) => json.Text(property) is "" ? throw new FormatException($"{json.Name} has an empty '{property}'; it must be the path of a file.") : json.Text(property);

    private static ColumnChoices Columns(StrictJsonObject json)
    {
        json.Only("targets", "numbers", "categories", "booleans", "dates", "ignored", "keepAll");
        return new()
        {
            Targets = json.Texts("targets") ?? [],
            Numbers = json.Texts("numbers") ?? [],
            Categories = json.Texts("categories") ?? [],
            Booleans = json.Texts("booleans") ?? [],
            Dates = json.Texts("dates") ?? [],
            Ignored = json.Texts("ignored") ?? [],
            KeepAll = json.Flag("keepAll") ?? false,
        };
    }

    private static TableFormat Format(StrictJsonObject json)
    {
        json.Only("delimiter", "quote", "header", "encoding", "decimalMark", "missing", "dateFormat");
        char? Character(string property) => json.Text(property) is { } text ? TableOptions.Character($"'{property}'", text) : null;
        return new()
        {
            Delimiter = Character("delimiter"),
            Quote = Character("quote"),
            Header = json.Flag("header"),
            Encoding = json.Text("encoding") is { } name ? TableOptions.EncodingOf(name) : null,
            DecimalMark = Character("decimalMark") is { } mark ? mark is '.' or ',' ? mark : throw new FormatException($"its decimal mark is '{mark}'; it must be '.' or ','.") : null,
            Missing = json.Texts("missing") ?? TableFormat.UsualMissing,
            DateFormat = json.Text("dateFormat"),
        };
    }

    private static TableTrainingOptions Options(StrictJsonObject json)
    {
        json.Only("hidden", "units", "skip", "rule", "rate", "momentum", "decay", "batch", "sweeps", "patience", "validation", "test", "balance", "seed", "restarts");
        return new()
        {
            Hidden = json.Kind("hidden") is null ? null : [.. json.Items("hidden").Select(size => size.TryGetInt32(out var units) && units is >= 1 and <= TrainingCommandOptions.MostUnits ? units
                : throw new FormatException($"{json.Name} has a hidden layer of {size.GetRawText()} units; it must have from 1 to {TrainingCommandOptions.MostUnits}."))],
            HiddenFunction = json.Text("units") is { } function ? UnitFunction.All.FirstOrDefault(known => known.Name == function)
                ?? throw new FormatException($"{json.Name} has the units '{DisplayText.Name(function)}'; they can be {string.Join(", ", UnitFunction.All.Select(static known => $"'{known.Name}'"))}.") : null,
            Skip = json.Flag("skip") ?? false,
            Rule = TrainingCommandOptions.RuleOf(
                json.Text("rule") ?? throw json.Missing("rule"),
                json.Kind("rate") is null ? null : Number(json, "rate", double.Epsilon, double.MaxValue),
                json.Kind("momentum") is null ? null : Number(json, "momentum", 0, double.BitDecrement(1)),
                Number(json, "decay", 0, double.BitDecrement(1))),
            Batch = json.Kind("batch") == JsonValueKind.String && json.Text("batch") == "all" ? Batch.All : Batch.Of(Count(json, "batch")),
            Sweeps = Count(json, "sweeps"),
            Patience = Count(json, "patience"),
            ValidationShare = Number(json, "validation", 0, 0.9),
            TestShare = Number(json, "test", 0, 0.9),
            BalancedClasses = json.Flag("balance") ?? throw json.Missing("balance"),
            Seed = ulong.TryParse(json.Text("seed") ?? throw json.Missing("seed"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed
                : throw new FormatException($"{json.Name} has the seed '{DisplayText.Name(json.Text("seed")!)}'; it must be a whole number of at most {ulong.MaxValue}."),
            Restarts = Count(json, "restarts"),
        };
    }

    private static StrictJsonObject Required(StrictJsonObject json, string property) => json.Object(property) ?? throw json.Missing(property);

    private static int Count(StrictJsonObject json, string property, int most = int.MaxValue) =>
        (json.Int32(property) ?? throw json.Missing(property)) is var count && count >= 1 && count <= most ? count
            : throw new FormatException($"{json.Name} has '{property}' {TrainingCommandOptions.Text(count)}; it must be a whole number from 1 to {most}.");

    private static double Number(StrictJsonObject json, string property, double least, double most)
    {
        var number = json.Number(property) ?? throw json.Missing(property);
        return number >= least && number <= most ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{json.Name} has '{property}' {number}, which is out of range."));
    }
}
