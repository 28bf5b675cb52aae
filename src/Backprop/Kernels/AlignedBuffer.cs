namespace Backprop;

/// <summary>
/// Zeroed numbers, or structs, at a fixed address, on a 64-byte boundary if their size divides it; freed by the garbage collector with this object.
/// Whoever computes on <see cref="Pointer"/> keeps the buffer reachable until it is done (<see cref="GC.KeepAlive"/>).
/// </summary>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private readonly T[] storage;
    private readonly int start;

    /// <summary>A buffer of <paramref name="length"/> numbers, with at least 64 bytes behind them that may be read.</summary>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var padding = (64 + sizeof(T) - 1) / sizeof(T);
        if (length > Array.MaxLength - (2 * padding))
            throw new InsufficientMemoryException($"{length} numbers are more than one array holds.");
        storage = GC.AllocateArray<T>(length + (2 * padding), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref storage[0]);
        start = (int)(((64 - (address % 64)) % 64) / (nuint)sizeof(T));
        Pointer = (T*)address + start;
        Length = length;
    }

    /// <summary>How many numbers it holds.</summary>
    public int Length { get; }

    /// <summary>The first number.</summary>
    public T* Pointer { get; }

    /// <summary>All of them.</summary>
    public Span<T> Span => storage.AsSpan(start, Length);

    /// <summary>All of them, for callers that keep them.</summary>
    public Memory<T> Memory => storage.AsMemory(start, Length);
}
