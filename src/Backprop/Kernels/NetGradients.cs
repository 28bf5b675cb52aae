namespace Backprop;

/// <content>Sums over cases: gradients. Sums that wait to be joined are kept on a small stack.</content>
internal sealed unsafe partial class NetKernels<TLanes, TVector, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    public override void Gradient(in NetGradient<T> gradient)
    {
        var room = stackalloc byte[((4 * NetChain.Depth) + 1) * 64];
        var waiting = (T*)(((nuint)room + 63) / 64 * 64);
        T* dx = gradient.Dx, g = gradient.G;
        NetChain* chains = gradient.Chains, end = gradient.End;
        nint units = gradient.Units, depth = gradient.Depth, stride = gradient.Stride, row = depth * TLanes.Count;
        for (; units > 0 && gradient.Order != null; units--, dx += stride)
        {
            var y = gradient.Y;
            for (var k = depth; k > 0; k--, y += stride, g += TLanes.Count)
                TLanes.Store(g, SumInOrder(dx, y, gradient.Order, gradient.Count));
        }
        for (; units >= 2; units -= 2, dx += 2 * stride, g += row)
        {
            var y = gradient.Y;
            var k = depth;
            for (; k >= 2; k -= 2, y += 2 * stride, g += 2 * TLanes.Count)
                FourWeights(dx, y, stride, g, row, chains, end, waiting);
            if (k > 0)
            {
                TwoWeights(y, dx, dx + stride, g, row, chains, end, waiting);
                g += TLanes.Count;
            }
        }
        if (units > 0)
        {
            var y = gradient.Y;
            var k = depth;
            for (; k >= 2; k -= 2, y += 2 * stride, g += 2 * TLanes.Count)
                TwoWeights(dx, y, y + stride, g, TLanes.Count, chains, end, waiting);
            if (k > 0)
                OneWeight(dx, y, g, chains, end, waiting);
        }
    }

    /// <summary>The weights between two senders and two receivers: each number that is loaded has two uses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourWeights(T* dx, T* y, nint stride, T* g, nint row, NetChain* chains, NetChain* end, T* waiting)
    {
        TLanes sum00 = default, sum01 = default, sum10 = default, sum11 = default;
        for (var chain = chains; chain < end; chain++)
        {
            if (chain != chains)
            {
                TLanes.Store(waiting, sum00);
                TLanes.Store(waiting + TLanes.Count, sum01);
                TLanes.Store(waiting + (2 * TLanes.Count), sum10);
                TLanes.Store(waiting + (3 * TLanes.Count), sum11);
                waiting += 4 * TLanes.Count;
            }
            var (dx0, dx1) = (TLanes.Load(dx), TLanes.Load(dx + stride));
            sum00 = dx0 * TLanes.Load(y);
            sum01 = dx0 * TLanes.Load(y + stride);
            sum10 = dx1 * TLanes.Load(y);
            sum11 = dx1 * TLanes.Load(y + stride);
            dx += TLanes.Count;
            y += TLanes.Count;
            for (var k = chain->Length; k > 1; k--, dx += TLanes.Count, y += TLanes.Count)
            {
                (dx0, dx1) = (TLanes.Load(dx), TLanes.Load(dx + stride));
                TLanes.AccumulateFrom(ref sum00, dx0, y);
                TLanes.AccumulateFrom(ref sum01, dx0, y + stride);
                TLanes.AccumulateFrom(ref sum10, dx1, y);
                TLanes.AccumulateFrom(ref sum11, dx1, y + stride);
            }
            for (var joins = chain->Joins; joins > 0; joins--)
            {
                waiting -= 4 * TLanes.Count;
                sum00 = TLanes.Load(waiting) + sum00;
                sum01 = TLanes.Load(waiting + TLanes.Count) + sum01;
                sum10 = TLanes.Load(waiting + (2 * TLanes.Count)) + sum10;
                sum11 = TLanes.Load(waiting + (3 * TLanes.Count)) + sum11;
            }
        }
        TLanes.Store(g, sum00);
        TLanes.Store(g + TLanes.Count, sum01);
        TLanes.Store(g + row, sum10);
        TLanes.Store(g + row + TLanes.Count, sum11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoWeights(T* dx, T* y0, T* y1, T* g, nint step, NetChain* chain, NetChain* end, T* waiting)
    {
        TLanes sum0 = default, sum1 = default;
        for (var first = chain; chain < end; chain++)
        {
            if (chain != first)
            {
                TLanes.Store(waiting, sum0);
                TLanes.Store(waiting + TLanes.Count, sum1);
                waiting += 2 * TLanes.Count;
            }
            var derivative = TLanes.Load(dx);
            sum0 = derivative * TLanes.Load(y0);
            sum1 = derivative * TLanes.Load(y1);
            dx += TLanes.Count;
            y0 += TLanes.Count;
            y1 += TLanes.Count;
            for (var k = chain->Length; k > 1; k--, dx += TLanes.Count, y0 += TLanes.Count, y1 += TLanes.Count)
            {
                derivative = TLanes.Load(dx);
                TLanes.AccumulateFrom(ref sum0, derivative, y0);
                TLanes.AccumulateFrom(ref sum1, derivative, y1);
            }
            for (var joins = chain->Joins; joins > 0; joins--)
            {
                waiting -= 2 * TLanes.Count;
                sum0 = TLanes.Load(waiting) + sum0;
                sum1 = TLanes.Load(waiting + TLanes.Count) + sum1;
            }
        }
        TLanes.Store(g, sum0);
        TLanes.Store(g + step, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneWeight(T* dx, T* y, T* g, NetChain* chain, NetChain* end, T* waiting)
    {
        TLanes sum = default;
        for (var first = chain; chain < end; chain++)
        {
            if (chain != first)
            {
                TLanes.Store(waiting, sum);
                waiting += TLanes.Count;
            }
            sum = TLanes.Load(dx) * TLanes.Load(y);
            dx += TLanes.Count;
            y += TLanes.Count;
            for (var k = chain->Length; k > 1; k--, dx += TLanes.Count, y += TLanes.Count)
                TLanes.AccumulateFrom(ref sum, TLanes.Load(dx), y);
            for (var joins = chain->Joins; joins > 0; joins--)
            {
                waiting -= TLanes.Count;
                sum = TLanes.Load(waiting) + sum;
            }
        }
        TLanes.Store(g, sum);
    }

    /// <summary>One chain over places in any order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SumInOrder(T* dx, T* y, int* order, nint count)
    {
        var sum = TLanes.Zero;
        for (var end = order + count; order < end; order++)
            TLanes.AccumulateFrom(ref sum, TLanes.Load(dx + *order), y + *order);
        return sum;
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    public override void GradientOfBiases(T* dx, nint stride, T* g, nint units, NetChain* chains, NetChain* end)
    {
        var room = stackalloc byte[((NetChain.Depth + 1) * 64)];
        var stack = (T*)(((nuint)room + 63) / 64 * 64);
        for (nint unit = 0; unit < units; unit++, dx += stride, g += TLanes.Count)
        {
            T* derivative = dx, waiting = stack;
            TLanes sum = default;
            for (var chain = chains; chain < end; chain++)
            {
                if (chain != chains)
                {
                    TLanes.Store(waiting, sum);
                    waiting += TLanes.Count;
                }
                sum = TLanes.Load(derivative);
                derivative += TLanes.Count;
                for (var k = chain->Length; k > 1; k--, derivative += TLanes.Count)
                    sum += TLanes.Load(derivative);
                for (var joins = chain->Joins; joins > 0; joins--)
                {
                    waiting -= TLanes.Count;
                    sum = TLanes.Load(waiting) + sum;
                }
            }
            TLanes.Store(g, sum);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    public override void GradientOfGiven(in GivenGradient<T> gradient)
    {
        var room = stackalloc byte[(((2 * NetChain.Depth) + 1) * 64)];
        var waiting = (T*)(((nuint)room + 63) / 64 * 64);
        nint unit = 0;
        for (; unit + 2 <= gradient.Units; unit += 2)
            TwoUnitsOfGiven(gradient, unit, waiting);
        if (unit < gradient.Units)
            OneUnitOfGiven(gradient, unit, waiting);
    }

    /// <summary>The gradients of two units, which have the same terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoUnitsOfGiven(in GivenGradient<T> gradient, nint unit, T* waiting)
    {
        T* dx0 = gradient.Dx + (unit * gradient.Stride), dx1 = dx0 + gradient.Stride;
        var row = gradient.Depth * TLanes.Count;
        var g = gradient.G + (unit * row);
        var term = gradient.Terms;
        var chain = gradient.Chains;
        for (nint sender = 0; sender < gradient.Depth; sender++, g += TLanes.Count)
        {
            NetChain* first = chain, end = gradient.Chains + gradient.Ends[sender];
            if (first == end)
                continue;
            TLanes sum0 = default, sum1 = default;
            for (; chain < end; chain++)
            {
                if (chain != first)
                {
                    TLanes.Store(waiting, sum0);
                    TLanes.Store(waiting + TLanes.Count, sum1);
                    waiting += 2 * TLanes.Count;
                }
                var state = TLanes.BroadcastFrom(&term->State);
                sum0 = state * TLanes.Load(dx0 + term->At);
                sum1 = state * TLanes.Load(dx1 + term->At);
                term++;
                for (var k = chain->Length; k > 1; k--, term++)
                {
                    state = TLanes.BroadcastFrom(&term->State);
                    nint at = term->At;
                    TLanes.AccumulateFrom(ref sum0, state, dx0 + at);
                    TLanes.AccumulateFrom(ref sum1, state, dx1 + at);
                }
                for (var joins = chain->Joins; joins > 0; joins--)
                {
                    waiting -= 2 * TLanes.Count;
                    sum0 = TLanes.Load(waiting) + sum0;
                    sum1 = TLanes.Load(waiting + TLanes.Count) + sum1;
                }
            }
            TLanes.Store(g, sum0);
            TLanes.Store(g + row, sum1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneUnitOfGiven(in GivenGradient<T> gradient, nint unit, T* waiting)
    {
        var dx = gradient.Dx + (unit * gradient.Stride);
        var g = gradient.G + (unit * gradient.Depth * TLanes.Count);
        var term = gradient.Terms;
        var chain = gradient.Chains;
        for (nint sender = 0; sender < gradient.Depth; sender++, g += TLanes.Count)
        {
            NetChain* first = chain, end = gradient.Chains + gradient.Ends[sender];
            if (first == end)
                continue;
            TLanes sum = default;
            for (; chain < end; chain++)
            {
                if (chain != first)
                {
                    TLanes.Store(waiting, sum);
                    waiting += TLanes.Count;
                }
                sum = TLanes.BroadcastFrom(&term->State) * TLanes.Load(dx + term->At);
                term++;
                for (var k = chain->Length; k > 1; k--, term++)
                    TLanes.AccumulateFrom(ref sum, TLanes.BroadcastFrom(&term->State), dx + term->At);
                for (var joins = chain->Joins; joins > 0; joins--)
                {
                    waiting -= TLanes.Count;
                    sum = TLanes.Load(waiting) + sum;
                }
            }
            TLanes.Store(g, sum);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void GradientOfSharedSums(in SharedSums<T> sums)
    {
        nint unit = 0;
        for (; unit + 2 <= sums.Units; unit += 2)
            SharedSumsOfUnits(sums, unit, sums.Stride);
        // The last one of an odd number twice, which takes as long as once.
        if (unit < sums.Units)
            SharedSumsOfUnits(sums, unit, 0);
    }

    /// <summary>The sums of two units, the second of which is <paramref name="stride"/> away; 0 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SharedSumsOfUnits(in SharedSums<T> sums, nint unit, nint stride)
    {
        T* dx0 = sums.Dx + (unit * sums.Stride), dx1 = dx0 + stride, all0 = sums.Sums, all1 = all0 + sums.Count, sum0 = all0, sum1 = all1;
        var place = sums.Places;
        for (int* length = sums.Lengths, end = length + sums.Chains; length < end; length++, sum0 += TLanes.Count, sum1 += TLanes.Count)
        {
            nint at = *place++;
            var (first, second) = (TLanes.Load(dx0 + at), TLanes.Load(dx1 + at));
            for (var k = *length; k > 1; k--)
            {
                at = *place++;
                first += TLanes.Load(dx0 + at);
                second += TLanes.Load(dx1 + at);
            }
            TLanes.Store(sum0, first);
            TLanes.Store(sum1, second);
        }
        for (NodePair* join = sums.Joins, end = join + sums.JoinCount; join < end; join++, sum0 += TLanes.Count, sum1 += TLanes.Count)
        {
            nint a = join->First, b = join->Second;
            TLanes.Store(sum0, TLanes.Load(all0 + a) + TLanes.Load(all0 + b));
            TLanes.Store(sum1, TLanes.Load(all1 + a) + TLanes.Load(all1 + b));
        }
        var next = stride == 0 ? 0 : sums.Row;
        var g = sums.G + (unit * sums.Row);
        for (NodePair* result = sums.Results, end = result + sums.ResultCount; result < end; result++)
        {
            nint from = result->First, to = result->Second;
            TLanes.Store(g + to, TLanes.Load(all0 + from));
            TLanes.Store(g + to + next, TLanes.Load(all1 + from));
        }
        if (sums.Biases < 0)
            return;
        var biases = sums.BiasGradient + (unit * TLanes.Count);
        TLanes.Store(biases, TLanes.Load(all0 + sums.Biases));
        if (stride != 0)
            TLanes.Store(biases + TLanes.Count, TLanes.Load(all1 + sums.Biases));
    }
}
