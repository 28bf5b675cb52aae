namespace Backprop.Data;

/// <summary>Rows of a table as cases for a net, by an encoding.</summary>
public static class TableCases
{
    /// <summary>
    /// The rows as cases: each input group of the encoding is given, each target group desired. A category column is kept as one
    /// index a case. Where a target has no value the case does not care about its units.
    /// </summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="table">A table with the encoding's columns.</param>
    /// <param name="rows">The rows, in the order of the cases; at least one.</param>
    /// <param name="weights">The factor of each case in E; none: 1 for all.</param>
    /// <returns>The cases. A category that the encoding does not know turns all units of its group off.</returns>
    /// <exception cref="DataException">A number is so far outside those of the training rows that its state is not finite.</exception>
    public static Cases Encode(this TableEncoding encoding, Table table, ReadOnlySpan<int> rows, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(table);
        try
        {
            return Build(encoding, table, rows, weights);
        }
        catch (DataException e) when (e.File is null)
        {
            throw e.At(table.File);
        }
    }

    private static Cases Build(TableEncoding encoding, Table table, ReadOnlySpan<int> rows, ReadOnlySpan<double> weights)
    {
        var builder = new CasesBuilder(rows.Length);
        foreach (var group in encoding.InputGroups)
        {
            if (group.IsCategory && Ones((CategoryEncoding)group.Columns[0], table, rows) is { } ones)
                builder.TakeOneHot(CaseRole.Input, group.Name, ones, group.Size);
            else
                builder.Take(CaseRole.Input, group.Name, Dense(group, table, rows, missing: 0), group.Size);
        }
        foreach (var group in encoding.TargetGroups)
        {
            if (group.IsCategory && Ones((CategoryEncoding)group.Columns[0], table, rows) is { } ones)
                builder.TakeOneHot(CaseRole.Target, group.Name, ones, group.Size);
            else
                builder.Take(CaseRole.Target, group.Name, Dense(group, table, rows, missing: float.NaN), group.Size);
        }
        if (!weights.IsEmpty)
            builder.Weights(weights);
        return builder.ToCases();
    }

    /// <summary>Rows that hold a category which the encoding does not know, in any input column.</summary>
    public static int CountUnseen(this TableEncoding encoding, Table table, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(table);
        var columns = encoding.Inputs.OfType<CategoryEncoding>().Where(c => !c.Silent).Select(c => ((CategoryColumn)table[c.Column], Units(c, (CategoryColumn)table[c.Column]))).ToArray();
        var count = 0;
        foreach (var row in rows)
        {
            var unseen = false;
            foreach (var (column, units) in columns)
                unseen |= column[row] >= 0 && units[column[row]] < 0;
            count += unseen ? 1 : 0;
        }
        return count;
    }

    /// <summary>The unit of each case; null where some case has none.</summary>
    private static int[]? Ones(CategoryEncoding encoding, Table table, ReadOnlySpan<int> rows)
    {
        if (encoding.Silent)
            return null;
        var column = (CategoryColumn)table[encoding.Column];
        var units = Units(encoding, column);
        var missing = encoding.MissingUnit ? encoding.Categories.Count : -1;
        var ones = new int[rows.Length];
        for (var i = 0; i < ones.Length; i++)
        {
            ones[i] = column[rows[i]] is >= 0 and var code ? units[code] : missing;
            if (ones[i] < 0)
                return null;
        }
        return ones;
    }

    /// <summary>The encoding's unit for each of the column's codes; −1 where it knows none.</summary>
    private static int[] Units(CategoryEncoding encoding, CategoryColumn column) => [.. column.Categories.Select(category => encoding.IndexOf(category, column.DecimalMark))];

    /// <summary>States case by case, [case · size + unit]; <paramref name="missing"/> where a value is.</summary>
    private static float[] Dense(EncodedGroup group, Table table, ReadOnlySpan<int> rows, float missing)
    {
        var size = group.Size;
        var states = new float[rows.Length * (long)size];
        var first = 0;
        foreach (var encoding in group.Columns)
        {
            if (encoding.HasInfluence)
                Write(encoding, table[encoding.Column], rows, states, size, first, missing);
            first += encoding.Size;
        }
        return states;
    }

    private static void Write(ColumnEncoding encoding, TableColumn column, ReadOnlySpan<int> rows, float[] states, int size, int first, float missing)
    {
        var units = encoding is CategoryEncoding categories ? Units(categories, (CategoryColumn)column) : [];
        var count = encoding.Size;
        for (var i = 0; i < rows.Length; i++)
            UnitStates.Write(encoding, Value(encoding, column, units, rows[i]), states.AsSpan((i * size) + first, count), missing);
    }

    private static CellValue Value(ColumnEncoding encoding, TableColumn column, int[] units, int row) => column switch
    {
        NumberColumn numbers => double.IsNaN(numbers[row]) ? CellValue.Missing
            : encoding is DateEncoding ? CellValue.Days(numbers[row]) : CellValue.Number(numbers[row]),
        CategoryColumn words when words[row] < 0 => CellValue.Missing,
        CategoryColumn words => encoding is BooleanEncoding ? CellValue.Boolean(words[row] != 0) : CellValue.Category(units[words[row]]),
        _ => throw new InvalidOperationException($"column '{column.Name}' is of an unknown kind"),
    };
}
