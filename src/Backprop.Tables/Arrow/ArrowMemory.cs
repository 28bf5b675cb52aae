using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Memory;

namespace Backprop.Data.Arrow;

/// <summary>The memory of an Arrow file that is read. A damaged file says lengths that it does not have; what it takes is bounded by what it holds.</summary>
/// <param name="fileLength">The length of the file in bytes.</param>
internal sealed class ArrowMemory(long fileLength) : MemoryAllocator
{
    /// <summary>Bytes that any file may take at once, and rows that it may have without a value.</summary>
    private const int AnyFile = 1 << 28, AnyRows = 1 << 20;

    /// <summary>Bytes that each byte of a file may take at once: a constant column packs well.</summary>
    private const int BytesPerByte = 1_000;

    /// <summary>Whether an array, and its dictionary, has a bit at least for each of its values.</summary>
    public static bool Holds(ArrayData data) => data.Length <= 8 * Bytes(data) && (data.Dictionary is null || Holds(data.Dictionary));

    /// <summary>Whether the arrays of a batch together have a bit at least for each of its rows; few rows are held without a value.</summary>
    public static bool Holds(RecordBatch batch) => batch.Length <= AnyRows || batch.Length <= 8 * batch.Arrays.Sum(static array => Bytes(array.Data));

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        if (length > AnyFile && length / BytesPerByte > fileLength)
            throw new InvalidDataException($"it says that {length:N0} bytes are packed in it, but has {fileLength:N0} bytes in all");
        bytesAllocated = length;
        return Default.Value.Allocate(length);
    }

    private static long Bytes(ArrayData? data) => data is null ? 0 : (data.Buffers?.Sum(static buffer => (long)buffer.Length) ?? 0) + (data.Children?.Sum(Bytes) ?? 0) + Bytes(data.Dictionary);
}
