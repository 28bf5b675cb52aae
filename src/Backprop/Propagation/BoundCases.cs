namespace Backprop;

/// <summary>Cases matched to the groups of a net by name, with checked sizes.</summary>
internal sealed class BoundCases
{
    private readonly CaseValues?[] inputs;
    private readonly SparseValues?[] sparse;
    private readonly bool[] alwaysZero;
    private readonly CaseValues?[] targets;
    private readonly CaseValues?[] clamps;

    /// <summary>Matches cases and checks them.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="error">The error measure of the targets, which may refuse or ignore some.</param>
    /// <param name="noise">Noise, of which the states of the input groups have theirs here.</param>
    /// <param name="trainingNoise">Noise that is drawn anew in each sweep: input groups that have some on their states are laid out whole.</param>
    /// <param name="ignoresWeights">Whether each case is measured alone, one of weight 0 too.</param>
    internal BoundCases(Topology topology, Cases cases, ErrorMeasure? error = null, Noise? noise = null, Noise? trainingNoise = null, bool ignoresWeights = false)
    {
        noise?.Check(topology);
        trainingNoise?.Check(topology);
        Topology = topology;
        Cases = cases;
        if (cases.Sequences is not null && topology.Unrolling?.Iterations != cases.WindowLength)
            throw new CasesException($"The cases are windows of {cases.WindowLength} iterations, but the net is {(topology.Unrolling is { } other ? $"unrolled over {other.Iterations}" : "layered")}; make the cases with the topology of this net.");
        inputs = Match("inputs", cases.Inputs, topology.Inputs, static group => group.IsInput, "not an input group");
        targets = Match("targets", cases.Targets, topology.Outputs, static group => group.IsOutput, "not an output group");
        clamps = Match("clamps", cases.Clamps, topology.Outputs, static group => !group.IsInput, "an input group, whose states are given anyway");
        foreach (var group in topology.Groups.Where(static group => group.UnitFunction.IsGroupWide))
            CheckWholeClamps(group, clamps[group.Index]);
        foreach (var group in topology.Outputs)
        {
            if (error is not null && targets[group.Index] is { } desired)
                targets[group.Index] = WithoutWeightless(error.ActiveTargets(group, desired, clamps[group.Index]), ignoresWeights ? [] : cases.Weights);
        }
        foreach (var group in topology.Inputs)
        {
            if (inputs[group.Index] is null && group.InitialState is null)
                throw new CasesException($"The cases say nothing of the input group '{group.Name}'; give it {group.Size} values a case.");
        }
        foreach (var group in topology.Inputs)
        {
            if (group.LesionedUnits.Count > 0 || noise?.OfStates(group) > 0)
                inputs[group.Index] = Changed(group, inputs[group.Index], cases.Count, noise);
        }
        sparse = [.. topology.Groups.Select(group => trainingNoise?.OfStates(group) > 0 ? null : SparseValues.Of(group, inputs[group.Index], topology))];
        alwaysZero = [.. topology.Groups.Select(group => !(trainingNoise?.OfStates(group) > 0) && HasOnlyZeros(group))];
    }

    internal Topology Topology { get; }

    internal Cases Cases { get; }

    internal CaseValues? Input(Group group) => inputs[group.Index];

    /// <summary>The states of an input group that are not 0, where only those are kept.</summary>
    internal SparseValues? SparseInput(Group group) => sparse[group.Index];

    /// <summary>
    /// Whether the states of an input group are 0 in all cases: such a group adds nothing to a total input, and its weights have the gradient 0.
    /// The states before the first iteration are often so, and those of iterations in which sequences have no input.
    /// </summary>
    internal bool IsAlwaysZero(Group group) => alwaysZero[group.Index];

    internal CaseValues? Target(Group group) => targets[group.Index];

    internal CaseValues? Clamp(Group group) => clamps[group.Index];

    /// <summary>The targets, "don't care" in cases of weight 0: such a case has no part in E, so that no stop rule may wait for its outputs either.</summary>
    private static CaseValues WithoutWeightless(CaseValues targets, ReadOnlySpan<double> weights)
    {
        if (!weights.Contains(0))
            return targets;
        var factors = weights.ToArray();
        return targets.Select((@case, unit) => factors[@case] == 0 ? Cases.DontCare : targets[@case, unit]);
    }

    /// <summary>The states of an input group with noise, and 0 for its lesioned units.</summary>
    private static DenseValues<double> Changed(Group group, CaseValues? given, int count, Noise? noise)
    {
        var states = new double[checked(count * group.Size)];
        var deviation = noise?.OfStates(group) ?? 0;
        for (var @case = 0; @case < count; @case++)
        {
            var own = states.AsSpan(@case * group.Size, group.Size);
            for (var unit = 0; unit < own.Length; unit++)
                own[unit] = given is null ? group.InitialState!.Value : given[@case, unit];
            if (deviation > 0)
            {
                var normal = noise!.Of(group, @case, ofStates: true);
                foreach (ref var state in own)
                    state += deviation * normal.Next();
            }
            foreach (var unit in group.LesionedUnits)
                own[unit] = 0;
        }
        return new DenseValues<double>(given?.Group ?? group.Name, group.Size, states);
    }

    private bool HasOnlyZeros(Group group) => group.IsInput
        && (inputs[group.Index] is { } values ? values.Sparse(0) is { Slots: 0 } : group.InitialState == 0)
        && !(Cases.Sequences is not null && Topology.IsCarriedOn(group));

    /// <summary>The states of such a group add up to 1: with some units clamped, the others would not add up to the rest.</summary>
    private void CheckWholeClamps(Group group, CaseValues? clamps)
    {
        for (var c = 0; c < clamps?.Count; c++)
            CheckWholeClamp(group, Enumerable.Range(0, group.Size).Count(unit => !double.IsNaN(clamps[c, unit])), Cases.CaseText(c));
    }

    /// <summary>Refuses to clamp some units of a group whose unit function sets all of them together.</summary>
    /// <param name="group">The group.</param>
    /// <param name="held">The number of its units to be clamped.</param>
    /// <param name="where">What asks for it, for the message.</param>
    internal static void CheckWholeClamp(Group group, int held, string where)
    {
        if (group.UnitFunction.IsGroupWide && held != 0 && held != group.Size)
            throw new CasesException($"{where} clamps {held} of the {group.Size} units of group '{group.Name}', but {group.UnitFunction.Name} sets them together; clamp all of them or none.");
    }

    private CaseValues?[] Match(string what, IReadOnlyList<CaseValues> all, IReadOnlyList<Group> candidates, Func<Group, bool> fits, string misfit)
    {
        var matched = new CaseValues?[Topology.Groups.Count];
        foreach (var values in all)
        {
            var group = values.Group is { } name ? Named(what, name) : Only(what, candidates);
            if (!fits(group))
                throw new CasesException($"The cases give {what} for group '{group.Name}', which is {misfit}.");
            if (values.Size != group.Size)
                throw new CasesException($"group '{group.Name}' has {group.Size} units, but the cases give it {values.Size} {what}.");
            matched[group.Index] = values;
        }
        return matched;
    }

    private Group Named(string what, string name) => Topology.TryGetGroup(name, out var group) ? group
        : throw new CasesException($"The cases give {what} for group '{name}', which the net does not have; its groups are {Topology.Names(Topology.Groups.Select(static group => group.Name))}.");

    private static Group Only(string what, IReadOnlyList<Group> candidates) => candidates.Count == 1 ? candidates[0]
        : throw new CasesException($"The cases do not say for which group their {what} are, and the net has {candidates.Count}: {Topology.Names(candidates.Select(static group => group.Name))}; name the group.");
}
