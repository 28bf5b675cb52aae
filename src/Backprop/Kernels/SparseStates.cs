namespace Backprop;

/// <summary>
/// Given states of a group of which few are not 0: a fixed number of slots per case, each a unit and its state. Slots that a case does not need,
/// and all slots of padded cases, hold unit 0 with the state 0.
/// </summary>
/// <param name="units">Units, [slot × case].</param>
/// <param name="values">Their states, [slot × case].</param>
/// <param name="slots">Slots per case.</param>
/// <param name="stride">Elements from one row to the next.</param>
internal readonly unsafe struct SparseStates<T>(int* units, T* values, int slots, int stride)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int* Units => units;

    public T* Values => values;

    public int Slots => slots;

    public nint Stride => stride;

    /// <summary>Whether all units are below <paramref name="count"/>; for assertions.</summary>
    public bool HasUnitsBelow(int count)
    {
        var all = new ReadOnlySpan<int>(units, slots * stride);
        return all.IsEmpty || (!all.ContainsAnyExceptInRange(0, count - 1));
    }
}
