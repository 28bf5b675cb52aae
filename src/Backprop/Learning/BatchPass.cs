using System.Runtime.InteropServices;

namespace Backprop;

/// <summary>The cases of one weight change, which a rule that searches runs again at other weights; what was derived last is kept, so that a change that begins there derives nothing.</summary>
internal sealed unsafe class BatchPass<T>(Network<T> network, BatchGradient<T> gradient, CaseOrder order, SequenceOrder? sequences, JacobianPass<T>? jacobian) : IBatchPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] weights = new T[network.Weights.Length];
    private StopNeeds needed;
    private double error = double.NaN;
    private double distance;
    private bool onRightSide;

    public T* Gradient => gradient.Pointer;

    public bool HasPenalty
    {
        get;
        set
        {
            field = value;
            if (value)
                gradient.ForgetColumns();
        }
    }

    public double Measure() =>
        sequences is not null ? gradient.OverSequences(sequences.Batch)
        : order.Batch.Length == order.Count ? gradient.ErrorOverAll()
        : gradient.ErrorOver(order.Batch);

    public long AddJacobian(NormalMatrix matrix) => jacobian!.Add(order.Batch, matrix);

    public double Derive()
    {
        HasPenalty = false;
        return sequences is not null ? gradient.OverSequences(sequences.Batch)
            : order.Batch.Length == order.Count ? DeriveAll(needed, out _, out _)
            : gradient.Over(order.Batch);
    }

    /// <summary>E and ∂E/∂w over all cases, and what stop rules need, which later calls of <see cref="Derive"/> measure too.</summary>
    internal double DeriveAll(StopNeeds needs, out double greatestDistance, out bool allOnRightSide)
    {
        needed = needs;
        HasPenalty = false;
        error = gradient.OverAll(needs, out distance, out onRightSide);
        network.Weights.CopyTo(weights);
        (greatestDistance, allOnRightSide) = (distance, onRightSide);
        return error;
    }

    /// <summary>What <see cref="DeriveAll"/> gave last, if it was with the current weights and measured all that is needed; the gradient is still there.</summary>
    internal bool Recall(StopNeeds needs, out double lastError, out double greatestDistance, out bool allOnRightSide)
    {
        (lastError, greatestDistance, allOnRightSide) = (error, distance, onRightSide);
        return double.IsFinite(error) && (needs & ~needed) == StopNeeds.None && MemoryMarshal.AsBytes(network.Weights).SequenceEqual(MemoryMarshal.AsBytes(weights.AsSpan()));
    }
}
