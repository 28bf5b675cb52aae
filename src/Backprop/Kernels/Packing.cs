using System.Diagnostics;

namespace Backprop;

/// <content>Operands of large products, copied into panels in which a tile reads one number after the other.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Numbers between packed parts, which packing may overwrite.</summary>
    private const int Gap = 16;

    [ThreadStatic]
    private static AlignedBuffer<T>? scratch;

    /// <summary>Memory of this thread for packed operands, whatever it holds.</summary>
    private static AlignedBuffer<T> Scratch(int length)
    {
        var buffer = scratch;
        if (buffer is null || buffer.Length < length)
            scratch = buffer = new AlignedBuffer<T>(length);
        return buffer;
    }

    /// <summary>Divides <paramref name="whole"/> into parts of at most <paramref name="most"/>, nearly equal and, except for the last, whole units; returns their size.</summary>
    private static int PartSize(int whole, int most, int unit)
    {
        var units = Math.Max(1, (whole + unit - 1) / unit);
        var together = Math.Max(1, most / unit);
        var parts = (units + together - 1) / together;
        return (units + parts - 1) / parts * unit;
    }

    /// <summary>
    /// Packs a matrix [steps × width] into panels [steps × <paramref name="most"/>], the last of which may be narrower.
    /// Where it is transposed, columns from its width up to <paramref name="padded"/> become 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pack(in Matrix<T> source, T* panels, int most, int padded)
    {
        if (source.ColumnStep == 1)
            PackRows(source, panels, most);
        else
            PackTransposed(source.Transposed, panels, most, padded);
    }

    /// <summary>Packs contiguous rows. The size of most copies is a constant where this is inlined: a few moves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackRows(in Matrix<T> source, T* panels, int most)
    {
        var row = source.Pointer;
        var (stride, steps, width) = ((nint)source.Stride, source.Rows, source.Columns);
        for (var k = 0; k < steps; k++, row += stride)
        {
            var n = 0;
            for (; n + most <= width; n += most)
                Unsafe.CopyBlockUnaligned(panels + ((nint)n * steps) + (k * most), row + n, (uint)(most * sizeof(T)));
            if (n < width)
                Unsafe.CopyBlockUnaligned(panels + ((nint)n * steps) + (k * (width - n)), row + n, (uint)((width - n) * sizeof(T)));
        }
    }

    /// <summary>Packs a matrix that is given as the transposed one, [width × steps].</summary>
    [MethodImpl(Hot)]
    private static void PackTransposed(in Matrix<T> source, T* panels, int most, int padded)
    {
        Debug.Assert(source.ColumnStep == 1, "Neither rows nor columns are contiguous.");
        var (width, steps) = (source.Rows, source.Columns);
        var rows = stackalloc T*[64];
        for (var n = 0; n < padded; n += most)
        {
            var span = Math.Min(most, padded - n);
            var whole = Math.Min(span, width - n);
            for (var r = 0; r < whole; r++)
                rows[r] = source.Row(n + r);
            Transpose.RowsToColumns(rows, whole, panels, span, steps, room: true);
            for (var k = 0; whole < span && k < steps; k++)
                new Span<T>(panels + (k * span) + whole, span - whole).Clear();
            panels += (nint)span * steps;
        }
    }
}
