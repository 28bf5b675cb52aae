namespace Backprop;

/// <summary>The trainer's steps with a net per lane: their operands in memory, and the loop over them.</summary>
internal sealed unsafe class NetSteps<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NetKernels<T> kernels = NetKernels<T>.Best;
    private readonly EnsemblePlan<T> plan;
    private readonly T* weights;
    private readonly T* gradient;
    private readonly AlignedBuffer<T> zero = new(Gradient<T>.LaneCount);
    private readonly NetGroup<T>[] groups;
    private readonly NetStep<T>[] steps;
    private readonly NetErrors<T>[] outputs;

    /// <summary>Binds the steps of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="error">The error measure.</param>
    /// <param name="weights">The weights, a bundle each.</param>
    /// <param name="gradient">The gradient, likewise; 0 for weights that no step reaches.</param>
    /// <param name="errors">Receives E, a bundle for each output group.</param>
    internal NetSteps(EnsemblePlan<T> plan, ErrorMeasure error, T* weights, T* gradient, T* errors)
    {
        this.plan = plan;
        this.weights = weights;
        this.gradient = gradient;
        groups = [.. plan.Topology.Groups.Select(group => new NetGroup<T>(plan, group, error))];
        outputs = new NetErrors<T>[plan.Passes.Error.Length];
        List<NetStep<T>> bound = [];
        foreach (var group in plan.Passes.Forward)
            Flat(group, step => bound.Add(Forward(groups[group.Group.Index], step)));
        for (var k = 0; k < outputs.Length; k++)
        {
            var group = groups[plan.Passes.Error[k].Group.Index];
            outputs[k] = ErrorsOf(group, errors + (k * Bundle));
            bound.Add(new NetStep<T>(Operation.Error, group) { Errors = outputs[k] });
        }
        foreach (var group in plan.Passes.Backward)
            Flat(group, step => Backward(groups[group.Group.Index], step, bound));
        steps = [.. bound];
    }

    /// <summary>The output groups with desired states.</summary>
    internal ReadOnlySpan<NetErrors<T>> Outputs => outputs;

    private static int Bundle => Gradient<T>.LaneCount;

    private int Stride => plan.Places.Count * Bundle;

    /// <summary>E and ∂E/∂w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run()
    {
        foreach (ref readonly var step in steps.AsSpan())
            Run(step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(in NetStep<T> step)
    {
        var group = step.Group;
        switch (step.Operation)
        {
            case Operation.Dense or Operation.DenseBack:
                kernels.Sum(step.Sum, group.Size, plan.Places.Count);
                break;
            case Operation.SumAndDerivative:
                group.Function!.SumAndDerivativeOfNets(step.Sum, group.X.Pointer, group.Y.Pointer, group.Size, plan.Places.Count);
                break;
            case Operation.Sparse:
                kernels.SumGiven(step.Given, group.Size, plan.Places.Count);
                break;
            case Operation.OneToOne or Operation.OneToOneBack:
                kernels.SumOneToOne(step.Gradient.G, step.Gradient.Y, step.Gradient.Dx, Stride, group.Size, plan.Places.Count);
                break;
            case Operation.Value:
                group.Function!.Value(group.X, group.Y);
                break;
            case Operation.Error:
                group.Error!.ErrorsOfNets(step.Errors);
                break;
            case Operation.ErrorDerivative:
                group.Error!.AddDerivativesOfNets(step.Errors);
                break;
            case Operation.Derivative:
                group.Function!.Derivative(group.X, group.Y, group.Dx, group.Dx);
                break;
            case Operation.DenseGradient:
                kernels.Gradient(step.Gradient);
                break;
            case Operation.SparseGradient:
                kernels.GradientOfGiven(step.GivenGradient);
                break;
            case Operation.GradientInLanes:
                kernels.GradientOfSharedSums(step.Shared);
                break;
            case Operation.OneToOneGradient:
                OneToOneGradient(step.Gradient);
                break;
            case Operation.BiasGradient:
                kernels.GradientOfBiases(step.Gradient.Dx, Stride, step.Gradient.G, group.Size, step.Gradient.Chains, step.Gradient.End);
                break;
        }
    }

    /// <summary>Each unit has one sender.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OneToOneGradient(NetGradient<T> one)
    {
        for (var units = one.Units; units > 0; units--, one.Dx += Stride, one.Y += Stride, one.G += Bundle)
            kernels.Gradient(one with { Units = 1, Depth = 1 });
    }

    /// <summary>Takes the single operations of a group's steps.</summary>
    private static void Flat(GroupSteps group, Action<PlanStep> take)
    {
        foreach (var step in group.Steps)
        {
            if (step.Parts.IsEmpty)
                take(step);
            else
                step.Parts.ToList().ForEach(take);
        }
    }

    private NetStep<T> Forward(NetGroup<T> group, PlanStep step)
    {
        if (step.Operation == Operation.Value)
            return new NetStep<T>(Operation.Value, group);
        if (step.Projection is not { } projection)
            return Sum(Operation.Dense, group, group.X.Pointer, step.Start, []);
        var sender = groups[projection.From.Index];
        var w = WeightsOf(projection);
        if (step.Operation == Operation.OneToOne)
            return new NetStep<T>(Operation.OneToOne, group) { Gradient = new NetGradient<T> { G = w, Y = sender.Y.Pointer, Dx = group.X.Pointer } };
        var row = projection.Weights.Columns * Bundle;
        if (!projection.From.IsInput)
            return Sum(Operation.Dense, group, group.X.Pointer, step.Start, [new Term<T> { A = w, ARow = row, AStep = Bundle, B = sender.Y.Pointer, Depth = projection.From.Size }]);
        var given = plan.SumsOf(projection.From, adds: step.Start == StartValue.None);
        var bound = new GivenSum<T> { W = w, WRow = row, X = group.X.Pointer, XStride = Stride, Terms = given.Terms.Pointer, Rows = given.Rows.Pointer };
        bound.Start = StartOf(group, step.Start, out bound.StartStep);
        return new NetStep<T>(Operation.Sparse, group) { Given = bound };
    }

    private void Backward(NetGroup<T> group, PlanStep step, List<NetStep<T>> bound)
    {
        var dx = group.Dx.Pointer;
        switch (step.Operation)
        {
            case Operation.StartBack:
                bound.Add(Sum(Operation.DenseBack, group, dx, step.Start, []));
                return;
            case Operation.DenseBack:
                var (receiver, row) = (groups[step.Projection!.To.Index], step.Projection.Weights.Columns * Bundle);
                bound.Add(Sum(Operation.DenseBack, group, dx, step.Start, [new Term<T> { A = WeightsOf(step.Projection), ARow = Bundle, AStep = row, B = receiver.Dx.Pointer, Depth = receiver.Size }]));
                return;
            case Operation.OneToOneBack:
                bound.Add(new NetStep<T>(step.Operation, group) { Gradient = new NetGradient<T> { G = WeightsOf(step.Projection!), Y = groups[step.Projection!.To.Index].Dx.Pointer, Dx = dx } });
                return;
            case Operation.Derivative:
                if (bound[^1] is { Operation: Operation.DenseBack } sum && sum.Group == group)
                    bound[^1] = sum with { Operation = Operation.SumAndDerivative };
                else
                    bound.Add(new NetStep<T>(step.Operation, group));
                return;
            case Operation.ErrorDerivative:
                bound.Add(new NetStep<T>(step.Operation, group) { Errors = ErrorsOf(group, null) });
                return;
            case Operation.SparseColumns:
                return;
        }
        if (step.Projection is { } projection)
        {
            if (SharedGradientOf(group, step, projection) is { } shared)
            {
                bound.Add(shared);
                return;
            }
            bound.Add(GradientOf(group, step, projection));
        }
        if (step.Biases != BiasUse.None)
            bound.Add(new NetStep<T>(Operation.BiasGradient, group) { Gradient = Chained(group, gradient + (group.Group.Biases!.Offset * Bundle)) });
    }

    private NetStep<T> GradientOf(NetGroup<T> group, PlanStep step, Projection projection)
    {
        var g = gradient + (projection.Weights.Offset * Bundle);
        var dense = Chained(group, g) with { Y = groups[projection.From.Index].Y.Pointer, Depth = projection.From.Size };
        if (step.Operation == Operation.OneToOneGradient)
            return new NetStep<T>(step.Operation, group) { Gradient = dense };
        if (projection.From.IsInput)
        {
            var chains = plan.ChainsOf(projection.From, step.Operation == Operation.SparseGradient ? SumOrder.Slots : step.InCaseOrder ? SumOrder.Cases : SumOrder.Lanes);
            return new NetStep<T>(Operation.SparseGradient, group)
            {
                GivenGradient = new GivenGradient<T> { Dx = dense.Dx, Stride = Stride, G = g, Units = group.Size, Depth = dense.Depth, Terms = chains.Terms.Pointer, Chains = chains.Chains.Pointer, Ends = chains.Ends.Pointer },
            };
        }
        if (step.InCaseOrder)
            dense = dense with { Order = plan.Order.Pointer, Count = plan.Places.Count };
        return new NetStep<T>(Operation.DenseGradient, group) { Gradient = dense };
    }

    /// <summary>The gradient of a projection from given states of 0 and 1, with that of the biases if the step has it; null where there is no such gradient.</summary>
    private NetStep<T>? SharedGradientOf(NetGroup<T> group, PlanStep step, Projection projection)
    {
        if (!projection.From.IsInput || step.Operation != Operation.DenseGradient || step.InCaseOrder
            || plan.SharedOf(projection.From, step.Biases != BiasUse.None) is not { } chains)
            return null;
        var room = new AlignedBuffer<T>(2 * chains.Count * Bundle);
        var sums = chains.Bind(room);
        sums.Dx = group.Dx.Pointer;
        (sums.Stride, sums.Units) = (Stride, group.Size);
        sums.G = gradient + (projection.Weights.Offset * Bundle);
        sums.Row = projection.Weights.Columns * Bundle;
        sums.BiasGradient = step.Biases == BiasUse.None ? null : gradient + (group.Group.Biases!.Offset * Bundle);
        return new NetStep<T>(Operation.GradientInLanes, group) { Shared = sums, Room = room };
    }

    private NetGradient<T> Chained(NetGroup<T> group, T* g) => new()
    {
        Dx = group.Dx.Pointer,
        Stride = Stride,
        G = g,
        Units = group.Size,
        Chains = plan.Chains.Pointer,
        End = plan.Chains.Pointer + plan.Chains.Length,
    };

    private NetStep<T> Sum(Operation operation, NetGroup<T> group, T* target, StartValue start, Term<T>[] terms)
    {
        var kept = GivenStates<T>.Buffer(terms);
        var sum = new TermSum<T> { Terms = kept.Pointer, End = kept.Pointer + terms.Length, C = target, CStride = Stride, BStride = Stride };
        sum.Start = StartOf(group, start, out sum.StartStep);
        return new NetStep<T>(operation, group) { Sum = sum, Kept = kept };
    }

    /// <summary>Where sums begin; null: with what the destination holds.</summary>
    private T* StartOf(NetGroup<T> group, StartValue start, out nint step)
    {
        step = start == StartValue.Biases ? Bundle : 0;
        return start switch
        {
            StartValue.Biases => weights + (group.Group.Biases!.Offset * Bundle),
            StartValue.Zero => zero.Pointer,
            _ => null,
        };
    }

    private T* WeightsOf(Projection projection) => weights + (projection.Weights.Offset * Bundle);

    private NetErrors<T> ErrorsOf(NetGroup<T> group, T* errors) => new()
    {
        X = group.X.Pointer,
        Y = group.Y.Pointer,
        Dx = group.Dx.Pointer,
        Stride = Stride,
        Units = group.Size,
        Places = plan.Places.Count,
        Targets = plan.Targets[group.Group].Pointer,
        Weights = plan.Weights is null ? null : plan.Weights.Pointer,
        IsPlain = plan.Weights is null && !plan.Targets[group.Group].Span.Contains(T.NaN),
        Chains = plan.Chains.Pointer,
        End = plan.Chains.Pointer + plan.Chains.Length,
        Error = errors,
    };
}

/// <summary>An operation with its operands.</summary>
internal struct NetStep<T>(Operation operation, NetGroup<T> group)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Operation Operation = operation;
    public NetGroup<T> Group = group;
    public TermSum<T> Sum;
    public GivenSum<T> Given;
    public NetErrors<T> Errors;

    /// <summary>Of a one-to-one sum: its weights in place of a gradient, what they are multiplied with, and the sums.</summary>
    public NetGradient<T> Gradient;
    public GivenGradient<T> GivenGradient;
    public SharedSums<T> Shared;

    /// <summary>The memory of shared sums.</summary>
    public AlignedBuffer<T>? Room;

    /// <summary>The memory of the sum's terms.</summary>
    public AlignedBuffer<Term<T>>? Kept;
}
