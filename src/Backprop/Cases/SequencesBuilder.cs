namespace Backprop;

/// <summary>
/// Builds cases for an unrolled iterative net from sequences: the inputs, clamps and targets of groups at each iteration.
/// By default an input is 0 (or the group's initial state), a unit is not clamped, and a target is "don't care",
/// so one set of cases can hold sequences of different lengths.
/// Sequences longer than the unrolling are cut into windows of T iterations that carry their states on (see <see cref="Cases.Sequences"/>):
/// the states have the bits of a net unrolled over the whole length, also where delays are longer than a window.
/// Rows may last several iterations (ticks), with targets only after a grace period.
/// A sequence ends with the last row that is given of it; training sequence after sequence (<see cref="Batch"/>) goes no further.
/// </summary>
/// <example>
/// <code>
/// var topology = Topology.Iterative(net =&gt;
/// {
///     var state = net.Group("state", 5).From(net.Input("letter", 3));
///     state.From(state, delay: 1);
///     net.Output("next", 3, UnitFunction.Softmax).From(state);
/// }).Unroll(iterations: 2);
/// var cases = new SequencesBuilder(topology, count: 1)
///     .Input(0, "letter", [[1, 0, 0], [0, 1, 0]])
///     .Target(0, "next", [[0, 1, 0], [0, 0, 1]])
///     .ToCases();
/// </code>
/// </example>
public sealed class SequencesBuilder
{
    private readonly Topology topology;
    private readonly Unrolling unrolling;
    private readonly int count;
    private readonly int length;
    private readonly int ticks;
    private readonly int grace;
    private readonly int longestDelay;
    private readonly int[] ends;
    private readonly Dictionary<Group, double[]> inputs = [];
    private readonly Dictionary<Group, double[]> targets = [];
    private readonly Dictionary<Group, double[]> clamps = [];
    private double[] weights = [];
    private IReadOnlyList<string> names = ValueList<string>.Empty;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="topology">The unrolled net.</param>
    /// <param name="count">The number of sequences, at least 1.</param>
    /// <param name="length">
    /// Rows of the longest sequence, which are iterations unless they have several ticks. Default: those of the unrolling. If there are more iterations,
    /// the sequences are cut into windows: derivatives reach back only to the beginning of a window, and there are <paramref name="count"/> cases per window.
    /// </param>
    /// <param name="ticks">The number of iterations that each row lasts, through which inputs and clamps are held; 1 by default.</param>
    /// <param name="grace">The number of iterations at the beginning of each row in which its targets do not count yet, below <paramref name="ticks"/>; 0 by default.</param>
    /// <exception cref="CasesException">The net is not unrolled; fewer than 1 sequence, row or tick; a grace that leaves no tick.</exception>
    public SequencesBuilder(Topology topology, int count, int? length = null, int ticks = 1, int grace = 0)
    {
        ArgumentNullException.ThrowIfNull(topology);
        this.topology = topology;
        unrolling = topology.Unrolling ?? throw new CasesException("Sequences are for an iterative net, but this one is layered; make it with Topology.Iterative(…).Unroll(iterations).");
        longestDelay = unrolling.Net.LongestDelay;
        this.count = count >= 1 ? count : throw new CasesException($"count must be at least 1, but was {count}.");
        this.ticks = ticks >= 1 ? ticks : throw new CasesException($"ticks must be at least 1, but was {ticks}.");
        this.grace = grace >= 0 && grace < ticks ? grace : throw new CasesException($"grace must be 0 or more and below the {ticks} {(ticks == 1 ? "tick" : "ticks")} of a row, but was {grace}.");
        this.length = length is not < 1 ? length ?? Math.Max(1, unrolling.Iterations / ticks) : throw new CasesException($"length must be at least 1 iteration, but was {length}.");
        if ((long)this.length * ticks > Array.MaxLength)
            throw new CasesException(FormattableString.Invariant($"{this.length} rows of {ticks} ticks are more than {Array.MaxLength:N0} iterations; use shorter sequences."));
        if ((long)count * Windows > Array.MaxLength)
            throw new CasesException(FormattableString.Invariant($"{count} sequences of {Windows} windows are more than {Array.MaxLength:N0} cases; use fewer or shorter sequences."));
        ends = new int[count];
        Array.Fill(ends, 1);
    }

    private int Windows => WindowOf(length * ticks) + 1;

    /// <summary>The window, from 0, that holds an iteration, from 1.</summary>
    private int WindowOf(int iteration) => (iteration - 1) / unrolling.Iterations;

    /// <summary>Gives an input group's states, iteration after iteration.</summary>
    /// <param name="sequence">Which sequence, from 0.</param>
    /// <param name="group">The group's name in the iterative net.</param>
    /// <param name="rows">For each iteration (or as many as a row has ticks) one value per unit, or null for the default.</param>
    /// <param name="first">The number of the first row, counted from 1, which is its iteration unless rows have several ticks; 1 by default.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">No such sequence, group or iteration; the wrong number of values; one that is not finite.</exception>
    public SequencesBuilder Input(int sequence, string group, ReadOnlySpan<double[]?> rows, int first = 1) => Set(inputs, "input", sequence, group, rows, first);

    /// <summary>Gives the targets of an output group, iteration after iteration; NaN: don't care. Of a row with a grace they count in its later iterations only.</summary>
    /// <inheritdoc cref="Input"/>
    public SequencesBuilder Target(int sequence, string group, ReadOnlySpan<double[]?> rows, int first = 1) => Set(targets, "target", sequence, group, rows, first);

    /// <summary>
    /// Holds units at states, iteration after iteration; NaN: not held. No derivative passes back through a held unit. Units of a <see cref="Group.ClampStrength"/>
    /// below 1 are moved toward them by so much. An output group may be held in some iterations and have targets in others: such a group is input and output.
    /// </summary>
    /// <inheritdoc cref="Input"/>
    public SequencesBuilder Clamp(int sequence, string group, ReadOnlySpan<double[]?> rows, int first = 1) => Set(clamps, "clamp", sequence, group, rows, first);

    /// <summary>Gives the states of a group before the first iteration.</summary>
    /// <param name="sequence">Which sequence, from 0.</param>
    /// <param name="group">The group's name in the iterative net.</param>
    /// <param name="states">One value per unit.</param>
    /// <param name="iteration">0, the default: the iteration just before the first; −1 and below: further back, where delays reach that far.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">No such sequence or group; the wrong number of values; one that is not finite; states that no projection uses.</exception>
    public SequencesBuilder InitialState(int sequence, string group, ReadOnlySpan<double> states, int iteration = 0)
    {
        var copy = IterativeTopology.Copy(group, iteration);
        if (iteration > 0 || !topology.TryGetGroup(copy, out _))
            throw new CasesException($"Initial states are given for '{copy}', but the net uses none there: {(iteration > 0 ? "they are at iteration 0 or below" : "no projection of this delay sends from that group")}.");
        WriteInWindows(inputs, "initial state", sequence, group, iteration, states);
        return this;
    }

    /// <summary>Gives the total inputs of leaky units before the first iteration; 0 by default.</summary>
    /// <param name="sequence">Which sequence, from 0.</param>
    /// <param name="group">The group's name in the iterative net.</param>
    /// <param name="totalInputs">One value per unit.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">No such sequence or group; the wrong number of values; one that is not finite; units that are not leaky.</exception>
    public SequencesBuilder InitialTotalInput(int sequence, string group, ReadOnlySpan<double> totalInputs)
    {
        if (!topology.TryGetGroup(IterativeTopology.InitialTotalInput(group), out var copy))
            throw new CasesException($"Initial total inputs are given for group '{group}', but it {(unrolling.Net.GroupNames.Contains(group, StringComparer.Ordinal) ? "has a leak rate of 1, so that none is kept from iteration to iteration" : "is not a group of the net")}.");
        Check("initial total input", sequence, group, totalInputs);
        Write(inputs, "initial total input", sequence, window: 0, copy, totalInputs);
        return this;
    }

    /// <summary>Gives the factor of each sequence in E and its derivatives; 1 by default. A sequence of weight 0 is not learned, and stop rules do not wait for it.</summary>
    /// <param name="values">A finite factor, 0 or more, per sequence.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">Too many or too few, one that is negative or not finite.</exception>
    public SequencesBuilder Weights(ReadOnlySpan<double> values)
    {
        CasesBuilder.CheckWeights(values, count, "sequence");
        weights = values.ToArray();
        return this;
    }

    /// <summary>Gives each sequence a name, by which figures, tables and messages call it.</summary>
    /// <param name="values">A name per sequence; an empty one for a sequence that has none.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="CasesException">Too many or too few, a name with control characters or of blanks.</exception>
    public SequencesBuilder Names(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        CasesBuilder.CheckNames(values, count, "sequence");
        names = ValueList.Of(values);
        return this;
    }

    /// <summary>Creates the cases: window after window, and in each window sequence after sequence.</summary>
    /// <returns>The cases, as many as there are sequences and windows.</returns>
    public Cases ToCases()
    {
        var builder = new CasesBuilder(count * Windows);
        foreach (var (group, values) in inputs.OrderBy(static entry => entry.Key.Index))
            builder.Take(CaseRole.Input, group.Name, values, group.Size);
        foreach (var (group, values) in targets.OrderBy(static entry => entry.Key.Index))
            builder.Take(CaseRole.Target, group.Name, values, group.Size);
        foreach (var (group, values) in clamps.OrderBy(static entry => entry.Key.Index))
            builder.Take(CaseRole.Clamp, group.Name, values, group.Size);
        // Inputs that are never given would be missed by the net.
        foreach (var group in topology.Inputs.Where(group => group.InitialState is null && !inputs.ContainsKey(group)))
            builder.Take(CaseRole.Input, group.Name, Room(group), group.Size);
        if (weights.Length > 0)
            builder.Weights([.. Enumerable.Range(0, count * Windows).Select(@case => weights[@case % count])]);
        return Windows == 1 ? builder.ToCases().AsSequences(null, unrolling.Iterations, [], [.. ends], names)
            : builder.ToCases().AsSequences(count, unrolling.Iterations, Array.ConvertAll(ends, end => WindowOf(end) + 1), [.. ends], names);
    }

    /// <summary>A value per unit of a group, sequence and window.</summary>
    private double[] Room(Group group) => (long)count * Windows * group.Size is var values && values <= Array.MaxLength ? new double[values]
        : throw new CasesException(FormattableString.Invariant($"group '{group.Name}': {count} sequences of {Windows} windows need {values:N0} values, but at most {Array.MaxLength:N0} fit in one set; use fewer or shorter sequences."));

    private SequencesBuilder Set(Dictionary<Group, double[]> all, string what, int sequence, string name, ReadOnlySpan<double[]?> rows, int first)
    {
        if (first < 1 || rows.Length > length - first + 1)
            throw new CasesException($"sequence {sequence}: {what}s of group '{name}' are given for the {(ticks == 1 ? "iterations" : "rows")} {first} … {first - 1L + rows.Length}, but the sequences last from 1 to {length}; unroll over more iterations, or give the builder the length.");
        if (!unrolling.Net.GroupNames.Contains(name, StringComparer.Ordinal))
            throw new CasesException($"sequence {sequence}: {what}s are given for group '{name}', which the net does not have; its groups are {Topology.Names(unrolling.Net.GroupNames)}.");
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row] is not { } values)
                continue;
            var before = (first + row - 1) * ticks;
            for (var tick = all == targets ? grace + 1 : 1; tick <= ticks; tick++)
                WriteInWindows(all, what, sequence, name, before + tick, values);
            ends[sequence] = Math.Max(ends[sequence], before + ticks);
        }
        return this;
    }

    /// <summary>
    /// Writes the values of an iteration of the sequence, at most 0 for initial states: in its own window and, for an input group, in every later one
    /// whose delays reach back to it. Windows take the states of other groups over when the net runs.
    /// </summary>
    private void WriteInWindows(Dictionary<Group, double[]> all, string what, int sequence, string name, int iteration, ReadOnlySpan<double> values)
    {
        Check(what, sequence, name, values);
        var window = WindowOf(Math.Max(iteration, 1));
        for (var t = iteration - (window * unrolling.Iterations); window < Windows && t > -longestDelay; window++, t -= unrolling.Iterations)
        {
            if (topology.TryGetGroup(IterativeTopology.Copy(name, t), out var group))
                Write(all, what, sequence, window, group, values);
            if (all != inputs || !unrolling.IsInput(name))
                return;
        }
    }

    private void Check(string what, int sequence, string name, ReadOnlySpan<double> values)
    {
        // Not of a copy: an input that only delays read has none at the last iterations.
        var size = unrolling.Net.Groups.First(group => group.Name == name).Size;
        if (sequence < 0 || sequence >= count)
            throw new CasesException($"{what}s of group '{name}' are given for sequence {sequence}, but the sequences are 0 … {count - 1}.");
        if (values.Length != size)
            throw new CasesException($"sequence {sequence}: group '{name}' has {size} units, but {values.Length} {what}s were given.");
    }

    private void Write(Dictionary<Group, double[]> all, string what, int sequence, int window, Group group, ReadOnlySpan<double> values)
    {
        if (all == inputs && !group.IsInput)
            throw new CasesException($"sequence {sequence}: inputs are given for '{group.Name}', which is not an input group; clamp it to hold its states.");
        if (!all.TryGetValue(group, out var stored))
        {
            all.Add(group, stored = Room(group));
            Array.Fill(stored, all == inputs ? group.InitialState ?? 0 : Cases.DontCare);
        }
        values.CopyTo(stored.AsSpan(((window * count) + sequence) * group.Size));
    }
}
