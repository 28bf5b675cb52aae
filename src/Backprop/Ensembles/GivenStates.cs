namespace Backprop;

/// <summary>The states of one input group as terms of sums: those that are not 0, which change no sum.</summary>
internal sealed unsafe class GivenStates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CasePlaces places;
    private readonly int size;
    private readonly T[] states;
    private readonly bool[] isZero;
    private readonly bool skips;

    /// <summary>Takes the states of a group.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="group">An input group.</param>
    /// <param name="places">The places of the cases.</param>
    /// <param name="skips">Whether states of 0 are left out.</param>
    internal GivenStates(BoundCases cases, Group group, CasePlaces places, bool skips)
    {
        (this.places, this.skips, size) = (places, skips, group.Size);
        var values = cases.Input(group);
        states = new T[places.Count * size];
        isZero = new bool[states.Length];
        for (var k = 0; k < states.Length; k++)
        {
            var (c, unit) = Math.DivRem(k, size);
            var given = values?[c, unit] ?? group.InitialState!.Value;
            isZero[k] = given == 0;
            states[k] = values?.Rounded<T>(given, c, unit) ?? T.CreateTruncating(given);
        }
    }

    /// <summary>Units times cases.</summary>
    internal int Count => states.Length;

    /// <summary>How many states are terms of sums.</summary>
    internal int TermCount => skips ? isZero.Count(static zero => !zero) : Count;

    private static int Bundle => Gradient<T>.LaneCount;

    /// <summary>
    /// The sums over units. Each has the terms of its case in the order of the units; where they begin with all those of another case, the sum goes on from the other's.
    /// All vectors of zeros and ones, for example, take one term each.
    /// </summary>
    /// <param name="adds">Whether sums begin with what their places hold, so that none is like another.</param>
    internal GivenSums<T> Sums(bool adds)
    {
        List<GivenTerm<T>> terms = [];
        List<GivenRow> rows = [];
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (place, own) in places.Cases.Index().Select(pair => (pair.Index, TermsOf(pair.Item))).OrderBy(static sum => sum.Item2.Count))
        {
            var (from, skipped) = (adds ? place * Bundle : -1, 0);
            for (var known = own.Count; known > 0 && !adds; known--)
            {
                if (!found.TryGetValue(Key(own, known), out var other))
                    continue;
                (from, skipped) = (other, known);
                break;
            }
            terms.AddRange(own.Skip(skipped));
            rows.Add(new GivenRow(place * Bundle, from, own.Count - skipped));
            found.TryAdd(Key(own, own.Count), place * Bundle);
        }
        return new GivenSums<T>(Buffer(terms), Buffer(rows));

        List<GivenTerm<T>> TermsOf(int c) => [.. Enumerable.Range(0, size).Where(unit => IsTerm(c, unit)).Select(unit => new GivenTerm<T>(unit * Bundle, states[(c * size) + unit]))];

        // Equal states of any sign and width have equal bits.
        static string Key(List<GivenTerm<T>> of, int count) => string.Join(' ', of.Take(count).Select(static term => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{term.At}:{double.CreateTruncating(term.State):R}")));
    }

    /// <summary>The terms of the gradients, whose sums over cases have one of the trainer's orders.</summary>
    internal GivenChains<T> Chains(SumOrder order)
    {
        List<GivenTerm<T>> terms = [];
        List<NetChain> chains = [];
        List<int> ends = [];
        for (var unit = 0; unit < size; unit++)
        {
            if (order == SumOrder.Lanes)
            {
                places.Join(lane =>
                {
                    var before = terms.Count;
                    for (var c = lane; c < places.Count; c += Bundle)
                        Add(c, unit);
                    return terms.Count - before;
                }, chains);
            }
            else
            {
                var before = terms.Count;
                foreach (var c in order == SumOrder.Slots ? BySlot(unit) : Enumerable.Range(0, places.Count))
                    Add(c, unit);
                if (terms.Count > before)
                    chains.Add(new NetChain(terms.Count - before, 0));
            }
            ends.Add(chains.Count);
        }
        return new GivenChains<T>(Buffer(terms), Buffer(chains), Buffer(ends));

        void Add(int c, int unit)
        {
            if (IsTerm(c, unit))
                terms.Add(new GivenTerm<T>(places.Of[c] * Bundle, states[(c * size) + unit]));
        }
    }

    /// <summary>The states as they are in every net: [unit · places + place] bundles.</summary>
    internal AlignedBuffer<T> Expand()
    {
        var buffer = new AlignedBuffer<T>(checked(states.Length * Bundle));
        for (var k = 0; k < states.Length; k++)
        {
            var (unit, place) = Math.DivRem(k, places.Count);
            buffer.Span.Slice(k * Bundle, Bundle).Fill(states[(places.Cases[place] * size) + unit]);
        }
        return buffer;
    }

    internal static AlignedBuffer<TItem> Buffer<TItem>(IReadOnlyList<TItem> items)
        where TItem : unmanaged
    {
        var buffer = new AlignedBuffer<TItem>(items.Count);
        for (var k = 0; k < items.Count; k++)
            buffer.Span[k] = items[k];
        return buffer;
    }

    private bool IsTerm(int c, int unit) => !skips || !isZero[(c * size) + unit];

    /// <summary>The cases in which a unit is not 0: those in which it is the first such unit, then those in which it is the second, and so on.</summary>
    private IEnumerable<int> BySlot(int unit) =>
        Enumerable.Range(0, places.Count).Where(c => !isZero[(c * size) + unit])
            .OrderBy(c => Enumerable.Range(0, unit).Count(before => !isZero[(c * size) + before]));
}

/// <summary>The sums over given units: the terms of all sums and the rows that take them.</summary>
internal sealed record GivenSums<T>(AlignedBuffer<GivenTerm<T>> Terms, AlignedBuffer<GivenRow> Rows)
    where T : unmanaged;

/// <summary>The order of a sum over cases.</summary>
internal enum SumOrder
{
    /// <summary>Case c in lane c mod 16 (mod 8 in double), each lane a chain, joined by the tree.</summary>
    Lanes,

    /// <summary>One chain in the order of the cases.</summary>
    Cases,

    /// <summary>One chain over the cases' first states that are not 0, then over their second ones, and so on.</summary>
    Slots,
}

/// <summary>The chains of the gradients of a projection from given states: the terms of all chains, the chains, and for each sender the number of chains up to its end.</summary>
internal sealed record GivenChains<T>(AlignedBuffer<GivenTerm<T>> Terms, AlignedBuffer<NetChain> Chains, AlignedBuffer<int> Ends)
    where T : unmanaged;
