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
        var (missing, known) = column.IsTarget ? (false, true) : FindMissing(column, rows);
        var constant = !column.IsTarget && !Varies(column, rows);
        missing &= known; // if no row has a value, missing ones carry no information
        switch (column)
        {
            case NumberColumn numbers:
                var (mean, deviation) = column is ByteColumn ? (0, byte.MaxValue) : Moments(numbers, rows, table.File);
                return column.Kind == ColumnKind.Date
                    ? new DateEncoding(column.Name, mean, deviation) { MissingUnit = missing, IsConstant = constant, Precision = Precision(numbers, rows, deviation) }
                    : new NumberEncoding(column.Name, mean, deviation) { MissingUnit = missing, IsConstant = constant, HasExponent = numbers.HasExponent, Sign = numbers.Sign };
            case CategoryColumn { Kind: ColumnKind.Boolean, IsTarget: false } words:
                return new BooleanEncoding(column.Name, words.Categories[0], words.Categories[1]) { MissingUnit = missing, IsConstant = constant };
            case CategoryColumn words:
                return new CategoryEncoding(column.Name, column.IsTarget ? words.Categories : Seen(words, rows))
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

    /// <summary>Whether some of the rows lack a value, and whether some have one.</summary>
    private static (bool Missing, bool Known) FindMissing(TableColumn column, ReadOnlySpan<int> rows)
    {
        var (missing, known) = (false, false);
        foreach (var row in rows)
        {
            missing |= column.IsMissing(row);
            known |= !column.IsMissing(row);
        }
        return (missing, known);
    }

    /// <summary>Whether the rows have two different values: numbers, by more than their rounding.</summary>
    private static bool Varies(TableColumn column, ReadOnlySpan<int> rows)
    {
        const double rounding = 4.0 / (1L << 52);
        var first = double.NaN;
        foreach (var row in rows)
        {
            if (column.IsMissing(row))
                continue;
            var value = column is NumberColumn numbers ? numbers[row] : ((CategoryColumn)column)[row];
            if (double.IsNaN(first))
                first = value;
            else if (Math.Abs(value - first) > Math.Abs(first) * rounding)
                return true;
        }
        return false;
    }

    /// <summary>Mean and standard deviation by Welford's recurrence; the deviation of equal values is 1.</summary>
    private static (double Mean, double Deviation) Moments(NumberColumn column, ReadOnlySpan<int> rows, string file)
    {
        var count = 0L;
        double mean = 0, squares = 0;
        foreach (var row in rows)
        {
            var value = column[row];
            if (double.IsNaN(value))
                continue;
            count++;
            var distance = value - mean;
            mean += distance / count;
            squares += distance * (value - mean);
        }
        var deviation = count == 0 ? 0 : Math.Sqrt(squares / count);
        if (!double.IsFinite(deviation))
            throw new DataException("holds numbers too large to be standardized; leave it out, or scale it", file, column: column.Name);
        return (mean, deviation > 0 && Varies(column, rows) ? deviation : 1);
    }

    /// <summary>The smallest part of the dates; where there are times, at most a thousandth of the deviation, which answers differ by.</summary>
    private static DatePrecision Precision(NumberColumn column, ReadOnlySpan<int> rows, double deviation)
    {
        static bool IsWhole(double value, double tolerance) => Math.Abs(value - Math.Round(value)) < tolerance;
        var finest = DatePrecision.Day;
        foreach (var row in rows)
        {
            var days = column[row]; // exact to about a hundred-thousandth of a second
            if (double.IsNaN(days) || IsWhole(days, 1e-8))
                continue;
            var precision = IsWhole(days * 24 * 60, 1e-5) ? DatePrecision.Minute : IsWhole(days * 24 * 60 * 60, 4e-4) ? DatePrecision.Second : DatePrecision.Millisecond;
            finest = precision > finest ? precision : finest;
        }
        if (finest == DatePrecision.Minute && deviation * 24 * 60 < 1000)
            finest = DatePrecision.Second;
        return finest == DatePrecision.Second && deviation * 24 * 60 * 60 < 1000 ? DatePrecision.Millisecond : finest;
    }

    /// <summary>The categories that occur in the rows; one at least, so that the group exists.</summary>
    private static string[] Seen(CategoryColumn column, ReadOnlySpan<int> rows)
    {
        var seen = new bool[column.Categories.Count];
        foreach (var row in rows)
            if (column[row] >= 0)
                seen[column[row]] = true;
        var categories = column.Categories.Where((_, i) => seen[i]).ToArray();
        return categories.Length > 0 ? categories : [.. column.Categories];
    }
}
