namespace Backprop;

/// <summary>Where a net of an <see cref="Ensemble{T}"/> stopped: what <see cref="Trainer{T}.Run"/> would have returned, and the weights.</summary>
/// <typeparam name="T">The precision of the nets.</typeparam>
public sealed class EnsembleRun<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Topology topology;
    private readonly T[] weights;

    internal EnsembleRun(int index, EnsembleNet net, Topology topology, T[] weights, int sweeps, double error, StopRule? stopped, TrainingException? failure = null)
    {
        (Index, Net, Sweeps, Error, Stopped, Failure) = (index, net, sweeps, error, stopped, failure);
        (this.topology, this.weights) = (topology, weights);
    }

    /// <summary>The position among the nets of the run, from 0.</summary>
    public int Index { get; }

    /// <summary>The net.</summary>
    public EnsembleNet Net { get; }

    /// <summary>Sweeps made since it began.</summary>
    public int Sweeps { get; }

    /// <summary>E over all cases with these weights; NaN after a failure.</summary>
    public double Error { get; }

    /// <summary>The rule that held; null after a failure.</summary>
    public StopRule? Stopped { get; }

    /// <summary>What a trainer throws where a number is no longer finite; null where all are.</summary>
    public TrainingException? Failure { get; }

    /// <summary>The weights, in the order of the flat vector.</summary>
    public ReadOnlySpan<T> Weights => weights;

    /// <summary>Makes a network with these weights.</summary>
    /// <returns>A network of its own.</returns>
    public Network<T> ToNetwork()
    {
        var network = new Network<T>(topology);
        weights.CopyTo(network.Weights);
        return network;
    }
}
