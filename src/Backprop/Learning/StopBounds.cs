namespace Backprop;

/// <summary>
/// When a stop rule may hold: only where the training is within one of these. Many nets at once are compared with bounds, a net per lane, and the rule itself is asked only within them.
/// </summary>
internal readonly record struct StopBounds
{
    /// <summary>Within none: the rule never holds.</summary>
    internal static StopBounds Never { get; } = new() { Sweeps = long.MaxValue, Distance = double.NegativeInfinity, Error = double.NegativeInfinity };

    /// <summary>Nothing is known: the rule may hold at any time.</summary>
    internal static StopBounds None { get; } = Never with { Sweeps = 0 };

    /// <summary>It may hold from this many sweeps on.</summary>
    internal long Sweeps { get; init; }

    /// <summary>It may hold where no output is further from its target.</summary>
    internal double Distance { get; init; }

    /// <summary>It may hold where E is at most this.</summary>
    internal double Error { get; init; }

    /// <summary>It may hold where all outputs are on the right side of 0.5.</summary>
    internal bool Side { get; init; }

    /// <summary>The bounds of two rules of which either may hold.</summary>
    public static StopBounds operator |(StopBounds left, StopBounds right) => new()
    {
        Sweeps = Math.Min(left.Sweeps, right.Sweeps),
        Distance = Math.Max(left.Distance, right.Distance),
        Error = Math.Max(left.Error, right.Error),
        Side = left.Side || right.Side,
    };
}
