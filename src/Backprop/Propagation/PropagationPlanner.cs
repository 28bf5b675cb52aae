namespace Backprop;

/// <summary>
/// Decides what a plan does. Nothing that is chosen here changes a bit, except for the order of a sum over cases, which follows from shapes alone (<see cref="ProductShape.UsesCaseOrder"/>, sparse states):
/// a total input starts from the bias and takes the incoming projections in order; ∂E/∂y starts from the unit's own, or from 0 where the error measure derives by the total inputs, and takes the outgoing projections in order.
/// </summary>
internal sealed class PropagationPlanner
{
    /// <summary>Minimum number of multiply-adds for which sharing a group among threads pays off.</summary>
    private const long WorthSharing = 1 << 18;

    /// <summary>Minimum depth of a net in which derivatives may vanish on the way back (<see cref="Kernels{T}.ClearVanished"/>): over fewer groups they hardly lose 30 decimal places.</summary>
    private const int FarBack = 16;

    /// <summary>Minimum number of weights for which recording the columns of sparse gradients pays off.</summary>
    private const int WorthRecording = 4096;

    private readonly Topology topology;
    private readonly PlanKey key;
    private readonly Predicate<Group>? givesTotalInput;
    private readonly int threads;
    private readonly Noise? noise;
    private readonly IReadOnlyDictionary<Group, Projection[]>? direct;
    private readonly int width;
    private readonly bool vanishes;

    /// <summary>By group: whether E depends on it.</summary>
    private readonly bool[] derives;

    /// <summary>The offsets of the weights that a step of this plan writes: copies that share them add.</summary>
    private readonly HashSet<int> written = [];

    private PropagationPlanner(Topology topology, in PlanKey key, Predicate<Group>? givesTotalInput, int threads, Noise? noise, IReadOnlyDictionary<Group, Projection[]>? direct)
    {
        (this.topology, this.key, this.givesTotalInput, this.threads, this.noise, this.direct) = (topology, key, givesTotalInput, threads, noise, direct);
        width = BlockShape.Padded(key.Count);
        vanishes = topology.Groups.Any(static group => group.Depth >= FarBack);
        var shape = key.Shape;
        derives = GroupsOfError(topology, group => shape[group].HasTargets);
    }

    /// <summary>By group: whether E depends on it, so that it has derivatives. Input groups have none.</summary>
    internal static bool[] GroupsOfError(Topology topology, Predicate<Group> hasTargets)
    {
        var derives = new bool[topology.Groups.Count];
        for (var index = derives.Length - 1; index >= 0; index--)
        {
            var group = topology.Groups[index];
            derives[index] = !group.IsInput && (hasTargets(group) || group.After is { } later && derives[later.Index] || Array.Exists(group.OutOf, projection => derives[projection.To.Index]));
        }
        return derives;
    }

    /// <summary>The plan for a block.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="key">The block's shape and the gradient.</param>
    /// <param name="givesTotalInput">For which output groups the error measure gives ∂E/∂x, not ∂E/∂y; none if null.</param>
    /// <param name="threads">The number of threads that may share a group.</param>
    /// <param name="noise">The noise of the forward pass; null for none.</param>
    /// <param name="direct">By group the links over which derivatives come back, if they are not those over which its states go (<see cref="ReturnWeights{T}.Direct"/>).</param>
    internal static PropagationPlan Plan(Topology topology, in PlanKey key, Predicate<Group>? givesTotalInput = null, int threads = 1, Noise? noise = null, IReadOnlyDictionary<Group, Projection[]>? direct = null) =>
        new PropagationPlanner(topology, key, givesTotalInput, threads, noise, direct).Plan();

    private PropagationPlan Plan()
    {
        List<GroupSteps> forward = [], error = [], backward = [];
        foreach (var group in topology.Groups)
        {
            if (!group.IsInput)
                forward.Add(Forward(group));
        }
        foreach (var group in topology.Outputs)
        {
            if (key.Shape[group].HasTargets)
                error.Add(new GroupSteps(group, false, [new PlanStep(Operation.Error)]));
        }
        for (var index = derives.Length - 1; index >= 0 && key.Gradient != GradientLayout.None; index--)
        {
            if (!derives[index])
                continue;
            if (key.IsGiven)
                WeightsAlone(topology.Groups[index], backward);
            else
                Backward(topology.Groups[index], backward);
        }
        return new PropagationPlan(key, [.. forward], [.. error], [.. backward]);
    }

    /// <summary>Whether a later copy of leaky units passes derivatives back to the total input of this one.</summary>
    private bool PassesBack(Group? later) => later is not null && derives[later.Index];

    /// <summary>Equations 1 and 2, then clamps and lesions.</summary>
    private GroupSteps Forward(Group group)
    {
        var sum = new SumSteps(new PlanStep(Operation.Start) { Start = group.Biases is null ? StartValue.Zero : StartValue.Biases });
        // A unit's sum stays in registers over all its projections, unless one is of another kind or so large that a product of its own is faster.
        var joins = true;
        foreach (var projection in group.Into)
        {
            if (IsAlwaysZero(projection))
                continue;
            var operation = Kind(projection, Operation.Dense, Operation.Sparse, Operation.OneToOne);
            joins &= operation == Operation.Dense && !IsLarge(group.Size, projection.From.Size);
            sum.Add(new PlanStep(operation, projection));
        }
        Operation[] before = noise?.OfTotalInputs(group) > 0 ? [Operation.NoiseOnTotals] : [];
        var steps = group.Before is null
            ? sum.Finish([.. before, Operation.Value], joins && before.Length == 0 ? Operation.SumAndValue : null)
            : sum.Finish([.. before, Operation.Leak, Operation.Value], null);
        if (noise?.OfStates(group) > 0)
            steps.Add(new PlanStep(Operation.NoiseOnStates));
        if (key.Shape[group].HasClamps)
            steps.Add(new PlanStep(group.ClampStrength < 1 ? Operation.ClampSoftly : Operation.Clamp));
        if (group.LesionedUnits.Count > 0)
            steps.Add(new PlanStep(Operation.Lesion));
        return new GroupSteps(group, IsShared(group), [.. steps]);
    }

    /// <summary>Equations 4 to 7: ∂E/∂y, ∂E/∂x, then the gradients of what comes into the group.</summary>
    private void Backward(Group group, List<GroupSteps> plan)
    {
        var shape = key.Shape[group];
        var errorGivesX = shape.HasTargets && givesTotalInput?.Invoke(group) == true;
        // An output's ∂E/∂y starts with its own error, which is there already.
        var sum = new SumSteps(new PlanStep(Operation.StartBack) { Start = shape.HasTargets && !errorGivesX ? StartValue.None : StartValue.Zero });
        var (joins, hasReceivers) = (true, false);
        foreach (var projection in direct is null ? group.OutOf : direct.GetValueOrDefault(group, []))
        {
            if (!derives[projection.To.Index])
                continue;
            hasReceivers = true;
            var operation = projection.Weights.IsOneToOne ? Operation.OneToOneBack : Operation.DenseBack;
            joins &= operation == Operation.DenseBack && !IsLarge(group.Size, projection.To.Size);
            sum.Add(new PlanStep(operation, projection));
        }
        // Where nothing comes back but the error by the total inputs, or what a later copy passes back, nothing passes the unit function.
        var steps = !hasReceivers && (errorGivesX || !shape.HasTargets)
            ? [new PlanStep(Operation.StartBack) { Start = StartValue.Zero }]
            : sum.Finish([Operation.Derivative], joins ? Operation.SumAndDerivative : null);
        if (errorGivesX)
            steps.Add(new PlanStep(Operation.ErrorDerivative));
        if (shape.HasClamps)
            steps.Add(new PlanStep(group.ClampStrength < 1 ? Operation.BackClampSoftly : Operation.ClearClamped));
        if (group.LesionedUnits.Count > 0)
            steps.Add(new PlanStep(Operation.ClearLesioned));
        // After clamps and lesions: they hold the state, while the total input goes on from iteration to iteration.
        if (group.Before is not null)
            steps.Add(new PlanStep(Operation.BackLeak) { Start = PassesBack(group.After) ? StartValue.None : StartValue.Zero });
        if (vanishes)
            steps.Add(new PlanStep(Operation.ClearVanished));
        AddGradients(group, steps, plan);
    }

    /// <summary>Equation 6 alone, from ∂E/∂x that is there: 0 where the state does not depend on the total input.</summary>
    private void WeightsAlone(Group group, List<GroupSteps> plan)
    {
        var steps = new List<PlanStep>();
        if (key.Shape[group].HasClamps && !(group.ClampStrength < 1))
            steps.Add(new PlanStep(Operation.ClearClamped));
        if (group.LesionedUnits.Count > 0)
            steps.Add(new PlanStep(Operation.ClearLesioned));
        AddGradients(group, steps, plan);
    }

    /// <summary>The gradients of what comes into a group, after the steps that compute its ∂E/∂x.</summary>
    private void AddGradients(Group group, List<PlanStep> steps, List<GroupSteps> plan)
    {
        var gradients = Gradients(group);
        if (key.Gradient == GradientLayout.Flat)
            steps.AddRange(gradients);
        else if (steps is [{ Operation: Operation.SumAndDerivative } derivative] && !IsShared(group))
            steps = [new PlanStep(Operation.Backward) { Parts = [.. derivative.Parts, .. gradients] }];
        else
            steps.Add(new PlanStep(Operation.GradientInLanes) { Parts = [.. gradients] });
        // Once, before threads share the units.
        var recorded = gradients.FindAll(static step => step.ByColumns).ConvertAll(static step => step with { Operation = Operation.SparseColumns });
        if (recorded.Count > 0)
            plan.Add(new GroupSteps(group, false, [.. recorded]));
        plan.Add(new GroupSteps(group, IsShared(group), [.. steps]));
    }

    /// <summary>Equation 6.</summary>
    private List<PlanStep> Gradients(Group group)
    {
        var steps = new List<PlanStep>();
        var biases = group.Biases is { Frozen: false };
        foreach (var projection in group.Into)
        {
            if (projection.Weights.Frozen || IsAlwaysZero(projection))
                continue;
            var operation = Kind(projection, Operation.DenseGradient, Operation.SparseGradient, Operation.OneToOneGradient);
            var isDense = operation == Operation.DenseGradient;
            steps.Add(new PlanStep(operation, projection)
            {
                Writes = Writes(projection.Weights),
                ByColumns = operation == Operation.SparseGradient && IsClearedByColumns(projection.Weights),
                // By the true count, since a chain over cases leaves out padded ones; and by the whole group, so that a part of it has the same bits.
                InCaseOrder = isDense && key.Gradient == GradientLayout.Flat && ProductShape.UsesCaseOrder(group.Size, projection.From.Size, key.Count),
                Biases = isDense && biases ? BiasGradient(group) : BiasUse.None,
            });
            biases &= !isDense;
        }
        if (biases)
            steps.Add(new PlanStep(Operation.BiasGradient) { Biases = BiasGradient(group) });
        return steps;
    }

    private BiasUse BiasGradient(Group group) => Writes(group.Biases!) ? BiasUse.Write : BiasUse.Add;

    /// <summary>Whether this is the first step of a fresh gradient that has something for these weights. Copies that share them add to what it wrote.</summary>
    private bool Writes(WeightBlock weights) => key.IsFresh && written.Add(weights.Offset);

    /// <summary>Whether a sparse gradient is cleared by columns: only in a net so large that clearing all of it takes longer, and not where copies share the weights.</summary>
    private bool IsClearedByColumns(WeightBlock weights) => topology.WeightCount > WorthRecording && weights.Copies == 1;

    /// <summary>Whether nothing comes through a projection.</summary>
    private bool IsAlwaysZero(Projection projection) => key.Shape[projection.From].IsAlwaysZero;

    private Operation Kind(Projection projection, Operation dense, Operation sparse, Operation oneToOne) =>
        projection.Weights.IsOneToOne ? oneToOne : key.Shape[projection.From].Slots is null ? dense : sparse;

    /// <summary>Whether a product takes less time packed than in registers.</summary>
    private bool IsLarge(int units, int depth) => ProductShape.IsLarge(units, depth, width);

    /// <summary>Whether threads share the group's units.</summary>
    private bool IsShared(Group group) => threads > 1 && !group.UnitFunction.IsGroupWide && Work(group) >= WorthSharing;

    /// <summary>Multiply-adds of a forward pass.</summary>
    private long Work(Group group)
    {
        var perCase = 0L;
        foreach (var projection in group.Into)
        {
            if (!IsAlwaysZero(projection))
                perCase += (long)group.Size * (projection.Weights.IsOneToOne ? 1 : key.Shape[projection.From].Slots ?? projection.From.Size);
        }
        return perCase * width;
    }

    /// <summary>The steps of a sum of products. Its first product also starts it, unless that goes unit by unit: such products only add.</summary>
    /// <param name="start">The step that starts it where no product does; nothing is started if its <see cref="PlanStep.Start"/> is none.</param>
    private sealed class SumSteps(PlanStep start)
    {
        private readonly List<PlanStep> steps = [];
        private bool isStarted = start.Start == StartValue.None;

        internal void Add(PlanStep product)
        {
            if (product.Operation is Operation.OneToOne or Operation.OneToOneBack)
                Start();
            steps.Add(isStarted ? product : product with { Start = start.Start });
            isStarted = true;
        }

        /// <summary>The products and what follows from the sum, as one step if there is one for all.</summary>
        internal List<PlanStep> Finish(ReadOnlySpan<Operation> then, Operation? joined)
        {
            Start();
            foreach (var operation in then)
                steps.Add(new PlanStep(operation));
            return joined is { } all ? [new PlanStep(all) { Parts = [.. steps] }] : steps;
        }

        private void Start()
        {
            if (!isStarted)
                steps.Add(start);
            isStarted = true;
        }
    }
}
