using System.Globalization;
using System.Numerics;

namespace Backprop.Data;

/// <summary>Values so far outside those of the training rows that a net cannot take them, or gives no finite answer to them.</summary>
internal static class FarValue
{
    /// <summary>Deviations from the mean from which a value is named as the cause.</summary>
    private const double Far = 1000;

    public static bool AreFinite<T>(ReadOnlySpan<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var state in states)
            if (!T.IsFinite(state))
                return false;
        return true;
    }

    /// <summary>The error of a value whose state is beyond the range of numbers that a net computes with.</summary>
    public static DataException TooFar(NumberEncoding encoding, double value) => DataException.OfColumn(string.Create(CultureInfo.InvariantCulture,
        $"holds {value:G7}, which is too far from the values of the training rows for the net (mean {encoding.Mean:G6}, deviation {encoding.Deviation:G6})"), encoding.Column);

    /// <summary>The error of a row to which the net gives no finite answer: it names the column whose value is farthest out.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="inputs">The states of the input units, group after group.</param>
    public static DataException Error(TableEncoding encoding, ReadOnlySpan<float> inputs)
    {
        var (offset, distances) = (0, new List<(NumberEncoding, double)>());
        foreach (var column in encoding.InputGroups.SelectMany(g => g.Columns))
        {
            if (Number(column) is { } number)
                distances.Add((number, inputs[offset]));
            offset += column.Size;
        }
        return Error(distances);
    }

    /// <inheritdoc cref="Error(TableEncoding, ReadOnlySpan{float})"/>
    public static DataException Error(TableEncoding encoding, Table table, int row) =>
        Error(encoding.Inputs.Select(Number).OfType<NumberEncoding>().Select(number => (number, number.Encode(((NumberColumn)table[number.Column])[row]))));

    private static DataException Error(IEnumerable<(NumberEncoding Column, double State)> states)
    {
        var (column, state) = states.DefaultIfEmpty().MaxBy(s => Math.Abs(s.State));
        return column is null || Math.Abs(state) < Far
            ? new DataException("the net's answer to this row is not finite; its weights are too large")
            : DataException.OfColumn(string.Create(CultureInfo.InvariantCulture,
                $"holds {column.Decode(state):G6}, which is {Math.Abs(state):G3} deviations from the mean of the training rows ({column.Mean:G6}); the net has no finite answer to it"), column.Column);
    }

    private static NumberEncoding? Number(ColumnEncoding column) => column as NumberEncoding ?? (column as DateEncoding)?.Number;
}
