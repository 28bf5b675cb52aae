namespace Backprop;

/// <summary>E and its derivative over one output group, [unit × case]; cases in lanes, units in order, then the fixed tree.</summary>
internal abstract unsafe class ErrorKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether <see cref="Derive"/> gives ∂E/∂x at once, not ∂E/∂y.</summary>
    internal virtual bool DerivesTotalInput => false;

    /// <summary>Whether total inputs must be kept.</summary>
    internal virtual bool UsesTotalInput => false;

    /// <summary>E of the group; <paramref name="weights"/> is a factor a case, or null.</summary>
    internal abstract double Error(T* x, T* y, T* targets, T* weights, int stride, int units, int cases);

    /// <summary>Sets the derivatives or adds to them; exactly 0 where the target is NaN.</summary>
    internal abstract void Derive(T* x, T* y, T* targets, T* weights, T* derivatives, bool add, int stride, int units, int cases);

    /// <summary>E and, unless it <see cref="DerivesTotalInput"/>, ∂E/∂y in the same pass.</summary>
    internal virtual double ErrorAndDerive(T* x, T* y, T* targets, T* weights, T* derivatives, int stride, int units, int cases) =>
        Error(x, y, targets, weights, stride, units, cases);

    /// <summary>The kernel of an error that each unit has by itself.</summary>
    internal static ErrorKernel<T> Of<TError>(TError error)
        where TError : struct, IUnitError => Lanes.Create(new UnitErrorFactory<TError>(error));

    /// <summary>The kernel of cross-entropy over a softmax group.</summary>
    internal static ErrorKernel<T> OfSoftmax() => Lanes.Create(new SoftmaxFactory());

    private sealed class SoftmaxFactory : ILanesFactory<T, ErrorKernel<T>>
    {
        public ErrorKernel<T> Create<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T> => new SoftmaxCrossEntropy<T, TLanes>();
    }

    private sealed class UnitErrorFactory<TError>(TError error) : ILanesFactory<T, ErrorKernel<T>>
        where TError : struct, IUnitError
    {
        public ErrorKernel<T> Create<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T> => new UnitErrorKernel<T, TLanes, TError>(error);
    }
}

/// <summary>An error that each unit has by itself.</summary>
internal interface IUnitError
{
    static abstract bool DerivesTotalInput { get; }

    /// <summary>What a unit adds to E.</summary>
    TLanes Error<TLanes, T>(TLanes x, TLanes y, TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Its derivative with respect to y, or to x if <see cref="DerivesTotalInput"/>.</summary>
    TLanes Derivative<TLanes, T>(TLanes x, TLanes y, TLanes d)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

internal sealed unsafe class UnitErrorKernel<T, TLanes, TError>(TError error) : ErrorKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where TError : struct, IUnitError
{
    internal override bool DerivesTotalInput => TError.DerivesTotalInput;

    internal override bool UsesTotalInput => TError.DerivesTotalInput;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double Error(T* x, T* y, T* targets, T* weights, int stride, int units, int cases)
    {
        var sum = TLanes.Zero;
        for (var unit = 0; unit < units; unit++)
        {
            for (var c = 0; c < cases; c += TLanes.Count)
            {
                var at = (unit * (nint)stride) + c;
                var d = TLanes.Load(targets + at);
                var e = error.Error<TLanes, T>(x == null ? TLanes.Zero : TLanes.Load(x + at), TLanes.Load(y + at), d);
                e = TLanes.Select(TLanes.IsNaN(d), TLanes.Zero, e);
                sum = weights == null ? sum + e : TLanes.MultiplyAdd(TLanes.Load(weights + c), e, sum);
            }
        }
        return double.CreateTruncating(TLanes.SumOfLanes(sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Derive(T* x, T* y, T* targets, T* weights, T* derivatives, bool add, int stride, int units, int cases)
    {
        for (var unit = 0; unit < units; unit++)
        {
            for (var c = 0; c < cases; c += TLanes.Count)
            {
                var at = (unit * (nint)stride) + c;
                var d = TLanes.Load(targets + at);
                var e = error.Derivative<TLanes, T>(x == null ? TLanes.Zero : TLanes.Load(x + at), TLanes.Load(y + at), d);
                e = TLanes.Select(TLanes.IsNaN(d), TLanes.Zero, e);
                if (weights != null)
                    e *= TLanes.Load(weights + c);
                TLanes.Store(derivatives + at, add ? TLanes.Load(derivatives + at) + e : e);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double ErrorAndDerive(T* x, T* y, T* targets, T* weights, T* derivatives, int stride, int units, int cases)
    {
        if (TError.DerivesTotalInput)
            return Error(x, y, targets, weights, stride, units, cases);
        var (sum, measure) = (TLanes.Zero, error);
        for (nint unit = 0; unit < units; unit++, y += stride, targets += stride, derivatives += stride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var (state, d) = (TLanes.Load(y + c), TLanes.Load(targets + c));
                var cared = TLanes.Equal(d, d);
                var e = TLanes.And(cared, measure.Error<TLanes, T>(TLanes.Zero, state, d));
                var derivative = TLanes.And(cared, measure.Derivative<TLanes, T>(TLanes.Zero, state, d));
                if (weights == null)
                {
                    sum += e;
                }
                else
                {
                    var weight = TLanes.Load(weights + c);
                    sum = TLanes.MultiplyAdd(weight, e, sum);
                    derivative *= weight;
                }
                TLanes.Store(derivatives + c, derivative);
            }
        }
        return double.CreateTruncating(TLanes.SumOfLanes(sum));
    }
}
