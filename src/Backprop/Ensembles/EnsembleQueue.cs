namespace Backprop;

/// <summary>The nets that threads take one after the other, and their results, which are handed on in the order of the nets.</summary>
internal sealed class EnsembleQueue<T>(IEnumerator<EnsembleNet> nets, Action<EnsembleRun<T>> stopped, IProgress<int>? progress, CancellationToken cancellationToken)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Lock taking = new();
    private readonly Lock handing = new();
    private readonly SortedDictionary<int, EnsembleRun<T>> waiting = [];
    private int taken;
    private int handed;
    private int done;
    private volatile bool ended;

    /// <summary>Whether no net goes on: the run is canceled, or another thread has failed.</summary>
    internal bool IsEnded => ended || cancellationToken.IsCancellationRequested;

    /// <summary>Takes the next net; false if there is none.</summary>
    internal bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out EnsembleNet? net, out int index)
    {
        (net, index) = (null, -1);
        lock (taking)
        {
            if (IsEnded || !nets.MoveNext())
                return false;
            net = nets.Current ?? throw new InvalidOperationException($"Net {taken} of the ensemble is null; each net has a seed.");
            net.Rule?.Validate();
            index = taken++;
            return true;
        }
    }

    /// <summary>Takes a result, and hands it on with those that waited for it.</summary>
    internal void Add(EnsembleRun<T> run)
    {
        lock (handing)
        {
            waiting.Add(run.Index, run);
            progress?.Report(++done);
            while (waiting.Remove(handed, out var next))
            {
                handed++;
                stopped(next);
            }
        }
    }

    /// <summary>Hands on the results that still wait, after a cancellation: some nets before them have none.</summary>
    internal void Finish()
    {
        foreach (var run in waiting.Values)
            stopped(run);
        waiting.Clear();
    }

    /// <summary>Ends the run in all threads.</summary>
    internal void End() => ended = true;
}
