namespace Backprop;

/// <summary>
/// E = −Σ_j d_j ln y_j over the units of a softmax group, with ln y_j = x_j − ln Σ_k e^x_k; ∂E/∂x_j = y_j Σ_k d_k − d_j.
/// A unit whose target is "don't care" counts as d = 0.
/// </summary>
internal sealed unsafe class SoftmaxCrossEntropy<T, TLanes> : ErrorKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
{
    internal override bool DerivesTotalInput => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double Error(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights)
    {
        x.AssertSameLayout(y);
        targets.AssertSameLayout(y);
        var (stride, units, cases) = ((nint)y.Stride, y.Rows, y.Columns);
        T* totals = x.Pointer, states = y.Pointer, desiredStates = targets.Pointer;
        var sum = TLanes.Zero;
        for (nint c = 0; c < cases; c += TLanes.Count)
        {
            // The greatest unit's y is at least 1/units, so that its logarithm is safe: ln Σ e^x = x_max − ln y_max.
            var (greatestX, greatestY) = (TLanes.Load(totals + c), TLanes.Load(states + c));
            for (var unit = 1; unit < units; unit++)
            {
                var at = (unit * stride) + c;
                var greater = TLanes.LessThan(greatestX, TLanes.Load(totals + at));
                greatestX = TLanes.Select(greater, TLanes.Load(totals + at), greatestX);
                greatestY = TLanes.Select(greater, TLanes.Load(states + at), greatestY);
            }
            var logSum = greatestX - Elementary.Log<TLanes, T>(greatestY);
            var e = TLanes.Zero;
            for (var unit = 0; unit < units; unit++)
            {
                var at = (unit * stride) + c;
                // The states of clamped units do not follow from total inputs, so the sum may be anything; where the target is 0 it must not be used.
                var desired = Desired(desiredStates + at);
                e = TLanes.Select(TLanes.Equal(desired, TLanes.Zero), e, TLanes.MultiplyAdd(desired, logSum - TLanes.Load(totals + at), e));
            }
            sum = weights == null ? sum + e : TLanes.MultiplyAdd(TLanes.Load(weights + c), e, sum);
        }
        return double.CreateTruncating(TLanes.SumOfLanes(sum));
    }

    // The derivative follows in AddDerivative, by the total inputs.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double ErrorAndDerivative(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights, in Matrix<T> dy) => Error(x, y, targets, weights);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void AddDerivative(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights, in Matrix<T> dx)
    {
        targets.AssertSameLayout(y);
        dx.AssertSameLayout(y);
        var (stride, units, cases) = ((nint)y.Stride, y.Rows, y.Columns);
        T* states = y.Pointer, desiredStates = targets.Pointer, derivatives = dx.Pointer;
        for (nint c = 0; c < cases; c += TLanes.Count)
        {
            var desired = TLanes.Zero;
            for (var unit = 0; unit < units; unit++)
                desired += Desired(desiredStates + (unit * stride) + c);
            for (var unit = 0; unit < units; unit++)
            {
                var at = (unit * stride) + c;
                var e = TLanes.MultiplyAdd(TLanes.Load(states + at), desired, -Desired(desiredStates + at));
                if (weights != null)
                    e *= TLanes.Load(weights + c);
                TLanes.Store(derivatives + at, TLanes.Load(derivatives + at) + e);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void AddDerivativeSlopes(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights, in Matrix<T> xSlopes, in Matrix<T> ySlopes, in Matrix<T> slopes)
    {
        for (nint c = 0; c < y.Columns; c += TLanes.Count)
        {
            var desired = TLanes.Zero;
            for (var unit = 0; unit < y.Rows; unit++)
                desired += Desired(targets.Row(unit) + c);
            if (weights != null)
                desired *= TLanes.Load(weights + c);
            for (var unit = 0; unit < y.Rows; unit++)
                TLanes.Store(slopes.Row(unit) + c, TLanes.MultiplyAdd(TLanes.Load(ySlopes.Row(unit) + c), desired, TLanes.Load(slopes.Row(unit) + c)));
        }
    }

    /// <summary>The desired states, 0 where the target is "don't care".</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Desired(T* targets)
    {
        var d = TLanes.Load(targets);
        return TLanes.Select(TLanes.IsNaN(d), TLanes.Zero, d);
    }
}
