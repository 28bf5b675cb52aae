using System.Runtime.ExceptionServices;

namespace Backprop;

/// <summary>One run of an ensemble: the nets, what becomes of each, and the threads.</summary>
internal sealed class EnsembleRunner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Func<EnsembleRun<T>, StopRule?>? next;
    private readonly CancellationToken cancellationToken;
    private Exception? failure;

    internal EnsembleRunner(Ensemble<T> ensemble, EnsembleQueue<T> queue, StopRule stop, Func<EnsembleRun<T>, StopRule?>? next, CancellationToken cancellationToken)
    {
        (Ensemble, Queue, Stop) = (ensemble, queue, stop);
        (this.next, this.cancellationToken) = (next, cancellationToken);
    }

    internal Ensemble<T> Ensemble { get; }

    internal EnsembleQueue<T> Queue { get; }

    /// <summary>The stop rule with which each net begins.</summary>
    internal StopRule Stop { get; }

    /// <summary>Trains all nets.</summary>
    /// <param name="plan">How to train with a net per lane; null: one net after the other.</param>
    internal void Run(EnsemblePlan<T>? plan)
    {
        var threads = new Thread[Ensemble.Options.Threads - 1];
        for (var k = 0; k < threads.Length; k++)
        {
            threads[k] = new Thread(() => RunThread(plan)) { IsBackground = true, Name = $"Backprop ensemble {k + 1}" };
            threads[k].Start();
        }
        RunThread(plan);
        foreach (var thread in threads)
            thread.Join();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        Queue.Finish();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The stop rule of a net that has met the one before; null if it is done.</summary>
    internal StopRule? Next(EnsembleRun<T> run) => next?.Invoke(run);

    /// <summary>A network as it begins.</summary>
    internal Network<T> Start(EnsembleNet net)
    {
        var network = new Network<T>(Ensemble.Topology);
        if (Ensemble.Initialize is { } initialize)
            initialize(network, net);
        else
            network.Randomize(net.Seed, net.Range, net.InitialBiases);
        return network;
    }

    /// <summary>Trains one net by a trainer of its own.</summary>
    /// <param name="net">The net.</param>
    /// <param name="index">Its position.</param>
    /// <param name="stops">The stop rules so far; after the last one <see cref="Next"/> is asked.</param>
    internal void TrainAlone(EnsembleNet net, int index, IReadOnlyList<StopRule> stops)
    {
        var network = Start(net);
        var trainer = new Trainer<T>(network, Ensemble.Cases, net.Rule ?? Ensemble.Rule, Ensemble.ErrorMeasure, Ensemble.Options with { Threads = 1, Seed = net.Seed, Noise = Ensemble.Options.Noise is { } noise ? noise with { Seed = net.Seed } : null, Gradient = Ensemble.Options.Gradient.WithSeed(net.Seed) });
        try
        {
            foreach (var earlier in stops.SkipLast(1))
                trainer.Run(earlier, progress: null, cancellationToken);
            for (var stop = stops[^1]; ;)
            {
                var history = trainer.Run(stop, progress: null, cancellationToken);
                if (history.Stopped == StopWhen.Canceled)
                    return;
                var run = new EnsembleRun<T>(index, net, Ensemble.Topology, network.Weights.ToArray(), history.Sweeps, history.Error, history.Stopped);
                if (Next(run) is not { } another)
                {
                    Queue.Add(run);
                    return;
                }
                stop = another;
            }
        }
        catch (TrainingException exception)
        {
            Queue.Add(new EnsembleRun<T>(index, net, Ensemble.Topology, network.Weights.ToArray(), trainer.History.Sweeps, double.NaN, stopped: null, exception));
        }
    }

    private void RunThread(EnsemblePlan<T>? plan)
    {
        try
        {
            if (plan is not null)
            {
                new EnsembleThread<T>(this, plan).Run();
                return;
            }
            while (Queue.TryTake(out var net, out var index))
                TrainAlone(net, index, [Stop]);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, exception, null);
            Queue.End();
        }
    }
}
