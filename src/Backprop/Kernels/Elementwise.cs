using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <content>Loops over parts of the flat vector.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>How many numbers ahead memory is prefetched: the processor itself does not prefetch beyond a page, and three streams cross many pages.</summary>
    private const int PrefetchDistance = 1024;

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Descend(T* w, T* g, T* change, T rate, T momentum, int count)
    {
        var (negatedRate, allMomentum, least) = (TLanes.Broadcast(-rate), TLanes.Broadcast(momentum), LeastNormal);
        var k = 0;
        for (; k + PrefetchDistance <= count; k += TLanes.Count)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(w + k + PrefetchDistance);
                Sse.Prefetch0(g + k + PrefetchDistance);
                Sse.Prefetch0(change + k + PrefetchDistance);
            }
            DescendBundle(w + k, g + k, change + k, negatedRate, allMomentum);
        }
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            DescendBundle(w + k, g + k, change + k, negatedRate, allMomentum);
        // A small net has nothing but a rest: a quarter of a bundle at a time, with the same operations.
        var (quarterRate, quarterMomentum, quarterLeast) = (Vector128.Create(-rate), Vector128.Create(momentum), Vector128.Create(least));
        for (; k + Vector128<T>.Count <= count; k += Vector128<T>.Count)
        {
            var step = Vectors.MultiplyAdd(quarterRate, Vector128.Load(g + k), quarterMomentum * Vector128.Load(change + k));
            step = Vector128.ConditionalSelect(Vector128.LessThan(Vector128.Abs(step), quarterLeast), Vector128<T>.Zero, step);
            step.Store(change + k);
            (Vector128.Load(w + k) + step).Store(w + k);
        }
        for (; k < count; k++)
        {
            var step = T.FusedMultiplyAdd(-rate, g[k], momentum * change[k]);
            change[k] = T.Abs(step) < least ? T.Zero : step;
            w[k] += change[k];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Divide(T* g, T divisor, int count)
    {
        var all = TLanes.Broadcast(divisor);
        var k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            TLanes.Store(g + k, TLanes.Load(g + k) / all);
        for (; k < count; k++)
            g[k] /= divisor;
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Scale(T* w, T factor, int count)
    {
        var all = TLanes.Broadcast(factor);
        var k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            TLanes.Store(w + k, TLanes.Load(w + k) * all);
        for (; k < count; k++)
            w[k] *= factor;
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override bool AreFinite(T* values, int count)
    {
        // 0 · x is 0 or −0 if x is finite, otherwise NaN, and a sum with NaN is NaN.
        var lanes = TLanes.Zero;
        var k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            lanes = TLanes.MultiplyAdd(TLanes.Load(values + k), TLanes.Zero, lanes);
        var rest = TLanes.SumOfLanes(lanes);
        for (; k < count; k++)
            rest = T.FusedMultiplyAdd(values[k], T.Zero, rest);
        return rest == T.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DescendBundle(T* w, T* g, T* change, TLanes negatedRate, TLanes allMomentum)
    {
        var step = FlushSubnormal(TLanes.MultiplyAdd(negatedRate, TLanes.Load(g), allMomentum * TLanes.Load(change)));
        TLanes.Store(change, step);
        TLanes.Store(w, TLanes.Load(w) + step);
    }

    /// <summary>0 in place of numbers below <see cref="Kernels{T}.LeastNormal"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes FlushSubnormal(TLanes value) => TLanes.Select(TLanes.LessThan(TLanes.Abs(value), TLanes.Broadcast(LeastNormal)), TLanes.Zero, value);
}
