namespace Backprop.Lab;

/// <summary>Weights of a net at earlier moments of its run, at growing distances, in bounded memory.</summary>
internal sealed class Snapshots
{
    /// <summary>The most snapshots.</summary>
    internal const int Most = 64;

    private const long MostBytes = 32L << 20;
    private const double FirstGrowth = 1.15;

    private readonly List<Snapshot> all = [];
    private Opening? opening;
    private double growth = FirstGrowth;

    /// <summary>The snapshots, in order; the first of the start, where the lab was followed then.</summary>
    public IReadOnlyList<Snapshot> All => all;

    /// <summary>Takes a snapshot where one is due; drops those of moments that were undone.</summary>
    public void Follow(LabSession session)
    {
        if (!ReferenceEquals(opening, session.Opening))
        {
            all.Clear();
            (opening, growth) = (session.Opening, FirstGrowth);
        }
        var sweeps = session.Trainer.Sweeps;
        while (all.Count > 0 && (all[^1].Sweeps > sweeps || all[^1].Deeds > session.Deeds.Count))
            all.RemoveAt(all.Count - 1);
        if (all.Count > 0 && sweeps < Math.Max(all[^1].Sweeps + 1, all[^1].Sweeps * growth)) return;
        var weights = new float[session.Trainer.WeightCount];
        session.Trainer.CopyWeights(weights);
        all.Add(new(sweeps, session.Deeds.Count, weights));
        if (all.Count > Math.Clamp(MostBytes / (sizeof(float) * Math.Max(1, weights.Length)), 4, Most)) Thin();
    }

    /// <summary>Drops every second one between the first and the last, and takes the next ones as far apart.</summary>
    private void Thin()
    {
        for (var index = all.Count - 2 - (all.Count % 2); index > 0; index -= 2)
            all.RemoveAt(index);
        growth *= growth;
    }
}

/// <summary>Weights at a moment.</summary>
/// <param name="Sweeps">Sweeps made until then.</param>
/// <param name="Deeds">Deeds done until then.</param>
/// <param name="Weights">All weights, in the order of the flat vector.</param>
internal sealed record Snapshot(int Sweeps, int Deeds, float[] Weights);
