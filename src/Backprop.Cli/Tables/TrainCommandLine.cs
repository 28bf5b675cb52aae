using System.CommandLine;
using System.Text.Json;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>
/// The options of <c>train</c>, from which the whole training follows: a model keeps those that decide what it is, each in one
/// spelling and without defaults, and <c>resume</c> and <c>test</c> read them again.
/// </summary>
internal sealed class TrainCommandLine
{
    private const double UsualCheckpoint = 60;
    private readonly Argument<string> data = new("data") { Description = "A table (CSV of any delimiter, plain or gzip), or an IDX file of inputs." };
    private readonly Option<string?> labels = new("--labels") { Description = "The IDX file of targets that goes with IDX inputs.", HelpName = "file" };
    private readonly Option<string?> model = new("--output", "-o", "--model", "-m") { Description = "Model file to write. Default: <data>.safetensors in the current folder.", HelpName = "file" };
    private readonly Option<double> checkpoint = new Option<double>("--checkpoint") { Description = "Seconds between checkpoints.", DefaultValueFactory = _ => UsualCheckpoint, HelpName = "seconds" }.Within(0.0, 1e6);
    private readonly Option<bool> force = new("--force") { Description = "Replace an existing model of other settings, a checkpoint, or a file of another kind; never a file that is read." };
    private readonly Option<bool> json = new("--json") { Description = "Print the result as JSON." };
    private readonly TableOptions table = new();
    private readonly ColumnOptions columns = new();
    private readonly TrainingOptions training = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(data);
        columns.AddTo(command);
        command.Options.Add(labels);
        command.Options.Add(model);
        training.AddTo(command);
        command.Options.Add(checkpoint);
        table.AddTo(command);
        command.Options.Add(force);
        command.Options.Add(json);
    }

    /// <summary>The parsed words as a job.</summary>
    /// <param name="parse">The parsed command line.</param>
    /// <param name="movedData">Where the table lies now, if it has been moved.</param>
    public TrainingJob Read(ParseResult parse, string? movedData = null)
    {
        var file = parse.GetRequiredValue(data);
        var usualModel = Stem(file) + ".safetensors";
        var modelPath = parse.GetValue(model) ?? usualModel;
        var (choices, options, format) = (columns.Read(parse), training.Read(parse), table.Read(parse));
        string[] modelWords =
        [
            file, .. Shell.Words(labels, parse.GetValue(labels)), .. columns.Words(choices),
            .. training.Words(options, parse.GetValue(training.Net)), .. table.Words(format),
        ];
        return new TrainingJob
        {
            Data = file,
            MovedData = movedData,
            Labels = parse.GetValue(labels),
            Columns = choices,
            Format = format,
            Net = parse.GetValue(training.Net),
            Options = options,
            ModelPath = modelPath,
            ModelIsNamed = parse.GetValue(model) is not null,
            Force = parse.GetValue(force),
            CheckpointEvery = TimeSpan.FromSeconds(parse.GetValue(checkpoint)),
            Json = parse.GetValue(json),
            ModelWords = modelWords,
            Words =
            [
                .. modelWords, .. Shell.Words(model, modelPath == usualModel ? null : modelPath), .. training.ThreadWords(options),
                .. Shell.Words(checkpoint, parse.GetValue(checkpoint) is var seconds and not UsualCheckpoint ? TrainingOptions.Text(seconds) : null),
            ],
        };
    }

    /// <summary>The job of which a model or a checkpoint is the outcome.</summary>
    /// <exception cref="InputException">It was not made by <c>train</c>.</exception>
    public static TrainingJob Of(Model model, string path, string? movedData = null)
    {
        var (line, parse) = Parse(Words(model.Settings, path), path);
        return line.Read(parse, movedData);
    }

    /// <summary>The data file of which a model is the outcome; null where it was not made by <c>train</c>.</summary>
    public static string? DataOf(Model model)
    {
        try
        {
            var (line, parse) = Parse(Words(model.Settings, ""), "");
            return parse.GetValue(line.data);
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>Whether a model with these settings is the outcome of the same training as a job.</summary>
    public static bool IsSame(string settings, TrainingJob job)
    {
        try
        {
            // The first word is the data, which may be named from another folder.
            return Words(settings, "") is [var data, .. var words] && Path.GetFullPath(data) == Path.GetFullPath(job.Data) && words.SequenceEqual(job.ModelWords.Skip(1), StringComparer.Ordinal);
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static (TrainCommandLine Line, ParseResult Parse) Parse(IReadOnlyList<string> words, string path)
    {
        var line = new TrainCommandLine();
        var command = new Command("train");
        line.AddTo(command);
        var parse = new RootCommand { command }.Parse(["train", .. words], new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parse.Errors is [var error, ..] ? throw new InputException($"{path}: the command that made it is not understood: {error.Message}") : (line, parse);
    }

    private static string[] Words(string? kept, string path)
    {
        try
        {
            using var settings = JsonDocument.Parse(kept is null or "" ? "{}" : kept);
            if (settings.RootElement.ValueKind == JsonValueKind.Object && settings.RootElement.TryGetProperty("command", out var words))
                return [.. words.EnumerateArray().Select(w => w.GetString() ?? "")];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InputException($"{path}: its settings cannot be read: {e.Message}", e);
        }
        throw new InputException($"{path}: it was not made by 'backprop train', so there is nothing to repeat");
    }

    private static string Stem(string file)
    {
        var name = Path.GetFileName(file);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            name = name[..^3];
        return Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : "model";
    }
}
