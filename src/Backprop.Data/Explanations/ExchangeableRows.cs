namespace Backprop.Data;

/// <summary>Rows of a table, encoded once, of which one column at a time can be taken from other rows or set to one value.</summary>
internal sealed class ExchangeableRows
{
    private readonly TableEncoding encoding;
    private readonly ColumnEncoding[] columns; // in the order of the groups
    private readonly (int Group, int Offset)[] places;
    private readonly float[][] states; // of the group of numbers, [row · size + unit]; empty for a category
    private readonly int[][] units; // of a category, the unit of each row that is 1, −1 where none is; empty for the numbers

    public ExchangeableRows(TableEncoding encoding, Table table, int[] rows)
    {
        this.encoding = encoding;
        Count = rows.Length;
        var groups = encoding.InputGroups;
        (states, units) = (new float[groups.Count][], new int[groups.Count][]);
        columns = [.. groups.SelectMany(static group => group.Columns)];
        places = new (int, int)[columns.Length];
        var column = 0;
        for (var g = 0; g < groups.Count; g++)
        {
            states[g] = groups[g].IsCategory ? [] : new float[rows.Length * (long)groups[g].Size];
            units[g] = groups[g].IsCategory ? new int[rows.Length] : [];
            var offset = 0;
            foreach (var encoded in groups[g].Columns)
            {
                places[column++] = (g, offset);
                var values = encoded.HasInfluence ? new EncodedColumn(encoded, table) : null;
                for (var row = 0; row < rows.Length; row++)
                {
                    var value = values?[rows[row]] ?? CellValue.Constant;
                    if (groups[g].IsCategory)
                        units[g][row] = Unit((CategoryEncoding)encoded, value);
                    else
                        UnitStates.Write(encoded, value, states[g].AsSpan((row * groups[g].Size) + offset, encoded.Size), missing: 0);
                }
                offset += encoded.Size;
            }
        }
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>Some of the rows as cases.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="exchanged">The column that is exchanged; null for none.</param>
    /// <param name="donors">For each of all rows, the row whose value of the exchanged column it gets; null where all get <paramref name="value"/>.</param>
    /// <param name="value">The value that all get.</param>
    public Cases Block(int first, int count, ColumnEncoding? exchanged = null, int[]? donors = null, CellValue value = default)
    {
        var builder = new CasesBuilder(count);
        var (where, offset) = exchanged is null ? (-1, 0) : places[Array.IndexOf(columns, exchanged)];
        for (var g = 0; g < encoding.InputGroups.Count; g++)
        {
            var group = encoding.InputGroups[g];
            if (group.IsCategory)
            {
                var ones = units[g].AsSpan(first, count).ToArray();
                if (g == where)
                {
                    var fixedUnit = donors is null ? Unit((CategoryEncoding)exchanged!, value) : 0;
                    for (var i = 0; i < count; i++)
                        ones[i] = donors is null ? fixedUnit : units[g][donors[first + i]];
                }
                Add(builder, group, ones);
            }
            else
            {
                var some = states[g].AsSpan(first * group.Size, count * group.Size).ToArray();
                if (g == where)
                    Exchange(some, group.Size, offset, first, exchanged!, donors is null ? null : (states[g], donors), value);
                builder.Take(CaseRole.Input, group.Name, some, group.Size);
            }
        }
        return builder.ToCases();
    }

    private static void Exchange(float[] some, int size, int offset, int first, ColumnEncoding column, (float[] States, int[] Donors)? from, CellValue value)
    {
        var fixedStates = new float[column.Size];
        if (from is null)
            UnitStates.Write(column, value, fixedStates.AsSpan(), missing: 0);
        for (var i = 0; i < some.Length / size; i++)
        {
            var source = from is var (states, donors) ? states.AsSpan((donors[first + i] * size) + offset, column.Size) : fixedStates;
            source.CopyTo(some.AsSpan((i * size) + offset));
        }
    }

    /// <summary>A unit per case, unless a case has none: then all states.</summary>
    private static void Add(CasesBuilder builder, EncodedGroup group, int[] ones)
    {
        if (Array.TrueForAll(ones, static unit => unit >= 0))
        {
            builder.TakeOneHot(CaseRole.Input, group.Name, ones, group.Size);
            return;
        }
        var dense = new float[ones.Length * (long)group.Size];
        for (var i = 0; i < ones.Length; i++)
            if (ones[i] >= 0)
                dense[(i * (long)group.Size) + ones[i]] = 1;
        builder.Take(CaseRole.Input, group.Name, dense, group.Size);
    }

    /// <summary>The unit that is 1 for a value; −1 where none is.</summary>
    private static int Unit(CategoryEncoding column, CellValue value) => value.Kind switch
    {
        CellValueKind.Missing => column.MissingUnit ? column.Size - 1 : -1,
        CellValueKind.Category when !column.IsConstant => (int)value.Value,
        _ => -1,
    };
}
