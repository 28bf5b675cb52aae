namespace Backprop;

/// <summary>
/// The loops of one unit function over states [unit × case]: <c>units</c> rows of <c>cases</c> numbers, a multiple of the lane count,
/// <c>stride</c> numbers apart. Obtained from <see cref="UnitFunction.Bind{T}"/>.
/// </summary>
internal abstract unsafe class UnitKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>y = f(x); y may be x.</summary>
    public abstract void Value(T* x, T* y, int stride, int units, int cases);

    /// <summary>∂E/∂x from ∂E/∂y, equation (5): dx = dy · f′(x, y); dx may be dy. x may be null if the function does not use total inputs.</summary>
    public abstract void Derivative(T* x, T* y, T* dy, T* dx, int stride, int units, int cases);
}

/// <summary>The loops of a function of single units.</summary>
internal sealed unsafe class UnitKernels<TFunction, TLanes, T> : UnitKernels<T>
    where TFunction : struct, IUnitFunction
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Value(T* x, T* y, int stride, int units, int cases)
    {
        for (var j = 0; j < units; j++, x += stride, y += stride)
            for (var c = 0; c < cases; c += TLanes.Count)
                TLanes.Store(y + c, TFunction.Value<TLanes, T>(TLanes.Load(x + c)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Derivative(T* x, T* y, T* dy, T* dx, int stride, int units, int cases)
    {
        for (var j = 0; j < units; j++, y += stride, dy += stride, dx += stride)
        {
            for (var c = 0; c < cases; c += TLanes.Count)
            {
                var total = TFunction.UsesTotalInput ? TLanes.Load(x + ((nint)j * stride) + c) : default;
                TLanes.Store(dx + c, TLanes.Load(dy + c) * TFunction.Derivative<TLanes, T>(total, TLanes.Load(y + c)));
            }
        }
    }
}
