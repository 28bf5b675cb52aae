namespace Backprop;

/// <summary>The states and derivatives of one group that is not an input, and what computes them. All matrices are [unit × case].</summary>
internal sealed unsafe class GroupStates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> states;
    private readonly AlignedBuffer<T>? totals;
    private readonly AlignedBuffer<T>? derivatives;

    internal GroupStates(Group group, ErrorMeasure? error, bool derives, int stride)
    {
        Function = group.UnitFunction.Bind<T>();
        Error = group.IsOutput ? error?.Bind<T>(group) : null;
        states = new AlignedBuffer<T>(checked(group.Size * stride));
        totals = group.UnitFunction.UsesTotalInput || Error is { DerivesTotalInput: true } ? new AlignedBuffer<T>(group.Size * stride) : null;
        derivatives = error is null || !derives ? null : new AlignedBuffer<T>(group.Size * stride);
        Y = states.Pointer;
        X = totals is null ? Y : totals.Pointer;
        Dx = derivatives is null ? null : derivatives.Pointer;
    }

    internal GroupKernels<T> Function { get; }

    /// <summary>The error measure of an output group; null if none is given.</summary>
    internal ErrorKernel<T>? Error { get; }

    /// <summary>States.</summary>
    internal T* Y { get; }

    /// <summary>Total inputs; the same place as the states where nothing needs them afterwards.</summary>
    internal T* X { get; }

    /// <summary>∂E/∂y, then ∂E/∂x in its place; null if no derivatives are wanted.</summary>
    internal T* Dx { get; }
}
