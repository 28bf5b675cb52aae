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
    private static readonly string[] Known = ["data", "labels", "columns", "format", "net", "training", "run", "table"];
    private static readonly string[] Layers = ["hidden", "units", "skip"];

    /// <summary>The training, but for the net of the user's own; null where the settings are none that <c>train</c> wrote.</summary>
    /// <exception cref="JsonException">They are not JSON.</exception>
    /// <exception cref="FormatException">A setting is unknown, missing or of the wrong kind.</exception>
    public static TrainingJob? Read(string? settings)
    {
        using var document = JsonDocument.Parse(settings is null or "" ? "{}" : settings);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return null;
        var json = new StrictJsonObject(document.RootElement, StrictJsonObject.Root);
        if (json.Kind("kind") is not null)
            return null; // of a training on cases
        if (OfCommand(json) is { } job)
            return job with { TrainedOn = json.Object("table") is { } kept ? TrainedTable.Read(kept) : null };
        if (!Known.Any(property => json.Kind(property) is not null))
            return null;
        var data = FileOf(json, "data") ?? throw json.Missing("data");
        json.Only(Known);
        var run = json.Object("run");
        run?.Only("model", "threads", "checkpointSeconds");
        return new TrainingJob
        {
            Data = data,
            Labels = FileOf(json, "labels"),
            Columns = Columns(Required(json, "columns")),
            Format = Format(Required(json, "format")),
            Net = FileOf(json, "net"),
            TrainedOn = json.Object("table") is { } table ? TrainedTable.Read(table) : null,
            Options = Options(Required(json, "training"), isLayered: json.Kind("net") is null),
            Threads = run is { } its && its.Kind("threads") is not null ? Count(its, "threads", TrainingCommandOptions.MostThreads) : null,
            ModelPath = (run is { } named ? FileOf(named, "model") : null) ?? TrainOptions.DefaultModel(data),
            ModelIsNamed = run?.Text("model") is not null,
            CheckpointEvery = TimeSpan.FromSeconds(run is { } of ? Number(of, "checkpointSeconds", 0, 1e6) : TrainOptions.DefaultCheckpoint),
        };
    }

    /// <summary>The training of a model that keeps the words of its command; null for any other.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static TrainingJob? OfCommand(string? settings)
    {
        using var document = JsonDocument.Parse(settings is null or "" ? "{}" : settings);
        return document.RootElement.ValueKind == JsonValueKind.Object ? OfCommand(new StrictJsonObject(document.RootElement, StrictJsonObject.Root)) : null;
    }

    private static TrainingJob? OfCommand(StrictJsonObject json) => json.Texts("command") is { } words ? TrainCommandLine.Read(words) : null;

    private static string? FileOf(StrictJsonObject json, string property) => json.Text(property) is "" ? throw new FormatException($"{json.Name} has an empty '{property}'; it must be the path of a file.") : json.Text(property);

    private static ColumnChoices Columns(StrictJsonObject json)
    {
        json.Only("targets", "numbers", "categories", "booleans", "dates", "ignored", "group", "time", "weights", "keepAll");
        return new()
        {
            Targets = json.Texts("targets") ?? [],
            Numbers = json.Texts("numbers") ?? [],
            Categories = json.Texts("categories") ?? [],
            Booleans = json.Texts("booleans") ?? [],
            Dates = json.Texts("dates") ?? [],
            Ignored = json.Texts("ignored") ?? [],
            Group = json.Text("group"),
            Time = json.Text("time"),
            Weights = json.Text("weights"),
            KeepAll = json.Flag("keepAll") ?? false,
        };
    }

    private static TableFormat Format(StrictJsonObject json)
    {
        json.Only("delimiter", "quote", "header", "encoding", "decimalMark", "missing", "dateFormat", "sheet", "query");
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
            Sheet = json.Text("sheet"),
            Query = json.Text("query"),
            Kinds = json.Text("delimiter") is null ? TableKinds.All : TableKinds.Binary,
        };
    }

    private static TableTrainingOptions Options(StrictJsonObject json, bool isLayered)
    {
        json.Only([.. isLayered ? Layers : [], .. RuleJson.Members, .. GradientText.Members, "batch", "sweeps", "patience", "validation", "validationFile", "validationSheet", "validationQuery", "test", "balance", "seed", "shares", "members", "restarts"]);
        return new()
        {
            Hidden = !isLayered ? null : [.. json.Items("hidden").Select(size => size.TryGetInt32(out var units) && units is >= 1 and <= TrainingCommandOptions.MostUnits ? units
                : throw new FormatException($"{json.Name} has a hidden layer of {size.GetRawText()} units; it must have from 1 to {TrainingCommandOptions.MostUnits}."))],
            HiddenFunction = !isLayered ? null : UnitsOf(json, json.Text("units") ?? throw json.Missing("units")),
            Skip = isLayered && (json.Flag("skip") ?? throw json.Missing("skip")),
            Rule = RuleJson.Read(json),
            Gradient = GradientText.Read(json),
            Batch = json.Kind("batch") is not JsonValueKind.String ? Batch.Of(Count(json, "batch")) : json.Text("batch") == "all" ? Batch.All
                : throw new FormatException($"{json.Name} has 'batch' '{DisplayText.Name(json.Text("batch")!)}'; it must be a whole number of at least 1, or 'all'."),
            Sweeps = Count(json, "sweeps"),
            Patience = Count(json, "patience"),
            ValidationShare = Number(json, "validation", 0, 0.9),
            ValidationFile = FileOf(json, "validationFile"),
            ValidationSheet = json.Text("validationSheet"),
            ValidationQuery = json.Text("validationQuery"),
            TestShare = Number(json, "test", 0, 0.9),
            BalancedClasses = json.Flag("balance") ?? throw json.Missing("balance"),
            Seed = ulong.TryParse(json.Text("seed") ?? throw json.Missing("seed"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed
                : throw new FormatException($"{json.Name} has the seed '{DisplayText.Name(json.Text("seed")!)}'; it must be a whole number of at most {ulong.MaxValue}."),
            Shares = json.Kind("shares") is null ? 0 : Count(json, "shares", LearningOptions.MostShares),
            Members = json.Kind("members") is null ? 1 : Count(json, "members"),
            Restarts = Count(json, "restarts"),
        };
    }

    private static UnitFunction UnitsOf(StrictJsonObject json, string function) => UnitFunction.Find(function, [], out var problem)
        ?? throw new FormatException($"{json.Name} has the units '{DisplayText.Name(function)}', which is not a unit function; {problem}.");

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
