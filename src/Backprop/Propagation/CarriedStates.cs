namespace Backprop;

/// <summary>
/// The states that windows of sequences pass on, where the sequences of a block are not always the same: those that have ended are left out of the next block.
/// </summary>
internal sealed unsafe class CarriedStates<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Group[] groups;
    private readonly AlignedBuffer<T>[] states;
    private readonly int stride;
    private readonly int[] sequences;
    private int count;

    internal CarriedStates(Topology topology, int stride)
    {
        this.stride = stride;
        groups = [.. topology.Inputs.Where(topology.IsCarriedOn)];
        states = [.. groups.Select(group => new AlignedBuffer<T>(checked(group.Size * stride)))];
        sequences = new int[stride];
    }

    /// <summary>Takes the states at the end of a window that has run.</summary>
    /// <param name="propagation">What ran it.</param>
    /// <param name="window">The window.</param>
    /// <param name="running">The sequences of the block, in its order.</param>
    internal void Take(Propagation<T> propagation, CaseBlock<T> window, ReadOnlySpan<int> running)
    {
        running.CopyTo(sequences);
        count = running.Length;
        for (var k = 0; k < groups.Length; k++)
        {
            var source = propagation.LastStates(window, groups[k]);
            for (var unit = 0; unit < groups[k].Size; unit++)
                new Span<T>(source + ((nint)unit * window.Stride), window.Count).CopyTo(states[k].Span[(unit * stride)..]);
        }
    }

    /// <summary>Writes them to where the next window begins.</summary>
    /// <param name="window">The window, laid out.</param>
    /// <param name="running">The sequences of the block: some of those of the last one, in the same order.</param>
    internal void Put(CaseBlock<T> window, ReadOnlySpan<int> running)
    {
        var from = 0;
        for (var column = 0; column < running.Length; column++, from++)
        {
            while (sequences[from] != running[column])
                from++;
            for (var k = 0; k < groups.Length; k++)
            {
                var target = window.Input(groups[k]) + column;
                for (var unit = 0; unit < groups[k].Size; unit++)
                    target[(nint)unit * window.Stride] = states[k].Span[(unit * stride) + from];
            }
        }
    }

    /// <summary>The states, as a copy, by group: [unit, column], the columns those of the sequences of the last window.</summary>
    internal Dictionary<string, T[]> Capture() => groups.Index().ToDictionary(
        static group => group.Item.Name,
        group =>
        {
            var values = new T[group.Item.Size * count];
            for (var unit = 0; unit < group.Item.Size; unit++)
                states[group.Index].Span.Slice(unit * stride, count).CopyTo(values.AsSpan(unit * count));
            return values;
        },
        StringComparer.Ordinal);

    /// <summary>Goes back to what <see cref="Capture"/> returned of one sequence; <see cref="Problem"/> says beforehand whether it can.</summary>
    internal void Restore(int sequence, IReadOnlyDictionary<string, T[]> captured)
    {
        (sequences[0], count) = (sequence, 1);
        for (var k = 0; k < groups.Length; k++)
        {
            for (var unit = 0; unit < groups[k].Size; unit++)
                states[k].Span[unit * stride] = captured[groups[k].Name][unit];
        }
    }

    /// <summary>Why states of one sequence cannot be restored; null where they can.</summary>
    internal string? Problem(IReadOnlyDictionary<string, T[]> captured)
    {
        foreach (var group in groups)
        {
            if (!captured.TryGetValue(group.Name, out var values))
                return $"the states of group '{group.Name}' that the last window passes on are missing";
            if (values.Length != group.Size)
                return $"it has {values.Length} carried states of group '{group.Name}', expected {group.Size}";
        }
        return null;
    }
}
