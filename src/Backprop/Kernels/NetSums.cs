namespace Backprop;

/// <content>Sums over units: total inputs, and derivatives on the way back.</content>
internal sealed unsafe partial class NetKernels<TLanes, TVector, T>
{
    /// <summary>Minimum number of terms for which eight sums of single vectors take less time than four of bundles: they do more for each number that is loaded, but begin and end twice.</summary>
    private const int WorthParts = 4;

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void Sum(in TermSum<T> sum, nint units, nint places) => Sum(sum, units, places, default(PlainSum<TLanes>));

    /// <summary>The same, where something becomes of each sum before it is stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Sum<TEnd>(in TermSum<T> sum, nint units, nint places, TEnd end)
        where TEnd : struct, ISumEnd<TLanes>
    {
        nint depth = 0;
        for (var term = sum.Terms; term < sum.End; term++)
            depth += term->Depth;
        var pairs = depth < WorthParts ? 0 : units / 2 * 2;
        // Places outside and units inside: the states of the senders in four places stay in the first cache, as do the weights of a small net.
        nint place = 0;
        for (; place + 4 <= places; place += 4)
        {
            var column = place * TLanes.Count;
            for (nint unit = 0; unit < pairs; unit += 2)
            {
                for (nint part = 0; part < TLanes.Count; part += TVector.Count)
                    TwoUnitsInFourPlaces(sum, unit, column + part, part);
                if (typeof(TEnd) == typeof(PlainSum<TLanes>))
                    continue;
                for (var c = (unit * sum.CStride) + column; c < ((unit + 2) * sum.CStride) + column; c += sum.CStride)
                {
                    for (nint at = c; at < c + (4 * TLanes.Count); at += TLanes.Count)
                        TLanes.Store(sum.C + at, end.Of(TLanes.Load(sum.C + at), at));
                }
            }
            FourPlaces(sum, pairs, units, column, end);
        }
        for (; place < places; place++)
            OnePlace(sum, units, place * TLanes.Count, end);
    }

    /// <summary>Eight sums, which the processor computes in parallel: each number that is loaded has two or four uses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoUnitsInFourPlaces(in TermSum<T> sum, nint unit, nint column, nint part)
    {
        T* c = sum.C + (unit * sum.CStride) + column, below = c + sum.CStride;
        nint place1 = TLanes.Count, place2 = 2 * TLanes.Count, place3 = 3 * TLanes.Count, bStride = sum.BStride;
        TVector c00, c01, c02, c03, c10, c11, c12, c13;
        if (sum.Start == null)
        {
            (c00, c01, c02, c03) = (TVector.Load(c), TVector.Load(c + place1), TVector.Load(c + place2), TVector.Load(c + place3));
            (c10, c11, c12, c13) = (TVector.Load(below), TVector.Load(below + place1), TVector.Load(below + place2), TVector.Load(below + place3));
        }
        else
        {
            var start = sum.Start + (unit * sum.StartStep) + part;
            c00 = c01 = c02 = c03 = TVector.Load(start);
            c10 = c11 = c12 = c13 = TVector.Load(start + sum.StartStep);
        }
        for (var term = sum.Terms; term < sum.End; term++)
        {
            T* a0 = term->A + (unit * term->ARow) + part, a1 = a0 + term->ARow, b = term->B + column;
            var step = term->AStep;
            for (var k = term->Depth; k > 0; k--, a0 += step, a1 += step, b += bStride)
            {
                var (weight0, weight1) = (TVector.Load(a0), TVector.Load(a1));
                var state = TVector.Load(b);
                TVector.Accumulate(ref c00, weight0, state);
                TVector.Accumulate(ref c10, weight1, state);
                state = TVector.Load(b + place1);
                TVector.Accumulate(ref c01, weight0, state);
                TVector.Accumulate(ref c11, weight1, state);
                state = TVector.Load(b + place2);
                TVector.Accumulate(ref c02, weight0, state);
                TVector.Accumulate(ref c12, weight1, state);
                state = TVector.Load(b + place3);
                TVector.Accumulate(ref c03, weight0, state);
                TVector.Accumulate(ref c13, weight1, state);
            }
        }
        TVector.Store(c, c00);
        TVector.Store(c + place1, c01);
        TVector.Store(c + place2, c02);
        TVector.Store(c + place3, c03);
        TVector.Store(below, c10);
        TVector.Store(below + place1, c11);
        TVector.Store(below + place2, c12);
        TVector.Store(below + place3, c13);
    }

    /// <summary>The sums in four places at a time, which wait for each other less than one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourPlaces<TEnd>(in TermSum<T> sum, nint unit, nint units, nint column, TEnd finish)
        where TEnd : struct, ISumEnd<TLanes>
    {
        T* c = sum.C + (unit * sum.CStride) + column, start = sum.Start + (unit * sum.StartStep);
        Term<T>* terms = sum.Terms, end = sum.End;
        nint stride = sum.CStride, bStride = sum.BStride, startStep = sum.StartStep;
        for (; unit < units; unit++, c += stride, start += startStep)
        {
            TLanes c0, c1, c2, c3;
            if (sum.Start == null)
            {
                c0 = TLanes.Load(c);
                c1 = TLanes.Load(c + TLanes.Count);
                c2 = TLanes.Load(c + (2 * TLanes.Count));
                c3 = TLanes.Load(c + (3 * TLanes.Count));
            }
            else
            {
                c0 = c1 = c2 = c3 = TLanes.Load(start);
            }
            for (var term = terms; term < end; term++)
            {
                T* a = term->A + (unit * term->ARow), b = term->B + column;
                var step = term->AStep;
                for (var k = term->Depth; k > 0; k--, a += step, b += bStride)
                {
                    var weight = TLanes.Load(a);
                    TLanes.AccumulateFrom(ref c0, weight, b);
                    TLanes.AccumulateFrom(ref c1, weight, b + TLanes.Count);
                    TLanes.AccumulateFrom(ref c2, weight, b + (2 * TLanes.Count));
                    TLanes.AccumulateFrom(ref c3, weight, b + (3 * TLanes.Count));
                }
            }
            var at = (nint)(c - sum.C);
            TLanes.Store(c, finish.Of(c0, at));
            TLanes.Store(c + TLanes.Count, finish.Of(c1, at + TLanes.Count));
            TLanes.Store(c + (2 * TLanes.Count), finish.Of(c2, at + (2 * TLanes.Count)));
            TLanes.Store(c + (3 * TLanes.Count), finish.Of(c3, at + (3 * TLanes.Count)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OnePlace<TEnd>(in TermSum<T> sum, nint units, nint column, TEnd finish)
        where TEnd : struct, ISumEnd<TLanes>
    {
        var c = sum.C + column;
        var bStride = sum.BStride;
        for (nint unit = 0; unit < units; unit++, c += sum.CStride)
        {
            var c0 = sum.Start == null ? TLanes.Load(c) : TLanes.Load(sum.Start + (unit * sum.StartStep));
            for (var term = sum.Terms; term < sum.End; term++)
            {
                T* a = term->A + (unit * term->ARow), b = term->B + column;
                var step = term->AStep;
                for (var k = term->Depth; k > 0; k--, a += step, b += bStride)
                    TLanes.AccumulateFrom(ref c0, TLanes.Load(a), b);
            }
            TLanes.Store(c, finish.Of(c0, (nint)(c - sum.C)));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void SumGiven(in GivenSum<T> sum, nint units, nint places)
    {
        nint unit = 0;
        for (; unit + 2 <= units; unit += 2)
            GivenToTwoUnits(sum, unit, places);
        if (unit < units)
            GivenToOneUnit(sum, unit, places);
    }

    /// <summary>The sums of two units, which have the same terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GivenToTwoUnits(in GivenSum<T> sum, nint unit, nint places)
    {
        T* w0 = sum.W + (unit * sum.WRow), w1 = w0 + sum.WRow;
        T* x0 = sum.X + (unit * sum.XStride), x1 = x0 + sum.XStride;
        T* start0 = sum.Start + (unit * sum.StartStep), start1 = start0 + sum.StartStep;
        var term = sum.Terms;
        var row = sum.Rows;
        for (; places > 0; places--, row++)
        {
            nint from = row->From, at = row->At;
            var sum0 = TLanes.Load(from < 0 ? start0 : x0 + from);
            var sum1 = TLanes.Load(from < 0 ? start1 : x1 + from);
            for (var k = row->Terms; k > 0; k--, term++)
            {
                var state = TLanes.BroadcastFrom(&term->State);
                nint weight = term->At;
                TLanes.AccumulateFrom(ref sum0, state, w0 + weight);
                TLanes.AccumulateFrom(ref sum1, state, w1 + weight);
            }
            TLanes.Store(x0 + at, sum0);
            TLanes.Store(x1 + at, sum1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GivenToOneUnit(in GivenSum<T> sum, nint unit, nint places)
    {
        T* w0 = sum.W + (unit * sum.WRow), x0 = sum.X + (unit * sum.XStride), start0 = sum.Start + (unit * sum.StartStep);
        var term = sum.Terms;
        var row = sum.Rows;
        for (; places > 0; places--, row++)
        {
            var sum0 = TLanes.Load(row->From < 0 ? start0 : x0 + row->From);
            for (var k = row->Terms; k > 0; k--, term++)
                TLanes.AccumulateFrom(ref sum0, TLanes.BroadcastFrom(&term->State), w0 + term->At);
            TLanes.Store(x0 + row->At, sum0);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void SumOneToOne(T* a, T* b, T* c, nint stride, nint units, nint places)
    {
        for (nint unit = 0; unit < units; unit++, a += TLanes.Count, b += stride, c += stride)
        {
            var weight = TLanes.Load(a);
            for (nint k = 0; k < places * TLanes.Count; k += TLanes.Count)
                TLanes.Store(c + k, TLanes.MultiplyAdd(weight, TLanes.Load(b + k), TLanes.Load(c + k)));
        }
    }
}
