namespace Backprop;

/// <summary>How fast the states and derivatives of one group change along a direction. All matrices are [unit × case].</summary>
internal sealed unsafe class GroupSlopes<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> totals;
    private readonly AlignedBuffer<T> states;
    private readonly AlignedBuffer<T> derivatives;
    private readonly AlignedBuffer<T>? free;
    private readonly AlignedBuffer<T>? passed;

    /// <param name="group">The group.</param>
    /// <param name="stride">Numbers per unit.</param>
    /// <param name="earlier">Of leaky units those of the copy one iteration ago, with which it shares what is passed back; null where there is none.</param>
    internal GroupSlopes(Group group, int stride, GroupSlopes<T>? earlier)
    {
        var length = checked(group.Size * stride);
        (totals, states, derivatives) = (new AlignedBuffer<T>(length), new AlignedBuffer<T>(length), new AlignedBuffer<T>(length));
        free = group.ClampStrength < 1 ? new AlignedBuffer<T>(length) : null;
        passed = group.Before is null ? null : earlier?.passed ?? new AlignedBuffer<T>(length);
    }

    /// <summary>Of the total inputs; 0 of an input group.</summary>
    internal T* Totals => totals.Pointer;

    /// <summary>Of the states.</summary>
    internal T* States => states.Pointer;

    /// <summary>Of the states as they follow from the total inputs, where clamps only move them; otherwise the same place as the states.</summary>
    internal T* Free => free is null ? States : free.Pointer;

    /// <summary>Of ∂E/∂y, then of ∂E/∂x in its place.</summary>
    internal T* Derivatives => derivatives.Pointer;

    /// <summary>Of what a copy of leaky units passes back to the total input of the one before; null for other units.</summary>
    internal T* Passed => passed is null ? null : passed.Pointer;
}
