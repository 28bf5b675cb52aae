using System.Runtime.Intrinsics;

namespace Backprop;

/// <content>Loops over whole vectors for rules that search, and over weights for rules whose steps are written over lanes.</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Step<TStep>(TStep step, T* w, T* g, T* first, T* second, T* third, int count)
    {
        var k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            StepBundle(step, w + k, g + k, At(first, k), At(second, k), At(third, k));
        if (k == count)
            return;
        var room = stackalloc T[5 * TLanes.Count];
        var rest = count - k;
        StepBundle(
            step,
            LoadPartial(room, 0, w + k, rest),
            LoadPartial(room, 1, g + k, rest),
            first == null ? null : LoadPartial(room, 2, first + k, rest),
            second == null ? null : LoadPartial(room, 3, second + k, rest),
            third == null ? null : LoadPartial(room, 4, third + k, rest));
        WriteBack(room, 0, w + k, rest);
        if (first != null) WriteBack(room, 2, first + k, rest);
        if (second != null) WriteBack(room, 3, second + k, rest);
        if (third != null) WriteBack(room, 4, third + k, rest);
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Combine(T* target, T* start, T factor, T* direction, int count)
    {
        var all = TLanes.Broadcast(factor);
        var k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            TLanes.Store(target + k, TLanes.MultiplyAdd(all, TLanes.Load(direction + k), TLanes.Load(start + k)));
        for (; k < count; k++)
            target[k] = T.FusedMultiplyAdd(factor, direction[k], start[k]);
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override double Dot(T* a, T* b, int count)
    {
        // The product of two floats is exact in double, so that a float's sum is rounded once per term as a double's is.
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var k = 0;
        for (; k + 16 <= count; k += 16)
        {
            low = Vector512.FusedMultiplyAdd(Doubles(a + k), Doubles(b + k), low);
            high = Vector512.FusedMultiplyAdd(Doubles(a + k + 8), Doubles(b + k + 8), high);
        }
        if (k < count)
        {
            // The rest, padded with zeros.
            var lastA = stackalloc T[32];
            var lastB = lastA + 16;
            new Span<T>(lastA, 32).Clear();
            for (var rest = 0; k + rest < count; rest++)
                (lastA[rest], lastB[rest]) = (a[k + rest], b[k + rest]);
            low = Vector512.FusedMultiplyAdd(Doubles(lastA), Doubles(lastB), low);
            high = Vector512.FusedMultiplyAdd(Doubles(lastA + 8), Doubles(lastB + 8), high);
        }
        var eight = low + high;
        var four = eight.GetLower() + eight.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Limit(T* g, T least, T greatest, int count)
    {
        for (var k = 0; k < count; k++)
            g[k] = g[k] < least ? least : g[k] > greatest ? greatest : g[k];
    }

    /// <summary>Eight numbers as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Doubles(T* source)
    {
        if (typeof(T) == typeof(double))
            return Vector512.Load((double*)source);
        var (low, high) = Vector256.Widen(Vector256.Load((float*)source));
        return Vector512.Create(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* At(T* vector, int k) => vector == null ? null : vector + k;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepBundle<TStep>(TStep step, T* w, T* g, T* first, T* second, T* third)
        where TStep : struct, IWeightStep<T>
    {
        var weights = TLanes.Load(w);
        var a = first == null ? TLanes.Zero : TLanes.Load(first);
        var b = second == null ? TLanes.Zero : TLanes.Load(second);
        var c = third == null ? TLanes.Zero : TLanes.Load(third);
        step.Change(ref weights, TLanes.Load(g), ref a, ref b, ref c);
        TLanes.Store(w, weights);
        if (first != null) TLanes.Store(first, FlushSubnormal(a));
        if (second != null) TLanes.Store(second, FlushSubnormal(b));
        if (third != null) TLanes.Store(third, FlushSubnormal(c));
    }
}
