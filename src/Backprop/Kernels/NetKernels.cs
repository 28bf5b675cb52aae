namespace Backprop;

/// <summary>
/// The arithmetic of many nets of one topology at once: where <see cref="Kernels{T}"/> has a number, this has a bundle, with a net per lane.
/// Weights are [to · from size + from] bundles, states are [unit · stride + place] bundles, where each case has its place.
/// What is the same in all nets, the given states, is one number. Strides, rows and steps count numbers, not bundles.
/// <para>
/// Each net's sums have the terms and the order of <see cref="Kernels{T}"/>: those over units are one chain from the start; those over cases are chains that a tree joins (<see cref="NetChain"/>).
/// </para>
/// </summary>
internal abstract unsafe class NetKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The kernels for the lane width of this process.</summary>
    public static NetKernels<T> Best { get; } = Lanes.Create(new Factory());

    /// <summary>The kernels for one lane width, with the same bits as for the others.</summary>
    public static NetKernels<T> Of(LaneWidth width) => Lanes.Create(new Factory(), width);

    /// <summary>C[unit, place] = start + Σ over the terms and k of A[unit, k] · B[k, place]: equations (1) and (7). All are bundles, as many per row as places.</summary>
    public abstract void Sum(in TermSum<T> sum, nint units, nint places);

    /// <summary>The same for states that are given.</summary>
    public abstract void SumGiven(in GivenSum<T> sum, nint units, nint places);

    /// <summary>c[unit, place] += a[unit] · b[unit, place]: a one-to-one projection, forward or back.</summary>
    public abstract void SumOneToOne(T* a, T* b, T* c, nint stride, nint units, nint places);

    /// <summary>g[to, from] = Σ over the cases of dx[to, place] · y[from, place]: equation (6).</summary>
    public abstract void Gradient(in NetGradient<T> gradient);

    /// <summary>The same for states that are given.</summary>
    public abstract void GradientOfGiven(in GivenGradient<T> gradient);

    /// <summary>The same for given states of 0 and 1, with the biases: sums of dx, each computed once.</summary>
    public abstract void GradientOfSharedSums(in SharedSums<T> sums);

    /// <summary>g[unit] = Σ over the cases of dx[unit, place]: the gradient of biases.</summary>
    public abstract void GradientOfBiases(T* dx, nint stride, T* g, nint units, NetChain* chains, NetChain* end);

    /// <summary>Equation (9), then decay: change ← −rate · g + momentum · change, w ← (w + change) · keep, in the lanes of the mask. A change below <see cref="Kernels{T}.LeastNormal"/> counts as 0.</summary>
    public abstract void Descend(T* w, T* g, T* change, in NetFactors<T> factors, T* keep, nint count);

    /// <summary>Whether some net is within its bounds (<see cref="NetBounds{T}"/>), or its error is not finite.</summary>
    public abstract bool AnyWithin(in NetBounds<T> bounds);

    /// <summary>Computes <see cref="Sum"/> with the lanes of a caller, where something becomes of each sum before it is stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sum<TLanes, TEnd>(in TermSum<T> sum, nint units, nint places, TEnd end)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TEnd : struct, ISumEnd<TLanes>
    {
        if (typeof(TLanes) == typeof(Lanes512<T>))
            NetKernels<TLanes, One512<T>, T>.Sum(sum, units, places, end);
        else if (typeof(TLanes) == typeof(Lanes256<T>))
            NetKernels<TLanes, One256<T>, T>.Sum(sum, units, places, end);
        else
            NetKernels<TLanes, One128<T>, T>.Sum(sum, units, places, end);
    }

    private sealed class Factory : ILanesFactory<T, NetKernels<T>>
    {
        public NetKernels<T> Create<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T> =>
            typeof(TLanes) == typeof(Lanes512<T>) ? new NetKernels<TLanes, One512<T>, T>()
            : typeof(TLanes) == typeof(Lanes256<T>) ? new NetKernels<TLanes, One256<T>, T>()
            : new NetKernels<TLanes, One128<T>, T>();
    }
}

/// <summary>What becomes of a sum before it is stored.</summary>
internal unsafe interface ISumEnd<TLanes>
{
    /// <summary>What is stored in place of the sum.</summary>
    /// <param name="sum">The sum.</param>
    /// <param name="at">Its position among the sums, in numbers.</param>
    TLanes Of(TLanes sum, nint at);
}

/// <summary>Sums are stored as they are.</summary>
internal readonly struct PlainSum<TLanes> : ISumEnd<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Of(TLanes sum, nint at) => sum;
}

/// <summary>
/// One chain of a sum over cases, in the order of its terms, and how many sums are then joined: the sum of this chain with the one before it, the result with the one before that, and so on.
/// The chains of a sum in this order are the tree of <c>ILanes.SumOfLanes</c> without the lanes that have no case.
/// </summary>
/// <param name="Length">The number of terms, 1 or more.</param>
/// <param name="Joins">The number of joins that follow.</param>
internal readonly record struct NetChain(int Length, int Joins)
{
    /// <summary>Maximum number of sums that wait to be joined.</summary>
    public const int Depth = 5;
}

/// <summary>A given state that is a term of a sum: the place or the weight that it is multiplied with, in numbers from the first, and the state.</summary>
internal struct GivenTerm<T>(int at, T state)
    where T : unmanaged
{
    public int At = at;
    public T State = state;
}

/// <summary>The sums of one place, in numbers from the first: they go on from the sums of another place, of the same one to add to what it holds, or from the start if that is negative. <paramref name="terms"/> of them are added.</summary>
internal struct GivenRow(int at, int from, int terms)
{
    public int At = at;
    public int From = from;
    public int Terms = terms;
}

/// <summary>Total inputs from given states: X[unit, place] = start + Σ over the place's terms of W[unit, at] · state.</summary>
internal unsafe struct GivenSum<T>
    where T : unmanaged
{
    public T* W;
    public nint WRow;
    public T* X;
    public nint XStride;

    /// <summary>The terms of all sums, one sum after the other.</summary>
    public GivenTerm<T>* Terms;
    public GivenRow* Rows;

    /// <summary>The chain of unit u begins with Start[u · StartStep], where its row does not say otherwise.</summary>
    public T* Start;
    public nint StartStep;
}

/// <summary>The gradient of a projection between computed states.</summary>
internal unsafe struct NetGradient<T>
    where T : unmanaged
{
    public T* Dx;
    public T* Y;
    public nint Stride;

    /// <summary>The gradient [to · Depth + from].</summary>
    public T* G;
    public nint Units;
    public nint Depth;

    /// <summary>The chains, which take the places one after the other.</summary>
    public NetChain* Chains;
    public NetChain* End;

    /// <summary>The places of a single chain in another order, in numbers; null if the chains say it.</summary>
    public int* Order;
    public nint Count;
}

/// <summary>The gradient of a projection from given states.</summary>
internal unsafe struct GivenGradient<T>
    where T : unmanaged
{
    public T* Dx;
    public nint Stride;

    /// <summary>The gradient [to · Depth + from]. That of a unit whose state is 0 in all cases is left alone.</summary>
    public T* G;
    public nint Units;
    public nint Depth;

    /// <summary>The terms of all chains, sender by sender, the chains, and for each sender the number of chains up to its end.</summary>
    public GivenTerm<T>* Terms;
    public NetChain* Chains;
    public int* Ends;
}

/// <summary>Two positions, in numbers: two sums that are joined, or a sum and the weight whose gradient it is.</summary>
internal readonly record struct NodePair(int First, int Second);

/// <summary>
/// The gradients from given states of 0 and 1, which are sums of dx over some of the cases, and of the biases, which are those over all.
/// Many have chains in common, and joins of chains: the states of a case's number in binary, for example, are the same in all cases of a lane or in half of them.
/// </summary>
internal unsafe struct SharedSums<T>
    where T : unmanaged
{
    public T* Dx;
    public nint Stride;
    public nint Units;

    /// <summary>The gradient of the projection, <see cref="Row"/> numbers for each unit, and that of the biases.</summary>
    public T* G;
    public nint Row;
    public T* BiasGradient;

    /// <summary>The chains' lengths, and their places, in numbers.</summary>
    public int* Lengths;
    public nint Chains;
    public int* Places;

    /// <summary>Sums that are joined: chains and earlier joins.</summary>
    public NodePair* Joins;
    public nint JoinCount;

    /// <summary>Sums that are gradients, and their weights.</summary>
    public NodePair* Results;
    public nint ResultCount;

    /// <summary>The sum over all cases; negative if the biases are none of these.</summary>
    public nint Biases;

    /// <summary>Room for the sums of two units, <see cref="Count"/> numbers each.</summary>
    public T* Sums;
    public nint Count;
}

/// <summary>A change's factors by net: −ε, α, and which nets change.</summary>
internal unsafe struct NetFactors<T>
    where T : unmanaged
{
    public T* NegatedRate;
    public T* Momentum;
    public T* Mask;
}

/// <summary>What is known of each net, and the bounds in which it is looked at: bundles.</summary>
internal unsafe struct NetBounds<T>
    where T : unmanaged
{
    /// <summary>The greatest distance, a mask of the nets on the right side, and the errors of so many groups, which are summed.</summary>
    public T* Distance;
    public T* Side;
    public T* Errors;
    public nint Groups;

    /// <summary>The bounds: of the distance, a mask of the nets for which the side counts, and of the error.</summary>
    public T* DistanceBound;
    public T* SideBound;
    public T* ErrorBound;
}

/// <summary>The kernels over one kind of lanes.</summary>
internal sealed unsafe partial class NetKernels<TLanes, TVector, T> : NetKernels<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where TVector : unmanaged, IVector<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    public override bool AnyWithin(in NetBounds<T> bounds)
    {
        var error = TLanes.Load(bounds.Errors);
        for (nint k = 1; k < bounds.Groups; k++)
            error += TLanes.Load(bounds.Errors + (k * TLanes.Count));
        // Masks become 0 or 1, and none is where their sum is 0: an error that is not finite times 0 is NaN, and so is the sum.
        var one = TLanes.One;
        var within = error * TLanes.Zero;
        within += TLanes.And(one, TLanes.LessThanOrEqual(error, TLanes.Load(bounds.ErrorBound)));
        within += TLanes.And(one, TLanes.LessThanOrEqual(TLanes.Load(bounds.Distance), TLanes.Load(bounds.DistanceBound)));
        within += TLanes.And(one, TLanes.And(TLanes.Load(bounds.Side), TLanes.Load(bounds.SideBound)));
        return TLanes.SumOfLanes(within) != T.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Descend(T* w, T* g, T* change, in NetFactors<T> factors, T* keep, nint count)
    {
        var (rate, momentum, mask) = (TLanes.Load(factors.NegatedRate), TLanes.Load(factors.Momentum), TLanes.Load(factors.Mask));
        var least = TLanes.Broadcast(Kernels<T>.LeastNormal);
        var end = w + (count * TLanes.Count);
        for (; w < end; w += TLanes.Count, g += TLanes.Count, change += TLanes.Count)
        {
            var (weight, last) = (TLanes.Load(w), TLanes.Load(change));
            var step = TLanes.MultiplyAdd(rate, TLanes.Load(g), momentum * last);
            step = TLanes.Select(TLanes.LessThan(TLanes.Abs(step), least), TLanes.Zero, step);
            var changed = weight + step;
            if (keep != null)
                changed *= TLanes.Load(keep);
            TLanes.Store(change, TLanes.Select(mask, step, last));
            TLanes.Store(w, TLanes.Select(mask, changed, weight));
        }
    }
}
