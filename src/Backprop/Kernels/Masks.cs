namespace Backprop;

/// <content>States and derivatives that are replaced where a condition holds.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Clamp(in Matrix<T> clamps, in Matrix<T> y)
    {
        clamps.AssertSameShape(y);
        T* clamp = clamps.Pointer, state = y.Pointer;
        var (clampStride, stateStride, cases) = ((nint)clamps.Stride, (nint)y.Stride, WholeLanes(y).Columns);
        for (var j = y.Rows; j > 0; j--, clamp += clampStride, state += stateStride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var value = TLanes.Load(clamp + c);
                TLanes.Store(state + c, TLanes.Select(TLanes.IsNaN(value), TLanes.Load(state + c), value));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ClearClamped(in Matrix<T> clamps, in Matrix<T> dx)
    {
        clamps.AssertSameShape(dx);
        T* clamp = clamps.Pointer, derivative = dx.Pointer;
        var (clampStride, derivativeStride, cases) = ((nint)clamps.Stride, (nint)dx.Stride, WholeLanes(dx).Columns);
        for (var j = dx.Rows; j > 0; j--, clamp += clampStride, derivative += derivativeStride)
            for (nint c = 0; c < cases; c += TLanes.Count)
                TLanes.Store(derivative + c, TLanes.And(TLanes.IsNaN(TLanes.Load(clamp + c)), TLanes.Load(derivative + c)));
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ClampSoftly(in Matrix<T> clamps, in Matrix<T> free, in Matrix<T> y, T strength)
    {
        clamps.AssertSameShape(y);
        free.AssertSameLayout(y);
        T* clamp = clamps.Pointer, own = free.Pointer, state = y.Pointer;
        var (clampStride, stateStride, cases, all) = ((nint)clamps.Stride, (nint)y.Stride, WholeLanes(y).Columns, TLanes.Broadcast(strength));
        for (var j = y.Rows; j > 0; j--, clamp += clampStride, own += stateStride, state += stateStride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var (value, unclamped) = (TLanes.Load(clamp + c), TLanes.Load(own + c));
                TLanes.Store(state + c, TLanes.Select(TLanes.IsNaN(value), unclamped, TLanes.MultiplyAdd(all, value - unclamped, unclamped)));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void BackClampSoftly(in Matrix<T> clamps, in Matrix<T> dx, T strength)
    {
        clamps.AssertSameShape(dx);
        T* clamp = clamps.Pointer, derivative = dx.Pointer;
        var (clampStride, derivativeStride, cases, kept) = ((nint)clamps.Stride, (nint)dx.Stride, WholeLanes(dx).Columns, TLanes.Broadcast(T.One - strength));
        for (var j = dx.Rows; j > 0; j--, clamp += clampStride, derivative += derivativeStride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var value = TLanes.Load(derivative + c);
                TLanes.Store(derivative + c, TLanes.Select(TLanes.IsNaN(TLanes.Load(clamp + c)), value, kept * value));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ClearVanished(in Matrix<T> dx)
    {
        var least = TLanes.Broadcast(Vanished);
        var row = dx.Pointer;
        var (stride, cases) = ((nint)dx.Stride, WholeLanes(dx).Columns);
        for (var j = dx.Rows; j > 0; j--, row += stride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var derivative = TLanes.Load(row + c);
                TLanes.Store(row + c, TLanes.Select(TLanes.LessThan(TLanes.Abs(derivative), least), TLanes.Zero, derivative));
            }
        }
    }
}
