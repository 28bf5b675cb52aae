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

    /// <summary>The sums of terms, each one chain through all of them, and <see cref="Value"/> of them in one call: for small groups calls are a good part of the work. y[unit × case] is of the whole group.</summary>
    public abstract void SumAndValue(in TermSum<T> sum, T* y, int first, int end, int cases);

    /// <summary><see cref="Kernels{T}.ForwardRow"/> and the value of it, x[to] of one case; of functions of single units only.</summary>
    public virtual void RowAndValue(T* packed, T* y, T* start, T* x, int to, int from) =>
        throw new NotSupportedException("A function of a whole group wants a unit a row.");

    /// <summary>The sums of terms and <see cref="Derivative"/> in their place; x and y are of the whole group.</summary>
    public abstract void SumAndDerivative(in TermSum<T> sum, T* x, T* y, int first, int end, int cases);
}

/// <summary>The loops of a function of single units.</summary>
internal sealed unsafe class UnitKernels<TFunction, TLanes, T> : UnitKernels<T>
    where TFunction : struct, IUnitFunction
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumAndValue(in TermSum<T> sum, T* y, int first, int end, int cases)
    {
        Kernels<TLanes, T>.Sum(sum, first, end, cases);
        Values(sum.C + (first * sum.CStride), y + (first * sum.CStride), sum.CStride, end - first, cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RowAndValue(T* packed, T* y, T* start, T* x, int to, int from)
    {
        if (to <= TLanes.Count)
        {
            // One bundle: the sum need not leave its register, and calls would take as long as the sum.
            var sum = TLanes.Load(start);
            for (nint i = 0; i < from; i++, packed += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(y[i]), TLanes.Load(packed), sum);
            TLanes.Store(x, TFunction.Value<TLanes, T>(sum));
            return;
        }
        Kernels<TLanes, T>.Rows(packed, y, start, x, to, from);
        Values(x, x, 0, 1, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumAndDerivative(in TermSum<T> sum, T* x, T* y, int first, int end, int cases)
    {
        Kernels<TLanes, T>.Sum(sum, first, end, cases);
        var skip = first * sum.CStride;
        var dx = sum.C + skip;
        Derivatives(x + skip, y + skip, dx, dx, sum.CStride, end - first, cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Value(T* x, T* y, int stride, int units, int cases) => Values(x, y, stride, units, cases);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Derivative(T* x, T* y, T* dy, T* dx, int stride, int units, int cases) => Derivatives(x, y, dy, dx, stride, units, cases);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Values(T* x, T* y, nint stride, nint units, nint cases)
    {
        for (nint j = 0; j < units; j++, x += stride, y += stride)
            for (nint c = 0; c < cases; c += TLanes.Count)
                TLanes.Store(y + c, TFunction.Value<TLanes, T>(TLanes.Load(x + c)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Derivatives(T* x, T* y, T* dy, T* dx, nint stride, nint units, nint cases)
    {
        for (nint j = 0; j < units; j++, y += stride, dy += stride, dx += stride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var total = TFunction.UsesTotalInput ? TLanes.Load(x + (j * stride) + c) : default;
                TLanes.Store(dx + c, TLanes.Load(dy + c) * TFunction.Derivative<TLanes, T>(total, TLanes.Load(y + c)));
            }
        }
    }
}
