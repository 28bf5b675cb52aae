namespace Backprop;

/// <summary>
/// The columns of a sparse projection's gradient that may hold numbers other than 0: one per sending unit that is not 0 in some case.
/// Only they are cleared for the next gradient, so that clearing, too, takes time in proportion to the states that are not 0.
/// </summary>
internal sealed unsafe class GradientColumns<T>(int from)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Clearing whole rows is faster if at least one column in this number is to be cleared.</summary>
    private const int Share = 8;

    private readonly bool[] isUsed = new bool[from];
    private int[] used = new int[from];
    private int usedCount;
    private int[] left = new int[from];
    private int leftCount;
    private T* gradient;

    /// <summary>Forgets what the last gradient left: others have written into it, so that all is cleared for the next one.</summary>
    internal void Forget() => gradient = null;

    /// <summary>Records the columns that a block writes; called once per block, before its gradient is computed.</summary>
    /// <param name="into">The gradient; one in another place than the last may hold anything.</param>
    /// <param name="states">The states of the sending units.</param>
    /// <param name="cases">The number of cases.</param>
    /// <param name="fresh">Whether a new gradient begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Record(T* into, SparseStates<T> states, int cases, bool fresh)
    {
        if (fresh)
        {
            (used, left) = (left, used);
            leftCount = into == gradient ? usedCount : from;
            foreach (var unit in left.AsSpan(0, usedCount))
                isUsed[unit] = false;
            usedCount = 0;
            gradient = into;
        }
        for (var slot = 0; slot < states.Slots; slot++)
        {
            foreach (var unit in new ReadOnlySpan<int>(states.Units + (slot * states.Stride), cases))
            {
                if (isUsed[unit])
                    continue;
                isUsed[unit] = true;
                used[usedCount++] = unit;
            }
        }
    }

    /// <summary>Clears what the last gradient left in a number of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Clear(T* rows, int count)
    {
        for (; count > 0; count--, rows += from)
        {
            if (leftCount > from / Share)
            {
                new Span<T>(rows, from).Clear();
                continue;
            }
            foreach (var unit in left.AsSpan(0, leftCount))
                rows[unit] = T.Zero;
        }
    }
}
