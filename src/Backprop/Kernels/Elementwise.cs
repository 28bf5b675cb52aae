using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <content>Loops over stretches of the flat vector.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <summary>Numbers ahead of those at work that are called from memory: the processor itself does not look beyond a page, and three streams at once have many ends.</summary>
    private const int FarAhead = 1024;

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Descend(T* w, T* g, T* change, T rate, T momentum, int count)
    {
        var (down, keep, least) = (TLanes.Broadcast(-rate), TLanes.Broadcast(momentum), LeastNormal);
        var k = 0;
        for (; k + FarAhead <= count; k += TLanes.Count)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(w + k + FarAhead);
                Sse.Prefetch0(g + k + FarAhead);
                Sse.Prefetch0(change + k + FarAhead);
            }
            DescendBundle(w + k, g + k, change + k, down, keep);
        }
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            DescendBundle(w + k, g + k, change + k, down, keep);
        // Few weights are all rest: a quarter of a bundle at a time, with the same operations.
        var (quarterDown, quarterKeep, quarterLeast) = (Vector128.Create(-rate), Vector128.Create(momentum), Vector128.Create(least));
        for (; k + Vector128<T>.Count <= count; k += Vector128<T>.Count)
        {
            var step = Vectors.MultiplyAdd(quarterDown, Vector128.Load(g + k), quarterKeep * Vector128.Load(change + k));
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
        // 0 · x is 0 or −0 if x is finite, otherwise NaN, which no sum loses.
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
    private static void DescendBundle(T* w, T* g, T* change, TLanes down, TLanes keep)
    {
        var step = FlushSubnormal(TLanes.MultiplyAdd(down, TLanes.Load(g), keep * TLanes.Load(change)));
        TLanes.Store(change, step);
        TLanes.Store(w, TLanes.Load(w) + step);
    }

    /// <summary>0 in place of numbers below <see cref="Kernels{T}.LeastNormal"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes FlushSubnormal(TLanes value) => TLanes.Select(TLanes.LessThan(TLanes.Abs(value), TLanes.Broadcast(LeastNormal)), TLanes.Zero, value);
}
