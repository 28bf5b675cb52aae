using System.Globalization;
using System.Text;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Scores as a person expects them: accuracy, what the probabilities are worth, confusion matrix and recall of classes; R², RMSE and MAE of numbers.</summary>
internal static class ScoresText
{
    private const int MostClasses = 20;
    private const int LongestName = 14;

    public static void Write(TextWriter output, string part, TableScores scores)
    {
        foreach (var (target, metrics) in scores.Classes)
        {
            if (metrics.Count == 0)
            {
                output.WriteLine($" {part} {DisplayText.Name(target)}: no row has a value");
                continue;
            }
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {part} accuracy {metrics.Accuracy:F3} ({metrics.Right:N0} of {metrics.Count:N0}), balanced {metrics.BalancedAccuracy:F3}"));
            if (metrics.Probabilities is { } probabilities)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {part} log-loss {probabilities.LogLoss:F3}, Brier score {probabilities.BrierScore:F3}, calibration error {probabilities.ExpectedCalibrationError:F3}"));
            output.Write(Confusion(target, metrics));
        }
        foreach (var (target, metrics) in scores.Numbers)
            output.WriteLine(metrics.Count == 0
                ? $" {part} {DisplayText.Name(target)}: no row has a value"
                : string.Create(CultureInfo.InvariantCulture, $" {part} {DisplayText.Name(target)}: R² {RSquared(metrics.RSquared)}, RMSE {metrics.RootMeanSquaredError:G4}, MAE {metrics.MeanAbsoluteError:G4} ({metrics.Count:N0} rows)"));
    }

    public static object ToJson(TableScores scores) => new
    {
        classes = scores.Classes.ToDictionary(s => s.Key, s => new
        {
            rows = s.Value.Count,
            accuracy = Finite(s.Value.Accuracy),
            balancedAccuracy = Finite(s.Value.BalancedAccuracy),
            logLoss = Finite(s.Value.Probabilities?.LogLoss),
            brierScore = Finite(s.Value.Probabilities?.BrierScore),
            calibrationError = Finite(s.Value.Probabilities?.ExpectedCalibrationError),
            reliability = s.Value.Probabilities?.Reliability.Select(bin => new { from = bin.From, to = bin.To, rows = bin.Count, confidence = Finite(bin.Confidence), accuracy = Finite(bin.Accuracy) }),
            classes = s.Value.Classes,
            recall = Enumerable.Range(0, s.Value.Classes.Count).Select(c => Finite(s.Value.Recall(c))),
            precision = Enumerable.Range(0, s.Value.Classes.Count).Select(c => Finite(s.Value.Precision(c))),
            confusion = Enumerable.Range(0, s.Value.Classes.Count).Select(a => Enumerable.Range(0, s.Value.Classes.Count).Select(p => s.Value[a, p])),
        }, StringComparer.Ordinal),
        numbers = scores.Numbers.ToDictionary(s => s.Key, s => new
        {
            rows = s.Value.Count,
            rSquared = Finite(s.Value.RSquared),
            rmse = Finite(s.Value.RootMeanSquaredError),
            mae = Finite(s.Value.MeanAbsoluteError),
        }, StringComparer.Ordinal),
    };

    /// <summary>Three decimals; of a value far below 0, which says only that nothing fits, its size.</summary>
    private static string RSquared(double value) =>
        double.IsNaN(value) ? "–" : value.ToString(value > -1000 ? "F3" : "G3", CultureInfo.InvariantCulture);

    /// <summary>JSON has no NaN.</summary>
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    /// <summary>A row a class, a column a prediction, and the class's recall; the rarest classes are left out where there are many.</summary>
    private static string Confusion(string target, ClassificationMetrics metrics)
    {
        long Rows(int c) => Enumerable.Range(0, metrics.Classes.Count).Sum(p => metrics[c, p]);
        var shown = Enumerable.Range(0, metrics.Classes.Count).OrderByDescending(Rows).Take(MostClasses).Order().ToArray();
        string Name(int c) => CellWidth.Cut(DisplayText.Name(metrics.Classes[c]), LongestName);
        target = DisplayText.Name(target);
        var margin = Math.Max(CellWidth.Of(target), shown.Max(c => CellWidth.Of(Name(c))));
        var widths = shown.Select(p => Math.Max(CellWidth.Of(Name(p)), shown.Max(a => metrics[a, p]).ToString(CultureInfo.InvariantCulture).Length)).ToArray();
        var text = new StringBuilder();
        text.Append("  ").Append(CellWidth.PadRight(target, margin));
        for (var p = 0; p < shown.Length; p++)
            text.Append("  ").Append(CellWidth.PadLeft(Name(shown[p]), widths[p]));
        text.Append("  recall\n");
        foreach (var a in shown)
        {
            text.Append("  ").Append(CellWidth.PadRight(Name(a), margin));
            for (var p = 0; p < shown.Length; p++)
                text.Append("  ").Append(metrics[a, shown[p]].ToString(CultureInfo.InvariantCulture).PadLeft(widths[p]));
            text.Append("  ").Append((double.IsNaN(metrics.Recall(a)) ? "–" : metrics.Recall(a).ToString("F3", CultureInfo.InvariantCulture)).PadLeft(6)).Append('\n');
        }
        if (shown.Length < metrics.Classes.Count)
            text.Append(CultureInfo.InvariantCulture, $"  (the {shown.Length} most frequent of {metrics.Classes.Count} classes)\n");
        return text.ToString();
    }
}
