namespace Backprop.Lab;

/// <summary>How long a training takes in the page: as this net, or large ones, were measured to learn here; before that, by what machines of today do.</summary>
internal sealed class Outlook
{
    /// <summary>In smaller sweeps, what comes with each sweep takes more time than its multiply-adds.</summary>
    private const double LargeSweep = 10_000;

    /// <summary>Multiply-adds a second.</summary>
    private readonly Dictionary<EngineWay, double> rates = new() { [EngineWay.Fused] = 1e9, [EngineWay.Software] = 2e8, [EngineWay.Interpreted] = 2e7 };

    private (Opening Opening, EngineWay Way, double SweepsPerSecond)? measured;

    /// <summary>Longer than this, the tool is the better place.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Takes note of how fast a net learns at full speed.</summary>
    public void Measure(LabSession session, EngineWay way, double sweepsPerSecond)
    {
        if (sweepsPerSecond <= 0) return;
        measured = (session.Opening, way, sweepsPerSecond);
        if (Work(session.Trainer.Net, session.Opening.Cases) is var work and >= LargeSweep) rates[way] = work * sweepsPerSecond;
    }

    /// <summary>The time of the sweeps that are left until the limit.</summary>
    /// <param name="session">The lab.</param>
    /// <param name="way">How it learns.</param>
    public TimeSpan Left(LabSession session, EngineWay way)
    {
        var left = Math.Max(0, session.Training.Sweeps - session.Trainer.Sweeps);
        var sweepsPerSecond = measured is { } last && ReferenceEquals(last.Opening, session.Opening) && last.Way == way ? last.SweepsPerSecond : rates[way] / Work(session.Trainer.Net, session.Opening.Cases);
        return TimeSpan.FromSeconds(Math.Min(left / sweepsPerSecond, TimeSpan.MaxValue.TotalSeconds / 2));
    }

    /// <summary>Multiply-adds of a sweep: forward, backward and for the gradient, each weight once in each case.</summary>
    private static double Work(Topology net, Cases cases) =>
        3.0 * cases.Count * net.Projections.Sum(static projection => (double)projection.From.Size * projection.To.Size);
}
