namespace Backprop.Data;

/// <summary>Learns an encoding from the training part of a table, and from nothing else.</summary>
public static class EncodingFit
{
    /// <summary>
    /// The encoding: means and deviations (with divisor n) of the training rows, categories that occur in them, and a unit
    /// for missing values where some of the training rows lack one. An input that has fewer than two values in the training rows is
    /// <see cref="ColumnEncoding.IsConstant"/>. The classes of a target are those of the whole table.
    /// </summary>
    /// <param name="table">The table, with its targets.</param>
    /// <param name="trainingRows">Rows to learn from.</param>
    /// <param name="net">The net that will be trained, so that its output units can reach what the targets become; null where any state can be reached.</param>
    /// <returns>The encoding.</returns>
    /// <exception cref="DataException">There are no rows to learn from, or an output group cannot learn its target.</exception>
    public static TableEncoding Fit(Table table, ReadOnlySpan<int> trainingRows, Topology? net = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (trainingRows.IsEmpty)
            throw new DataException("has no rows to train on", table.File);
        var inputs = new List<ColumnEncoding>();
        var targets = new List<ColumnEncoding>();
        foreach (var column in table.Columns)
        {
            var encoding = Fit(column, table, trainingRows);
            if (!column.IsTarget)
                inputs.Add(encoding);
            else if (net?.Outputs.FirstOrDefault(g => string.Equals(g.Name, column.Name, StringComparison.Ordinal)) is { } group)
                targets.Add(ReachableTarget.Of(encoding, group, column, trainingRows, table.File));
            else
                targets.Add(encoding);
        }
        return new TableEncoding(inputs, targets)
        {
            Delimiter = table.Format.Delimiter ?? ',',
            Quote = table.Format.Quote ?? '"',
            DecimalMark = table.Format.DecimalMark ?? '.',
            Missing = table.Format.Missing,
            DateFormat = table.Format.DateFormat,
        };
    }

    private static ColumnEncoding Fit(TableColumn column, Table table, ReadOnlySpan<int> rows)
    {
        var of = table.Part?.FitOf(column) ?? ColumnFit.Of(column, rows);
        var missing = !column.IsTarget && of.HasMissing && of.HasKnown; // if no row has a value, missing ones carry no information
        var constant = !column.IsTarget && !of.Varies;
        switch (column)
        {
            case NumberColumn numbers:
                var (mean, deviation) = column is ByteColumn ? (0, byte.MaxValue) : of.Moments(table.File, column.Name);
                return column.Kind == ColumnKind.Date
                    ? new DateEncoding(column.Name, mean, deviation) { MissingUnit = missing, IsConstant = constant, Precision = of.Precision(deviation) }
                    : new NumberEncoding(column.Name, mean, deviation) { MissingUnit = missing, IsConstant = constant, HasExponent = numbers.HasExponent, Sign = numbers.Sign };
            case CategoryColumn { Kind: ColumnKind.Boolean, IsTarget: false } words:
                return new BooleanEncoding(column.Name, words.Categories[0], words.Categories[1]) { MissingUnit = missing, IsConstant = constant };
            case CategoryColumn words:
                return new CategoryEncoding(column.Name, column.IsTarget ? words.Categories : Seen(words, of))
                {
                    Identity = words.Identity,
                    DecimalComma = words.DecimalMark == ',',
                    MissingUnit = missing,
                    IsConstant = constant,
                };
            default:
                throw new InvalidOperationException($"column '{column.Name}' is of an unknown kind");
        }
    }

    /// <summary>The categories that occur in the rows; one at least, so that the group exists.</summary>
    private static string[] Seen(CategoryColumn column, ColumnFit of)
    {
        var categories = column.Categories.Where((_, code) => of.HasSeen(code)).ToArray();
        return categories.Length > 0 ? categories : [.. column.Categories];
    }
}
