namespace Backprop;

/// <summary>The noise of a block of cases, [unit × case] for each group that has some.</summary>
internal sealed unsafe class NoiseBuffers<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Group[] groups;
    private readonly Group[] inputs;
    private readonly AlignedBuffer<T>?[] totals;
    private readonly AlignedBuffer<T>?[] states;
    private readonly bool drawsByGroup;
    private CaseBlock<T>? block;
    private int[] cases = [];
    private Noise noise;

    /// <summary>Makes room for noise.</summary>
    /// <param name="noise">The noise.</param>
    /// <param name="topology">The net.</param>
    /// <param name="capacity">Numbers per unit.</param>
    /// <param name="drawsByGroup">Whether the noise of each group is drawn when its turn comes (<see cref="Draw(Group)"/>), into memory that all groups share.</param>
    internal NoiseBuffers(Noise noise, Topology topology, int capacity, bool drawsByGroup)
    {
        (this.noise, this.drawsByGroup) = (noise, drawsByGroup);
        groups = [.. topology.Groups.Where(static group => !group.IsInput)];
        inputs = [.. topology.Inputs.Where(group => noise.OfStates(group) > 0)];
        totals = Buffers(noise.OfTotalInputs);
        states = Buffers(group => group.IsInput ? 0 : noise.OfStates(group));

        AlignedBuffer<T>?[] Buffers(Func<Group, double> deviation)
        {
            var shared = drawsByGroup ? new AlignedBuffer<T>(checked(topology.Groups.Max(static group => group.Size) * capacity)) : null;
            return [.. topology.Groups.Select(group => deviation(group) > 0 ? shared ?? new AlignedBuffer<T>(checked(group.Size * capacity)) : null)];
        }
    }

    /// <summary>Noise on the total inputs of a group, in rows of the block's stride; null for none.</summary>
    internal T* OnTotals(Group group) => totals[group.Index] is { } buffer ? buffer.Pointer : null;

    /// <summary>Noise on the states of a group; null for none.</summary>
    internal T* OnStates(Group group) => states[group.Index] is { } buffer ? buffer.Pointer : null;

    /// <summary>Draws the noise of a block of cases that follow each other.</summary>
    /// <param name="of">The block.</param>
    /// <param name="first">The number of its first case.</param>
    internal void Draw(CaseBlock<T> of, int first) => Draw(of, [.. Enumerable.Range(first, of.Count)], noise);

    /// <summary>Draws the noise of a block in a sweep of training, that of the input groups too, whose states are laid out anew.</summary>
    /// <param name="of">The block.</param>
    /// <param name="numbers">The numbers of its cases.</param>
    /// <param name="ofSweep">The noise of the sweep.</param>
    internal void DrawForTraining(CaseBlock<T> of, ReadOnlySpan<int> numbers, Noise ofSweep)
    {
        foreach (var group in inputs)
            of.FillWithNoise(group, numbers, ofSweep);
        Draw(of, numbers, ofSweep);
    }

    /// <summary>Draws the noise of a group whose turn has come, for the block that was given last: the same numbers each time.</summary>
    internal void Draw(Group group)
    {
        Draw(totals[group.Index], group, noise.OfTotalInputs(group), ofStates: false);
        Draw(states[group.Index], group, noise.OfStates(group), ofStates: true);
    }

    private void Draw(CaseBlock<T> of, ReadOnlySpan<int> numbers, Noise drawn)
    {
        (block, noise) = (of, drawn);
        if (cases.Length != numbers.Length)
            cases = new int[numbers.Length];
        numbers.CopyTo(cases);
        if (drawsByGroup)
            return;
        foreach (var group in groups)
            Draw(group);
    }

    private void Draw(AlignedBuffer<T>? buffer, Group group, double deviation, bool ofStates)
    {
        if (buffer is null)
            return;
        for (var c = 0; c < cases.Length; c++)
        {
            var normal = noise.Of(group, cases[c], ofStates);
            for (var unit = 0; unit < group.Size; unit++)
                buffer.Pointer[((nint)unit * block!.Stride) + c] = T.CreateTruncating(deviation * normal.Next());
        }
        GC.KeepAlive(buffer);
    }
}
