namespace Backprop;

/// <summary>A stretch of the flat vector that learning changes.</summary>
internal readonly record struct WeightStretch(int Offset, int Length, bool IsBias)
{
    /// <summary>Maximal runs of weights that are not frozen, each of one kind unless they are <paramref name="joined"/>: then a run with weights in it counts as weights.</summary>
    internal static WeightStretch[] Of(Topology topology, bool joined)
    {
        var stretches = new List<WeightStretch>();
        foreach (var block in topology.Blocks)
        {
            foreach (var (first, length) in Learned(block))
            {
                if (stretches.Count > 0 && stretches[^1] is var last && (joined || last.IsBias == block.IsBias) && last.Offset + last.Length == block.Offset + first)
                    stretches[^1] = last with { Length = last.Length + length };
                else
                    stretches.Add(new WeightStretch(block.Offset + first, length, block.IsBias));
            }
        }
        return [.. stretches];
    }

    /// <summary>The runs of a block's weights that are not frozen.</summary>
    private static IEnumerable<(int First, int Length)> Learned(WeightBlock block)
    {
        if (block.Frozen)
            yield break;
        if (block.FrozenArray is not { } frozen)
        {
            yield return (0, block.Length);
            yield break;
        }
        for (var first = 0; first < frozen.Length;)
        {
            var length = Array.IndexOf(frozen, !frozen[first], first) is >= 0 and var end ? end - first : frozen.Length - first;
            if (!frozen[first])
                yield return (first, length);
            first += length;
        }
    }
}
