using System.Globalization;

namespace Backprop.Data;

/// <summary>
/// Encodes a target so that the output units can reach it. A standardized number may have either sign, and a logistic unit, for
/// instance, has states from 0 to 1 only: such a net could never learn. Between two bounds the numbers of the training rows take the
/// middle four fifths; above (or below) one bound they keep their deviation and stay half of it away from the bound.
/// </summary>
internal static class ReachableTarget
{
    private const double Margin = 0.1;
    private const double Distance = 0.5;

    /// <summary>The encoding, changed if need be.</summary>
    /// <param name="encoding">The encoding that suits units of any state.</param>
    /// <param name="group">The output group.</param>
    /// <param name="column">The target.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="file">The file of the table.</param>
    /// <exception cref="DataException">No encoding can make the target one that these units can learn.</exception>
    public static ColumnEncoding Of(ColumnEncoding encoding, Group group, TableColumn column, ReadOnlySpan<int> rows, string file)
    {
        var function = group.UnitFunction;
        var (least, greatest) = (function.Least, function.Greatest);
        if (encoding is CategoryEncoding)
        {
            return least <= 0 && greatest >= 1 ? encoding : throw new DataException(string.Create(CultureInfo.InvariantCulture,
                $"the classes are encoded as 0 and 1, but the {function.Name} units of output group '{group.Name}' have states from {least} to {greatest}; use softmax or logistic units"), file, column: column.Name);
        }
        if (function.IsGroupWide)
            throw new DataException($"is a number, but output group '{group.Name}' has {function.Name} units, and a single one of those always has the state 1; use identity units", file, column: column.Name);
        if (double.IsNegativeInfinity(least) && double.IsPositiveInfinity(greatest))
            return encoding;
        var (lowest, highest) = Extent((NumberColumn)column, rows);
        if (lowest > highest)
            return encoding; // no row has a value
        var deviation = encoding is NumberEncoding number ? number.Deviation : ((DateEncoding)encoding).Deviation;
        double mean;
        if (double.IsFinite(least) && double.IsFinite(greatest))
        {
            var width = greatest - least;
            deviation = highest > lowest ? (highest - lowest) / ((1 - (2 * Margin)) * width) : deviation;
            mean = lowest - ((least + (Margin * width)) * deviation);
        }
        else
        {
            mean = double.IsFinite(least) ? lowest - ((least + Distance) * deviation) : highest - ((greatest - Distance) * deviation);
        }
        return encoding is NumberEncoding n ? n with { Mean = mean, Deviation = deviation } : ((DateEncoding)encoding) with { Mean = mean, Deviation = deviation };
    }

    private static (double Lowest, double Highest) Extent(NumberColumn column, ReadOnlySpan<int> rows)
    {
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var row in rows)
        {
            if (column.IsMissing(row))
                continue;
            lowest = Math.Min(lowest, column[row]);
            highest = Math.Max(highest, column[row]);
        }
        return (lowest, highest);
    }
}
