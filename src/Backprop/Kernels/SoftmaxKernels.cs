namespace Backprop;

/// <summary>Softmax over the units of a group, one case a lane; the largest total input is subtracted first, so that nothing overflows.</summary>
internal sealed unsafe class SoftmaxKernels<TLanes, T> : UnitKernels<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Of the whole group: no part of it has a value of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumAndValue(in TermSum<T> sum, T* y, int first, int end, int cases)
    {
        Kernels<TLanes, T>.Sum(sum, first, end, cases);
        Value(sum.C, y, (int)sum.CStride, end, cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumAndDerivative(in TermSum<T> sum, T* x, T* y, int first, int end, int cases)
    {
        Kernels<TLanes, T>.Sum(sum, first, end, cases);
        Derivative(x, y, sum.C, sum.C, (int)sum.CStride, end, cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Value(T* x, T* y, int stride, int units, int cases)
    {
        for (var c = 0; c < cases; c += TLanes.Count)
        {
            var largest = TLanes.Load(x + c);
            for (nint j = 1; j < units; j++)
                largest = TLanes.Max(largest, TLanes.Load(x + (j * stride) + c));
            var sum = TLanes.Zero;
            for (nint j = 0; j < units; j++)
            {
                // A NaN passed over by Max may leave x above `largest`; then the case is NaN all the same, through the sum.
                var e = Elementary.ExpOfNonPositive<TLanes, T>(TLanes.Load(x + (j * stride) + c) - largest);
                TLanes.Store(y + (j * stride) + c, e);
                sum += e;
            }
            for (nint j = 0; j < units; j++)
                TLanes.Store(y + (j * stride) + c, TLanes.Load(y + (j * stride) + c) / sum);
        }
    }

    /// <summary>The general Jacobian: dx_j = y_j · (dy_j − Σ_k dy_k · y_k), the sum over k ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Derivative(T* x, T* y, T* dy, T* dx, int stride, int units, int cases)
    {
        for (var c = 0; c < cases; c += TLanes.Count)
        {
            var sum = TLanes.Zero;
            for (nint k = 0; k < units; k++)
                sum = TLanes.MultiplyAdd(TLanes.Load(dy + (k * stride) + c), TLanes.Load(y + (k * stride) + c), sum);
            for (nint j = 0; j < units; j++)
                TLanes.Store(dx + (j * stride) + c, TLanes.Load(y + (j * stride) + c) * (TLanes.Load(dy + (j * stride) + c) - sum));
        }
    }
}
