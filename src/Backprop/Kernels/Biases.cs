namespace Backprop;

/// <content>Biases: weights from a unit whose state is always 1.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Fill(in Matrix<T> x, SumStart<T> start)
    {
        if (start.Pointer == null)
            return;
        T* row = x.Pointer, value = start.Pointer;
        var (stride, cases) = ((nint)x.Stride, WholeLanes(x).Columns);
        for (var j = x.Rows; j > 0; j--, row += stride, value += start.Step)
        {
            var all = TLanes.Broadcast(*value);
            for (nint c = 0; c < cases; c += TLanes.Count)
                TLanes.Store(row + c, all);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    public override void GradientOfBiases(in Matrix<T> dx, T* g)
    {
        // The bundles of some rows, on a boundary of 64 bytes: their lanes are joined together.
        var room = stackalloc byte[(PartRows + 1) * 64];
        var bundles = (T*)(((nuint)room + 63) / 64 * 64);
        var row = dx.Pointer;
        var (stride, cases) = ((nint)dx.Stride, (nint)WholeLanes(dx).Columns);
        for (var j = 0; j < dx.Rows; j += PartRows)
        {
            var rows = Math.Min(PartRows, dx.Rows - j);
            var target = bundles;
            for (var k = rows; k > 0; k--, row += stride, target += TLanes.Count)
            {
                var sum = TLanes.Zero;
                for (nint c = 0; c < cases; c += TLanes.Count)
                    sum += TLanes.Load(row + c);
                TLanes.Store(target, sum);
            }
            AddJoined(bundles, g + j, rows, fresh: false);
        }
    }
}
