namespace Backprop;

/// <content>States and derivatives that are replaced where a condition holds.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Clamp(T* clamp, T* y, int stride, int units, int cases)
    {
        for (var j = 0; j < units; j++, clamp += stride, y += stride)
        {
            for (var c = 0; c < cases; c += TLanes.Count)
            {
                var value = TLanes.Load(clamp + c);
                TLanes.Store(y + c, TLanes.Select(TLanes.IsNaN(value), TLanes.Load(y + c), value));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ClearClamped(T* clamp, T* dx, int stride, int units, int cases)
    {
        for (var j = 0; j < units; j++, clamp += stride, dx += stride)
            for (var c = 0; c < cases; c += TLanes.Count)
                TLanes.Store(dx + c, TLanes.And(TLanes.IsNaN(TLanes.Load(clamp + c)), TLanes.Load(dx + c)));
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ClearVanished(T* dx, int stride, int units, int cases)
    {
        var least = TLanes.Broadcast(Vanished);
        for (var j = 0; j < units; j++, dx += stride)
        {
            for (var c = 0; c < cases; c += TLanes.Count)
            {
                var derivative = TLanes.Load(dx + c);
                TLanes.Store(dx + c, TLanes.Select(TLanes.LessThan(TLanes.Abs(derivative), least), TLanes.Zero, derivative));
            }
        }
    }
}
