using System.Globalization;

namespace Backprop.Experiments;

/// <summary>A share of runs, with its uncertainty.</summary>
/// <param name="Count">The number of runs counted.</param>
/// <param name="Of">All runs.</param>
internal readonly record struct Share(int Count, int Of)
{
    // The standard normal quantile at 0.975.
    private const double Z = 1.959963984540054;

    /// <summary>Count / Of; 0 where there was no run.</summary>
    public double Value => Of == 0 ? 0 : (double)Count / Of;

    /// <summary>The lower end of the 95 % interval (Wilson 1927): unlike value ± 2σ it never leaves [0, 1] and is not empty at 0 or 1.</summary>
    public double Low => Wilson(-1);

    /// <summary>The upper end of the 95 % interval.</summary>
    public double High => Wilson(1);

    /// <summary>Counts the elements for which <paramref name="predicate"/> holds.</summary>
    public static Share Where<T>(IReadOnlyCollection<T> runs, Func<T, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new(runs.Count(predicate), runs.Count);
    }

    /// <summary>"73 %", or "0 of 200" where a percentage would hide what matters: none, all, or few runs.</summary>
    public override string ToString() => Count == 0 || Count == Of || Of < 20
        ? string.Create(CultureInfo.InvariantCulture, $"{Count} of {Of}")
        : string.Create(CultureInfo.InvariantCulture, $"{(Value is < 0.01 or > 0.99 ? 100 * Value : Math.Round(100 * Value)):0.#} %");

    // Center ± half-width of the score interval: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
    private double Wilson(int side)
    {
        if (Of == 0) return side < 0 ? 0 : 1;
        if (side < 0 ? Count == 0 : Count == Of) return side < 0 ? 0 : 1;
        double n = Of, p = Value;
        var halfWidth = Z * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return (p + Z * Z / (2 * n) + side * halfWidth) / (1 + Z * Z / n);
    }
}
