namespace Backprop;

/// <summary>A stretch of the flat vector that learning changes.</summary>
internal readonly record struct WeightStretch(int Offset, int Length, bool IsBias)
{
    /// <summary>Maximal runs of blocks that are not frozen, each of one kind unless they are <paramref name="joined"/>: then a run with weights in it counts as weights.</summary>
    internal static WeightStretch[] Of(Topology topology, bool joined)
    {
        var stretches = new List<WeightStretch>();
        foreach (var block in topology.Blocks)
        {
            if (block.Frozen)
                continue;
            if (stretches.Count > 0 && stretches[^1] is var last && (joined || last.IsBias == block.IsBias) && last.Offset + last.Length == block.Offset)
                stretches[^1] = last with { Length = last.Length + block.Length };
            else
                stretches.Add(new WeightStretch(block.Offset, block.Length, block.IsBias));
        }
        return [.. stretches];
    }
}
