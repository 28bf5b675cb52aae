namespace Backprop;

/// <summary>What the sum of each row of a product begins with: numbers in memory, one per row or one for all rows, or by default what the destination holds.</summary>
internal readonly unsafe struct SumStart<T>
    where T : unmanaged
{
    private SumStart(T* pointer, int step)
    {
        Pointer = pointer;
        Step = step;
    }

    /// <summary>Sums begin with what the destination holds.</summary>
    public static SumStart<T> Destination => default;

    /// <summary>The number of row 0; null if sums begin with what the destination holds.</summary>
    public T* Pointer { get; }

    /// <summary>Numbers from one row to the next: 1, or 0 if all rows have the same.</summary>
    public int Step { get; }

    /// <summary>The sum of row r begins with values[r].</summary>
    public static SumStart<T> PerRow(T* values) => new(values, 1);

    /// <summary>The sums of all rows begin with *value.</summary>
    public static SumStart<T> Same(T* value) => new(value, 0);

    /// <summary>The start of the rows from <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SumStart<T> From(int first) => new(Pointer + ((nint)first * Step), Step);
}
