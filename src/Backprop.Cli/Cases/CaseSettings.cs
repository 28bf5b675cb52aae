using System.Text.Json;

namespace Backprop.Cli;

/// <summary>
/// What a model keeps of its training on cases, as JSON (docs/model-file.md): the case file, and each setting that decides what the model
/// is, defaults too, since another version may have others. <c>test</c> and <c>resume</c> read it again, and refuse a setting that they do not know.
/// </summary>
internal static class CaseSettings
{
    private const int LongestProblem = 400;

    /// <summary>The settings of a model: equal trainings have equal settings.</summary>
    public static string OfModel(CaseJob job, TrainedCases? cases) => CaseSettingsWriter.Write(Origin(job, cases));

    /// <summary>The settings of a checkpoint: those of the model, and what changes no bit of it.</summary>
    public static string OfCheckpoint(CaseJob job, TrainedCases? cases) => CaseSettingsWriter.Write(Origin(job, cases), json =>
    {
        json.WriteStartObject("run");
        if (job.ModelIsNamed)
            json.WriteString("model", job.ModelPath);
        json.WriteNumber("threads", job.Threads);
        if (job.Recompute)
            json.WriteBoolean("recompute", job.Recompute);
        json.WriteNumber("checkpointSeconds", job.CheckpointEvery.TotalSeconds);
        if (job.Snapshots is { } snapshots)
        {
            json.WriteString("record", snapshots.Recording.ToString());
            json.WriteNumber("recordEvery", snapshots.Every);
            json.WriteString("recordTo", snapshots.Path);
        }
        json.WriteEndObject();
    });

    /// <summary>Whether settings are those of a training on cases.</summary>
    public static bool Are(string? settings)
    {
        try
        {
            using var json = JsonDocument.Parse(settings is null or "" ? "{}" : settings);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals(CaseSettingsWriter.Kind);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The training of which a model or a checkpoint is the outcome, and what is known of its cases; the net is taken from the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Its file, for errors.</param>
    /// <exception cref="InputException">Its settings are not those of a training on cases, or not of one that this version understands.</exception>
    public static (CaseJob Job, TrainedCases? Cases) Read(Model model, string path)
    {
        try
        {
            return CaseSettingsReader.Read(model.Settings ?? "{}", model.Topology);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw new InputException($"{path}: its settings cannot be read: {DisplayText.Of(e.Message, LongestProblem)}", e);
        }
    }

    /// <summary>The settings in which the training of another model differs, with both values; "" where it is not a training on cases that can be read; null where none does.</summary>
    public static string? Difference(string settings, CaseJob job)
    {
        static string Of(CaseJob training) => OfModel(training with { Data = Path.GetFullPath(training.Data), Start = training.Start is { } start ? start with { Path = Path.GetFullPath(start.Path) } : null }, cases: null);
        if (!Are(settings)) return "";
        try
        {
            var other = CaseSettingsReader.Read(settings, job.Topology).Job;
            return SettingsDifference.Of(Of(other), Of(job));
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return "";
        }
    }

    /// <summary>The case file that a model was trained on, as the command named it; null where it was not made by <c>train</c>.</summary>
    public static string? DataOf(Model model)
    {
        try
        {
            return Are(model.Settings) ? CaseSettingsReader.Read(model.Settings!, model.Topology).Job.Data : null;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return null;
        }
    }

    /// <summary>Why the settings of a model cannot be read; null where they can.</summary>
    public static string? Problem(Model model)
    {
        try
        {
            _ = CaseSettingsReader.Read(model.Settings ?? "{}", model.Topology);
            return null;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return $"its settings cannot be read: {DisplayText.Of(e.Message, LongestProblem)}";
        }
    }

    private static CaseOrigin Origin(CaseJob job, TrainedCases? cases) => new()
    {
        Data = job.Data,
        Net = job.Net,
        Start = job.Start is { } start ? (start.Path, start.File) : null,
        Layers = job.Choice.Hidden is { } hidden ? (hidden, job.Choice.Function ?? CaseNet.UsualFunction, job.Choice.Skip) : null,
        Training = job.Training,
        Seed = job.Seed,
        Cases = cases,
    };

    private static bool IsUnreadable(Exception e) => e is JsonException or FormatException or InvalidOperationException or ArgumentException or UsageException;
}
