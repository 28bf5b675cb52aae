namespace Backprop;

/// <summary>
/// The columns of a sparse projection's gradient that may hold anything but 0, one a sending unit that was not 0 in some case.
/// Before the next gradient they alone are cleared, so that clearing too costs what the ones cost.
/// </summary>
internal sealed unsafe class GradientColumns<T>(int from)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From one in so many columns on, clearing whole rows is faster.</summary>
    private const int Share = 8;

    private readonly bool[] isUsed = new bool[from];
    private int[] used = new int[from];
    private int usedCount;
    private int[] left = new int[from];
    private int leftCount;
    private T* gradient;

    /// <summary>Once for each block, before its gradient is added.</summary>
    /// <param name="into">The gradient; that of another place counts as holding anything.</param>
    /// <param name="states">The block's states.</param>
    /// <param name="cases">Its cases.</param>
    /// <param name="fresh">Whether a new gradient begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Note(T* into, SparseStates<T> states, int cases, bool fresh)
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

    /// <summary>Clears in so many rows what the gradient before this one left.</summary>
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
