namespace Backprop;

/// <summary>The steps of one group at work, with their operands in a block, the weights and a gradient.</summary>
internal sealed unsafe partial class BoundGroup<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Propagation<T> propagation;
    private readonly GroupSteps plan;
    private readonly Group group;
    private readonly GroupStates<T> states;
    private readonly BoundStep<T>[] steps;
    private readonly T leakRate;
    private readonly T clampStrength;
    private readonly AlignedBuffer<Term<T>>? terms;
    private readonly AlignedBuffer<GradientRow<T>>? rows;
    private CaseBlock<T> block = null!;
    private GroupPass<T> pass;

    // [unit × case]: total inputs, states before noise and soft clamps, states, derivatives, desired states, clamps.
    private Matrix<T> x;
    private Matrix<T> free;
    private Matrix<T> y;
    private Matrix<T> dx;
    private Matrix<T> targets;
    private Matrix<T> clamps;
    private Matrix<T> noiseOnTotals;
    private Matrix<T> noiseOnStates;

    internal BoundGroup(Propagation<T> propagation, GroupSteps plan)
    {
        (this.propagation, this.plan, group) = (propagation, plan, plan.Group);
        states = propagation.StatesOf(group);
        (Function, Size) = (states.Function, group.Size);
        (leakRate, clampStrength) = (T.CreateTruncating(group.LeakRate), T.CreateTruncating(group.ClampStrength));
        steps = new BoundStep<T>[plan.Steps.Length];
        var (products, gradients) = (0, 0);
        foreach (var step in plan.Steps)
        {
            foreach (var part in step.Parts)
                _ = IsGradient(part) ? gradients++ : products++;
        }
        terms = products == 0 ? null : new AlignedBuffer<Term<T>>(products);
        rows = gradients == 0 ? null : new AlignedBuffer<GradientRow<T>>(gradients * Size);
        IsOneCall = !plan.IsShared && plan.Steps is [{ Operation: Operation.SumAndValue or Operation.Backward }];
    }

    /// <summary>Whether <see cref="Function"/> does everything in one call with <see cref="Pass"/>: in a small net every further call takes a good part of the time.</summary>
    internal bool IsOneCall { get; }

    internal GroupKernels<T> Function { get; }

    internal ref readonly GroupPass<T> Pass => ref pass;

    internal int Size { get; }

    internal Group Group => group;

    internal bool Is(Group other) => group == other;

    /// <summary>Takes the operands from a block, the weights, those that the backward pass reads in their place, and a gradient, which is null in a plan without.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Bind(CaseBlock<T> toBlock, T* weights, T* returns, Gradient<T>? gradient)
    {
        block = toBlock;
        clamps = OverCases(block.Clamp(group.Index), Size);
        noiseOnTotals = OverCases(propagation.NoiseOnTotals(group), Size);
        noiseOnStates = OverCases(propagation.NoiseOnStates(group), Size);
        var unclamped = clamps.Pointer == null && noiseOnStates.Pointer == null ? states.Y : states.Free;
        var totals = states.Totals == null ? unclamped : states.Totals;
        x = OverCases(totals, Size);
        free = OverCases(unclamped, Size);
        y = OverCases(states.Y, Size);
        dx = OverCases(states.Dx, Size);
        targets = OverCases(block.Target(group.Index), Size);
        pass = new GroupPass<T>
        {
            TotalInputs = new TermSum<T> { C = totals, CStride = block.Stride, BStride = block.Stride },
            FromReceivers = new TermSum<T> { C = states.Dx, CStride = block.Stride, BStride = block.Stride },
            Y = unclamped,
            Units = Size,
            Cases = block.Width,
        };
        if (rows is not null)
        {
            pass.Rows = rows.Pointer;
            pass.RowsEnd = rows.Pointer + rows.Length;
        }
        for (var k = 0; k < steps.Length; k++)
        {
            var step = plan.Steps[k];
            steps[k] = Bound(step, weights, returns, gradient);
            if (step.Operation == Operation.SumAndValue)
                BindSum(step, weights, returns, ref pass.TotalInputs);
            if (step.Operation is Operation.SumAndDerivative or Operation.Backward)
                BindSum(step, weights, returns, ref pass.FromReceivers);
            if (step.Operation is Operation.GradientInLanes or Operation.Backward)
                BindRows(step, gradient!);
        }
    }

    /// <summary>A matrix [unit × case] of the block; the empty one where there is none.</summary>
    private Matrix<T> OverCases(T* pointer, int units) => pointer == null ? default : new(pointer, units, block.Width, block.Stride);

    private BoundStep<T> Bound(PlanStep step, T* weights, T* returns, Gradient<T>? gradient)
    {
        var bound = new BoundStep<T>
        {
            Operation = step.Operation,
            Writes = step.Writes,
            WritesBiases = step.Biases == BiasUse.Write,
            InCaseOrder = step.InCaseOrder,
            Start = step.Start switch
            {
                StartValue.Biases => SumStart<T>.PerRow(weights + group.Biases!.Offset),
                StartValue.Zero => SumStart<T>.Same(propagation.Zero),
                _ => SumStart<T>.Destination,
            },
        };
        if (step.Operation == Operation.Leak)
            bound.Other = OverCases(propagation.TotalInputs(block, group.Before!), Size);
        if (step.Operation == Operation.BackLeak)
            bound.Other = OverCases(states.Passed, Size);
        if (gradient is not null && step.Biases != BiasUse.None)
            bound.BiasGradient = gradient.Pointer + group.Biases!.Offset;
        if (step.Projection is not { } projection)
            return bound;
        if (projection.From == group)
        {
            bound.Weights = OfWeights(returns, projection.Weights);
            bound.Other = OverCases(propagation.Derivatives(projection.To), projection.To.Size);
            return bound;
        }
        bound.Weights = OfWeights(weights, projection.Weights);
        if (gradient is not null)
            bound.Gradient = OfWeights(gradient.Pointer, projection.Weights);
        bound.Other = OverCases(propagation.States(block, projection.From), projection.From.Size);
        if (bound.Other.Pointer == null)
            bound.Sparse = block.Sparse(projection.From.Index).States;
        if (step.ByColumns)
            bound.Columns = propagation.ColumnsOf(projection);
        return bound;
    }

    /// <summary>The matrix of a projection in a flat vector.</summary>
    private static Matrix<T> OfWeights(T* vector, WeightBlock weights) => new(vector + weights.Offset, weights.Rows, weights.Columns, weights.Columns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BindSum(PlanStep step, T* weights, T* returns, ref TermSum<T> sum)
    {
        var start = Bound(step.Parts[0], weights, returns, null).Start;
        sum.Start = start.Pointer;
        sum.StartStep = start.Step;
        var term = terms!.Pointer;
        sum.Terms = term;
        foreach (var part in step.Parts)
        {
            if (part.Operation is not (Operation.Dense or Operation.DenseBack))
                continue;
            var bound = Bound(part, weights, returns, null);
            var w = part.Operation == Operation.Dense ? bound.Weights : bound.Weights.Transposed;
            *term++ = new Term<T> { A = w.Pointer, ARow = w.RowStep, AStep = w.ColumnStep, B = bound.Other.Pointer, Depth = w.Columns };
        }
        sum.End = term;
    }

    /// <summary>A row for each unit and part, in lanes; the unit's first row takes its bias too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BindRows(PlanStep step, Gradient<T> gradient)
    {
        nint bundle = Gradient<T>.LaneCount;
        var row = pass.Rows;
        for (nint unit = 0; unit < Size; unit++)
        {
            foreach (var part in step.Parts)
            {
                if (!IsGradient(part))
                    continue;
                *row = new GradientRow<T> { Dx = states.Dx + (unit * block.Stride), YStride = block.Stride };
                if (part.Projection is { } projection)
                {
                    row->Y = propagation.States(block, projection.From);
                    row->Depth = projection.From.Size;
                    row->Lanes = gradient.Lanes + ((projection.Weights.Offset + (unit * row->Depth)) * bundle);
                    row->Start = part.Writes ? propagation.Zero : row->Lanes;
                    row->StartStep = part.Writes ? 0 : bundle;
                }
                if (part.Biases != BiasUse.None)
                {
                    row->Bias = gradient.Lanes + ((group.Biases!.Offset + unit) * bundle);
                    row->BiasStart = part.Biases == BiasUse.Write ? propagation.Zero : row->Bias;
                }
                row++;
            }
        }
    }

    private static bool IsGradient(PlanStep step) => step.Operation is Operation.DenseGradient or Operation.BiasGradient;
}
