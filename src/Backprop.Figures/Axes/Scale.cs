using System.Globalization;

namespace Backprop.Figures;

/// <summary>A place on an axis, with the text that stands there (empty for a minor tick).</summary>
internal readonly record struct Tick(double Value, string Label);

/// <summary>Maps the values of an axis onto 0 (its low end) to 1, and says where ticks go.</summary>
internal abstract record Scale(double Low, double High)
{
    /// <summary>From the low end (0) to the high end (1).</summary>
    public abstract double Share(double value);

    /// <summary>At most <paramref name="most"/> labeled ticks, in rising order, all within the axis.</summary>
    public abstract IReadOnlyList<Tick> Ticks(int most);

    /// <summary>A linear axis over the values, widened to whole ticks so that its ends are labeled.</summary>
    public static Scale LinearOver(double low, double high, int most = 7, double leastStep = 0)
    {
        // Beyond these limits there may be no round number above the value; values beyond are drawn at the edge.
        (low, high) = (Math.Clamp(low, -Greatest, Greatest), Math.Clamp(high, -Greatest, Greatest));
        if (!(high - low > 1 / Greatest)) (low, high) = Widened(low);
        var step = Math.Max(leastStep, LinearScale.Step(low, high, most));
        return new LinearScale(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step) { LeastStep = leastStep };
    }

    /// <summary>A logarithmic axis over positive values; with <paramref name="whole"/>, widened to powers of ten.</summary>
    public static Scale LogOver(double low, double high, bool whole = false)
    {
        if (!(low > 0)) throw new ArgumentOutOfRangeException(nameof(low), low, "A logarithmic axis needs values above 0.");
        (low, high) = (Math.Clamp(low, 1 / Greatest, Greatest), Math.Clamp(high, 1 / Greatest, Greatest));
        if (!(high > low)) (low, high) = (low / 2, low * 2);
        return whole
            ? new LogScale(Math.Pow(10, Math.Floor(Math.Log10(low) + 1e-9)), Math.Pow(10, Math.Ceiling(Math.Log10(high) - 1e-9)))
            : new LogScale(low, high);
    }

    private const double Greatest = 1e300;

    private static (double Low, double High) Widened(double value) =>
        Math.Abs(value) < 2 / Greatest ? (0, 1) : (value - (Math.Abs(value) / 2), value + (Math.Abs(value) / 2));
}

/// <summary>Equal steps of 1, 2 or 5 times a power of ten.</summary>
internal sealed record LinearScale(double Low, double High) : Scale(Low, High)
{
    /// <summary>1 for counts, which have no halves.</summary>
    public double LeastStep { get; init; }

    public override double Share(double value) => (value - Low) / (High - Low);

    public override IReadOnlyList<Tick> Ticks(int most)
    {
        var step = Math.Max(LeastStep, Step(Low, High, most));
        var decimals = Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 12);
        var ticks = new List<Tick>();
        for (var k = (long)Math.Ceiling((Low / step) - 1e-9); k * step <= High + (step * 1e-9); k++)
            ticks.Add(new(k * step, Label(k * step, decimals)));
        // Where a short label would be the same as its neighbor's, it is drawn once.
        return [.. ticks.DistinctBy(tick => tick.Label, StringComparer.Ordinal)];
    }

    /// <summary>The smallest round step that needs no more than <paramref name="most"/> ticks.</summary>
    public static double Step(double low, double high, int most)
    {
        var rough = (high - low) / Math.Max(1, most - 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        foreach (var factor in (ReadOnlySpan<double>)[1, 2, 5])
        {
            if (factor * power >= rough * (1 - 1e-9)) return factor * power;
        }

        return 10 * power;
    }

    private static string Label(double value, int decimals) => decimals switch
    {
        0 => Math.Abs(value) >= 1e7 ? SvgNumber.Value(value) : SvgNumber.Count(value),
        > 5 => SvgNumber.Value(value),
        _ => SvgNumber.Fixed(value, decimals),
    };
}

/// <summary>Equal ratios: powers of ten labeled, and 2 and 5 between them where there is room.</summary>
internal sealed record LogScale(double Low, double High) : Scale(Low, High)
{
    public override double Share(double value) => (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low));

    public override IReadOnlyList<Tick> Ticks(int most)
    {
        var first = (int)Math.Floor(Math.Log10(Low) + 1e-9);
        var last = (int)Math.Floor(Math.Log10(High) + 1e-9);
        foreach (var factors in (double[][])[[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]])
        {
            var ticks = Within(first, last, factors, 1);
            if (ticks.Count <= most && (factors.Length < 9 || ticks.Count < 4)) return ticks.Count > 1 ? ticks : new LinearScale(Low, High).Ticks(most);
        }

        var decades = last - first + 1;
        return Within(first, last, [1], (decades + most - 1) / Math.Max(1, most - 1));
    }

    /// <summary>Every 2…9 between the decades, unlabeled, for grid lines.</summary>
    public IReadOnlyList<double> Minor()
    {
        var first = (int)Math.Floor(Math.Log10(Low) + 1e-9);
        var last = (int)Math.Floor(Math.Log10(High) + 1e-9);
        return last - first > 6 ? [] : [.. Within(first, last, [2, 3, 4, 5, 6, 7, 8, 9], 1).Select(tick => tick.Value)];
    }

    private List<Tick> Within(int first, int last, double[] factors, int everyDecade)
    {
        var plain = first >= -4 && last < 7;
        var ticks = new List<Tick>();
        for (var power = first; power <= last; power += everyDecade)
        {
            foreach (var factor in factors)
            {
                var value = double.Parse($"{factor.ToString(CultureInfo.InvariantCulture)}e{power.ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture);
                if (value >= Low * (1 - 1e-9) && value <= High * (1 + 1e-9)) ticks.Add(new(value, Label(value, factor, power, plain)));
            }
        }

        return ticks;
    }

    /// <summary>Plain digits on an axis where all labels can have them, else powers of ten throughout.</summary>
    private static string Label(double value, double factor, int power, bool plain)
    {
        if (plain) return power >= 0 ? SvgNumber.Count(value) : SvgNumber.Fixed(value, -power);
        if (power == 0) return SvgNumber.Value(factor);
        return (factor == 1 ? "" : SvgNumber.Value(factor) + "·") + "10" + Superscript(power);
    }

    private static string Superscript(int power) => string.Concat(
        power.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
