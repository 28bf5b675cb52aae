namespace Backprop.Data;

/// <summary>What an encoding is made of, learned from one column of the training rows, which come one after another in ascending order.</summary>
/// <param name="kind">The kind of the column.</param>
/// <param name="hasMoments">Whether mean and deviation are wanted.</param>
internal sealed class ColumnFit(ColumnKind kind, bool hasMoments = true)
{
    private const double Rounding = 4.0 / (1L << 52);
    private readonly List<bool> seen = [];
    private double first = double.NaN;
    private long count;
    private double mean;
    private double squares;
    private DatePrecision finest = DatePrecision.Day;

    /// <summary>Whether some row has no value.</summary>
    public bool HasMissing { get; private set; }

    /// <summary>Whether some row has a value.</summary>
    public bool HasKnown { get; private set; }

    /// <summary>Whether the rows have two different values: numbers, by more than their rounding.</summary>
    public bool Varies { get; private set; }

    /// <summary>Learns from rows of a column in memory.</summary>
    public static ColumnFit Of(TableColumn column, ReadOnlySpan<int> rows)
    {
        var fit = new ColumnFit(column.Kind, hasMoments: column is not ByteColumn);
        if (column is NumberColumn numbers)
        {
            foreach (var row in rows)
            {
                fit.Add(numbers[row]);
                if (fit.Varies && column is ByteColumn)
                    break; // no byte is missing, and nothing else is asked of bytes
            }
        }
        else
        {
            foreach (var row in rows)
                fit.Add(((CategoryColumn)column)[row]);
        }
        return fit;
    }

    /// <summary>Adds a number, or a date as days; NaN for a row without one.</summary>
    public void Add(double value)
    {
        if (double.IsNaN(value))
        {
            HasMissing = true;
            return;
        }
        HasKnown = true;
        if (double.IsNaN(first))
            first = value;
        else
            Varies |= Math.Abs(value - first) > Math.Abs(first) * Rounding;
        if (!hasMoments)
            return;
        // Welford's recurrence.
        count++;
        var distance = value - mean;
        mean += distance / count;
        squares += distance * (value - mean);
        if (kind == ColumnKind.Date)
            AddDays(value);
    }

    /// <summary>Adds the code of a category; below 0 for a row without one.</summary>
    public void Add(int code)
    {
        if (code < 0)
        {
            HasMissing = true;
            return;
        }
        Varies |= HasKnown && !HasSeen(code);
        HasKnown = true;
        See(code);
    }

    /// <summary>Gives the categories that were added other codes.</summary>
    /// <param name="codes">The new code of each.</param>
    public void Renumber(ReadOnlySpan<int> codes)
    {
        var known = seen.ToArray();
        seen.Clear();
        for (var code = 0; code < known.Length; code++)
        {
            if (known[code])
                See(codes[code]);
        }
    }

    /// <summary>Whether a row has the category.</summary>
    public bool HasSeen(int code) => code < seen.Count && seen[code];

    /// <summary>Mean and standard deviation, with divisor n; the deviation of equal values is 1.</summary>
    /// <exception cref="DataException">The deviation is not finite.</exception>
    public (double Mean, double Deviation) Moments(string file, string column)
    {
        var deviation = count == 0 ? 0 : Math.Sqrt(squares / count);
        if (!double.IsFinite(deviation))
            throw new DataException("holds numbers too large to be standardized; leave it out, or scale it", file, column: column);
        return (mean, deviation > 0 && Varies ? deviation : 1);
    }

    /// <summary>The smallest part of the dates; where there are times, at most a thousandth of the deviation, which answers differ by.</summary>
    public DatePrecision Precision(double deviation)
    {
        var precision = finest == DatePrecision.Minute && deviation * 24 * 60 < 1000 ? DatePrecision.Second : finest;
        return precision == DatePrecision.Second && deviation * 24 * 60 * 60 < 1000 ? DatePrecision.Millisecond : precision;
    }

    private void See(int code)
    {
        while (seen.Count <= code)
            seen.Add(false);
        seen[code] = true;
    }

    private void AddDays(double days) // exact to about a hundred-thousandth of a second
    {
        static bool IsWhole(double value, double tolerance) => Math.Abs(value - Math.Round(value)) < tolerance;
        if (finest == DatePrecision.Millisecond || IsWhole(days, 1e-8))
            return;
        var precision = IsWhole(days * 24 * 60, 1e-5) ? DatePrecision.Minute : IsWhole(days * 24 * 60 * 60, 4e-4) ? DatePrecision.Second : DatePrecision.Millisecond;
        finest = precision > finest ? precision : finest;
    }
}
