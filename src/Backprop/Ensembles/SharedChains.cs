namespace Backprop;

/// <summary>The gradients from given states of 0 and 1 as sums that have parts in common: each chain and each join of sums is there once.</summary>
internal sealed unsafe class SharedChains<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, int> found = new(StringComparer.Ordinal);
    private readonly List<int> lengths = [];
    private readonly List<int> places = [];
    private readonly List<NodePair> joins = [];
    private readonly List<NodePair> results = [];
    private readonly int biases = -1;
    private readonly int chainCount;
    private readonly AlignedBuffer<int> lengthBuffer;
    private readonly AlignedBuffer<int> placeBuffer;
    private readonly AlignedBuffer<NodePair> joinBuffer;
    private readonly AlignedBuffer<NodePair> resultBuffer;

    /// <summary>Finds the common parts.</summary>
    /// <param name="given">The chains of each sender; all states are 1 (<see cref="IsPossible"/>).</param>
    /// <param name="all">The chains of a sum over all places; null if the biases are not wanted.</param>
    internal SharedChains(GivenChains<T> given, ReadOnlySpan<NetChain> all)
    {
        var sums = new List<(NetChain[] Chains, int[] Places)>();
        var (first, term) = (0, 0);
        foreach (var end in given.Ends.Span)
        {
            var chains = given.Chains.Span[first..end].ToArray();
            var length = chains.Sum(static chain => chain.Length);
            sums.Add((chains, [.. given.Terms.Span.Slice(term, length).ToArray().Select(static one => one.At)]));
            (first, term) = (end, term + length);
        }
        if (!all.IsEmpty)
        {
            var count = 0;
            foreach (var chain in all)
                count += chain.Length;
            sums.Add((all.ToArray(), [.. Enumerable.Range(0, count).Select(static place => place * Bundle)]));
        }
        // Chains before joins, so that a join finds what it joins, whatever weight needed it first.
        foreach (var (chains, at) in sums)
            Walk(chains, at, join: false);
        chainCount = lengths.Count;
        for (var k = 0; k < sums.Count; k++)
        {
            if (Walk(sums[k].Chains, sums[k].Places, join: true) is not { } node)
                continue;
            if (k == given.Ends.Length)
                biases = node * Bundle;
            else
                results.Add(new NodePair(node * Bundle, k * Bundle));
        }
        (lengthBuffer, placeBuffer) = (GivenStates<T>.Buffer(lengths), GivenStates<T>.Buffer(places));
        (joinBuffer, resultBuffer) = (GivenStates<T>.Buffer(joins), GivenStates<T>.Buffer(results));
    }

    private static int Bundle => Gradient<T>.LaneCount;

    /// <summary>The sums per unit.</summary>
    internal int Count => chainCount + joins.Count;

    /// <summary>Whether all states are 1, so that a product is its other factor.</summary>
    internal static bool IsPossible(GivenChains<T> given)
    {
        foreach (var term in given.Terms.Span)
        {
            if (term.State != T.One)
                return false;
        }
        return true;
    }

    /// <summary>The sums, of units whose operands are still to be set.</summary>
    /// <param name="room">Room for the sums of two units: 2 · <see cref="Count"/> bundles.</param>
    internal SharedSums<T> Bind(AlignedBuffer<T> room) => new()
    {
        Lengths = lengthBuffer.Pointer,
        Chains = chainCount,
        Places = placeBuffer.Pointer,
        Joins = joinBuffer.Pointer,
        JoinCount = joins.Count,
        Results = resultBuffer.Pointer,
        ResultCount = results.Count,
        Biases = biases,
        Sums = room.Pointer,
        Count = Count * Bundle,
    };

    /// <summary>Goes through the chains of a sum and their joins; returns the last node, or null if there is no chain.</summary>
    private int? Walk(NetChain[] chains, int[] at, bool join)
    {
        var waiting = new Stack<int>();
        var start = 0;
        foreach (var chain in chains)
        {
            var node = Chain(at.AsSpan(start, chain.Length));
            start += chain.Length;
            for (var k = 0; k < chain.Joins && join; k++)
                node = Join(waiting.Pop(), node);
            waiting.Push(node);
        }
        return waiting.Count == 0 ? null : waiting.Peek();
    }

    private int Chain(ReadOnlySpan<int> at)
    {
        var key = string.Join(' ', at.ToArray());
        if (!found.TryGetValue(key, out var node))
        {
            found.Add(key, node = lengths.Count);
            lengths.Add(at.Length);
            places.AddRange(at);
        }
        return node;
    }

    private int Join(int first, int second)
    {
        var key = $"{first}+{second}";
        if (!found.TryGetValue(key, out var node))
        {
            found.Add(key, node = Count);
            joins.Add(new NodePair(first * Bundle, second * Bundle));
        }
        return node;
    }
}
