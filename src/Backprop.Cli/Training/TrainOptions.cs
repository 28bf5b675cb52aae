using System.CommandLine;

namespace Backprop.Cli;

/// <summary>The data and the options of <c>train</c> that say nothing of tables or cases: files, checkpoints, output.</summary>
internal sealed class TrainOptions
{
    /// <summary>Seconds between checkpoints.</summary>
    public const double DefaultCheckpoint = 60;

    public Argument<string> Data { get; } = new("data") { Description = "A table (CSV of any delimiter, plain or gzip), an IDX file of inputs, or a case file (docs/case-files.md)." };

    public Option<string?> Model { get; } = new("--output", "-o", "--model", "-m") { Description = "Model file to write. Default: <data>.safetensors in the current folder.", HelpName = "file" };

    public Option<double> Checkpoint { get; } = new Option<double>("--checkpoint") { Description = "Seconds between checkpoints.", DefaultValueFactory = _ => DefaultCheckpoint, HelpName = "seconds" }.Within(0.0, 1e6);

    public Option<bool> Force { get; } = new("--force") { Description = "Replace an existing model of other settings, a checkpoint, or a file of another kind; never a file that is read." };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON." };

    public NetOptions Net { get; } = NetOptions.ForTablesAndCases();

    public LearningOptions Learning { get; } = LearningOptions.ForTablesAndCases();

    /// <summary>The model file if none is named: in the current folder, named after the data.</summary>
    public static string DefaultModel(string data)
    {
        var name = Path.GetFileName(data);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            name = name[..^3];
        return (Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : "model") + ".safetensors";
    }

    /// <summary>The words for the model file and the checkpoints of a job, without defaults.</summary>
    /// <param name="job">The job.</param>
    /// <param name="threads">Its threads; null where that is the default.</param>
    public IEnumerable<string> RunWords(Job job, int? threads) =>
    [
        .. Shell.Words(Model.Name, job.ModelPath == DefaultModel(job.Data) ? null : job.ModelPath),
        .. Shell.Words(Learning.Threads.Name, threads is { } number ? Numeral.Text(number) : null),
        .. Shell.Words(Checkpoint.Name, job.CheckpointEvery.TotalSeconds is var seconds and not DefaultCheckpoint ? Numeral.Text(seconds) : null),
    ];
}
