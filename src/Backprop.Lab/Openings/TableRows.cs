using Backprop.Data;

namespace Backprop.Lab;

/// <summary>The rows of a table as they were read, cell by cell, of the columns that a net learns: case for case.</summary>
internal sealed class TableRows
{
    /// <summary>The most cells that are kept.</summary>
    public const int MostCells = 2_000_000;

    private readonly string[][] rows;
    private readonly Dictionary<string, int[]> byUnit = new(StringComparer.Ordinal);

    private TableRows(IReadOnlyList<string> columns, int inputs, string[][] rows) => (Columns, Inputs, this.rows) = (columns, inputs, rows);

    /// <summary>The names of the columns, inputs first.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How many of them are inputs.</summary>
    public int Inputs { get; }

    /// <summary>Reads the rows again as texts; null where there are too many cells to keep, or the file gives other rows than the table has.</summary>
    /// <param name="path">The table.</param>
    /// <param name="table">What was read of it.</param>
    /// <param name="encoding">How its columns become units.</param>
    /// <exception cref="DataException">It cannot be read again.</exception>
    public static TableRows? Of(string path, Table table, TableEncoding encoding)
    {
        ColumnEncoding[] columns = [.. encoding.Inputs, .. encoding.Targets];
        if ((long)columns.Length * table.Count > MostCells) return null;
        using var reader = TableReader.Open(path, table.Format);
        var places = columns.Select(column => Enumerable.Range(0, reader.Columns.Count).FirstOrDefault(place => Name(reader.Columns[place], place) == column.Column, -1)).ToArray();
        if (places.Contains(-1)) return null;
        var kept = new List<string[]>(table.Count);
        for (var row = 0; reader.Read(); row++)
        {
            if (kept.Count < table.Count && (table.FileRows is not { } of || of[kept.Count] == row)) kept.Add([.. places.Select(reader.Text)]);
        }
        if (kept.Count != table.Count) return null;
        var read = new TableRows([.. columns.Select(static column => column.Column)], encoding.Inputs.Count, [.. kept]);
        foreach (var group in encoding.InputGroups.Concat(encoding.TargetGroups))
            read.byUnit[group.Name] = [.. group.Columns.SelectMany(column => Enumerable.Repeat(Array.IndexOf(columns, column), column.Size))];
        return read;
    }

    /// <summary>The input cells of a case, or those of its targets, with the names of their columns.</summary>
    public string Text(int @case, bool targets = false) =>
        string.Join(" · ", Enumerable.Range(targets ? Inputs : 0, targets ? Columns.Count - Inputs : Inputs).Select(column => $"{Columns[column]} {Shown(rows[@case][column])}"));

    /// <summary>The cell of a case from which a unit has its state, or its target; null for a unit of no column.</summary>
    /// <param name="case">The case.</param>
    /// <param name="group">The name of the unit's group.</param>
    /// <param name="unit">The unit, from 0.</param>
    public (string Column, string Cell)? Cell(int @case, string group, int unit) =>
        byUnit.TryGetValue(group, out var columns) && unit < columns.Length ? (Columns[columns[unit]], Shown(rows[@case][columns[unit]])) : null;

    private static string Name(string column, int place) => column.Length > 0 ? column : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{place + 1}");

    private static string Shown(string cell) => cell.Length == 0 ? "–" : cell.Length <= 40 ? cell : cell[..39] + "…";
}
