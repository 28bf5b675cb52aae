using System.Globalization;
using Backprop.Figures;

namespace Backprop.FamilyTreeSearch;

/// <summary>How many of the 100 trained cases are right with two options together, mean over the runs; on the diagonal, with one alone.</summary>
internal sealed record PairMap : Figure
{
    /// <summary>The options, in the order of rows and columns.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Mean of right cases as [row, column]; NaN where the two are of one factor or not defined together.</summary>
    public required double[,] Trained { get; init; }

    internal override string DefaultTitle => "Trained cases that are right, with two options";

    internal override Canvas Draw() => new HeatCells(Names, Names, "", "")
    {
        Shade = (row, column) => double.IsNaN(Trained[row, column]) ? 0 : Trained[row, column] / 100,
        Text = (row, column) => double.IsNaN(Trained[row, column]) ? "" : Right(row, column),
        Tip = (row, column) => $"{Names[row]}; {Names[column]}: {Right(row, column)} of 100",
        Framed = static (row, column) => row == column,
    }.Draw(980);

    internal override string Describe()
    {
        var best = (from row in Enumerable.Range(0, Names.Count) from column in Enumerable.Range(0, Names.Count) where !double.IsNaN(Trained[row, column]) orderby Trained[row, column] descending select (row, column)).First();
        return $"Grid of {Names.Count} by {Names.Count} options, shaded by the trained cases that are right. Most, {Right(best.row, best.column)} of 100, with {Names[best.row]} and {Names[best.column]}.";
    }

    private string Right(int row, int column) => Trained[row, column].ToString("0", CultureInfo.InvariantCulture);
}
