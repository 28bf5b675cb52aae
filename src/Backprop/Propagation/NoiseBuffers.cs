namespace Backprop;

/// <summary>The noise of a block of cases, [unit × case] for each group that has some.</summary>
internal sealed unsafe class NoiseBuffers<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Noise noise;
    private readonly Group[] groups;
    private readonly AlignedBuffer<T>?[] totals;
    private readonly AlignedBuffer<T>?[] states;

    internal NoiseBuffers(Noise noise, Topology topology, int capacity)
    {
        this.noise = noise;
        groups = [.. topology.Groups.Where(static group => !group.IsInput)];
        totals = [.. topology.Groups.Select(group => noise.OfTotalInputs(group) > 0 ? new AlignedBuffer<T>(checked(group.Size * capacity)) : null)];
        states = [.. topology.Groups.Select(group => !group.IsInput && noise.OfStates(group) > 0 ? new AlignedBuffer<T>(checked(group.Size * capacity)) : null)];
    }

    /// <summary>Noise on the total inputs of a group, in rows of the block's stride; null for none.</summary>
    internal T* OnTotals(Group group) => totals[group.Index] is { } buffer ? buffer.Pointer : null;

    /// <summary>Noise on the states of a group; null for none.</summary>
    internal T* OnStates(Group group) => states[group.Index] is { } buffer ? buffer.Pointer : null;

    /// <summary>Draws the noise of a block of cases that follow each other.</summary>
    /// <param name="block">The block.</param>
    /// <param name="first">The number of its first case.</param>
    internal void Draw(CaseBlock<T> block, int first)
    {
        foreach (var group in groups)
        {
            Draw(totals[group.Index], group, block, first, noise.OfTotalInputs(group), ofStates: false);
            Draw(states[group.Index], group, block, first, noise.OfStates(group), ofStates: true);
        }
    }

    private void Draw(AlignedBuffer<T>? buffer, Group group, CaseBlock<T> block, int first, double deviation, bool ofStates)
    {
        if (buffer is null)
            return;
        for (var c = 0; c < block.Count; c++)
        {
            var normal = noise.Of(group, first + c, ofStates);
            for (var unit = 0; unit < group.Size; unit++)
                buffer.Pointer[((nint)unit * block.Stride) + c] = T.CreateTruncating(deviation * normal.Next());
        }
        GC.KeepAlive(buffer);
    }
}
