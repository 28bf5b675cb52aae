namespace Backprop;

/// <content>Projections in which unit k sends to unit k only.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ForwardOneToOne(T* w, in Matrix<T> y, in Matrix<T> x)
    {
        y.AssertSameShape(x);
        T* from = y.Pointer, to = x.Pointer;
        var (fromStride, toStride, cases) = ((nint)y.Stride, (nint)x.Stride, WholeLanes(x).Columns);
        for (var j = 0; j < x.Rows; j++, to += toStride, from += fromStride)
        {
            var weight = TLanes.Broadcast(w[j]);
            for (nint c = 0; c < cases; c += TLanes.Count)
                TLanes.Store(to + c, TLanes.MultiplyAdd(weight, TLanes.Load(from + c), TLanes.Load(to + c)));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientOneToOne(in Matrix<T> dx, in Matrix<T> y, T* g)
    {
        dx.AssertSameShape(y);
        T* ofReceiver = dx.Pointer, ofSender = y.Pointer;
        var (receiverStride, senderStride, cases) = ((nint)dx.Stride, (nint)y.Stride, WholeLanes(dx).Columns);
        for (var j = 0; j < dx.Rows; j++, ofReceiver += receiverStride, ofSender += senderStride)
        {
            var sum = TLanes.Zero;
            for (nint c = 0; c < cases; c += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.Load(ofReceiver + c), TLanes.Load(ofSender + c), sum);
            g[j] += TLanes.SumOfLanes(sum);
        }
    }
}
