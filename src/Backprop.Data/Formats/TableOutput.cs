using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>What all cells of a column are in a file whose columns have types.</summary>
public enum CellType
{
    /// <summary>Texts.</summary>
    Text,

    /// <summary>Texts of a set.</summary>
    Category,

    /// <summary>Numbers of double precision.</summary>
    Number,

    /// <summary>Whole numbers of 64 bits.</summary>
    Whole,

    /// <summary>Days.</summary>
    Day,

    /// <summary>Days with the time of day.</summary>
    Time,

    /// <summary>Yes or no.</summary>
    YesOrNo,
}

/// <summary>A table that is kept in memory until a <see cref="TableKind"/> writes it: such files name the types of their columns before the cells, or beside them.</summary>
/// <example>
/// <code>
/// var table = new TableOutput([new SourceColumn("x", ColumnKind.Number), new SourceColumn("name")]);
/// table.Add(0, TableCell.Number(0.5));
/// table.Add(1, TableCell.Word("a"u8));
/// table.EndRow();
/// Console.WriteLine(table.Columns[0].Type); // Number
/// </code>
/// </example>
public sealed class TableOutput
{
    private readonly OutputColumn[] columns;

    /// <summary>Creates a table without rows.</summary>
    /// <param name="columns">The columns. What a column is declared to be counts where its cells leave it open.</param>
    public TableOutput(IEnumerable<SourceColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        this.columns = [.. columns.Select(static column => new OutputColumn(column))];
    }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<OutputColumn> Columns => columns;

    /// <summary>The number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Adds a cell to the current row; cells that are not added are missing.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    /// <param name="cell">The cell.</param>
    public void Add(int column, TableCell cell) => columns[column].Set(Rows, cell);

    /// <summary>Ends the current row.</summary>
    public void EndRow()
    {
        Rows++;
        foreach (var column in columns)
            column.Reach(Rows);
    }
}

/// <summary>A column of a <see cref="TableOutput"/>: nine bytes per cell, and every different text once.</summary>
public sealed class OutputColumn
{
    private const byte LongNumber = byte.MaxValue; // of more digits than a double holds
    private static readonly CellReader Plain = new('.', [], dateFormat: null);
    private readonly SourceColumn declared;
    private readonly List<double> values = [];
    private readonly List<byte> kinds = [];
    private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);
    private readonly List<string> texts = [];
    private CellType? type;

    internal OutputColumn(SourceColumn declared) => this.declared = declared;

    /// <summary>Its name.</summary>
    public string Name => declared.Name;

    /// <summary>
    /// What all its cells are: what they have been added as where this is the same for all, and texts where they differ. What the column is declared to be decides
    /// between whole and other numbers, between days with and without a time, and where no cell has a value.
    /// </summary>
    public CellType Type => type ??= Settle();

    /// <summary>The different texts, in the order of their first cells; empty where the column is not one of texts.</summary>
    public IReadOnlyList<string> Texts => Type is CellType.Text or CellType.Category ? texts : [];

    /// <summary>Whether a cell has no value.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>Whether it is missing.</returns>
    public bool IsMissing(int row) => kinds[row] == (byte)CellKind.Missing;

    /// <summary>A number, the days since 0001-01-01 of a date, or 1 for yes and 0 for no.</summary>
    /// <param name="row">The row, from 0, of a cell that is not missing.</param>
    /// <returns>The value.</returns>
    public double Number(int row) => kinds[row] == LongNumber ? double.Parse(texts[(int)values[row]], CultureInfo.InvariantCulture) : values[row];

    /// <summary>A whole number.</summary>
    /// <param name="row">The row, from 0, of a cell that is not missing.</param>
    /// <returns>The number.</returns>
    public long Whole(int row) => kinds[row] == LongNumber ? long.Parse(texts[(int)values[row]], CultureInfo.InvariantCulture) : (long)values[row];

    /// <summary>A date.</summary>
    /// <param name="row">The row, from 0, of a cell that is not missing.</param>
    /// <param name="toMilliseconds">Whether it is rounded to milliseconds; otherwise to microseconds.</param>
    /// <returns>The date, in UTC or without a zone.</returns>
    public DateTime Date(int row, bool toMilliseconds = false)
    {
        var days = values[row];
        if (toMilliseconds)
            return new DateTime(Rounded(days, TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
        // A double holds about ten microseconds: the roundest time that is the same double is the one that was meant.
        for (var step = TimeSpan.TicksPerSecond; step > TimeSpan.TicksPerMicrosecond; step /= 10)
            if (Rounded(days, step) is var rounded && (double)rounded / TimeSpan.TicksPerDay == days)
                return new DateTime(rounded, DateTimeKind.Utc);
        return new DateTime(Rounded(days, TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }

    /// <summary>The index of a text among <see cref="Texts"/>.</summary>
    /// <param name="row">The row, from 0, of a cell that is not missing.</param>
    /// <returns>The index.</returns>
    public int Code(int row) => (int)values[row];

    internal void Set(int row, TableCell cell)
    {
        Reach(row);
        var kind = cell.Kind is CellKind.Word or CellKind.Text && CellReader.Trim(cell.Text).IsEmpty ? CellKind.Missing : cell.Kind;
        var isLong = kind == CellKind.Number && !cell.Text.IsEmpty;
        kinds.Add(isLong ? LongNumber : (byte)kind);
        values.Add(kind is CellKind.Word or CellKind.Text or CellKind.Other || isLong ? CodeOf(Encoding.UTF8.GetString(cell.Text)) : cell.Value);
        type = null;
    }

    /// <summary>Fills up with missing cells.</summary>
    internal void Reach(int rows)
    {
        while (kinds.Count < rows)
        {
            kinds.Add((byte)CellKind.Missing);
            values.Add(double.NaN);
        }
    }

    private static long Rounded(double days, long step) => Math.Min((long)Math.Clamp(days * TimeSpan.TicksPerDay, 0, DateTime.MaxValue.Ticks) + (step / 2), DateTime.MaxValue.Ticks) / step * step;

    private int CodeOf(string text)
    {
        if (!codes.TryGetValue(text, out var code))
        {
            codes.Add(text, code = texts.Count);
            texts.Add(text);
        }
        return code;
    }

    private CellType Settle()
    {
        var found = new bool[256];
        foreach (var kind in kinds)
            found[kind] = true;
        var (numbers, longs) = (found[(byte)CellKind.Number], found[LongNumber]);
        bool[] groups = [numbers || longs, found[(byte)CellKind.Date], found[(byte)CellKind.YesOrNo], found[(byte)CellKind.Word] || found[(byte)CellKind.Text] || found[(byte)CellKind.Other]];
        switch (groups.Count(static any => any))
        {
            case 0:
                return declared.Type ?? declared.Kind switch { ColumnKind.Number => CellType.Number, ColumnKind.Date => CellType.Day, ColumnKind.Boolean => CellType.YesOrNo, ColumnKind.Category => CellType.Category, _ => CellType.Text };
            case 1 when groups[1]:
                return declared.Type == CellType.Time || Rows(CellKind.Date).Any(row => values[row] != Math.Floor(values[row])) ? CellType.Time : CellType.Day;
            case 1 when groups[2]:
                return CellType.YesOrNo;
            case 1 when groups[3]:
                return declared.Kind == ColumnKind.Category ? CellType.Category : CellType.Text;
            case 1 when !longs:
                return declared.Type == CellType.Number || Rows(CellKind.Number).Any(row => values[row] != Math.Floor(values[row]) || Math.Abs(values[row]) > 1L << 53) ? CellType.Number : CellType.Whole;
            case 1 when texts.Exists(static digits => digits.AsSpan().ContainsAny('.', 'e', 'E')):
                return CellType.Number;
            case 1 when texts.TrueForAll(static digits => long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) && Rows(CellKind.Number).All(row => values[row] == Math.Floor(values[row]) && Math.Abs(values[row]) < 1e18):
                return CellType.Whole;
        }
        WriteOut();
        return CellType.Text;
    }

    private IEnumerable<int> Rows(CellKind kind) => Enumerable.Range(0, kinds.Count).Where(row => kinds[row] == (byte)kind);

    /// <summary>Makes texts of all cells.</summary>
    private void WriteOut()
    {
        for (var row = 0; row < kinds.Count; row++)
        {
            var written = (CellKind)kinds[row] switch
            {
                CellKind.Number => TableCell.Number(values[row]).Written(Plain),
                CellKind.Date => TableCell.Days(values[row]).Written(Plain),
                CellKind.YesOrNo => TableCell.YesOrNo(values[row] != 0).Written(Plain),
                _ => default,
            };
            if (!written.IsEmpty)
                values[row] = CodeOf(Encoding.UTF8.GetString(written));
            if (!IsMissing(row))
                kinds[row] = (byte)CellKind.Word;
        }
    }
}
