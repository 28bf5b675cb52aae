using System.Diagnostics;

namespace Backprop;

/// <content>The operations: one call of a kernel each, that of the forward pass beside those of the backward pass.</content>
internal sealed unsafe partial class BoundGroup<T> : ISharedWork
{
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private AlignedBuffer<T>? chosen;

    /// <summary>Runs the steps of a forward pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void RunForward(ThreadTeam? team)
    {
        if (IsOneCall)
            Function.SumAndValue(pass, 0, Size);
        else
            Run(team);
    }

    /// <summary>Runs the steps of a backward pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void RunBackward(ThreadTeam? team)
    {
        if (IsOneCall)
            Function.Backward(pass);
        else
            Run(team);
    }

    /// <summary>Runs the steps for all units, or for a part of them in each thread if threads share the group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal void Run(ThreadTeam? team)
    {
        if (plan.IsShared)
            team!.Run(this);
        else
            Run(0, Size);
    }

    void ISharedWork.Run(int part, int parts)
    {
        var (first, end) = (Boundary(part, parts), Boundary(part + 1, parts));
        if (first < end)
            Run(first, end - first);
    }

    /// <summary>The first unit of a part, in whole tiles of six.</summary>
    private int Boundary(int part, int parts) => (int)Math.Min(Size, (((long)Size * part / parts) + 5) / 6 * 6);

    /// <summary>Runs the steps for some units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(int first, int units)
    {
        foreach (ref readonly var step in steps.AsSpan())
            Run(step, first, units);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(in BoundStep<T> step, int first, int units)
    {
        switch (step.Operation)
        {
            case Operation.Start:
                kernels.Fill(x.RowRange(first, units), step.Start.From(first));
                break;
            case Operation.StartBack:
                kernels.Fill(dx.RowRange(first, units), step.Start);
                break;
            case Operation.BiasGradient:
                kernels.GradientOfBiases(dx.RowRange(first, units), BiasGradient(step, first, units));
                break;

            case Operation.Dense:
                kernels.Forward(step.Weights.RowRange(first, units), step.Other, x.RowRange(first, units), step.Start.From(first));
                break;
            case Operation.DenseBack:
                kernels.Back(step.Weights.Part(0, step.Weights.Rows, first, units), step.Other, dx.RowRange(first, units), step.Start);
                break;
            case Operation.DenseGradient:
                kernels.Gradient(dx.Part(first, units, 0, block.Count), step.Other.Part(0, step.Other.Rows, 0, block.Count), step.Gradient.RowRange(first, units), step.InCaseOrder, step.Writes, BiasGradient(step, first, units));
                break;

            case Operation.Sparse:
                kernels.ForwardSparse(step.Weights.RowRange(first, units), step.Sparse, x.RowRange(first, units), step.Start.From(first));
                break;
            case Operation.SparseColumns:
                step.Columns!.Record(step.Gradient.Pointer, step.Sparse, block.Count, step.Writes);
                break;
            case Operation.SparseGradient:
                var gradient = step.Gradient.RowRange(first, units);
                var byColumns = step.Writes && step.Columns is not null;
                if (byColumns)
                    step.Columns!.Clear(gradient.Pointer, units);
                kernels.GradientSparse(dx.Part(first, units, 0, block.Count), step.Sparse, gradient, step.Writes && !byColumns);
                break;

            case Operation.OneToOne:
                kernels.ForwardOneToOne(step.Weights.Row(first), step.Other.RowRange(first, units), x.RowRange(first, units));
                break;
            case Operation.OneToOneBack:
                kernels.BackOneToOne(step.Weights.Row(first), step.Other.RowRange(first, units), dx.RowRange(first, units));
                break;
            case Operation.OneToOneGradient:
                var ofUnits = step.Gradient.RowRange(first, units);
                if (step.Writes)
                    ofUnits.Clear();
                kernels.GradientOneToOne(dx.RowRange(first, units), step.Other.RowRange(first, units), ofUnits.Pointer);
                break;

            case Operation.Value:
                Function.Value(x.RowRange(first, units), free.RowRange(first, units));
                break;
            case Operation.NoiseOnTotals:
                Add(noiseOnTotals, x, x, first, units);
                break;
            case Operation.NoiseOnStates:
                Add(noiseOnStates, free, y, first, units);
                break;
            case Operation.Derivative:
                var derivatives = dx.RowRange(first, units);
                Function.Derivative(x.RowRange(first, units), free.RowRange(first, units), derivatives, derivatives);
                break;
            case Operation.ErrorDerivative:
                states.Error!.AddDerivative(x.RowRange(first, units), y.RowRange(first, units), targets.RowRange(first, units), block.Weights, dx.RowRange(first, units));
                break;

            case Operation.Clamp:
                kernels.Clamp(clamps.RowRange(first, units), y.RowRange(first, units));
                break;
            case Operation.ClearClamped:
                kernels.ClearClamped(clamps.RowRange(first, units), dx.RowRange(first, units));
                break;
            case Operation.Lesion:
                ClearLesioned(y, first, units);
                break;
            case Operation.ClearLesioned:
                ClearLesioned(dx, first, units);
                break;

            case Operation.ClampSoftly:
                // Noise has moved the states already.
                kernels.ClampSoftly(clamps.RowRange(first, units), (noiseOnStates.Pointer == null ? free : y).RowRange(first, units), y.RowRange(first, units), clampStrength);
                break;
            case Operation.BackClampSoftly:
                kernels.BackClampSoftly(clamps.RowRange(first, units), dx.RowRange(first, units), clampStrength);
                break;

            case Operation.Leak:
                kernels.Leak(step.Other.RowRange(first, units), x.RowRange(first, units), leakRate);
                break;
            case Operation.BackLeak:
                kernels.BackLeak(step.Other.RowRange(first, units), dx.RowRange(first, units), leakRate, fresh: step.Start.Pointer != null);
                break;

            case Operation.ClearVanished:
                kernels.ClearVanished(dx.RowRange(first, units));
                break;

            case Operation.SumAndValue:
                Function.SumAndValue(pass, first, first + units);
                break;
            case Operation.SumAndDerivative:
                Function.SumAndDerivative(pass, first, first + units);
                break;
            case Operation.GradientInLanes:
                var rowsPerUnit = (int)(pass.RowsEnd - pass.Rows) / Size;
                kernels.GradientInLanes(pass.Rows + (first * rowsPerUnit), pass.Rows + ((first + units) * rowsPerUnit), block.Width);
                break;
            case Operation.Backward:
                Function.Backward(pass);
                break;

            default:
                throw new UnreachableException($"{step.Operation} is not an operation on units.");
        }
    }

    /// <summary>Writes the rows of some units with noise added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(in Matrix<T> noise, in Matrix<T> rows, in Matrix<T> sums, int first, int units)
    {
        for (var unit = first; unit < first + units; unit++)
        {
            T* source = noise.Row(unit), row = rows.Row(unit), sum = sums.Row(unit);
            for (var c = 0; c < rows.Columns; c++)
                sum[c] = row[c] + source[c];
        }
    }

    /// <summary>Sets the rows of lesioned units to 0, those among some units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ClearLesioned(in Matrix<T> rows, int first, int units)
    {
        foreach (var unit in group.LesionedUnits)
        {
            if (unit >= first && unit < first + units)
                new Span<T>(rows.Row(unit), rows.Columns).Clear();
        }
    }

    /// <summary>The gradient of the biases of some units, 0 if it is to be written; null if the step leaves it alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* BiasGradient(in BoundStep<T> step, int first, int units)
    {
        if (step.BiasGradient == null)
            return null;
        if (step.WritesBiases)
            new Span<T>(step.BiasGradient + first, units).Clear();
        return step.BiasGradient + first;
    }

    /// <summary>Computes what an output group adds to E.</summary>
    internal double Error() => states.Error!.Error(x, y, targets, block.Weights);

    /// <summary>Computes what an output group adds to E in each case alone, weights of cases left out.</summary>
    internal void ErrorsOfCases(Span<double> errors)
    {
        const int together = BlockShape.Padding;
        chosen ??= new AlignedBuffer<T>(together);
        for (var c = 0; c < errors.Length; c++)
        {
            // One case of those that the kernels take at a time counts 1, the others 0.
            var first = c / together * together;
            chosen.Span.Clear();
            chosen.Span[c - first] = T.One;
            errors[c] = states.Error!.Error(Columns(x, first), Columns(y, first), Columns(targets, first), chosen.Pointer);
        }

        static Matrix<T> Columns(in Matrix<T> all, int from) => all.Part(0, all.Rows, from, together);
    }

    /// <summary>The same, and ∂E/∂y if the error measure derives by the states.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double ErrorAndDerivative() => states.Error!.ErrorAndDerivative(x, y, targets, block.Weights, dx);

    /// <summary>Computes what the error measure gives: ∂E/∂y, or ∂E/∂x if it derives by the total inputs.</summary>
    internal void DeriveError(in Matrix<T> derivatives)
    {
        if (!states.Error!.DerivesTotalInput)
        {
            states.Error.ErrorAndDerivative(x, y, targets, block.Weights, derivatives);
            return;
        }
        kernels.Fill(derivatives, SumStart<T>.Same(propagation.Zero));
        states.Error.AddDerivative(x, y, targets, block.Weights, derivatives);
    }

    /// <summary>The greatest |y − d| of an output group.</summary>
    internal double GreatestDistance() => double.CreateTruncating(TargetDistance<T>.Best.Greatest(y, targets));

    /// <summary>Whether every state of an output group is on the right side of 0.5.</summary>
    internal bool IsOnRightSide() => TargetDistance<T>.Best.OnRightSide(y, targets);
}
