namespace Backprop.Data;

/// <summary>Sequences got back from the windows that they were cut into: what each says at each iteration.</summary>
internal sealed class WrittenSequences
{
    private readonly Cases cases;
    private readonly Topology topology;
    private readonly int iterations, windows, longestDelay;
    private readonly Dictionary<string, CaseValues> inputs, targets, clamps;
    private readonly IReadOnlyList<string> groups;
    private readonly int[] lengths;

    public WrittenSequences(Cases cases, Topology topology, Unrolling unrolling)
    {
        this.cases = cases;
        this.topology = topology;
        iterations = unrolling.Iterations;
        longestDelay = unrolling.Net.LongestDelay;
        Count = cases.Sequences ?? cases.Count;
        windows = cases.Count / Count;
        (inputs, targets, clamps) = (ByName(cases.Inputs, topology.Inputs), ByName(cases.Targets, topology.Outputs), ByName(cases.Clamps, []));
        groups = [.. unrolling.Net.Declared.Select(static group => group.Name)];
        var given = CaseGroups.OfSequences(topology, unrolling);
        (Inputs, Outputs) = ([.. given.Inputs.Select(static group => group.Name)], [.. given.Outputs.Select(static group => group.Name)]);
        lengths = [.. Enumerable.Range(0, Count).Select(Said)];
        for (var sequence = 0; sequence < cases.SequenceLengths.Count && sequence < Count; sequence++)
            lengths[sequence] = Math.Max(lengths[sequence], cases.SequenceLengths[sequence]);
        // As many windows as there were.
        if (lengths.Max() <= (windows - 1) * iterations)
            lengths[0] = ((windows - 1) * iterations) + 1;
    }

    /// <summary>The number of sequences.</summary>
    public int Count { get; }

    /// <summary>The names of the input groups of the iterative net, in the order of a line without names.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names of its output groups.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The iterations of a sequence, lines that say nothing included; at least 1.</summary>
    public int Length(int sequence) => lengths[sequence];

    /// <summary>States before the first iteration that are not those of the net.</summary>
    public IEnumerable<(Group Group, int Iteration, double[] States)> Initial(int sequence)
    {
        for (var iteration = 0; iteration > -longestDelay; iteration--)
        {
            foreach (var name in groups)
            {
                if (Row(inputs, name, sequence, iteration) is var (group, states) && !IsDefault(group, states))
                    yield return (group, iteration, states);
            }
        }
    }

    /// <summary>Total inputs of leaky units before the first iteration that are not those of the net.</summary>
    public IEnumerable<(Group Group, double[] TotalInputs)> InitialTotalInputs(int sequence)
    {
        foreach (var name in groups)
        {
            if (!inputs.TryGetValue(IterativeTopology.InitialTotalInput(name), out var values))
                continue;
            double[] given = [.. Enumerable.Range(0, values.Size).Select(unit => values[sequence, unit])];
            if (!IsDefault(topology[values.Group!], given))
                yield return (topology[IterativeTopology.Copy(name, 1)], given);
        }
    }

    /// <summary>States given and held at an iteration.</summary>
    public List<(Group Group, CaseRole Role, double[] States)> Given(int sequence, int iteration)
    {
        var parts = new List<(Group, CaseRole, double[])>();
        foreach (var name in Inputs)
        {
            if (Row(inputs, name, sequence, iteration) is var (group, states) && !IsDefault(group, states))
                parts.Add((group, CaseRole.Input, states));
        }
        parts.AddRange(Open(clamps, groups, sequence, iteration).Select(static part => (part.Group, CaseRole.Clamp, part.States)));
        return parts;
    }

    /// <summary>Desired states at an iteration.</summary>
    public List<(Group Group, CaseRole Role, double[] States)> Desired(int sequence, int iteration) =>
        [.. Open(targets, Outputs, sequence, iteration).Select(static part => (part.Group, CaseRole.Target, part.States))];

    private IEnumerable<(Group Group, double[] States)> Open(Dictionary<string, CaseValues> all, IReadOnlyList<string> names, int sequence, int iteration)
    {
        foreach (var name in names)
        {
            if (Row(all, name, sequence, iteration) is var (group, states) && !Array.TrueForAll(states, double.IsNaN))
                yield return (group, states);
        }
    }

    private int Said(int sequence)
    {
        var last = windows * iterations;
        while (last > 1 && Given(sequence, last).Count == 0 && Desired(sequence, last).Count == 0)
            last--;
        return last;
    }

    /// <summary>The values of a group at an iteration of the whole sequence, at most 0 for initial states; null where the cases have none.</summary>
    private (Group Group, double[] States)? Row(Dictionary<string, CaseValues> all, string name, int sequence, int iteration)
    {
        var window = Math.Max(iteration - 1, 0) / iterations;
        // An input that only delays read has no copy at the last iterations of a window, but one before the first of the next.
        for (var t = iteration - (window * iterations); window < windows && t > -longestDelay - 1; window++, t -= iterations)
        {
            var copy = IterativeTopology.Copy(name, t);
            if (!all.TryGetValue(copy, out var values))
                continue;
            var group = topology[copy];
            // States of other groups before a later window are taken over from the one before.
            if (iteration >= 1 && t < 1 && topology.IsCarriedOn(group))
                return null;
            var states = new double[values.Size];
            for (var unit = 0; unit < states.Length; unit++)
                states[unit] = values[(window * Count) + sequence, unit];
            return (group, states);
        }
        return null;
    }

    private static bool IsDefault(Group group, double[] states) => Array.TrueForAll(states, state => state.Equals(group.InitialState ?? 0) && double.IsNegative(state) == double.IsNegative(group.InitialState ?? 0));

    private static Dictionary<string, CaseValues> ByName(IReadOnlyList<CaseValues> all, IReadOnlyList<Group> only) =>
        all.ToDictionary(values => values.Group ?? only[0].Name, StringComparer.Ordinal);
}
