namespace Backprop;

/// <summary>
/// The places of the cases where nets are in the lanes: lane after lane of those in which a trainer has its cases, so that the places of a lane's chain follow one another, and the lanes in the order in which the tree of a sum joins them.
/// </summary>
internal sealed class CasePlaces
{
    private readonly int lanes;
    private readonly List<int> cases = [];
    private readonly List<NetChain> chains = [];

    /// <summary>Lays out cases.</summary>
    /// <param name="count">The number of cases.</param>
    /// <param name="lanes">The lanes of a trainer's sums over cases: case c is in lane c mod lanes.</param>
    internal CasePlaces(int count, int lanes)
    {
        this.lanes = lanes;
        Count = count;
        Join(lane =>
        {
            var before = cases.Count;
            for (var c = lane; c < count; c += lanes)
                cases.Add(c);
            return cases.Count - before;
        }, chains);
        Of = new int[count];
        for (var place = 0; place < count; place++)
            Of[cases[place]] = place;
    }

    /// <summary>The number of cases.</summary>
    internal int Count { get; }

    /// <summary>The case of each place.</summary>
    internal IReadOnlyList<int> Cases => cases;

    /// <summary>The place of each case.</summary>
    internal int[] Of { get; }

    /// <summary>The chains of a sum over all cases, in the order of the places.</summary>
    internal IReadOnlyList<NetChain> Chains => chains;

    /// <summary>Appends the chains of a sum over some of the cases.</summary>
    /// <param name="termsOf">Takes the terms of a lane, one call a lane, and returns their number.</param>
    /// <param name="chains">Receives the chains.</param>
    internal void Join(Func<int, int> termsOf, List<NetChain> chains) => Join(0, 1, termsOf, chains);

    /// <summary>Appends the chains of the lanes first, first + step, first + 2 step …: those of the even ones, those of the odd ones, and their join. Returns whether there are any.</summary>
    private bool Join(int first, int step, Func<int, int> termsOf, List<NetChain> chains)
    {
        if (step == lanes)
        {
            var length = termsOf(first);
            if (length > 0)
                chains.Add(new NetChain(length, 0));
            return length > 0;
        }
        var lower = Join(first, 2 * step, termsOf, chains);
        var upper = Join(first + step, 2 * step, termsOf, chains);
        if (lower && upper)
            chains[^1] = chains[^1] with { Joins = chains[^1].Joins + 1 };
        return lower || upper;
    }
}
