using System.Globalization;
using System.Text.Json.Nodes;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The scores of a cross-validation, for people and as JSON.</summary>
internal static class CrossValidationReport
{
    /// <summary>A measure of a target, with the bounds of its values.</summary>
    private sealed record Measure(string Name, string Json, double Least, double Greatest, Func<TableScores, double> Of)
    {
        /// <summary>Whether it is in the unit of the target, so that its size says nothing.</summary>
        public bool HasUnit { get; init; }

        public FoldInterval Over(CrossValidationResult measured) => measured.Over(Of, Least, Greatest);
    }

    public static void Write(TextWriter output, Table table, CrossValidationResult measured)
    {
        var tested = measured.Splits.Sum(static split => split.Test.Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {measured.Scores.Count} folds{(table.Groups is not null ? " of whole groups" : table.Times is not null ? " forward in time" : "")}, each tested by a net trained on {(table.Times is null ? "the others" : "the earlier rows")}: {tested:N0} of {table.Count:N0} rows tested"));
        foreach (var (target, measures) in Targets(measured.Scores[0]))
        {
            output.WriteLine($"  {DisplayText.Name(target)}");
            var format = FormatOfErrors(measures.Where(static measure => measure.HasUnit).Select(measure => measure.Over(measured).Mean));
            var lines = measures.Select(measure => Cells(measure, measured, measure.HasUnit ? format : "F3")).OfType<string[]>().ToList();
            var widths = Enumerable.Range(0, 4).Select(i => lines.Select(line => line[i].Length).DefaultIfEmpty(0).Max()).ToArray();
            foreach (var line in lines)
                output.WriteLine($"   {line[0].PadRight(widths[0])}   {line[1].PadLeft(widths[1])}   {line[2].PadLeft(widths[2])} to {line[3].PadLeft(widths[3])}   in the folds {line[4]} to {line[5]}");
        }
        output.WriteLine(" mean with 95 % interval (t over folds; they share training rows, so that it may be too narrow), cut at the bounds of the measure");
    }

    /// <summary>The whole result of a command that writes no model.</summary>
    public static string ToJsonText(CrossValidationResult measured, IReadOnlyList<string> notes) => CliJson.Text(new JsonObject { ["folds"] = ToJson(measured), ["notes"] = CliJson.List(notes) });

    public static JsonObject ToJson(CrossValidationResult measured) => new()
    {
        ["rows"] = CliJson.List(measured.Splits, static split => new JsonObject { ["training"] = split.Training.Length, ["validation"] = split.Validation.Length, ["test"] = split.Test.Length }),
        ["mean"] = CliJson.Map(Targets(measured.Scores[0]), static target => target.Name, target => CliJson.Map(
            target.Measures.Select(measure => (measure.Json, Interval: measure.Over(measured))).Where(static each => !double.IsNaN(each.Interval.Mean)),
            static each => each.Json,
            static each => new JsonObject { ["mean"] = each.Interval.Mean, ["lower"] = CliJson.Finite(each.Interval.Lower), ["upper"] = CliJson.Finite(each.Interval.Upper), ["folds"] = each.Interval.Folds })),
        ["test"] = CliJson.List(measured.Scores, ScoresText.ToJson),
    };

    private static IEnumerable<(string Name, Measure[] Measures)> Targets(TableScores scores) =>
        scores.Classes.Keys.Select(static name => (name, new Measure[]
        {
            new("accuracy", "accuracy", 0, 1, scores => scores.Classes[name].Accuracy),
            new("balanced accuracy", "balancedAccuracy", 0, 1, scores => scores.Classes[name].BalancedAccuracy),
            new("log-loss", "logLoss", 0, double.PositiveInfinity, scores => scores.Classes[name].Probabilities?.LogLoss ?? double.NaN),
            new("Brier score", "brierScore", 0, 2, scores => scores.Classes[name].Probabilities?.BrierScore ?? double.NaN),
        })).Concat(scores.Numbers.Keys.Select(static name => (name, new Measure[]
        {
            new("R²", "rSquared", double.NegativeInfinity, 1, scores => scores.Numbers[name].RSquared),
            new("RMSE", "rmse", 0, double.PositiveInfinity, scores => scores.Numbers[name].RootMeanSquaredError) { HasUnit = true },
            new("MAE", "mae", 0, double.PositiveInfinity, scores => scores.Numbers[name].MeanAbsoluteError) { HasUnit = true },
        })));

    /// <summary>Name, mean, both ends of the interval, and the least and greatest of the folds; null where no fold has the measure.</summary>
    private static string[]? Cells(Measure measure, CrossValidationResult measured, string format)
    {
        var interval = measure.Over(measured);
        double[] values = [.. measured.Scores.Select(measure.Of).Where(static value => !double.IsNaN(value))];
        string Text(double value) => double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);
        return values.Length == 0 ? null : [measure.Name, Text(interval.Mean), Text(interval.Lower), Text(interval.Upper), Text(values.Min()), Text(values.Max())];
    }

    /// <summary>Three decimals, as measures without a unit have; as many as show four digits where errors are small, and none where they are large.</summary>
    private static string FormatOfErrors(IEnumerable<double> means)
    {
        var greatest = means.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        return greatest is 0 or (>= 0.1 and < 1e4) ? "F3"
            : greatest is >= 1e4 and < 1e12 ? "F0"
            : greatest is >= 1e-9 and < 0.1 ? "F" + (3 - (int)Math.Floor(Math.Log10(greatest))).ToString(CultureInfo.InvariantCulture)
            : "G4";
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
