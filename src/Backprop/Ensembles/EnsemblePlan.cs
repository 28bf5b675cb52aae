namespace Backprop;

/// <summary>
/// What training with a net per lane needs of the cases and the net, whatever the weights are. The steps are those of the trainer's own plan, so that each sum has the trainer's order.
/// </summary>
internal sealed class EnsemblePlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<(Group, SumOrder), GivenChains<T>> chains = [];
    private readonly Dictionary<(Group, bool), GivenSums<T>> sums = [];
    private readonly Dictionary<(Group, bool), SharedChains<T>?> shared = [];

    private EnsemblePlan(Topology topology, BoundCases cases, PropagationPlan passes, GradientLayout layout)
    {
        (Topology, Cases, Passes, Layout) = (topology, cases, passes, layout);
        Places = new CasePlaces(cases.Cases.Count, Gradient<T>.LaneCount);
        Chains = GivenStates<T>.Buffer(Places.Chains);
        Given = topology.Inputs.ToDictionary(static group => group, group => new GivenStates<T>(cases, group, Places, SkipsZeros(group)));
        Targets = topology.Outputs.Where(group => cases.Target(group) is not null).ToDictionary(static group => group, TargetsOf);
        Order = GivenStates<T>.Buffer([.. Places.Of.Select(static place => place * Gradient<T>.LaneCount)]);
        if (!cases.Cases.Weights.IsEmpty)
            Weights = GivenStates<T>.Buffer([.. Places.Cases.Select(c => T.CreateTruncating(cases.Cases.Weights[c]))]);
    }

    internal Topology Topology { get; }

    internal BoundCases Cases { get; }

    /// <summary>The trainer's steps.</summary>
    internal PropagationPlan Passes { get; }

    /// <summary>Whether at most a quarter of the given states are terms of sums.</summary>
    internal bool IsOfZeros => 4L * Given.Values.Sum(static given => given.TermCount) <= Given.Values.Sum(static given => (long)given.Count);

    /// <summary>The trainer's gradient.</summary>
    internal GradientLayout Layout { get; }

    internal CasePlaces Places { get; }

    /// <summary>The chains of sums over all cases.</summary>
    internal AlignedBuffer<NetChain> Chains { get; }

    /// <summary>The places in the order of the cases, in numbers.</summary>
    internal AlignedBuffer<int> Order { get; }

    /// <summary>The weight of each place's case; null if all are 1.</summary>
    internal AlignedBuffer<T>? Weights { get; }

    /// <summary>By input group its states.</summary>
    internal IReadOnlyDictionary<Group, GivenStates<T>> Given { get; }

    /// <summary>By output group its desired states [unit · places + place].</summary>
    internal IReadOnlyDictionary<Group, AlignedBuffer<T>> Targets { get; }

    /// <summary>The sums over an input group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="adds">Whether they begin with what their places hold.</param>
    internal GivenSums<T> SumsOf(Group group, bool adds)
    {
        lock (sums)
        {
            if (!sums.TryGetValue((group, adds), out var found))
                sums.Add((group, adds), found = Given[group].Sums(adds));
            return found;
        }
    }

    /// <summary>The chains of gradients from an input group.</summary>
    internal GivenChains<T> ChainsOf(Group group, SumOrder order)
    {
        lock (chains)
        {
            if (!chains.TryGetValue((group, order), out var found))
                chains.Add((group, order), found = Given[group].Chains(order));
            return found;
        }
    }

    /// <summary>The gradients from an input group over the lanes as sums that have parts in common; null if its states are not all 0 and 1.</summary>
    /// <param name="group">The group.</param>
    /// <param name="biases">Whether the sum over all cases is one of them.</param>
    internal SharedChains<T>? SharedOf(Group group, bool biases)
    {
        lock (shared)
        {
            if (!shared.TryGetValue((group, biases), out var found))
            {
                var given = ChainsOf(group, SumOrder.Lanes);
                shared.Add((group, biases), found = SharedChains<T>.IsPossible(given) ? new SharedChains<T>(given, biases ? Chains.Span : []) : null);
            }
            return found;
        }
    }

    /// <summary>The plan for a net and its cases; null where a net per lane is not possible, because a trainer computes something else than sums and functions of single units, case by case.</summary>
    internal static EnsemblePlan<T>? Of(Topology topology, Cases cases, ErrorMeasure error)
    {
        if (cases.Sequences is not null || cases.Count > CaseBlock<T>.LargestCount || cases.Targets.Count == 0
            || topology.Groups.Any(static group => group.UnitFunction.IsGroupWide)
            || topology.Blocks.Any(static block => block.Copies > 1))
            return null;
        var bound = new BoundCases(topology, cases, error);
        var block = CaseBlock<T>.All(bound)[0];
        var layout = new Gradient<T>(topology, block.IsDense).Layout;
        var key = new PlanKey(block.Shape, block.Count, layout, IsFresh: true);
        var passes = PropagationPlanner.Plan(topology, key, group => error.Bind<T>(group).DerivesTotalInput);
        return passes.Forward.Concat(passes.Backward).SelectMany(static group => group.Steps).All(IsPossible) ? new(topology, bound, passes, layout) : null;
    }

    /// <summary>Named one by one, so that an operation that is new to the plan is left to a trainer until the steps of nets in lanes know it.</summary>
    private static bool IsPossible(PlanStep step) => step.Operation is
        Operation.Start or Operation.StartBack or Operation.BiasGradient
        or Operation.Dense or Operation.DenseBack or Operation.DenseGradient
        or Operation.Sparse or Operation.SparseColumns or Operation.SparseGradient
        or Operation.OneToOne or Operation.OneToOneBack or Operation.OneToOneGradient
        or Operation.Value or Operation.Derivative or Operation.Error or Operation.ErrorDerivative
        or Operation.SumAndValue or Operation.SumAndDerivative or Operation.GradientInLanes or Operation.Backward;

    /// <summary>
    /// Whether terms with a state of 0 may be left out. They change no sum as long as weights and derivatives are finite, and then at most the sign of a 0, which no function of the library passes on.
    /// If a derivative is not finite, neither is the bias that it changes, from then on.
    /// </summary>
    private bool SkipsZeros(Group input) => Cases.SparseInput(input) is not null
        || (Topology.Groups.All(static group => group.UnitFunction.IsOfLibrary) && input.OutOf.All(static projection => projection.To.Biases is { Frozen: false, FrozenWeights: null }));

    private AlignedBuffer<T> TargetsOf(Group group)
    {
        var values = Cases.Target(group)!;
        var targets = new AlignedBuffer<T>(group.Size * Places.Count);
        for (var k = 0; k < targets.Length; k++)
        {
            var (unit, place) = Math.DivRem(k, Places.Count);
            var c = Places.Cases[place];
            targets.Span[k] = values.Rounded<T>(values[c, unit], c, unit);
        }
        return targets;
    }
}
