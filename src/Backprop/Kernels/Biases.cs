namespace Backprop;

/// <content>Biases: weights from a unit whose state is always 1.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void FillBiases(T* b, T* x, int xStride, int to, int cases)
    {
        for (var j = 0; j < to; j++, x += xStride)
        {
            var bias = TLanes.Broadcast(b == null ? T.Zero : b[j]);
            for (var c = 0; c < cases; c += TLanes.Count)
                TLanes.Store(x + c, bias);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientOfBiases(T* dx, int dxStride, T* g, int to, int cases)
    {
        for (var j = 0; j < to; j++, dx += dxStride)
        {
            var sum = TLanes.Zero;
            for (var c = 0; c < cases; c += TLanes.Count)
                sum += TLanes.Load(dx + c);
            g[j] += TLanes.SumOfLanes(sum);
        }
    }
}
