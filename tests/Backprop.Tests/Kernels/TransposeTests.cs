namespace Backprop.Tests;

public sealed unsafe class TransposeTests
{
    [Fact]
    public void Any_number_of_rows_of_any_length_becomes_columns()
    {
        for (var rows = 0; rows <= 33; rows++)
        {
            foreach (var count in (int[])[0, 1, 2, 3, 4, 5, 7, 8, 13, 64])
            {
                Check<float>(rows, count, room: false);
                Check<float>(rows, count, room: true);
                Check<double>(rows, count, room: false);
                Check<double>(rows, count, room: true);
            }
        }
    }

    /// <summary>Without room nothing behind the columns is written; with room, only what lies less than 64 bytes behind the last row's.</summary>
    private static void Check<T>(int rows, int count, bool room)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var stride = rows + (room ? 0 : 3);
        var source = new AlignedBuffer<T>((rows * (count + 1)) + 1);
        for (var k = 0; k < source.Length; k++)
            source.Span[k] = T.CreateChecked(k);
        var target = new AlignedBuffer<T>((stride * count) + 64);
        target.Span.Fill(T.NegativeOne);
        var addresses = stackalloc T*[rows + 1];
        for (var r = 0; r < rows; r++)
            addresses[r] = source.Pointer + (r * (count + 1)) + 1;

        Transpose.RowsToColumns(addresses, rows, target.Pointer, stride, count, room);

        for (var k = 0; k < count; k++)
        {
            for (var r = 0; r < stride; r++)
                Assert.Equal(r < rows ? source.Span[(r * (count + 1)) + 1 + k] : T.NegativeOne, target.Span[(k * stride) + r]);
        }
        var free = room && count > 0 ? (64 / sizeof(T)) - 1 : 0;
        Assert.Equal(-1, target.Span[((stride * count) + free)..].IndexOfAnyExcept(T.NegativeOne));
    }
}
