using System.Globalization;
using System.Text.Json.Nodes;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>An explanation as tables for people, as CSV and as JSON.</summary>
internal static class ExplanationReport
{
    private const int LongestName = 30, LongestAnswer = 14, MostAnswers = 8;

    private static readonly string[] ImportanceColumns = ["target", "score", "column", "loss", "lower", "upper"];
    private static readonly string[] DependenceColumns = ["target", "column", "value", "rows", "answer", "mean"];

    /// <summary>Files that <see cref="WriteImportance"/> wrote.</summary>
    public static OutputKind ImportanceKind { get; } = OutputKind.Table("an importance of columns of 'backprop explain'", ImportanceColumns);

    /// <summary>Files that <see cref="WriteDependence"/> wrote.</summary>
    public static OutputKind DependenceKind { get; } = OutputKind.Table("a dependence on columns of 'backprop explain'", DependenceColumns);

    /// <summary>The score in words.</summary>
    public static string NameOf(ExplainedScore score) => score switch
    {
        ExplainedScore.Accuracy => "accuracy",
        ExplainedScore.LogLoss => "log-loss",
        ExplainedScore.BrierScore => "Brier score",
        ExplainedScore.RSquared => "R²",
        _ => "mean absolute error",
    };

    /// <summary>What happens to the score without a column, in words.</summary>
    public static string LossOf(ExplainedScore score) => score is ExplainedScore.Accuracy or ExplainedScore.RSquared ? $"loss of {NameOf(score)}" : $"rise of {NameOf(score)}";

    /// <summary>Why no column has an interval, in words.</summary>
    public static string TooFewRows { get; } = string.Create(CultureInfo.InvariantCulture, $"too few rows for an interval (fewer than {TableExplainer.LeastRowsForInterval})");

    /// <summary>Whether there are enough rows for intervals.</summary>
    public static bool HasIntervals(TableExplainer explainer) => explainer.Rows.Length >= TableExplainer.LeastRowsForInterval;

    /// <summary>Writes the importance of all columns, and the dependence on those that were asked for.</summary>
    public static void Write(TextWriter output, Explanation explanation)
    {
        var explainer = explanation.Explainer;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {DisplayText.Name(explainer.Target)}: {NameOf(explainer.Score)} {Number(explainer.ScoreOfRows)} on {explainer.Rows.Length:N0} {(explainer.Rows.Length == 1 ? "row" : "rows")}"));
        output.WriteLine($" {LossOf(explainer.Score)} when a column is permuted among the rows ({explanation.Repeats} {(explanation.Repeats == 1 ? "time" : "times")}){(HasIntervals(explainer) ? ", with 95 % interval:" : $"; {TooFewRows}:")}");
        var widest = explanation.Importance.Max(static column => CellWidth.Of(Name(column.Column)));
        // As many decimals for all as show three digits of the greatest: what is small beside it needs no more.
        var greatest = explanation.Importance.Select(static column => Math.Abs(column.Loss)).Where(static loss => loss > 0).DefaultIfEmpty(1).Max();
        var format = "F" + Math.Clamp(2 - (int)Math.Floor(Math.Log10(greatest)), 0, 12).ToString(CultureInfo.InvariantCulture);
        string Text(double value) => double.IsNaN(value) ? "–" : Unsigned(value.ToString(format, CultureInfo.InvariantCulture));
        foreach (var column in explanation.Importance)
            output.WriteLine($"  {CellWidth.PadRight(Name(column.Column), widest)}  {Text(column.Loss),8}{(double.IsNaN(column.Lower) ? HasIntervals(explainer) ? "   no interval: all rows contribute the same" : "" : $"   {Text(column.Lower),8} to {Text(column.Upper)}")}");
        foreach (var dependence in explanation.Dependence)
            Write(output, explainer, dependence);
    }

    private static void Write(TextWriter output, TableExplainer explainer, ColumnDependence dependence)
    {
        output.WriteLine();
        if (dependence.Points.Count == 0)
        {
            output.WriteLine($" {DisplayText.Name(dependence.Column)}: has no influence on the answers");
            return;
        }
        // Of many classes, those that depend most on the column.
        double Range(int answer) => dependence.Points.Max(point => point.Answers[answer]) - dependence.Points.Min(point => point.Answers[answer]);
        int[] answers = [.. Enumerable.Range(0, dependence.Answers.Count).OrderByDescending(Range).Take(MostAnswers).Order()];
        var isOfClasses = explainer.Score is ExplainedScore.Accuracy or ExplainedScore.LogLoss or ExplainedScore.BrierScore;
        output.WriteLine($" mean {(explainer.HasProbabilities ? "probability of each class" : isOfClasses ? "state of each class" : "answer")} with {DisplayText.Name(dependence.Column)} the same in all rows{(answers.Length < dependence.Answers.Count ? $" (the {answers.Length} classes of {dependence.Answers.Count} that change most)" : "")}:");
        var names = answers.Select(answer => CellWidth.Cut(DisplayText.Name(dependence.Answers[answer]), LongestAnswer)).ToArray();
        var first = Math.Max(CellWidth.Of(Name(dependence.Column)), dependence.Points.Max(static point => CellWidth.Of(Value(point))));
        output.WriteLine($"  {CellWidth.PadRight(Name(dependence.Column), first)}  {"rows",7}  {string.Join("  ", names.Select(static name => CellWidth.PadLeft(name, Math.Max(8, CellWidth.Of(name)))))}");
        foreach (var point in dependence.Points)
            output.WriteLine($"  {CellWidth.PadRight(Value(point), first)}  {point.Rows.ToString("N0", CultureInfo.InvariantCulture),7}  {string.Join("  ", answers.Select((answer, i) => Number(point.Answers[answer]).PadLeft(Math.Max(8, CellWidth.Of(names[i])))))}");
    }

    /// <summary>Writes a row per column.</summary>
    public static void WriteImportance(TextWriter output, TableExplainer explainer, IEnumerable<ColumnImportance> importance)
    {
        var writer = RecordCsv.To(output);
        RecordCsv.Row(writer, ImportanceColumns);
        foreach (var column in importance)
            RecordCsv.Row(writer, [explainer.Target, NameOf(explainer.Score), column.Column, RecordCsv.Number(column.Loss), RecordCsv.Number(column.Lower), RecordCsv.Number(column.Upper)]);
        writer.Flush();
    }

    /// <summary>Writes a row per column, value and answer; the missing value is empty.</summary>
    public static void WriteDependence(TextWriter output, TableExplainer explainer, IEnumerable<ColumnDependence> dependences)
    {
        var writer = RecordCsv.To(output);
        RecordCsv.Row(writer, DependenceColumns);
        foreach (var dependence in dependences)
            foreach (var point in dependence.Points)
                foreach (var (answer, mean) in dependence.Answers.Zip(point.Answers))
                    RecordCsv.Row(writer, [explainer.Target, dependence.Column, point.Text, Numeral.Text(point.Rows), answer, RecordCsv.Number(mean)]);
        writer.Flush();
    }

    /// <summary>Everything as JSON.</summary>
    public static string ToJson(Explanation explanation) => CliJson.Text(new JsonObject
    {
        ["target"] = explanation.Explainer.Target,
        ["score"] = NameOf(explanation.Explainer.Score),
        ["value"] = CliJson.Finite(explanation.Explainer.ScoreOfRows),
        ["rows"] = explanation.Explainer.Rows.Length,
        ["rowsWithTarget"] = explanation.Explainer.RowsWithTarget,
        ["repeats"] = explanation.Repeats,
        ["seed"] = explanation.Seed,
        ["importance"] = CliJson.List(explanation.Importance, static column => new JsonObject { ["column"] = column.Column, ["loss"] = CliJson.Finite(column.Loss), ["lower"] = CliJson.Finite(column.Lower), ["upper"] = CliJson.Finite(column.Upper) }),
        ["dependence"] = CliJson.List(explanation.Dependence, static dependence => new JsonObject
        {
            ["column"] = dependence.Column,
            ["answers"] = CliJson.List(dependence.Answers),
            ["points"] = CliJson.List(dependence.Points, static point => new JsonObject { ["value"] = point.Text.Length > 0 ? point.Text : null, ["rows"] = point.Rows, ["means"] = CliJson.List(point.Answers) }),
            ["distribution"] = CliJson.List(dependence.Distribution, static bin => new JsonObject { ["from"] = bin.From, ["to"] = bin.To, ["rows"] = bin.Rows }),
        }),
    });

    private static string Name(string column) => CellWidth.Cut(DisplayText.Name(column), LongestName);

    private static string Value(DependencePoint point) => point.Text.Length == 0 ? "(missing)" : CellWidth.Cut(DisplayText.Name(point.Text), LongestName);

    /// <summary>Three decimals; numbers beyond them by four digits.</summary>
    private static string Number(double value) => double.IsNaN(value) ? "–"
        : Unsigned(value.ToString(Math.Abs(value) is 0 or (>= 0.0005 and < 100) ? "F3" : "G4", CultureInfo.InvariantCulture));

    /// <summary>Zero without a sign: what is left of a small negative number after rounding.</summary>
    private static string Unsigned(string number) => number.AsSpan().IndexOfAnyExcept("-0.") < 0 ? number.TrimStart('-') : number;
}
