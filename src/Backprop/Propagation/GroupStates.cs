namespace Backprop;

/// <summary>The states and derivatives of one group that is not an input, and what computes them. All matrices are [unit × case].</summary>
internal sealed unsafe class GroupStates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> states;
    private readonly AlignedBuffer<T>? totals;
    private readonly AlignedBuffer<T>? derivatives;
    private readonly AlignedBuffer<T>? free;
    private readonly AlignedBuffer<T>? passed;

    /// <summary>Makes room for a group's states.</summary>
    /// <param name="group">The group.</param>
    /// <param name="error">The error measure; null: forward only.</param>
    /// <param name="buffers">Gives the memory.</param>
    /// <param name="hasNoise">Whether noise is added to the states: then they follow from the total inputs beside it, where the unit function is derived.</param>
    /// <param name="earlier">Of leaky units the states of the copy one iteration ago, with which it shares what is passed back; null where there is none.</param>
    /// <param name="keepsTotalInputs">Whether total inputs are kept even where nothing needs them afterwards.</param>
    internal GroupStates(Group group, ErrorMeasure? error, StateBuffers<T> buffers, bool hasNoise, GroupStates<T>? earlier, bool keepsTotalInputs)
    {
        Function = group.UnitFunction.Bind<T>();
        Error = group.IsOutput ? error?.Bind<T>(group) : null;
        states = buffers.States(group);
        totals = keepsTotalInputs || group.UnitFunction.UsesTotalInput || Error is { DerivesTotalInput: true } || group.Before is not null ? buffers.Totals(group) : null;
        derivatives = buffers.Derivatives(group);
        free = group.ClampStrength < 1 || hasNoise ? buffers.Free(group) : null;
        passed = derivatives is null || group.Before is null ? null : earlier?.passed ?? buffers.New(group);
        Y = states.Pointer;
        Totals = totals is null ? null : totals.Pointer;
        Free = free is null ? Y : free.Pointer;
        Dx = derivatives is null ? null : derivatives.Pointer;
        Passed = passed is null ? null : passed.Pointer;
    }

    internal GroupKernels<T> Function { get; }

    /// <summary>The error measure of an output group; null if none is given.</summary>
    internal ErrorKernel<T>? Error { get; }

    /// <summary>States.</summary>
    internal T* Y { get; }

    /// <summary>The states as they follow from the total inputs, where clamps only move them or noise is added; otherwise the same place as the states.</summary>
    internal T* Free { get; }

    /// <summary>Total inputs; null where nothing needs them afterwards, so that the states take their place.</summary>
    internal T* Totals { get; }

    /// <summary>∂E/∂y, then ∂E/∂x in its place; null if no derivatives are wanted, or if E does not depend on the group.</summary>
    internal T* Dx { get; }

    /// <summary>Of leaky units what a copy passes back to the total input of the one before; all copies have the same place. Null for other units.</summary>
    internal T* Passed { get; }
}
