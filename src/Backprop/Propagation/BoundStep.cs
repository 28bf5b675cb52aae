namespace Backprop;

/// <summary>A step with its operands in a block, the weights and a gradient: whole matrices, of which each thread takes its units.</summary>
internal unsafe struct BoundStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Operation Operation;

    /// <summary>The projection's weights [receiver × sender]; [receiver × 1] where it is one-to-one.</summary>
    public Matrix<T> Weights;

    /// <summary>The group at the other end [unit × case]: its states if it sends, unless they are sparse; ∂E/∂x if it receives.</summary>
    public Matrix<T> Other;

    /// <summary>Its states if they are sparse.</summary>
    public SparseStates<T> Sparse;

    /// <summary>What the sums start with.</summary>
    public SumStart<T> Start;

    /// <summary>The gradient of the projection's weights.</summary>
    public Matrix<T> Gradient;

    /// <summary>The gradient of the biases; null if the step leaves it alone.</summary>
    public T* BiasGradient;

    /// <summary>Whether the gradient is written, not added to.</summary>
    public bool Writes;

    /// <summary>The same of the biases.</summary>
    public bool WritesBiases;

    /// <summary><see cref="PlanStep.InCaseOrder"/>.</summary>
    public bool InCaseOrder;

    /// <summary>Which columns of a sparse gradient are cleared; null: all.</summary>
    public GradientColumns<T>? Columns;
}
