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

    internal override bool UsesTotalInput => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double Error(T* x, T* y, T* targets, T* weights, int stride, int units, int cases)
    {
        var sum = TLanes.Zero;
        for (var c = 0; c < cases; c += TLanes.Count)
        {
            // The greatest unit's y is at least 1/units, so that its logarithm is safe: ln Σ e^x = x_max − ln y_max.
            var (greatestX, greatestY) = (TLanes.Load(x + c), TLanes.Load(y + c));
            for (var unit = 1; unit < units; unit++)
            {
                var at = (unit * (nint)stride) + c;
                var greater = TLanes.LessThan(greatestX, TLanes.Load(x + at));
                greatestX = TLanes.Select(greater, TLanes.Load(x + at), greatestX);
                greatestY = TLanes.Select(greater, TLanes.Load(y + at), greatestY);
            }
            var logSum = greatestX - Elementary.Log<TLanes, T>(greatestY);
            var e = TLanes.Zero;
            for (var unit = 0; unit < units; unit++)
            {
                var at = (unit * (nint)stride) + c;
                // Of clamped states there is no sum to speak of; where nothing is desired it must not be asked for.
                var desired = Desired(targets + at);
                e = TLanes.Select(TLanes.Equal(desired, TLanes.Zero), e, TLanes.MultiplyAdd(desired, logSum - TLanes.Load(x + at), e));
            }
            sum = weights == null ? sum + e : TLanes.MultiplyAdd(TLanes.Load(weights + c), e, sum);
        }
        return double.CreateTruncating(TLanes.SumOfLanes(sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Derive(T* x, T* y, T* targets, T* weights, T* derivatives, bool add, int stride, int units, int cases)
    {
        for (var c = 0; c < cases; c += TLanes.Count)
        {
            var desired = TLanes.Zero;
            for (var unit = 0; unit < units; unit++)
                desired += Desired(targets + (unit * (nint)stride) + c);
            for (var unit = 0; unit < units; unit++)
            {
                var at = (unit * (nint)stride) + c;
                var e = TLanes.MultiplyAdd(TLanes.Load(y + at), desired, -Desired(targets + at));
                if (weights != null)
                    e *= TLanes.Load(weights + c);
                TLanes.Store(derivatives + at, add ? TLanes.Load(derivatives + at) + e : e);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Desired(T* targets)
    {
        var d = TLanes.Load(targets);
        return TLanes.Select(TLanes.IsNaN(d), TLanes.Zero, d);
    }
}
