using System.Diagnostics;

namespace Backprop;

/// <summary>
/// Numbers, or structs, at a fixed address, initially 0, on a 64-byte boundary if their size divides 64. The garbage collector frees them with this object:
/// code that computes on <see cref="Pointer"/> keeps the buffer reachable until it has finished (<see cref="GC.KeepAlive"/>).
/// </summary>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private readonly T[] storage;
    private readonly int start;

    /// <summary>Allocates <paramref name="length"/> numbers, followed by at least 64 bytes that may be read.</summary>
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

    /// <summary>The number of numbers.</summary>
    public int Length { get; }

    /// <summary>The first number.</summary>
    public T* Pointer { get; }

    /// <summary>All numbers.</summary>
    public Span<T> Span => storage.AsSpan(start, Length);

    /// <summary>The same, for callers that keep it.</summary>
    public Memory<T> Memory => storage.AsMemory(start, Length);

    /// <summary>A matrix in the buffer, whose first element is number <paramref name="offset"/>.</summary>
    public Matrix<T> Matrix(int rows, int columns, int stride, int offset = 0)
    {
        Debug.Assert(offset >= 0 && (rows == 0 || offset + ((rows - 1L) * stride) + columns <= Length), "A matrix reaches beyond its buffer.");
        return new(Pointer + offset, rows, columns, stride);
    }
}
