namespace Backprop;

/// <content>Leaky units: total inputs that keep a part of what they were one iteration before.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Leak(in Matrix<T> before, in Matrix<T> x, T rate)
    {
        before.AssertSameShape(x);
        T* past = before.Pointer, total = x.Pointer;
        var (pastStride, totalStride, cases, all) = ((nint)before.Stride, (nint)x.Stride, WholeLanes(x).Columns, TLanes.Broadcast(rate));
        for (var j = x.Rows; j > 0; j--, past += pastStride, total += totalStride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var held = TLanes.Load(past + c);
                TLanes.Store(total + c, TLanes.MultiplyAdd(all, TLanes.Load(total + c) - held, held));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void BackLeak(in Matrix<T> passed, in Matrix<T> dx, T rate, bool fresh)
    {
        passed.AssertSameLayout(dx);
        T* back = passed.Pointer, derivative = dx.Pointer;
        var (stride, cases) = ((nint)dx.Stride, WholeLanes(dx).Columns);
        var (all, kept, least) = (TLanes.Broadcast(rate), TLanes.Broadcast(T.One - rate), TLanes.Broadcast(Vanished));
        for (var j = dx.Rows; j > 0; j--, back += stride, derivative += stride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var total = TLanes.Load(derivative + c);
                if (!fresh)
                    total += TLanes.Load(back + c);
                var earlier = kept * total;
                TLanes.Store(back + c, TLanes.Select(TLanes.LessThan(TLanes.Abs(earlier), least), TLanes.Zero, earlier));
                TLanes.Store(derivative + c, all * total);
            }
        }
    }
}
