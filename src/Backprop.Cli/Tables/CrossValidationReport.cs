using System.Globalization;
using System.Text.Json;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The scores of a cross-validation, for people and as JSON.</summary>
internal static class CrossValidationReport
{
    /// <summary>A measure of a target.</summary>
    private sealed record Measure(string Name, string Json, Func<TableScores, double> Of);

    public static void Write(TextWriter output, Table table, CrossValidationResult measured)
    {
        var tested = measured.Splits.Sum(static split => split.Test.Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {measured.Scores.Count} folds{(table.Groups is not null ? " of whole groups" : table.Times is not null ? " forward in time" : "")}, each tested by a net trained on {(table.Times is null ? "the others" : "the earlier rows")}: {tested:N0} of {table.Count:N0} rows tested"));
        foreach (var (target, measures) in Targets(measured.Scores[0]))
        {
            output.WriteLine($"  {DisplayText.Name(target)}");
            foreach (var measure in measures)
            {
                var interval = measured.Over(measure.Of);
                if (!double.IsNaN(interval.Mean))
                    output.WriteLine($"   {measure.Name,-18}  {Text(interval.Mean),8}   {Text(interval.Lower),8} to {Text(interval.Upper),-8}  in the folds {Text(measured.Scores.Min(measure.Of))} to {Text(measured.Scores.Max(measure.Of))}");
            }
        }
        output.WriteLine(" mean with 95 % interval (t over folds; they share training rows, so that it may be too narrow)");
    }

    /// <summary>The whole result of a command that writes no model.</summary>
    public static string ToJsonText(CrossValidationResult measured) => JsonSerializer.Serialize(new { folds = ToJson(measured) }, CliJson.Options);

    public static object ToJson(CrossValidationResult measured) => new
    {
        rows = measured.Splits.Select(static split => new { training = split.Training.Length, validation = split.Validation.Length, test = split.Test.Length }),
        mean = Targets(measured.Scores[0]).ToDictionary(static target => target.Name, target => target.Measures.Select(measure => (measure.Json, Interval: measured.Over(measure.Of))).Where(static each => !double.IsNaN(each.Interval.Mean))
            .ToDictionary(static each => each.Json, static each => new { mean = each.Interval.Mean, lower = Finite(each.Interval.Lower), upper = Finite(each.Interval.Upper), folds = each.Interval.Folds }, StringComparer.Ordinal), StringComparer.Ordinal),
        test = measured.Scores.Select(ScoresText.ToJson),
    };

    private static IEnumerable<(string Name, Measure[] Measures)> Targets(TableScores scores) =>
        scores.Classes.Keys.Select(static name => (name, new Measure[]
        {
            new("accuracy", "accuracy", scores => scores.Classes[name].Accuracy),
            new("balanced accuracy", "balancedAccuracy", scores => scores.Classes[name].BalancedAccuracy),
            new("log-loss", "logLoss", scores => scores.Classes[name].Probabilities?.LogLoss ?? double.NaN),
            new("Brier score", "brierScore", scores => scores.Classes[name].Probabilities?.BrierScore ?? double.NaN),
        })).Concat(scores.Numbers.Keys.Select(static name => (name, new Measure[]
        {
            new("R²", "rSquared", scores => scores.Numbers[name].RSquared),
            new("RMSE", "rmse", scores => scores.Numbers[name].RootMeanSquaredError),
            new("MAE", "mae", scores => scores.Numbers[name].MeanAbsoluteError),
        })));

    private static string Text(double value) => double.IsNaN(value) ? "–" : value.ToString(Math.Abs(value) is 0 or (>= 0.0005 and < 100) ? "F3" : "G4", CultureInfo.InvariantCulture);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
