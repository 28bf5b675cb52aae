using System.Globalization;
using System.Numerics;

namespace Backprop.Data;

/// <summary>Turns the values of a column into doubles.</summary>
/// <param name="values">The values.</param>
/// <param name="doubles">Room for as many doubles, or more.</param>
internal delegate void ToDoubles<T>(ReadOnlySpan<T> values, Span<double> doubles);

/// <summary>Values of columns as the doubles that cells hold.</summary>
internal static class Doubles
{
    private const long MostExact = 1L << 53;

    /// <summary>Numbers that a double holds exactly.</summary>
    public static void Of<T>(ReadOnlySpan<T> values, Span<double> doubles)
        where T : struct, INumberBase<T>
    {
        for (var i = 0; i < values.Length; i++)
            doubles[i] = double.CreateTruncating(values[i]);
    }

    /// <summary>Numbers of single precision: the doubles of the fewest decimals.</summary>
    public static void OfSingles(ReadOnlySpan<float> values, Span<double> doubles)
    {
        for (var i = 0; i < values.Length; i++)
            doubles[i] = TableCell.Shortest(values[i]);
    }

    /// <summary>Numbers of half precision: the doubles that their shortest texts stand for.</summary>
    public static void OfHalves(ReadOnlySpan<Half> values, Span<double> doubles)
    {
        for (var i = 0; i < values.Length; i++)
            doubles[i] = double.Parse(values[i].ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>1 for yes, 0 for no.</summary>
    public static void OfYesOrNo(ReadOnlySpan<bool> values, Span<double> doubles)
    {
        for (var i = 0; i < values.Length; i++)
            doubles[i] = values[i] ? 1 : 0;
    }

    /// <summary>Dates and times, in UTC or without a zone, as days.</summary>
    public static void OfDates(ReadOnlySpan<DateTime> values, Span<double> doubles)
    {
        for (var i = 0; i < values.Length; i++)
            doubles[i] = (double)values[i].Ticks / TimeSpan.TicksPerDay;
    }

    /// <summary>Dates as days.</summary>
    public static void OfDates(ReadOnlySpan<DateOnly> values, Span<double> doubles)
    {
        for (var i = 0; i < values.Length; i++)
            doubles[i] = values[i].DayNumber;
    }

    /// <summary>Whether a double holds each of the numbers exactly, as small as they are.</summary>
    public static bool AreExact<T>(ReadOnlySpan<T> values)
        where T : struct, IBinaryInteger<T>
    {
        foreach (var value in values)
            if (long.CreateSaturating(value) is < -MostExact or > MostExact)
                return false;
        return true;
    }
}
