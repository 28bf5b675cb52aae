namespace Backprop;

/// <summary>The stretches of the flat vector that learning changes: maximal runs of blocks that are not frozen and of one kind.</summary>
internal readonly record struct WeightStretch(int Offset, int Length, bool IsBias)
{
    internal static WeightStretch[] Of(Topology topology)
    {
        var stretches = new List<WeightStretch>();
        foreach (var block in topology.Blocks)
        {
            if (block.Frozen)
                continue;
            if (stretches.Count > 0 && stretches[^1] is var last && last.IsBias == block.IsBias && last.Offset + last.Length == block.Offset)
                stretches[^1] = last with { Length = last.Length + block.Length };
            else
                stretches.Add(new WeightStretch(block.Offset, block.Length, block.IsBias));
        }
        return [.. stretches];
    }
}
