namespace Backprop.Lab;

/// <summary>How fast a net learns by itself: so many sweeps or weight changes a second, or as many as the page can.</summary>
/// <param name="StepsPerSecond">Null for as many as the page can.</param>
/// <param name="ByChange">Whether a step is one weight change; otherwise a sweep.</param>
internal sealed record Pace(double? StepsPerSecond, bool ByChange)
{
    /// <summary>The paces of a slider, in its order.</summary>
    public static IReadOnlyList<double?> Choices { get; } = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, null];

    /// <summary>Sweeps, as many as the page can.</summary>
    public static Pace Full { get; } = new(null, ByChange: false);
}

/// <summary>Tells how many steps are due by a pace.</summary>
internal sealed class PaceClock
{
    private double due = 1;

    /// <summary>The steps that are due; those are then no longer.</summary>
    /// <param name="pace">The pace.</param>
    /// <param name="since">Time since the last call.</param>
    public int Due(Pace pace, TimeSpan since)
    {
        if (pace.StepsPerSecond is not { } rate) return int.MaxValue;
        // What a page that was hidden for a while has missed is not made up for, beyond half a second.
        due += rate * Math.Min(since.TotalSeconds, Math.Max(0.5, 1 / rate));
        var steps = (int)due;
        due -= steps;
        return steps;
    }
}

/// <summary>Sweeps a second over the last half second or so.</summary>
internal sealed class SpeedMeter
{
    private static readonly TimeSpan Stretch = TimeSpan.FromSeconds(0.5);

    private TimeSpan time;
    private int sweeps;

    /// <summary>Sweeps a second; null before half a second is over.</summary>
    public double? SweepsPerSecond { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Begin(int made) => (time, sweeps, SweepsPerSecond) = (TimeSpan.Zero, made, null);

    /// <summary>Adds what was made since.</summary>
    public void Add(TimeSpan since, int made)
    {
        time += since;
        if (made < sweeps) Begin(made);
        if (time < Stretch) return;
        SweepsPerSecond = (made - sweeps) / time.TotalSeconds;
        (time, sweeps) = (TimeSpan.Zero, made);
    }
}
