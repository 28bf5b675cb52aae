namespace Backprop;

/// <summary>Softmax over the units of a group, one case per lane; the largest total input is subtracted first, so that nothing overflows.</summary>
internal sealed unsafe class SoftmaxKernels<TLanes, T> : GroupKernels<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    /// <remarks>The units are the whole group: a part of it has no value of its own.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumAndValue(in GroupPass<T> pass, nint first, nint end)
    {
        ref readonly var sum = ref pass.TotalInputs;
        Kernels<TLanes, T>.SumTerms(sum, first, end, pass.Cases);
        Values(sum.C, pass.Y, sum.CStride, end, pass.Cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumAndDerivative(in GroupPass<T> pass, nint first, nint end)
    {
        ref readonly var sum = ref pass.FromReceivers;
        if (!sum.IsEmpty)
            Kernels<TLanes, T>.SumTerms(sum, first, end, pass.Cases);
        Derivatives(pass.TotalInputs.C, pass.Y, sum.C, sum.C, sum.CStride, end, pass.Cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(in GroupPass<T> pass)
    {
        SumAndDerivative(pass, 0, pass.Units);
        Kernels<TLanes, T>.AddGradientsInLanes(pass.Rows, pass.RowsEnd, pass.Cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Values(T* x, T* y, nint stride, nint units, nint cases)
    {
        for (nint c = 0; c < cases; c += TLanes.Count)
        {
            var largest = TLanes.Load(x + c);
            for (nint j = 1; j < units; j++)
                largest = TLanes.Max(largest, TLanes.Load(x + (j * stride) + c));
            var sum = TLanes.Zero;
            for (nint j = 0; j < units; j++)
            {
                // Where Max ignored a NaN, x may be above `largest`; the sum still makes the case NaN.
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
    protected override void Derivatives(T* x, T* y, T* dy, T* dx, nint stride, nint units, nint cases)
    {
        for (nint c = 0; c < cases; c += TLanes.Count)
        {
            var sum = TLanes.Zero;
            for (nint k = 0; k < units; k++)
                sum = TLanes.MultiplyAdd(TLanes.Load(dy + (k * stride) + c), TLanes.Load(y + (k * stride) + c), sum);
            for (nint j = 0; j < units; j++)
                TLanes.Store(dx + (j * stride) + c, TLanes.Load(y + (j * stride) + c) * (TLanes.Load(dy + (j * stride) + c) - sum));
        }
    }

    /// <summary>dx_j = y_j · (dy_j − Σ_k dy_k · y_k), derived along a direction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DerivativeSlopes(T* x, T* y, T* dy, T* xSlopes, T* ySlopes, T* dySlopes, nint stride, nint units, nint cases)
    {
        for (nint c = 0; c < cases; c += TLanes.Count)
        {
            var (sum, slope) = (TLanes.Zero, TLanes.Zero);
            for (nint k = 0; k < units; k++)
            {
                var at = (k * stride) + c;
                var (state, derivative) = (TLanes.Load(y + at), TLanes.Load(dy + at));
                sum = TLanes.MultiplyAdd(derivative, state, sum);
                slope = TLanes.MultiplyAdd(TLanes.Load(dySlopes + at), state, TLanes.MultiplyAdd(derivative, TLanes.Load(ySlopes + at), slope));
            }
            for (nint j = 0; j < units; j++)
            {
                var at = (j * stride) + c;
                TLanes.Store(dySlopes + at, TLanes.MultiplyAdd(TLanes.Load(ySlopes + at), TLanes.Load(dy + at) - sum, TLanes.Load(y + at) * (TLanes.Load(dySlopes + at) - slope)));
            }
        }
    }
}
