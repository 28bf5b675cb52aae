namespace Backprop.Figures;

/// <summary>How many of the runs succeeded at each pair of two settings: shade and count.</summary>
internal sealed record SuccessMap : Figure
{
    /// <summary>What the rows vary, such as "Learning rate ε"; "" where only the columns vary a setting.</summary>
    public required string RowSetting { get; init; }

    /// <summary>What the columns vary, such as "Momentum α".</summary>
    public required string ColumnSetting { get; init; }

    /// <summary>The values of the rows, first row first; none for a single row that varies nothing.</summary>
    public required IReadOnlyList<double> RowValues { get; init; }

    /// <summary>The values of the columns, first column first.</summary>
    public required IReadOnlyList<double> ColumnValues { get; init; }

    /// <summary>Runs that succeeded, as [row, column].</summary>
    public required int[,] Successes { get; init; }

    /// <summary>Runs at each pair of settings.</summary>
    public required int Runs { get; init; }

    internal override string DefaultTitle => "Runs that learned, over two settings";

    internal override Canvas Draw()
    {
        if (Successes.GetLength(0) != Math.Max(RowValues.Count, 1) || Successes.GetLength(1) != ColumnValues.Count)
            throw new ArgumentException($"A map of {Math.Max(RowValues.Count, 1)} × {ColumnValues.Count} settings needs as many counts, but has {Successes.GetLength(0)} × {Successes.GetLength(1)}.");
        return new HeatCells(RowValues.Count == 0 ? [""] : [.. RowValues.Select(SvgNumber.Value)], [.. ColumnValues.Select(SvgNumber.Value)], RowSetting, ColumnSetting)
        {
            Shade = (row, column) => (double)Successes[row, column] / Runs,
            Text = (row, column) => SvgNumber.Count(Successes[row, column]),
            Tip = (row, column) => $"{(RowValues.Count == 0 ? "" : $"{RowSetting} {SvgNumber.Value(RowValues[row])}, ")}{ColumnSetting} {SvgNumber.Value(ColumnValues[column])}: {Successes[row, column]} of {Runs}",
        }.Draw(640);
    }

    internal override string Describe()
    {
        var best = (from row in Enumerable.Range(0, Successes.GetLength(0)) from column in Enumerable.Range(0, ColumnValues.Count) orderby Successes[row, column] descending select (row, column)).First();
        var (at, rows) = RowValues.Count == 0 ? ("", "") : ($"{SvgNumber.Value(RowValues[best.row])} and ", $"{RowValues.Count} values of {RowSetting} and ");
        return $"Grid of runs that learned, of {SvgNumber.Count(Runs)} at each of {rows}{ColumnValues.Count}{(rows.Length > 0 ? "" : " values")} of {ColumnSetting}. "
            + $"Most, {SvgNumber.Count(Successes[best.row, best.column])}, at {at}{SvgNumber.Value(ColumnValues[best.column])}.";
    }
}
