namespace Backprop;

/// <summary>The net in one lane of a bundle.</summary>
internal sealed class EnsembleLane(EnsembleNet net, int index, GradientDescent rule, StopRule stop, TimeProvider time)
{
    private readonly List<StopRule> stops = [stop];
    private long start = time.GetTimestamp();
    private double bestError = double.PositiveInfinity;
    private int bestSweep;

    internal EnsembleNet Net => net;

    internal int Index => index;

    /// <summary>The stop rules so far, the last of which the net has not met.</summary>
    internal IReadOnlyList<StopRule> Stops => stops;

    internal StopRule Stop => stops[^1];

    /// <summary>The pass in which the net is as it began.</summary>
    internal long Began { get; set; }

    /// <summary>The sweeps after which another phase begins.</summary>
    internal long PhaseEnd { get; private set; }

    /// <summary>The first pass in which something may be due, whatever the outputs are.</summary>
    internal long NextCheck
    {
        get
        {
            var sweeps = Math.Min(Stop.Bounds.Sweeps, PhaseEnd);
            return sweeps == long.MaxValue ? sweeps : Began + sweeps;
        }
    }

    /// <summary>Whether every sweep so far has been looked at, so that the best is known.</summary>
    internal bool IsWatched => stops.TrueForAll(static rule => rule.Bounds.Sweeps == 0);

    /// <summary>Goes on to another stop rule.</summary>
    internal void GoOn(StopRule next)
    {
        stops.Add(next);
        start = time.GetTimestamp();
    }

    /// <summary>ε and α of the change after so many sweeps.</summary>
    internal Phase PhaseAfter(int sweeps)
    {
        long end = 0;
        foreach (var phase in rule.Phases.SkipLast(1))
        {
            end += phase.Sweeps;
            if (sweeps < end)
            {
                PhaseEnd = end;
                return phase;
            }
        }
        PhaseEnd = long.MaxValue;
        return rule.Phases.Count == 0 ? new Phase(rule.LearningRate, rule.Momentum) : rule.Phases[^1];
    }

    /// <summary>What the stop rule is told.</summary>
    internal TrainingStatus Status(int sweeps, double error, double distance, bool onRightSide)
    {
        if (error < bestError)
            (bestError, bestSweep) = (error, sweeps);
        return new TrainingStatus(sweeps, error, double.NaN, bestSweep, time.GetElapsedTime(start), distance, onRightSide);
    }
}
