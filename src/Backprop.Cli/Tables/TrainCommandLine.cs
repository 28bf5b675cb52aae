using System.CommandLine;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The options of <c>train</c>: reads them as a job, and writes a job as the words that repeat it.</summary>
internal sealed class TrainCommandLine
{
    /// <summary>Seconds between checkpoints.</summary>
    public const double DefaultCheckpoint = 60;

    private readonly Argument<string> data = new("data") { Description = "A table (CSV of any delimiter, plain or gzip), or an IDX file of inputs." };
    private readonly Option<string?> labels = new("--labels") { Description = "The IDX file of targets that goes with IDX inputs.", HelpName = "file" };
    private readonly Option<string?> model = new("--output", "-o", "--model", "-m") { Description = "Model file to write. Default: <data>.safetensors in the current folder.", HelpName = "file" };
    private readonly Option<double> checkpoint = new Option<double>("--checkpoint") { Description = "Seconds between checkpoints.", DefaultValueFactory = _ => DefaultCheckpoint, HelpName = "seconds" }.Within(0.0, 1e6);
    private readonly Option<bool> force = new("--force") { Description = "Replace an existing model of other settings, a checkpoint, or a file of another kind; never a file that is read." };
    private readonly Option<bool> json = new("--json") { Description = "Print the result as JSON." };
    private readonly TableOptions table = new();
    private readonly ColumnOptions columns = new();
    private readonly TrainingCommandOptions training = new();

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

    /// <summary>The parsed words as a job, with the net that <c>--net</c> names.</summary>
    /// <exception cref="InputException">The net's file cannot be read.</exception>
    public TrainingJob Read(ParseResult parse)
    {
        var job = WithoutNet(parse);
        return job.Net is { } file ? job with { Options = job.Options with { Net = NetFile.Read(file) } } : job;
    }

    /// <summary>Reads the words of a command, which models of earlier versions keep. The net that <c>--net</c> names is not read.</summary>
    /// <exception cref="FormatException">They are not a command.</exception>
    public static TrainingJob Read(IReadOnlyList<string> words)
    {
        var line = new TrainCommandLine();
        var command = new Command("train");
        line.AddTo(command);
        var parse = new RootCommand { command }.Parse(["train", .. words], new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parse.Errors is [var error, ..] ? throw new FormatException($"the command that made it is not understood: {error.Message}") : line.WithoutNet(parse);
    }

    /// <summary>The words after "train" that repeat a job: equal trainings have equal words, without defaults apart from the seed.</summary>
    public static IReadOnlyList<string> Words(TrainingJob job)
    {
        var line = new TrainCommandLine();
        return
        [
            job.Data, .. Shell.Words(line.labels, job.Labels), .. line.columns.Words(job.Columns), .. line.training.Words(job.Options, job.Net), .. line.table.Words(job.Format),
            .. Shell.Words(line.model, job.ModelPath == DefaultModel(job.Data) ? null : job.ModelPath), .. line.training.ThreadWords(job.Options),
            .. Shell.Words(line.checkpoint, job.CheckpointEvery.TotalSeconds is var seconds and not DefaultCheckpoint ? TrainingCommandOptions.Text(seconds) : null),
        ];
    }

    /// <summary>The model file if none is named: in the current folder, named after the data.</summary>
    public static string DefaultModel(string data) => Stem(data) + ".safetensors";

    private TrainingJob WithoutNet(ParseResult parse)
    {
        var file = parse.GetRequiredValue(data);
        return new TrainingJob
        {
            Data = file,
            Labels = parse.GetValue(labels),
            Columns = columns.Read(parse),
            Options = training.Read(parse),
            Format = table.Read(parse),
            Net = parse.GetValue(training.Net),
            ModelPath = parse.GetValue(model) ?? DefaultModel(file),
            ModelIsNamed = parse.GetValue(model) is not null,
            Force = parse.GetValue(force),
            CheckpointEvery = TimeSpan.FromSeconds(parse.GetValue(checkpoint)),
            Json = parse.GetValue(json),
        };
    }

    private static string Stem(string file)
    {
        var name = Path.GetFileName(file);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            name = name[..^3];
        return Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : "model";
    }
}
