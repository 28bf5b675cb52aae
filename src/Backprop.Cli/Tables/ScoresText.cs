using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
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

    public static JsonObject ToJson(TableScores scores) => new()
    {
        ["classes"] = CliJson.Map(scores.Classes, static target => target.Key, static target => ToJson(target.Value)),
        ["numbers"] = CliJson.Map(scores.Numbers, static target => target.Key, static target => new JsonObject
        {
            ["rows"] = target.Value.Count,
            ["rSquared"] = CliJson.Finite(target.Value.RSquared),
            ["rmse"] = CliJson.Finite(target.Value.RootMeanSquaredError),
            ["mae"] = CliJson.Finite(target.Value.MeanAbsoluteError),
        }),
    };

    private static JsonObject ToJson(ClassificationMetrics metrics)
    {
        var classes = Enumerable.Range(0, metrics.Classes.Count);
        return new JsonObject
        {
            ["rows"] = metrics.Count,
            ["accuracy"] = CliJson.Finite(metrics.Accuracy),
            ["balancedAccuracy"] = CliJson.Finite(metrics.BalancedAccuracy),
            ["logLoss"] = CliJson.Finite(metrics.Probabilities?.LogLoss),
            ["brierScore"] = CliJson.Finite(metrics.Probabilities?.BrierScore),
            ["calibrationError"] = CliJson.Finite(metrics.Probabilities?.ExpectedCalibrationError),
            ["reliability"] = metrics.Probabilities is not { } probabilities ? null : CliJson.List(probabilities.Reliability, static bin => new JsonObject
            {
                ["from"] = bin.From,
                ["to"] = bin.To,
                ["rows"] = bin.Count,
                ["confidence"] = CliJson.Finite(bin.Confidence),
                ["accuracy"] = CliJson.Finite(bin.Accuracy),
            }),
            ["classes"] = CliJson.List(metrics.Classes),
            ["recall"] = CliJson.List(classes, c => CliJson.Finite(metrics.Recall(c))),
            ["precision"] = CliJson.List(classes, c => CliJson.Finite(metrics.Precision(c))),
            ["confusion"] = CliJson.List(classes, actual => CliJson.List(classes, predicted => metrics[actual, predicted])),
        };
    }

    /// <summary>Three decimals; of a value far below 0, which says only that nothing fits, its size.</summary>
    private static string RSquared(double value) =>
        double.IsNaN(value) ? "–" : value.ToString(value > -1000 ? "F3" : "G3", CultureInfo.InvariantCulture);

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
