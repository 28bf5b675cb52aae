using System.Collections.Immutable;

namespace Backprop;

/// <summary>
/// What a step computes for the units of a group, in each case; the operation of the forward pass first in each family, then that of the backward pass.
/// j is a unit of the step's group; the group at the other end of a projection has the units i if it sends, k if it receives. Equations are the paper's.
/// </summary>
internal enum Operation
{
    /// <summary>x_j = b_j, or 0 in a group without biases.</summary>
    Start,

    /// <summary>∂E/∂y_j = 0.</summary>
    StartBack,

    /// <summary>∂E/∂b_j += ∂E/∂x_j, summed over the cases: equation 6 for the unit whose state is always 1.</summary>
    BiasGradient,

    /// <summary>x_j += Σ_i w_ji y_i: equation 1.</summary>
    Dense,

    /// <summary>∂E/∂y_j += Σ_k w_kj ∂E/∂x_k: equation 7.</summary>
    DenseBack,

    /// <summary>∂E/∂w_ji += ∂E/∂x_j y_i, summed over the cases: equation 6.</summary>
    DenseGradient,

    /// <summary><see cref="Dense"/> from an input group of which only the states that are not 0 are kept.</summary>
    Sparse,

    /// <summary><see cref="DenseGradient"/> from such a group.</summary>
    SparseGradient,

    /// <summary>Records, once per block and for all units, which columns <see cref="SparseGradient"/> is about to write: the next gradient clears only these.</summary>
    SparseColumns,

    /// <summary>x_j += w_j y_j.</summary>
    OneToOne,

    /// <summary>∂E/∂y_j += w_j ∂E/∂x_j.</summary>
    OneToOneBack,

    /// <summary>∂E/∂w_j += ∂E/∂x_j y_j, summed over the cases.</summary>
    OneToOneGradient,

    /// <summary>y_j = f(x_j): equation 2.</summary>
    Value,

    /// <summary>x_j += noise.</summary>
    NoiseOnTotals,

    /// <summary>y_j += noise.</summary>
    NoiseOnStates,

    /// <summary>∂E/∂x_j = ∂E/∂y_j f′(x_j): equation 5.</summary>
    Derivative,

    /// <summary>E of an output group, equation 3; and ∂E/∂y_j, equation 4, unless the error measure gives ∂E/∂x_j. The sum over the groups is E of the block.</summary>
    Error,

    /// <summary>∂E/∂x_j += what the error measure gives of it.</summary>
    ErrorDerivative,

    /// <summary>y_j = the clamp, where there is one.</summary>
    Clamp,

    /// <summary>∂E/∂x_j = 0 where y_j is clamped: the state does not depend on the total input.</summary>
    ClearClamped,

    /// <summary>y_j = 0 where unit j is lesioned.</summary>
    Lesion,

    /// <summary>∂E/∂x_j = 0 where unit j is lesioned: the state does not depend on the total input.</summary>
    ClearLesioned,

    /// <summary>y_j += s (clamp − y_j), where there is one.</summary>
    ClampSoftly,

    /// <summary>∂E/∂x_j *= 1 − s where y_j is clamped.</summary>
    BackClampSoftly,

    /// <summary>x_j = x_j′ + τ (x_j − x_j′): a leaky unit, x_j′ its total input one iteration ago.</summary>
    Leak,

    /// <summary>∂E/∂x_j += what the copy one iteration later passes back; (1 − τ) ∂E/∂x_j is passed on, and τ ∂E/∂x_j takes its place. Started from 0: no later copy passes anything back.</summary>
    BackLeak,

    /// <summary>∂E/∂x_j = 0 where it is too small to change a weight.</summary>
    ClearVanished,

    /// <summary>All parts in one call, the sums kept in registers: products, then <see cref="Value"/>.</summary>
    SumAndValue,

    /// <summary>All parts in one call, the sums kept in registers: products, then <see cref="Derivative"/>.</summary>
    SumAndDerivative,

    /// <summary>All parts in one call, the sums over cases left in their lanes: gradients of projections and biases.</summary>
    GradientInLanes,

    /// <summary><see cref="SumAndDerivative"/> and <see cref="GradientInLanes"/> in one call.</summary>
    Backward,
}

/// <summary>What a sum starts with.</summary>
internal enum StartValue
{
    /// <summary>With what the destination holds.</summary>
    None,

    /// <summary>With 0.</summary>
    Zero,

    /// <summary>With the biases of the units.</summary>
    Biases,
}

/// <summary>What a step does with the gradient of the biases.</summary>
internal enum BiasUse
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Adds to it.</summary>
    Add,

    /// <summary>Writes it, whatever it held.</summary>
    Write,
}

/// <summary>One operation of a plan.</summary>
/// <param name="Operation">What is computed.</param>
/// <param name="Projection">Through which projection; null for an operation of the group alone.</param>
internal sealed record PlanStep(Operation Operation, Projection? Projection = null)
{
    /// <summary>Of a sum: what it starts with.</summary>
    internal StartValue Start { get; init; }

    /// <summary>Of a gradient: writes it, whatever it held; the other steps add to what is there.</summary>
    internal bool Writes { get; init; }

    /// <summary>Of a sparse gradient that is written: clears only the columns that <see cref="Operation.SparseColumns"/> recorded for the one before.</summary>
    internal bool ByColumns { get; init; }

    /// <summary>Of a dense gradient: each sum over cases is one chain in the order of the cases.</summary>
    internal bool InCaseOrder { get; init; }

    /// <summary>Of a gradient: the bias gradient in the same pass over ∂E/∂x.</summary>
    internal BiasUse Biases { get; init; }

    /// <summary>The steps that one call does; none of an operation that is one by itself.</summary>
    internal ImmutableArray<PlanStep> Parts { get; init; } = [];

    private bool IsGradient => Operation is Operation.DenseGradient or Operation.SparseGradient or Operation.OneToOneGradient;

    public bool Equals(PlanStep? other) => other is not null && (Operation, Projection, Start, Writes, ByColumns, InCaseOrder, Biases) == (other.Operation, other.Projection, other.Start, other.Writes, other.ByColumns, other.InCaseOrder, other.Biases)
        && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => HashCode.Combine(Operation, Projection, Start, Writes, ByColumns, InCaseOrder, Biases, Parts.Length);

    /// <summary>"DenseGradient in-&gt;hidden, written, in case order, biases added".</summary>
    public override string ToString() => Operation
        + (Projection is null ? "" : $" {Projection}")
        + (Start switch { StartValue.Zero => " from 0", StartValue.Biases => " from the biases", _ => "" })
        + (Projection is null || !IsGradient ? "" : Writes ? ", written" : ", added")
        + (ByColumns && IsGradient ? ", by columns" : "")
        + (InCaseOrder ? ", in case order" : "")
        + (Biases switch { BiasUse.Add => ", biases added", BiasUse.Write => ", biases written", _ => "" })
        + (Parts.IsEmpty ? "" : $" ({string.Join("; ", Parts)})");
}
