namespace Backprop;

/// <summary>The states and derivatives of one group in a bundle of nets, [unit · stride + place] bundles, and what computes them.</summary>
internal sealed unsafe class NetGroup<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T>[] buffers;

    internal NetGroup(EnsemblePlan<T> plan, Group group, ErrorMeasure error)
    {
        Group = group;
        var stride = plan.Places.Count * Gradient<T>.LaneCount;
        if (group.IsInput)
        {
            // The same in all nets: of use only to projections that ask for a unit's states.
            var given = group.OutOf.Any(static projection => projection.Weights.IsOneToOne) ? plan.Given[group].Expand() : new AlignedBuffer<T>(0);
            buffers = [given];
            Y = given.Matrix(given.Length == 0 ? 0 : group.Size, given.Length == 0 ? 0 : stride, stride);
            return;
        }
        Function = group.UnitFunction.Bind<T>();
        Error = plan.Targets.ContainsKey(group) ? error.Bind<T>(group) : null;
        var length = checked(group.Size * stride);
        var (states, derivatives) = (new AlignedBuffer<T>(length), new AlignedBuffer<T>(length));
        var totals = group.UnitFunction.UsesTotalInput || Error is { DerivesTotalInput: true } ? new AlignedBuffer<T>(length) : states;
        buffers = [states, derivatives, totals];
        (X, Y, Dx) = (totals.Matrix(group.Size, stride, stride), states.Matrix(group.Size, stride, stride), derivatives.Matrix(group.Size, stride, stride));
    }

    internal Group Group { get; }

    internal int Size => Group.Size;

    internal GroupKernels<T>? Function { get; }

    internal ErrorKernel<T>? Error { get; }

    /// <summary>Total inputs; the states where nothing needs them afterwards.</summary>
    internal Matrix<T> X { get; }

    internal Matrix<T> Y { get; }

    /// <summary>∂E/∂y, then ∂E/∂x in its place.</summary>
    internal Matrix<T> Dx { get; }
}
