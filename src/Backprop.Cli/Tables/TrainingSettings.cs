using System.Text.Json;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>
/// What a model keeps of its training, as JSON: the table, how it is read, and each setting that decides what the model is, defaults
/// too, since another version may have others. <c>test</c> and <c>resume</c> read it again, and refuse a setting that they do not know.
/// </summary>
internal static class TrainingSettings
{
    private const int LongestProblem = 400;

    /// <summary>The settings of a model: equal trainings have equal settings.</summary>
    public static string OfModel(TrainingJob job, TrainedTable? table) => TrainingSettingsWriter.Write(job, table, withRun: false);

    /// <summary>The settings of a checkpoint: those of the model, and what changes no bit of it.</summary>
    public static string OfCheckpoint(TrainingJob job, TrainedTable? table) => TrainingSettingsWriter.Write(job, table, withRun: true);

    /// <summary>The training of which a model or a checkpoint is the outcome. A net of the user's own is taken from the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Its file, for errors.</param>
    /// <param name="otherwise">What can be done with a model that <c>train</c> did not make, for errors.</param>
    /// <exception cref="InputException">It was not made by <c>train</c>, or not by one that this version understands.</exception>
    public static TrainingJob Read(Model model, string path, string otherwise = "so that it has no training to repeat")
    {
        try
        {
            var job = TrainingSettingsReader.Read(model.Settings) ?? throw new InputException($"{path}: it was not made by 'backprop train', {otherwise}");
            return job.Net is null ? job : job with { Options = job.Options with { Net = model.Topology } };
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw new InputException($"{path}: its settings cannot be read: {DisplayText.Of(e.Message, LongestProblem)}", e);
        }
    }

    /// <summary>The file of the table that a model was trained on, as the command named it; null where it was not made by <c>train</c>.</summary>
    public static string? DataOf(Model model)
    {
        try
        {
            return TrainingSettingsReader.Read(model.Settings)?.Data;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return null;
        }
    }

    /// <summary>How the table that a model was trained on is read; null where it was not made by <c>train</c>.</summary>
    public static TableFormat? FormatOf(Model model)
    {
        try
        {
            return TrainingSettingsReader.Read(model.Settings)?.Format;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return null;
        }
    }

    /// <summary>How the table of a model was written, as far as the command of an earlier version says so; null for any other model.</summary>
    public static TableFormat? FormatOfCommand(Model model)
    {
        try
        {
            return TrainingSettingsReader.OfCommand(model.Settings)?.Format;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return null;
        }
    }

    /// <summary>Why the settings of a model cannot be read; null where they can, or are those of another program.</summary>
    public static string? Problem(Model model)
    {
        try
        {
            _ = TrainingSettingsReader.Read(model.Settings);
            return null;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return $"its settings cannot be read: {DisplayText.Of(e.Message, LongestProblem)}";
        }
    }

    /// <summary>Whether a model with these settings is the outcome of the same training as a job. The table may be named from another folder.</summary>
    public static bool IsSame(string settings, TrainingJob job)
    {
        static string Of(TrainingJob training) => OfModel(training with
        {
            Data = Path.GetFullPath(training.Data),
            Options = training.Options with { ValidationFile = training.Options.ValidationFile is { } file ? Path.GetFullPath(file) : null },
        }, table: null);
        try
        {
            return TrainingSettingsReader.Read(settings) is { } other && Of(other) == Of(job);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return false;
        }
    }

    private static bool IsUnreadable(Exception e) => e is JsonException or FormatException or InvalidOperationException or ArgumentException or UsageException;
}
