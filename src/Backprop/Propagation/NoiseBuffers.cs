namespace Backprop;

/// <summary>The noise of a block of cases, [unit × case] for each group that has some.</summary>
internal sealed unsafe class NoiseBuffers<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Noise noise;
    private readonly Group[] groups;
    private readonly Group[] inputs;
    private readonly AlignedBuffer<T>?[] totals;
    private readonly AlignedBuffer<T>?[] states;

    internal NoiseBuffers(Noise noise, Topology topology, int capacity)
    {
        this.noise = noise;
        groups = [.. topology.Groups.Where(static group => !group.IsInput)];
        inputs = [.. topology.Inputs.Where(group => noise.OfStates(group) > 0)];
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
        var cases = new int[block.Count];
        for (var c = 0; c < cases.Length; c++)
            cases[c] = first + c;
        Draw(block, cases, noise);
    }

    /// <summary>Draws the noise of a block in a sweep of training, that of the input groups too, whose states are laid out anew.</summary>
    /// <param name="block">The block.</param>
    /// <param name="cases">The numbers of its cases.</param>
    /// <param name="ofSweep">The noise of the sweep.</param>
    internal void DrawForTraining(CaseBlock<T> block, ReadOnlySpan<int> cases, Noise ofSweep)
    {
        foreach (var group in inputs)
            block.FillWithNoise(group, cases, ofSweep);
        Draw(block, cases, ofSweep);
    }

    private void Draw(CaseBlock<T> block, ReadOnlySpan<int> cases, Noise drawn)
    {
        foreach (var group in groups)
        {
            Draw(totals[group.Index], group, block, cases, drawn, drawn.OfTotalInputs(group), ofStates: false);
            Draw(states[group.Index], group, block, cases, drawn, drawn.OfStates(group), ofStates: true);
        }
    }

    private static void Draw(AlignedBuffer<T>? buffer, Group group, CaseBlock<T> block, ReadOnlySpan<int> cases, Noise drawn, double deviation, bool ofStates)
    {
        if (buffer is null)
            return;
        for (var c = 0; c < cases.Length; c++)
        {
            var normal = drawn.Of(group, cases[c], ofStates);
            for (var unit = 0; unit < group.Size; unit++)
                buffer.Pointer[((nint)unit * block.Stride) + c] = T.CreateTruncating(deviation * normal.Next());
        }
        GC.KeepAlive(buffer);
    }
}
