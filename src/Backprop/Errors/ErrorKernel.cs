using System.Diagnostics;

namespace Backprop;

/// <summary>
/// E and its derivative over one output group. All matrices are [unit × case] and have the same layout. Cases are in lanes, units are added in order,
/// and the lanes are joined by the fixed tree.
/// </summary>
internal abstract unsafe class ErrorKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the kernel computes the derivatives by the total inputs (<see cref="AddDerivative"/>), not by the states (<see cref="ErrorAndDerivative"/>).</summary>
    internal abstract bool DerivesTotalInput { get; }

    /// <summary>Computes E of the group; <paramref name="weights"/> is one factor per case, or null. x is read only if the kernel <see cref="DerivesTotalInput"/>.</summary>
    internal abstract double Error(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights);

    /// <summary>Computes E, and ∂E/∂y unless the kernel <see cref="DerivesTotalInput"/>; exactly 0 where the target is NaN.</summary>
    internal abstract double ErrorAndDerivative(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights, in Matrix<T> dy);

    /// <summary>Adds ∂E/∂x to dx, of a kernel that <see cref="DerivesTotalInput"/>; exactly 0 where the target is NaN.</summary>
    internal abstract void AddDerivative(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights, in Matrix<T> dx);

    /// <summary>
    /// Adds the slopes, along a direction, of the derivative that the kernel computes, by the states or by the total inputs, to <paramref name="slopes"/>, from those of x and y; exactly 0 where the target is NaN.
    /// x is read only if the kernel <see cref="DerivesTotalInput"/>.
    /// </summary>
    internal abstract void AddDerivativeSlopes(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights, in Matrix<T> xSlopes, in Matrix<T> ySlopes, in Matrix<T> slopes);

    /// <summary>Computes E of many nets, and ∂E/∂y unless the kernel <see cref="DerivesTotalInput"/>: the same sums as <see cref="ErrorAndDerivative"/>.</summary>
    internal virtual void ErrorsOfNets(in NetErrors<T> pass) => throw new NotSupportedException("An error of a whole group is not computed with a net per lane.");

    /// <summary>Adds ∂E/∂x to dx of many nets, of a kernel that <see cref="DerivesTotalInput"/>.</summary>
    internal virtual void AddDerivativesOfNets(in NetErrors<T> pass) => throw new NotSupportedException("An error of a whole group is not computed with a net per lane.");

    /// <summary>Whether each unit has an error by itself, so that there is <see cref="ErrorOf"/> and <see cref="DerivativeOf"/>.</summary>
    internal virtual bool IsOfUnits => false;

    /// <summary>The error of one unit, lane by lane, over lanes of any kind: those that compute, or those that write down what is computed.</summary>
    internal virtual TAny ErrorOf<TAny>(TAny x, TAny y, TAny d)
        where TAny : unmanaged, ILanes<TAny, T> => throw new NotSupportedException("An error of a whole group is none of a unit.");

    /// <summary>Its derivative with respect to y, or to x if the kernel <see cref="DerivesTotalInput"/>, likewise.</summary>
    internal virtual TAny DerivativeOf<TAny>(TAny x, TAny y, TAny d)
        where TAny : unmanaged, ILanes<TAny, T> => throw new NotSupportedException("An error of a whole group is none of a unit.");

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

    /// <summary>The error of one unit in one case.</summary>
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

    internal override bool IsOfUnits => true;

    internal override TAny ErrorOf<TAny>(TAny x, TAny y, TAny d) => error.Error<TAny, T>(x, y, d);

    internal override TAny DerivativeOf<TAny>(TAny x, TAny y, TAny d) => error.Derivative<TAny, T>(x, y, d);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double Error(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights)
    {
        AssertSameLayout(x, y, targets);
        var (stride, units, cases) = ((nint)y.Stride, y.Rows, y.Columns);
        T* total = x.Pointer, state = y.Pointer, target = targets.Pointer;
        var sum = TLanes.Zero;
        for (var unit = 0; unit < units; unit++, total += stride, state += stride, target += stride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var d = TLanes.Load(target + c);
                var e = error.Error<TLanes, T>(TError.DerivesTotalInput ? TLanes.Load(total + c) : TLanes.Zero, TLanes.Load(state + c), d);
                e = TLanes.Select(TLanes.IsNaN(d), TLanes.Zero, e);
                sum = weights == null ? sum + e : TLanes.MultiplyAdd(TLanes.Load(weights + c), e, sum);
            }
        }
        return double.CreateTruncating(TLanes.SumOfLanes(sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void AddDerivative(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights, in Matrix<T> dx)
    {
        Debug.Assert(TError.DerivesTotalInput, "The error is derived by the states.");
        AssertSameLayout(x, y, targets);
        dx.AssertSameLayout(y);
        var (stride, units, cases) = ((nint)y.Stride, y.Rows, y.Columns);
        T* total = x.Pointer, state = y.Pointer, target = targets.Pointer, derivative = dx.Pointer;
        for (var unit = 0; unit < units; unit++, total += stride, state += stride, target += stride, derivative += stride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var d = TLanes.Load(target + c);
                var e = error.Derivative<TLanes, T>(TLanes.Load(total + c), TLanes.Load(state + c), d);
                e = TLanes.Select(TLanes.IsNaN(d), TLanes.Zero, e);
                if (weights != null)
                    e *= TLanes.Load(weights + c);
                TLanes.Store(derivative + c, TLanes.Load(derivative + c) + e);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void AddDerivativeSlopes(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights, in Matrix<T> xSlopes, in Matrix<T> ySlopes, in Matrix<T> slopes)
    {
        AssertSameLayout(x, y, targets);
        xSlopes.AssertSameLayout(y);
        ySlopes.AssertSameLayout(y);
        slopes.AssertSameLayout(y);
        for (var unit = 0; unit < y.Rows; unit++)
        {
            for (nint c = 0; c < y.Columns; c += TLanes.Count)
            {
                var d = TLanes.Load(targets.Row(unit) + c);
                var total = TError.DerivesTotalInput ? new DualLanes<TLanes, T>(TLanes.Load(x.Row(unit) + c), TLanes.Load(xSlopes.Row(unit) + c)) : default;
                var state = new DualLanes<TLanes, T>(TLanes.Load(y.Row(unit) + c), TLanes.Load(ySlopes.Row(unit) + c));
                var slope = error.Derivative<DualLanes<TLanes, T>, T>(total, state, new DualLanes<TLanes, T>(d, TLanes.Zero)).Slope;
                slope = TLanes.Select(TLanes.IsNaN(d), TLanes.Zero, slope);
                if (weights != null)
                    slope *= TLanes.Load(weights + c);
                TLanes.Store(slopes.Row(unit) + c, TLanes.Load(slopes.Row(unit) + c) + slope);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override double ErrorAndDerivative(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets, T* weights, in Matrix<T> dy)
    {
        if (TError.DerivesTotalInput)
            return Error(x, y, targets, weights);
        targets.AssertSameLayout(y);
        dy.AssertSameLayout(y);
        var (stride, units, cases) = ((nint)y.Stride, y.Rows, y.Columns);
        T* state = y.Pointer, target = targets.Pointer, derivative = dy.Pointer;
        var (sum, measure) = (TLanes.Zero, error);
        for (var unit = 0; unit < units; unit++, state += stride, target += stride, derivative += stride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var (y0, d) = (TLanes.Load(state + c), TLanes.Load(target + c));
                var active = TLanes.Equal(d, d);
                var e = TLanes.And(active, measure.Error<TLanes, T>(TLanes.Zero, y0, d));
                var slope = TLanes.And(active, measure.Derivative<TLanes, T>(TLanes.Zero, y0, d));
                if (weights == null)
                {
                    sum += e;
                }
                else
                {
                    var weight = TLanes.Load(weights + c);
                    sum = TLanes.MultiplyAdd(weight, e, sum);
                    slope *= weight;
                }
                TLanes.Store(derivative + c, slope);
            }
        }
        return double.CreateTruncating(TLanes.SumOfLanes(sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal override void ErrorsOfNets(in NetErrors<T> pass)
    {
        var room = stackalloc byte[(NetChain.Depth + 1) * 64];
        var waiting = (T*)(((nuint)room + 63) / 64 * 64);
        var (sum, measure) = (TLanes.Zero, error);
        T* x = pass.X, y = pass.Y, dx = pass.Dx, targets = pass.Targets, weights = pass.Weights;
        nint units = pass.Units, places = pass.Places, stride = pass.Stride, place = 0;
        NetChain* chains = pass.Chains, end = pass.End;
        for (var chain = chains; chain < end; chain++)
        {
            if (chain != chains)
            {
                TLanes.Store(waiting, sum);
                waiting += TLanes.Count;
                sum = TLanes.Zero;
            }
            nint length = chain->Length;
            for (nint unit = 0; unit < units; unit++)
            {
                var at = (unit * stride) + (place * TLanes.Count);
                var target = targets + (unit * places) + place;
                if (!TError.DerivesTotalInput && pass.IsPlain)
                {
                    for (nint k = 0; k < length; k++, at += TLanes.Count)
                    {
                        var (d, state) = (TLanes.BroadcastFrom(target + k), TLanes.Load(y + at));
                        sum += measure.Error<TLanes, T>(TLanes.Zero, state, d);
                        TLanes.Store(dx + at, measure.Derivative<TLanes, T>(TLanes.Zero, state, d));
                    }
                    continue;
                }
                for (nint k = 0; k < length; k++, at += TLanes.Count)
                {
                    if (T.IsNaN(target[k]))
                    {
                        if (!TError.DerivesTotalInput)
                            TLanes.Store(dx + at, TLanes.Zero);
                        continue;
                    }
                    var (d, state) = (TLanes.Broadcast(target[k]), TLanes.Load(y + at));
                    var e = measure.Error<TLanes, T>(TError.DerivesTotalInput ? TLanes.Load(x + at) : TLanes.Zero, state, d);
                    var slope = TError.DerivesTotalInput ? default : measure.Derivative<TLanes, T>(TLanes.Zero, state, d);
                    if (weights == null)
                    {
                        sum += e;
                    }
                    else
                    {
                        var weight = TLanes.Broadcast(weights[place + k]);
                        sum = TLanes.MultiplyAdd(weight, e, sum);
                        slope *= weight;
                    }
                    if (!TError.DerivesTotalInput)
                        TLanes.Store(dx + at, slope);
                }
            }
            place += length;
            for (var joins = chain->Joins; joins > 0; joins--)
            {
                waiting -= TLanes.Count;
                sum = TLanes.Load(waiting) + sum;
            }
        }
        TLanes.Store(pass.Error, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void AddDerivativesOfNets(in NetErrors<T> pass)
    {
        var measure = error;
        for (nint unit = 0; unit < pass.Units; unit++)
        {
            for (nint k = 0; k < pass.Places; k++)
            {
                var target = pass.Targets[(unit * pass.Places) + k];
                if (T.IsNaN(target))
                    continue;
                var at = (unit * pass.Stride) + (k * TLanes.Count);
                var slope = measure.Derivative<TLanes, T>(TLanes.Load(pass.X + at), TLanes.Load(pass.Y + at), TLanes.Broadcast(target));
                if (pass.Weights != null)
                    slope *= TLanes.Broadcast(pass.Weights[k]);
                TLanes.Store(pass.Dx + at, TLanes.Load(pass.Dx + at) + slope);
            }
        }
    }

    [Conditional("DEBUG")]
    private static void AssertSameLayout(in Matrix<T> x, in Matrix<T> y, in Matrix<T> targets)
    {
        x.AssertSameLayout(y);
        targets.AssertSameLayout(y);
    }
}
