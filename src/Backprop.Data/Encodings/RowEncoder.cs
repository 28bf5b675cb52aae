using System.Numerics;
using System.Text;

namespace Backprop.Data;

/// <summary>
/// Turns raw rows, one after another, into states of the input units, group after group in the order of
/// <see cref="TableEncoding.InputGroups"/>. Columns are found by name, whatever their order; further columns are ignored.
/// </summary>
public sealed class RowEncoder
{
    private readonly TableReader reader;
    private readonly CellReader cells;
    private readonly UnseenCategory unseen;
    private readonly (ColumnEncoding Encoding, int Index)[] inputs;
    private readonly (ColumnEncoding Encoding, int Index)[] targets;
    private readonly Dictionary<int, ColumnEncoding> columns = []; // of the table, as far as the encoding has them
    private readonly Dictionary<int, UnseenCount> unseenCounts = [];

    /// <summary>Finds the encoding's columns in a table.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="reader">The table; its rows are read by the caller.</param>
    /// <param name="unseen">What to do with a category that the encoding does not know.</param>
    /// <param name="withTargets">Whether the table must hold the target columns too.</param>
    /// <exception cref="DataException">A column is not there.</exception>
    public RowEncoder(TableEncoding encoding, TableReader reader, UnseenCategory unseen = UnseenCategory.Error, bool withTargets = false)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(reader);
        this.reader = reader;
        this.unseen = unseen;
        var mark = encoding.Trained.MarkOf(reader.Format.Delimiter!.Value, out var isCertain);
        Format = encoding.WithKept(reader.Format) with { DecimalMark = reader.Wanted.DecimalMark ?? mark };
        IsMarkCertain = isCertain || reader.Wanted.DecimalMark is not null;
        cells = new CellReader(Format.DecimalMark!.Value, Format.Missing, Format.DateFormat, IsMarkCertain, TableFormat.IsUsual(Format.Missing));
        var places = new Dictionary<string, int>(reader.Columns.Count, StringComparer.Ordinal);
        var twice = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < reader.Columns.Count; i++)
            if (!places.TryAdd(reader.Name(i), i))
                twice[reader.Name(i)] = i;
        (ColumnEncoding, int) Find(ColumnEncoding column) =>
            twice.TryGetValue(column.Column, out var other) ? throw reader.NamedTwice(places[column.Column], other)
            : places.TryGetValue(column.Column, out var place) ? (column, place)
            : throw new DataException($"has no column '{DisplayText.Name(column.Column)}', which the model needs; it has {ColumnChoices.Listed(reader.Columns)}{NearestName.Hint(column.Column, reader.Columns)}", reader.File);
        inputs = [.. encoding.InputGroups.SelectMany(g => g.Columns).Select(c => c.HasInfluence ? Find(c) : (c, -1))];
        targets = withTargets ? [.. encoding.Targets.Select(Find)] : [];
        foreach (var column in encoding.InputGroups.SelectMany(static group => group.Columns).Concat(encoding.Targets))
            if (places.TryGetValue(column.Column, out var place))
                columns[place] = column;
        Columns = [.. Enumerable.Range(0, reader.Columns.Count).Select(i => reader.Declared(i) is { Kind: not null } declared ? declared : new SourceColumn(reader.Columns[i], columns.GetValueOrDefault(i) switch
        {
            NumberEncoding => ColumnKind.Number,
            DateEncoding => ColumnKind.Date,
            CategoryEncoding or BooleanEncoding => ColumnKind.Category,
            _ => null,
        }) { Type = reader.Declared(i).Type })];
    }

    /// <summary>
    /// How the rows are read: as the table was opened, and with the decimal mark of the training table where the opening did not fix one.
    /// How a row is read never depends on other rows.
    /// </summary>
    public TableFormat Format { get; }

    /// <summary>The columns of the table, with what the file declares them to be, or, where it declares nothing, the encoding.</summary>
    public IReadOnlyList<SourceColumn> Columns { get; }

    /// <summary>Whether the decimal mark is given or follows from the delimiter; otherwise numbers that another mark would make different ones are refused.</summary>
    internal bool IsMarkCertain { get; }

    /// <summary>The columns that held categories which the encoding does not have, with counts over the rows encoded so far; empty where such are errors.</summary>
    public IReadOnlyCollection<UnseenCount> Unseen => unseenCounts.Values;

    /// <summary>Encodes the reader's present row.</summary>
    /// <param name="states">Destination, <see cref="TableEncoding.InputSize"/> states.</param>
    /// <typeparam name="T">The precision of the states: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="DataException">A cell is not what its column holds.</exception>
    public void Encode<T>(Span<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var offset = 0;
        foreach (var (column, index) in inputs)
        {
            var units = states.Slice(offset, column.Size);
            offset += column.Size;
            if (index < 0)
            {
                units.Clear();
                continue;
            }
            var value = Value(column, index, out var wrong);
            if (value.Kind == CellValueKind.Unseen && unseen == UnseenCategory.Error)
                wrong = CellText.UnseenInput(column, reader[index]);
            if (wrong is not null)
                throw reader.Error(wrong.Text, index, wrong.Remedies);
            if (value.Kind == CellValueKind.Unseen)
                Count(column, index);
            try
            {
                UnitStates.Write(column, value, units, missing: T.Zero);
            }
            catch (DataException e) when (e.File is null)
            {
                throw reader.Placed(e);
            }
        }
    }

    /// <summary>The value of a target in the present row: the number, the days of a date, or the index of the class; NaN where it has none.</summary>
    /// <param name="target">Index into <see cref="TableEncoding.Targets"/>.</param>
    /// <returns>The value, or NaN.</returns>
    /// <exception cref="DataException">The cell is not what the column holds, or a class that the model does not know.</exception>
    public double Target(int target)
    {
        var (column, index) = targets[target];
        var value = Value(column, index, out var wrong);
        if (value.Kind == CellValueKind.Unseen)
            wrong = CellText.UnseenClass(column, reader[index]);
        return wrong is null ? value.Value : throw reader.Error(wrong.Text, index, wrong.Remedies);
    }

    /// <summary>
    /// A cell of the present row with the type that its file gives it, or that the encoding gives its column where the file holds it as text: a number, a date, or a
    /// missing value; valid until the next row is read.
    /// </summary>
    /// <param name="column">The index of the column in the table, from 0.</param>
    /// <returns>The cell.</returns>
    /// <exception cref="DataException">The file is damaged, or the cell is what no column can hold, such as a list.</exception>
    public TableCell Cell(int column)
    {
        var cell = reader.Cell(column);
        if (cell.Kind == CellKind.Other)
            throw reader.Error($"holds {reader.Text(column)}, which is not a value that a cell can have", column);
        if (cell.Kind is not (CellKind.Text or CellKind.Word))
            return cell;
        if (cell.Kind == CellKind.Text ? cells.IsMissing(cell.Text) : cells.IsMissingWord(cell.Text))
            return TableCell.Missing;
        Span<byte> room = stackalloc byte[NumberText.Longest];
        return columns.GetValueOrDefault(column) switch
        {
            NumberEncoding { Sign: var sign } when cells.TryNumber(sign is null ? cell.Text : UnitSign.Without(sign, cell.Text, room), out var number) => TableCell.Number(number),
            DateEncoding when cells.TryDate(cell.Text, out var days) => TableCell.Days(days),
            _ => cell,
        };
    }

    private CellValue Value(ColumnEncoding column, int index, out CellFault? wrong) =>
        reader.IsText ? CellText.Read(column, reader[index], cells, out wrong) : CellObject.Read(column, reader.Cell(index), cells, out wrong);

    private void Count(ColumnEncoding column, int index) =>
        unseenCounts[index] = unseenCounts.TryGetValue(index, out var count)
            ? count with { Rows = count.Rows + 1 }
            : new UnseenCount(column.Column, 1, Encoding.UTF8.GetString(reader[index]), reader.Line, reader.RowWord);
}
