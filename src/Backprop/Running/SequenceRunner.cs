namespace Backprop;

/// <summary>
/// Runs an iterative net iteration by iteration, over sequences of any length: the states that delays need are kept from call to call.
/// It gives the same bits as the unrolled net, initial states and clamps included. Each call uses the weights that the net has then. Not thread-safe.
/// </summary>
/// <typeparam name="T">The precision of the net.</typeparam>
/// <example>
/// <code>
/// var topology = Topology.Iterative(net =&gt;
/// {
///     var state = net.Group("state", 5).From(net.Input("letter", 3));
///     state.From(state, delay: 1);
///     net.Output("next", 3, UnitFunction.Softmax).From(state);
/// }).Unroll(iterations: 4);
/// var runner = new SequenceRunner&lt;float&gt;(new Network&lt;float&gt;(topology).Randomize(seed: 1));
/// float[] first = runner.Step([1, 0, 0]);
/// float[] second = runner.Step([0, 1, 0]);        // depends on the first letter too
/// runner.Reset();
/// </code>
/// </example>
public sealed unsafe class SequenceRunner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly Topology step;
    private readonly Propagation<T> propagation;
    private readonly Group[] outputGroups;
    private readonly (Group Before, Group? Now)[] carried;
    private readonly (int Size, Group? Now, Group? Before)[] given;
    private readonly Group[] units;
    private readonly T[][] lastStates;
    private readonly T[][] lastInputs;
    private CaseBlock<T> block;
    private bool isClamped;

    /// <summary>Whether the last states are those of the iteration before the next one: not before the first iteration, nor after states were set.</summary>
    private bool runsOn;

    /// <summary>Creates a runner before the first iteration, with the initial states of the groups.</summary>
    /// <param name="network">A net over an unrolled iterative net, of any number of iterations.</param>
    /// <exception cref="CasesException">The net is layered.</exception>
    public SequenceRunner(Network<T> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network;
        var unrolling = network.Topology.Unrolling
            ?? throw new CasesException("Only an iterative net runs on from call to call, but this one is layered; make it with Topology.Iterative(…).Unroll(iterations).");
        // One iteration has the same blocks at the same places as any number.
        step = unrolling.Net.Unroll(1, unrolling.Sharing);
        block = CaseBlock<T>.One(step);
        propagation = new Propagation<T>(step, 1, error: null);
        outputGroups = [.. step.Outputs];
        units = [.. step.Groups.Where(static group => !group.IsInput)];
        lastStates = [.. units.Select(static group => new T[group.Size])];
        lastInputs = [.. step.Inputs.Select(static group => new T[group.Size])];
        // The earliest first, so that each takes over from its successor before that changes.
        carried = [.. step.Inputs.Where(static group => group.Iteration < 1).OrderBy(static group => group.Iteration)
            .Select(group => (group, Copy(group.Origin, group.Iteration!.Value + 1)))];
        var inputs = unrolling.Net.Groups.Where(static group => group.Role == GroupRole.Input).ToList();
        given = [.. inputs.Select(group => (group.Size, Copy(group.Name, 1), Copy(group.Name, 0)))];
        InputNames = [.. inputs.Select(static group => group.Name)];
        InputCount = inputs.Sum(static group => group.Size);
        OutputCount = step.Outputs.Sum(static group => group.Size);
        Reset();
    }

    /// <summary>The input groups, in the order in which <see cref="Step(ReadOnlySpan{T}, Span{T})"/> takes their states.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>Units of all input groups.</summary>
    public int InputCount { get; }

    /// <summary>Units of all output groups.</summary>
    public int OutputCount { get; }

    /// <summary>Iterations made since the runner was created or last <see cref="Reset"/>.</summary>
    public long Iterations { get; private set; }

    /// <summary>The net unrolled over one iteration, which the runner repeats.</summary>
    internal Topology StepTopology => step;

    /// <summary>Returns to the state before the first iteration: the initial states of the groups, and no unit held.</summary>
    public void Reset()
    {
        Iterations = 0;
        runsOn = false;
        Release();
        foreach (var (group, _) in carried)
            WriteInput(group, [.. Enumerable.Repeat(T.CreateTruncating(group.InitialState ?? 0), group.Size)]);
    }

    /// <summary>Sets the states of a group as they were before the next iteration, like <see cref="SequencesBuilder.InitialState"/>.</summary>
    /// <param name="group">The group's name in the iterative net.</param>
    /// <param name="states">One finite value per unit.</param>
    /// <param name="iteration">0, the default: the iteration just before the next one; −1 and below: further back, where delays reach that far.</param>
    /// <exception cref="CasesException">The net has no such group, or no delay reaches back to that state of it; the wrong number of values; one that is not finite.</exception>
    public void SetState(string group, ReadOnlySpan<T> states, int iteration = 0)
    {
        if (iteration > 0 || Copy(group, iteration) is not { } copy)
            throw new CasesException(!network.Topology.Unrolling!.Net.GroupNames.Contains(group, StringComparer.Ordinal) ? NoGroup(group) : $"The net keeps no state of group '{group}' at iteration {iteration}: {(iteration > 0 ? "states before the next iteration are at 0 or below" : "no projection of this delay sends from it")}.");
        Check(copy, "states", states, allowNaN: false);
        WriteInput(copy, states);
        runsOn = false;
    }

    /// <summary>Sets the total inputs of leaky units as they were before the next iteration, like <see cref="SequencesBuilder.InitialTotalInput"/>.</summary>
    /// <param name="group">The group's name in the iterative net.</param>
    /// <param name="totalInputs">One finite value per unit.</param>
    /// <exception cref="CasesException">The net has no such group, or its units are not leaky; the wrong number of values; one that is not finite.</exception>
    public void SetTotalInput(string group, params ReadOnlySpan<T> totalInputs)
    {
        if (!step.TryGetGroup(IterativeTopology.InitialTotalInput(group), out var copy))
            throw new CasesException(Copy(group, 1) is null ? NoGroup(group) : $"group '{group}' keeps no total inputs: its leak rate is 1; only leaky units keep them from iteration to iteration.");
        Check(copy, "total inputs", totalInputs, allowNaN: false);
        WriteInput(copy, totalInputs);
        runsOn = false;
    }

    /// <summary>
    /// Holds units of a group at states in the next iteration, and in that one only, like a row of <see cref="SequencesBuilder.Clamp"/>:
    /// call it before each <see cref="Step(ReadOnlySpan{T}, Span{T})"/> in which they are to be held. Units of a <see cref="Group.ClampStrength"/> below 1 are moved toward them by so much. A second call for the group replaces the first.
    /// </summary>
    /// <param name="group">The group's name in the iterative net; not an input group, whose states are given to each step.</param>
    /// <param name="states">One value per unit; NaN: not held.</param>
    /// <exception cref="CasesException">The net has no such group, or it is an input group; the wrong number of values; an infinite one; only part of a group whose unit function sets all its units together (softmax).</exception>
    public void Clamp(string group, params ReadOnlySpan<T> states)
    {
        if (Copy(group, 1) is not { IsInput: false } copy)
            throw new CasesException(InputNames.Contains(group, StringComparer.Ordinal) ? $"group '{group}' is an input group; give its states to Step, which holds them there."
                : NoGroup(group));
        Check(copy, "clamps", states, allowNaN: true);
        var held = 0;
        foreach (var state in states)
            held += T.IsNaN(state) ? 0 : 1;
        BoundCases.CheckWholeClamp(copy, held, "The step");
        if (!block.HasClamps)
            block = block.WithClamps();
        Write(block.Clamp(copy.Index), states);
        isClamped = true;
    }

    /// <summary>The states of a group after the last iteration (an input group's: only if a projection without delay reads it).</summary>
    /// <param name="group">The group's name in the iterative net.</param>
    /// <returns>A new array with one state per unit.</returns>
    /// <exception cref="KeyNotFoundException">The net has no such group, or no state of it after the last iteration.</exception>
    public T[] State(string group)
    {
        var copy = Copy(group, 1) ?? throw new KeyNotFoundException(InputNames.Contains(group, StringComparer.Ordinal)
            ? $"The net keeps no state of input group '{group}' after an iteration: only delayed projections send from it." : NoGroup(group));
        var states = new T[copy.Size];
        Read(propagation.States(block, copy), states);
        return states;
    }

    /// <summary>Runs one iteration.</summary>
    /// <param name="inputs">The states of all input groups, one group after the other; empty for a net without inputs.</param>
    /// <returns>The states of all output groups, one group after the other.</returns>
    /// <exception cref="CasesException">The number of inputs is wrong, or one is not finite.</exception>
    public T[] Step(params ReadOnlySpan<T> inputs)
    {
        var outputs = new T[OutputCount];
        Step(inputs, outputs);
        return outputs;
    }

    /// <summary>Runs one iteration without allocating.</summary>
    /// <param name="inputs">The states of all input groups, one group after the other; empty for a net without.</param>
    /// <param name="outputs">Takes the states of all output groups, one group after the other.</param>
    /// <exception cref="CasesException">The number of inputs or outputs is wrong, or an input is not finite.</exception>
    public void Step(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        if (inputs.Length != InputCount || outputs.Length != OutputCount)
            throw new CasesException($"The net has {InputCount} input and {OutputCount} output units, but {inputs.Length} inputs were given and room for {outputs.Length} outputs.");
        CheckFinite(inputs);
        Give(inputs, before: false);
        propagation.Forward(block, network.WeightBuffer.Pointer);
        foreach (var group in outputGroups)
        {
            Read(propagation.States(block, group), outputs[..group.Size]);
            outputs = outputs[group.Size..];
        }
        PassOn(inputs);
        Release();
        GC.KeepAlive(network);
    }

    /// <summary>
    /// Iterates until the net has settled: until no state of any unit differs from that of the iteration before by more than a limit. The inputs, and the clamps
    /// of the next iteration, are held through all of them. <see cref="State"/> gives the states.
    /// </summary>
    /// <param name="inputs">The states of all input groups, one group after the other; empty for a net without.</param>
    /// <param name="within">The greatest change of a settled net, 0 or more; 0.001 by default.</param>
    /// <param name="most">The maximum number of iterations, 1 or more; 1000 by default.</param>
    /// <returns>After how many iterations it settled, or that it did not.</returns>
    /// <exception cref="CasesException">The number of inputs is wrong, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    public Settling Settle(ReadOnlySpan<T> inputs, double within = 0.001, int most = 1000) => Settle(inputs, within, most, leastIterations: 1);

    /// <summary>The same, with a minimum number of iterations.</summary>
    internal Settling Settle(ReadOnlySpan<T> inputs, double within, int most, int leastIterations)
    {
        if (!(within >= 0))
            throw new ArgumentOutOfRangeException(nameof(within), within, "'within' must be 0 or more.");
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (inputs.Length != InputCount)
            throw new CasesException($"The net has {InputCount} input units, but {inputs.Length} inputs were given.");
        CheckFinite(inputs);
        var change = double.PositiveInfinity;
        var isSettled = false;
        var ran = 0;
        while (ran < most && !isSettled)
        {
            Give(inputs, before: false);
            foreach (var (index, group) in step.Inputs.Index())
                Read(block.Input(group), lastInputs[index]);
            for (var k = 0; k < units.Length; k++)
                Read(propagation.States(block, units[k]), lastStates[k]);
            propagation.Forward(block, network.WeightBuffer.Pointer);
            change = runsOn ? GreatestChange() : double.PositiveInfinity;
            PassOn(inputs);
            isSettled = ++ran >= leastIterations && change <= within;
        }
        Release();
        GC.KeepAlive(network);
        return new Settling(ran, isSettled, change);
    }

    /// <summary>The states of an input group of the step as the last iteration of <see cref="Settle(ReadOnlySpan{T}, double, int)"/> read them.</summary>
    internal T[] InputOfLastIteration(Group group) => lastInputs[step.Inputs.Index().First(entry => entry.Item == group).Index];

    /// <summary>Sets the states, or total inputs, of an input group of the step before the first iteration.</summary>
    internal void SetInitial(string copy, ReadOnlySpan<T> states) => WriteInput(step[copy], states);

    private double GreatestChange()
    {
        var greatest = T.Zero;
        for (var k = 0; k < units.Length; k++)
        {
            var states = propagation.States(block, units[k]);
            for (var unit = 0; unit < lastStates[k].Length; unit++)
                greatest = T.Max(greatest, T.Abs(states[(nint)unit * block.Stride] - lastStates[k][unit]));
        }
        return double.CreateTruncating(greatest);
    }

    /// <summary>Makes the states at the end of an iteration those of before the next one.</summary>
    private void PassOn(ReadOnlySpan<T> inputs)
    {
        foreach (var (before, now) in carried)
        {
            if (now is not null)
                new Span<T>(before.Description.IsTotalInput ? propagation.TotalInputs(block, now) : propagation.States(block, now), now.Size * block.Stride).CopyTo(new Span<T>(block.Input(before), now.Size * block.Stride));
        }
        Give(inputs, before: true);
        Iterations++;
        runsOn = true;
    }

    private static void CheckFinite(ReadOnlySpan<T> inputs)
    {
        for (var k = 0; k < inputs.Length; k++)
        {
            if (!T.IsFinite(inputs[k]))
                throw new CasesException($"Input {k} is {inputs[k]}; it must be a finite number.");
        }
    }

    /// <summary>Writes given states where this iteration reads them, or where the next will read them as those of before.</summary>
    private void Give(ReadOnlySpan<T> inputs, bool before)
    {
        foreach (var (size, now, then) in given)
        {
            if ((before ? then : now) is { } group)
                WriteInput(group, inputs[..size]);
            inputs = inputs[size..];
        }
    }

    private string NoGroup(string group) => $"The net has no group '{group}'; its groups are {Topology.Names(network.Topology.Unrolling!.Net.GroupNames)}.";

    /// <summary>Ends the clamps of the last iteration.</summary>
    private void Release()
    {
        if (isClamped)
            block.ClearClamps();
        isClamped = false;
    }

    private static void Check(Group group, string what, ReadOnlySpan<T> values, bool allowNaN)
    {
        if (values.Length != group.Size)
            throw new CasesException($"group '{group.Origin}' has {group.Size} units, but {values.Length} {what} were given.");
        for (var unit = 0; unit < values.Length; unit++)
        {
            if (!T.IsFinite(values[unit]) && !(allowNaN && T.IsNaN(values[unit])))
                throw new CasesException($"{what} of group '{group.Origin}': {group.UnitText(unit)} is {values[unit]}; it must be a finite number{(allowNaN ? " or NaN (not held)" : "")}.");
        }
    }

    private Group? Copy(string group, int iteration) => step.TryGetGroup(IterativeTopology.Copy(group, iteration), out var copy) ? copy : null;

    private void WriteInput(Group group, ReadOnlySpan<T> states)
    {
        Write(block.Input(group), states);
        foreach (var unit in group.LesionedUnits)
            block.Input(group)[(nint)unit * block.Stride] = T.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(T* target, ReadOnlySpan<T> states)
    {
        for (var unit = 0; unit < states.Length; unit++)
            target[(nint)unit * block.Stride] = states[unit];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Read(T* source, Span<T> states)
    {
        for (var unit = 0; unit < states.Length; unit++)
            states[unit] = source[(nint)unit * block.Stride];
    }
}
