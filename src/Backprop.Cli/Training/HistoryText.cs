using System.Globalization;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>A history in a line: sweeps, errors per case of the training and the validation cases, and a sparkline.</summary>
internal static class HistoryText
{
    private const int SparkWidth = 40;

    public static string Of(History history)
    {
        var curve = history.ValidationErrors.Count > 0 ? history.ValidationErrors : history.Errors;
        return string.Create(CultureInfo.InvariantCulture, $"{history.Sweeps:N0} sweeps, {Errors(history)}  {Sparkline.Draw([.. curve], SparkWidth, log: true)}");
    }

    /// <summary>Both errors of the kept weights per case, so that they can be compared; their sums where an older file does not say over how many cases.</summary>
    public static string Errors(History history)
    {
        var validated = history.ValidationErrors.Count > 0;
        // A checkpoint of a training that was interrupted has the errors of its sweeps, but no error of the kept weights yet.
        if (double.IsNaN(history.Error) && history.ErrorsPerCase is [.., var last])
            return string.Create(CultureInfo.InvariantCulture, $"interrupted, error per case {last:G4} in the last sweep");
        if (history.TrainingWeight is null || (validated && history.ValidationWeight is null))
            return string.Create(CultureInfo.InvariantCulture, $"E {history.Error:G5}{(validated ? $", validation {history.BestError.ToString("G5", CultureInfo.InvariantCulture)} at sweep {history.BestSweep.ToString("N0", CultureInfo.InvariantCulture)}" : "")} (sums over cases)");
        return validated
            ? string.Create(CultureInfo.InvariantCulture, $"error per case {history.ErrorPerCase:G4} in training, {history.BestErrorPerCase:G4} in validation at sweep {history.BestSweep:N0}")
            : string.Create(CultureInfo.InvariantCulture, $"error per case {history.ErrorPerCase:G4}");
    }
}
