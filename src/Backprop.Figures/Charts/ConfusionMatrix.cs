namespace Backprop.Figures;

/// <summary>
/// What was answered against what was desired: counts, each row shaded by its share, so that
/// classes of different size can be compared. The diagonal (right answers) is framed.
/// </summary>
public sealed record ConfusionMatrix : Figure
{
    /// <summary>The names of the classes, in the order of <see cref="Counts"/>.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Cases as [desired, answered].</summary>
    public required int[,] Counts { get; init; }

    internal override string DefaultTitle => "Answers against desired classes";

    internal override Canvas Draw()
    {
        if (Counts.GetLength(0) != Classes.Count || Counts.GetLength(1) != Classes.Count)
            throw new ArgumentException($"A confusion matrix of {Classes.Count} classes needs {Classes.Count} × {Classes.Count} counts, but has {Counts.GetLength(0)} × {Counts.GetLength(1)}.");
        return new HeatCells(Classes, Classes, "Desired", "Answered")
        {
            Shade = (row, column) => Desired(row) == 0 ? 0 : (double)Counts[row, column] / Desired(row),
            Text = (row, column) => Counts[row, column] == 0 ? "" : SvgNumber.Count(Counts[row, column]),
            Tip = (row, column) => $"{Classes[row]} answered as {Classes[column]}: {SvgNumber.Count(Counts[row, column])} of {SvgNumber.Count(Desired(row))}",
            Framed = (row, column) => row == column,
        }.Draw(640);
    }

    internal override string Describe()
    {
        var all = Enumerable.Range(0, Classes.Count).Sum(Desired);
        var right = Enumerable.Range(0, Classes.Count).Sum(k => Counts[k, k]);
        return $"Confusion matrix of {Classes.Count} classes: {SvgNumber.Count(right)} of {SvgNumber.Count(all)} cases right. "
            + string.Join(" ", Enumerable.Range(0, Classes.Count).Select(k => $"{Classes[k]}: {SvgNumber.Count(Counts[k, k])} of {SvgNumber.Count(Desired(k))}."));
    }

    private int Desired(int row) => Enumerable.Range(0, Classes.Count).Sum(column => Counts[row, column]);
}
