namespace Backprop;

/// <summary>
/// The arithmetic of one group with its unit function, over states [unit × case]: values and derivatives, alone or in one call with the sums of products that they are computed from,
/// because calls are a good part of the work of small groups. Obtained from <see cref="UnitFunction.Bind{T}"/>. Like <see cref="Kernels{T}"/> it computes whole bundles of lanes.
/// </summary>
internal abstract unsafe class GroupKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes y = f(x), equation (2); y may be x. All matrices have the same layout.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Value(in Matrix<T> x, in Matrix<T> y)
    {
        x.AssertSameLayout(y);
        Values(x.Pointer, y.Pointer, y.Stride, y.Rows, y.Columns);
    }

    /// <summary>Computes ∂E/∂x from ∂E/∂y, equation (5): dx = dy · f′(x, y); dx may be dy. x is read only if the function uses total inputs. All matrices have the same layout.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Derivative(in Matrix<T> x, in Matrix<T> y, in Matrix<T> dy, in Matrix<T> dx)
    {
        x.AssertSameLayout(y);
        dy.AssertSameLayout(y);
        dx.AssertSameLayout(y);
        Derivatives(x.Pointer, y.Pointer, dy.Pointer, dx.Pointer, y.Stride, y.Rows, y.Columns);
    }

    /// <summary>
    /// Derives <see cref="Derivative"/> along a direction: slopes of ∂E/∂x = dySlopes · f′(x, y) + dy · (the slopes of f′), from the slopes of x, y and ∂E/∂y, whose place they take.
    /// x is read only if the function uses total inputs. All matrices have the same layout.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void DerivativeSlopes(in Matrix<T> x, in Matrix<T> y, in Matrix<T> dy, in Matrix<T> xSlopes, in Matrix<T> ySlopes, in Matrix<T> dySlopes)
    {
        x.AssertSameLayout(y);
        dy.AssertSameLayout(y);
        xSlopes.AssertSameLayout(y);
        ySlopes.AssertSameLayout(y);
        dySlopes.AssertSameLayout(y);
        DerivativeSlopes(x.Pointer, y.Pointer, dy.Pointer, xSlopes.Pointer, ySlopes.Pointer, dySlopes.Pointer, y.Stride, y.Rows, y.Columns);
    }

    /// <summary>Computes the total inputs of the units [first, end), and their <see cref="Value"/>.</summary>
    public abstract void SumAndValue(in GroupPass<T> pass, nint first, nint end);

    /// <summary>Computes ∂E/∂y of the units [first, end), and <see cref="Derivative"/> in its place.</summary>
    public abstract void SumAndDerivative(in GroupPass<T> pass, nint first, nint end);

    /// <summary>Computes the same for all units, and their <see cref="Kernels{T}.GradientInLanes"/>.</summary>
    public abstract void Backward(in GroupPass<T> pass);

    /// <summary>Computes ∂E/∂y of units in many nets, a net per lane, and <see cref="Derivative"/> in its place.</summary>
    public virtual void SumAndDerivativeOfNets(in TermSum<T> sum, T* x, T* y, nint units, nint places) =>
        throw new NotSupportedException("A function of a whole group is not computed with a net per lane.");

    /// <summary>Computes <see cref="Kernels{T}.ForwardOneCase"/> and the values of x[to]; not for functions of a whole group.</summary>
    public virtual void SumAndValueOfOneCase(T* packed, T* y, T* start, T* x, int to, int from) =>
        throw new NotSupportedException("A function of a whole group needs one unit per row.");

    /// <summary>
    /// Computes one case through a net whose groups all have this function and at most as many units as a bundle has lanes: one call for the whole net, because calls and sums in memory take longer than its arithmetic.
    /// Not for functions of a whole group.
    /// </summary>
    /// <param name="links">The projections, those of one group one after the other.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="inputs">The states of the input groups.</param>
    /// <param name="outputs">Takes the states of the output groups.</param>
    /// <returns>Whether all inputs are finite; if not, the outputs are left as they are.</returns>
    public virtual bool RunOneCase(OneCaseLink<T>* links, OneCaseLink<T>* end, T* inputs, T* outputs) =>
        throw new NotSupportedException("A function of a whole group needs one unit per row.");

    /// <summary>Computes <see cref="Value"/> over rows that are a stride apart.</summary>
    protected abstract void Values(T* x, T* y, nint stride, nint units, nint cases);

    /// <summary>Computes <see cref="Derivative"/> over rows that are a stride apart.</summary>
    protected abstract void Derivatives(T* x, T* y, T* dy, T* dx, nint stride, nint units, nint cases);

    /// <summary>Computes <see cref="DerivativeSlopes(in Matrix{T}, in Matrix{T}, in Matrix{T}, in Matrix{T}, in Matrix{T}, in Matrix{T})"/> over rows that are a stride apart.</summary>
    protected abstract void DerivativeSlopes(T* x, T* y, T* dy, T* xSlopes, T* ySlopes, T* dySlopes, nint stride, nint units, nint cases);
}

/// <summary>The kernels of a function of single units.</summary>
/// <param name="function">The function with its parameters.</param>
internal sealed unsafe class GroupKernels<TFunction, TLanes, T>(TFunction function) : GroupKernels<T>
    where TFunction : struct, IUnitFormula
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TFunction function = function;

    /// <summary>Whether the function takes so few instructions and registers that it is computed as each sum is stored; a second pass over the states would take longer than the function. It has no parameters.</summary>
    private static bool IsCheap => typeof(TFunction) == typeof(Plain<RectifiedLinearFunction>);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumAndValue(in GroupPass<T> pass, nint first, nint end)
    {
        ref readonly var sum = ref pass.TotalInputs;
        if (IsCheap && sum.C == pass.Y)
        {
            Kernels<TLanes, T>.SumTerms<ValueEnd>(sum, first, end, pass.Cases, 0);
            return;
        }
        Kernels<TLanes, T>.SumTerms(sum, first, end, pass.Cases);
        Values(sum.C + (first * sum.CStride), pass.Y + (first * sum.CStride), sum.CStride, end - first, pass.Cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumAndDerivative(in GroupPass<T> pass, nint first, nint end) => Derivatives(pass, first, end);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(in GroupPass<T> pass)
    {
        Derivatives(pass, 0, pass.Units);
        Kernels<TLanes, T>.AddGradientsInLanes(pass.Rows, pass.RowsEnd, pass.Cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumAndDerivativeOfNets(in TermSum<T> sum, T* x, T* y, nint units, nint places) =>
        NetKernels<T>.Sum<TLanes, TimesDerivative>(sum, units, places, new TimesDerivative(x, y, function));

    /// <summary>The state: the function of the total input.</summary>
    private readonly struct ValueEnd : ITileEnd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TBundle Of<TBundle, TNumber>(TBundle sum, TNumber* states)
            where TBundle : unmanaged, ILanes<TBundle, TNumber>
            where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber> => default(TFunction).Value<TBundle, TNumber>(sum);
    }

    /// <summary>∂E/∂x: ∂E/∂y times the derivative of a function that needs the state alone.</summary>
    private readonly struct DerivativeEnd : ITileEnd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TBundle Of<TBundle, TNumber>(TBundle sum, TNumber* states)
            where TBundle : unmanaged, ILanes<TBundle, TNumber>
            where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber> => sum * default(TFunction).Derivative<TBundle, TNumber>(default, TBundle.Load(states));
    }

    /// <summary>∂E/∂y times the derivative of the unit function.</summary>
    private readonly struct TimesDerivative(T* x, T* y, TFunction function) : ISumEnd<TLanes>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Of(TLanes sum, nint at) =>
            sum * function.Derivative<TLanes, T>(TFunction.UsesTotalInput ? TLanes.Load(x + at) : default, TLanes.Load(y + at));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumAndValueOfOneCase(T* packed, T* y, T* start, T* x, int to, int from)
    {
        if (to <= TLanes.Count)
        {
            // One bundle: the sum stays in its register, and a call would take as long as the sum.
            var sum = TLanes.Load(start);
            for (nint i = 0; i < from; i++, packed += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(y[i]), TLanes.Load(packed), sum);
            TLanes.Store(x, function.Value<TLanes, T>(sum));
            return;
        }
        Kernels<TLanes, T>.ForwardPanels(packed, y, start, x, to, from);
        Values(x, x, 0, 1, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool RunOneCase(OneCaseLink<T>* links, OneCaseLink<T>* end, T* inputs, T* outputs)
    {
        var f = function;
        var (sum, none, check) = (TLanes.Zero, TLanes.Zero, TLanes.Zero);
        for (var link = links; link < end; link++)
        {
            if (link->Start != null)
                sum = TLanes.Load(link->Start);
            T* y = link->States, w = link->Weights;
            if (y == null)
            {
                y = inputs + link->Input;
                // 0 · y is 0 or −0 if y is finite, otherwise NaN.
                for (var last = y + link->From; y < last; y++, w += TLanes.Count)
                {
                    TLanes.Accumulate(ref sum, y, TLanes.Load(w));
                    TLanes.Accumulate(ref check, y, none);
                }
            }
            else
            {
                for (var last = y + link->From; y < last; y++, w += TLanes.Count)
                    TLanes.Accumulate(ref sum, y, TLanes.Load(w));
            }
            if (link->Into != null)
                TLanes.Store(link->Into, f.Value<TLanes, T>(sum));
        }
        if (TLanes.Any(TLanes.IsNaN(check)))
            return false;
        for (; links < end; links++)
        {
            for (nint j = 0; j < links->Outputs; j++)
                outputs[links->Output + j] = links->Into[j];
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    protected override void Values(T* x, T* y, nint stride, nint units, nint cases)
    {
        if (stride == cases)
            (units, cases) = (1, units * cases);
        var f = function; // its parameters stay in registers
        for (nint j = 0; j < units; j++, x += stride, y += stride)
        {
            if (typeof(TFunction) == typeof(Plain<LogisticFunction>) && cases >= 24 * TLanes.Count)
            {
                Elementary.LogisticOfAll<TLanes, T>(x, y, cases);
                continue;
            }
            for (nint c = 0; c < cases; c += TLanes.Count)
                TLanes.Store(y + c, f.Value<TLanes, T>(TLanes.Load(x + c)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Derivatives(in GroupPass<T> pass, nint first, nint end)
    {
        ref readonly var sum = ref pass.FromReceivers;
        if (IsCheap && !sum.IsEmpty)
        {
            Kernels<TLanes, T>.SumTerms<DerivativeEnd>(sum, first, end, pass.Cases, (nint)(pass.Y - sum.C));
            return;
        }
        if (!sum.IsEmpty)
            Kernels<TLanes, T>.SumTerms(sum, first, end, pass.Cases);
        var skip = first * sum.CStride;
        Derivatives(pass.TotalInputs.C + skip, pass.Y + skip, sum.C + skip, sum.C + skip, sum.CStride, end - first, pass.Cases);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    protected override void Derivatives(T* x, T* y, T* dy, T* dx, nint stride, nint units, nint cases)
    {
        var f = function;
        for (nint j = 0; j < units; j++, y += stride, dy += stride, dx += stride)
        {
            for (nint c = 0; c < cases; c += TLanes.Count)
            {
                var total = TFunction.UsesTotalInput ? TLanes.Load(x + (j * stride) + c) : default;
                TLanes.Store(dx + c, TLanes.Load(dy + c) * f.Derivative<TLanes, T>(total, TLanes.Load(y + c)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void DerivativeSlopes(T* x, T* y, T* dy, T* xSlopes, T* ySlopes, T* dySlopes, nint stride, nint units, nint cases)
    {
        var f = function;
        for (nint j = 0; j < units; j++)
        {
            for (var at = j * stride; at < (j * stride) + cases; at += TLanes.Count)
            {
                var total = TFunction.UsesTotalInput ? new DualLanes<TLanes, T>(TLanes.Load(x + at), TLanes.Load(xSlopes + at)) : default;
                var derivative = f.Derivative<DualLanes<TLanes, T>, T>(total, new DualLanes<TLanes, T>(TLanes.Load(y + at), TLanes.Load(ySlopes + at)));
                TLanes.Store(dySlopes + at, TLanes.MultiplyAdd(TLanes.Load(dy + at), derivative.Slope, TLanes.Load(dySlopes + at) * derivative.Value));
            }
        }
    }
}
