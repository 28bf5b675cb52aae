namespace Backprop;

/// <summary>
/// Given states of a group of which few are not 0: so many slots a case, each a unit and its state. Slots that a case does not need,
/// and all slots of padded cases, hold unit 0 with the state 0.
/// </summary>
/// <param name="units">Units, [slot × case].</param>
/// <param name="values">Their states, [slot × case].</param>
/// <param name="slots">Slots a case.</param>
/// <param name="stride">Numbers a row.</param>
internal readonly unsafe struct SparseStates<T>(int* units, T* values, int slots, int stride)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int* Units => units;

    public T* Values => values;

    public int Slots => slots;

    public nint Stride => stride;
}
