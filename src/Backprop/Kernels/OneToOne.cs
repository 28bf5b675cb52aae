namespace Backprop;

/// <content>Projections in which unit k sends to unit k only.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ForwardOneToOne(T* w, T* y, int yStride, T* x, int xStride, int units, int cases)
    {
        for (var j = 0; j < units; j++, x += xStride, y += yStride)
        {
            var weight = TLanes.Broadcast(w[j]);
            for (var c = 0; c < cases; c += TLanes.Count)
                TLanes.Store(x + c, TLanes.MultiplyAdd(weight, TLanes.Load(y + c), TLanes.Load(x + c)));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientOneToOne(T* dx, int dxStride, T* y, int yStride, T* g, int units, int cases)
    {
        for (var j = 0; j < units; j++, dx += dxStride, y += yStride)
        {
            var sum = TLanes.Zero;
            for (var c = 0; c < cases; c += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.Load(dx + c), TLanes.Load(y + c), sum);
            g[j] += TLanes.SumOfLanes(sum);
        }
    }
}
