using System.Globalization;
using Backprop.Data;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>The figures of an explanation.</summary>
internal static class ExplanationFigures
{
    private const int MostAnswers = 6;

    /// <summary>The importance of all columns.</summary>
    public static Figure Importance(TableExplainer explainer, IReadOnlyList<ColumnImportance> importance)
    {
        var loss = ExplanationReport.LossOf(explainer.Score);
        return new ImportanceBars
        {
            Title = $"What the answers for {explainer.Target} rest on",
            Subtitle = string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(loss[0])}{loss[1..]} when a column is permuted among {explainer.Rows.Length:N0} {(explainer.Rows.Length == 1 ? "row" : "rows")}; bars: mean{(ExplanationReport.HasIntervals(explainer) ? ", lines: 95 % interval" : $"; {ExplanationReport.TooFewRows}")}."),
            Axis = loss,
            Bars = [.. importance.Where(static column => double.IsFinite(column.Loss)).Select(static column => new ImportanceBar(column.Column, column.Loss, column.Lower, column.Upper))],
        };
    }

    /// <summary>The dependence on some columns, a diagram for each.</summary>
    /// <param name="explainer">The model on its rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="dates">Which columns hold dates.</param>
    public static Figure Dependence(TableExplainer explainer, IReadOnlyList<ColumnDependence> columns, IReadOnlySet<string> dates)
    {
        var diagrams = columns.Where(static column => column.Points.Count > 0).Select(column => Of(explainer, column, dates.Contains(column.Column))).ToArray();
        var title = $"How the answers for {explainer.Target} depend on {(diagrams.Length == 1 ? columns[0].Column : "columns")}";
        return diagrams.Length == 1 ? diagrams[0] with { Title = title } : new Panels { Title = title, Subtitle = "Mean answer with one value in all rows; below, how often the value occurs.", Parts = diagrams };
    }

    private static DependenceDiagram Of(TableExplainer explainer, ColumnDependence column, bool isOfDates)
    {
        double Range(int answer) => column.Points.Max(point => point.Answers[answer]) - column.Points.Min(point => point.Answers[answer]);
        int[] answers = [.. Enumerable.Range(0, column.Answers.Count).OrderByDescending(Range).Take(MostAnswers).Order()];
        var isOfClasses = explainer.Score is ExplainedScore.Accuracy or ExplainedScore.LogLoss or ExplainedScore.BrierScore;
        var numbers = column.Points.Where(static point => !double.IsNaN(point.Value)).ToArray();
        var isOfNumbers = numbers.Length > 0;
        return new()
        {
            Title = column.Column,
            Subtitle = answers.Length < column.Answers.Count ? $"The {answers.Length} classes of {column.Answers.Count} that change most." : null,
            Column = column.Column,
            Answer = explainer.HasProbabilities ? "Mean probability" : isOfClasses ? "Mean state" : $"Mean {explainer.Target}",
            IsShare = explainer.HasProbabilities,
            Names = isOfClasses ? [.. answers.Select(answer => column.Answers[answer])] : [""],
            Places = isOfNumbers
                ? [.. numbers.Select(point => new DependencePlace(point.Value, "", point.Rows, [.. answers.Select(answer => point.Answers[answer])]))]
                : [.. column.Points.Select((point, i) => new DependencePlace(i, point.Text.Length == 0 ? "missing" : point.Text, point.Rows, [.. answers.Select(answer => point.Answers[answer])]))],
            Dates = isOfDates ? [.. numbers.Select(static point => new Tick(point.Value, point.Text))] : [],
            Counts = [.. column.Distribution.Select(static bin => (bin.From, bin.To, bin.Rows))],
        };
    }
}
