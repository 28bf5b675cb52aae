namespace Backprop.Lab;

/// <summary>How long a training takes in the page.</summary>
internal static class Outlook
{
    /// <summary>Longer than this, the tool is the better place.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The time of the sweeps that are left until the limit.</summary>
    /// <param name="session">The lab.</param>
    /// <param name="way">How it learns.</param>
    /// <param name="sweepsPerSecond">What was measured; null: estimated from the work of a sweep.</param>
    public static TimeSpan Left(LabSession session, EngineWay way, double? sweepsPerSecond)
    {
        var left = Math.Max(0, session.Training.Sweeps - session.Trainer.Sweeps);
        var seconds = left / (sweepsPerSecond ?? Rate(way) / Work(session.Trainer.Net, session.Opening.Cases));
        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));
    }

    /// <summary>Multiply-adds of a sweep: forward, backward and for the gradient, each weight once in each case.</summary>
    public static double Work(Topology net, Cases cases) =>
        3.0 * cases.Count * net.Projections.Sum(static projection => (double)projection.From.Size * projection.To.Size);

    /// <summary>Multiply-adds a second, roughly, on a machine of today.</summary>
    private static double Rate(EngineWay way) => way switch
    {
        EngineWay.Fused => 1e9,
        EngineWay.Software => 2e8,
        _ => 2e7,
    };
}
