namespace Backprop.Data;

/// <summary>Objects as the rows of a table.</summary>
/// <typeparam name="TRow">Their type.</typeparam>
/// <param name="rows">The objects; read once.</param>
internal sealed class ObjectRows<TRow>(IEnumerable<TRow> rows) : TableSource
    where TRow : ITableRow<TRow>
{
    private readonly IEnumerator<TRow> rows = rows.GetEnumerator();
    private readonly SourceColumn[] columns = [.. TRow.Columns.Select(static column => new SourceColumn(column.Name, column.Kind == ColumnKind.Date || column.IsKindChosen ? null : column.Kind))];
    private byte[] room = new byte[256];
    private int used; // bytes of room that cells of the current row have
    private TRow current = default!;
    private long row;

    public override IReadOnlyList<SourceColumn> Columns => columns;

    public override long Row => row;

    /// <summary>What messages call the rows.</summary>
    public static string Name => typeof(TRow).Name;

    public override TableCell this[int column]
    {
        get
        {
            var cell = TRow.Cell(in current, column);
            if (cell.MostBytes > room.Length - used)
                (room, used) = (new byte[Math.Max(2 * room.Length, cell.MostBytes)], 0); // cells of the row keep the old one
            var converted = cell.ToTableCell(room.AsSpan(used));
            used += converted.Text.Length;
            return converted;
        }
    }

    public override bool Read()
    {
        if (!rows.MoveNext())
            return false;
        (current, used) = (rows.Current, 0);
        row++;
        return current is null ? throw new DataException("is null; expected an object", Name, RowWord, row, column: null) : true;
    }

    /// <summary>What the attributes of the type say of the columns.</summary>
    public static ColumnChoices Choices() => new()
    {
        Targets = Names(static column => column.Use == RowColumnUse.Target),
        Numbers = Names(static column => column is { IsKindChosen: true, Kind: ColumnKind.Number }),
        Categories = Names(static column => column is { IsKindChosen: true, Kind: ColumnKind.Category }),
        Booleans = Names(static column => column is { IsKindChosen: true, Kind: ColumnKind.Boolean }),
        Dates = Names(static column => column is { IsKindChosen: true, Kind: ColumnKind.Date }),
        Group = Single(RowColumnUse.Group),
        Time = Single(RowColumnUse.Time),
        Weights = Single(RowColumnUse.Weight),
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rows.Dispose();
        base.Dispose(disposing);
    }

    private static string[] Names(Func<RowColumn, bool> are) => [.. TRow.Columns.Where(are).Select(static column => column.Name)];

    private static string? Single(RowColumnUse use) => Names(column => column.Use == use) switch
    {
        [] => null,
        [var name] => name,
        var several => throw new DataException($"has {several.Length} columns that are each chosen for {Word(use)}, '{string.Join("', '", several.Select(DisplayText.Name))}'; choose one", Name),
    };

    private static string Word(RowColumnUse use) => ColumnChoices.Word(use switch
    {
        RowColumnUse.Group => RowRole.Group,
        RowColumnUse.Time => RowRole.Time,
        _ => RowRole.Weight,
    });
}
