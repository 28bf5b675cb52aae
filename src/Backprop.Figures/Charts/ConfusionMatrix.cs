using Backprop.Data;

namespace Backprop.Figures;

/// <summary>
/// What was answered against what was desired: counts, each row shaded by its share, so that
/// classes of different size can be compared. The diagonal (right answers) is framed. Of many classes, those with the most
/// wrong answers are shown and the others counted together.
/// </summary>
/// <example>
/// <code>
/// new ConfusionMatrix { Classes = ["no", "yes"], Counts = new[,] { { 40, 2 }, { 5, 53 } } }.Save("confusion.svg");
/// </code>
/// </example>
public sealed record ConfusionMatrix : Figure
{
    private readonly ValueMatrix<int> matrix = null!; // required
    private const int MostClasses = 30;
    private const double Width = 600, NoteSize = 13;

    /// <summary>The names of the classes, in the order of <see cref="Counts"/>.</summary>
    public required IReadOnlyList<string> Classes { get; init => field = ValueList.Of(value); }

    /// <summary>Cases as [desired, answered].</summary>
    public required int[,] Counts { get => matrix.ToArray(); init => matrix = new(value); }

    /// <summary>The classes that a model answered against those of the rows.</summary>
    /// <param name="metrics">The answers, counted.</param>
    /// <returns>The figure.</returns>
    public static ConfusionMatrix From(ClassificationMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var counts = new int[metrics.Classes.Count, metrics.Classes.Count];
        for (var actual = 0; actual < metrics.Classes.Count; actual++)
        {
            for (var predicted = 0; predicted < metrics.Classes.Count; predicted++) counts[actual, predicted] = checked((int)metrics[actual, predicted]);
        }

        return new() { Subtitle = $"{SvgNumber.Count(metrics.Right)} of {SvgNumber.Count(metrics.Count)} cases right; shade: share of the row.", Classes = metrics.Classes, Counts = counts };
    }

    internal override string DefaultTitle => "Answers against desired classes";

    internal override Canvas Draw()
    {
        if (matrix.Items.GetLength(0) != Classes.Count || matrix.Items.GetLength(1) != Classes.Count || Classes.Count == 0)
            throw new ArgumentException($"A confusion matrix of {Classes.Count} classes needs {Classes.Count} × {Classes.Count} counts and at least one class, but has {matrix.Items.GetLength(0)} × {matrix.Items.GetLength(1)}.");
        if (Classes.Count <= MostClasses) return Cells(Classes, matrix.Items, framed: Classes.Count);
        var (names, counts) = MostConfused();
        var cells = Cells(names, counts, framed: names.Length - 1);
        var note = $"The {names.Length - 1} classes with the most wrong answers; the other {SvgNumber.Count(Classes.Count - names.Length + 1)} are taken as one.";
        var canvas = new Canvas(Math.Max(cells.Width, TextMetrics.Width(note, NoteSize)), cells.Height + 26);
        canvas.Place(cells, default);
        canvas.Text(new(0, cells.Height + 18), note, NoteSize, fill: Role.Soft);
        return canvas;
    }

    internal override string Describe()
    {
        var all = Enumerable.Range(0, Classes.Count).Sum(Desired);
        var right = Enumerable.Range(0, Classes.Count).Sum(k => (long)matrix.Items[k, k]);
        var shown = Classes.Count <= MostClasses ? [.. Enumerable.Range(0, Classes.Count)] : MostWrong();
        return $"Confusion matrix of {SvgNumber.Count(Classes.Count)} classes: {SvgNumber.Count(right)} of {SvgNumber.Count(all)} cases right. {(shown.Length < Classes.Count ? "Of those with the most wrong answers: " : "")}"
            + string.Join(" ", shown.Select(k => $"{Classes[k]}: {SvgNumber.Count(matrix.Items[k, k])} of {SvgNumber.Count(Desired(k))}."));
    }

    private static Canvas Cells(IReadOnlyList<string> names, int[,] counts, int framed)
    {
        long[] desired = [.. Enumerable.Range(0, names.Count).Select(row => Enumerable.Range(0, names.Count).Sum(column => (long)counts[row, column]))];
        return new HeatCells(names, names, "Desired", "Answered")
        {
            Shade = (row, column) => desired[row] == 0 ? 0 : (double)counts[row, column] / desired[row],
            Text = (row, column) => counts[row, column] == 0 ? "" : SvgNumber.Count(counts[row, column]),
            Tip = (row, column) => $"{names[row]} answered as {names[column]}: {SvgNumber.Count(counts[row, column])} of {SvgNumber.Count(desired[row])}",
            Framed = (row, column) => row == column && row < framed,
        }.Draw(Width);
    }

    private (string[] Names, int[,] Counts) MostConfused()
    {
        var shown = MostWrong();
        var place = Enumerable.Repeat(shown.Length, Classes.Count).ToArray();
        for (var k = 0; k < shown.Length; k++) place[shown[k]] = k;
        var counts = new int[shown.Length + 1, shown.Length + 1];
        for (var row = 0; row < Classes.Count; row++)
            for (var column = 0; column < Classes.Count; column++) counts[place[row], place[column]] += matrix.Items[row, column];
        return ([.. shown.Select(k => Classes[k]), $"{SvgNumber.Count(Classes.Count - shown.Length)} others"], counts);
    }

    /// <summary>The classes that were most often desired or answered wrongly, in their own order.</summary>
    private int[] MostWrong()
    {
        var wrong = new long[Classes.Count];
        for (var row = 0; row < Classes.Count; row++)
        {
            for (var column = 0; column < Classes.Count; column++)
            {
                if (row == column) continue;
                wrong[row] += matrix.Items[row, column];
                wrong[column] += matrix.Items[row, column];
            }
        }

        return [.. Enumerable.Range(0, Classes.Count).OrderByDescending(k => wrong[k]).Take(MostClasses - 1).Order()];
    }

    private long Desired(int row) => Enumerable.Range(0, Classes.Count).Sum(column => (long)matrix.Items[row, column]);
}
