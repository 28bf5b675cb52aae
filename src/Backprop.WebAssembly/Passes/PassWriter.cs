using Backprop.SourceCode;

namespace Backprop.WebAssembly;

/// <summary>Writes the plan of a pass over blocks of one layout as code: each step as the library does it, each sum in its order.</summary>
internal sealed class PassWriter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PassCode<T> pass;
    private readonly PropagationPlan plan;
    private readonly SumWriter<T> sums;
    private readonly UnitWriter<T> units;
    private readonly ErrorWriter<T> errors;
    private readonly GradientWriter<T> gradients;

    /// <summary>Writes into the function of a pass.</summary>
    /// <param name="pass">The function.</param>
    /// <param name="plan">What is done with a block.</param>
    public PassWriter(PassCode<T> pass, PropagationPlan plan)
    {
        (this.pass, this.plan) = (pass, plan);
        (sums, units, errors, gradients) = (new(pass), new(pass), new(pass), new(pass));
    }

    /// <summary>Equations 1 and 2.</summary>
    public void Forward() => Write(plan.Forward);

    /// <summary>Equations 5 to 7.</summary>
    public void Backward() => Write(plan.Backward);

    /// <summary>Equations 3 and 4; E is left in a local.</summary>
    public void Error(Local sum) => errors.Sum(plan.Error, sum);

    /// <summary>What stop rules look at: the greatest of a local and the distance of any state from its target, and a local that becomes 0 unless all states are on the right side of 0.5.</summary>
    public void Distances(Local greatest, Local onRightSide) => errors.Distances(plan.Error, greatest, onRightSide);

    private void Write(IEnumerable<GroupSteps> groups)
    {
        foreach (var steps in groups)
        {
            foreach (var step in steps.Steps)
            {
                if (step.Parts.IsEmpty)
                    pass.Code.Scope(() => Write(steps.Group, step));
                foreach (var part in step.Parts)
                    pass.Code.Scope(() => Write(steps.Group, part));
            }
        }
    }

    private void Write(Group group, PlanStep step)
    {
        var (places, size) = (pass.Memory[group], group.Size);
        var isNoisy = plan.Forward.Any(steps => steps.Group == group && steps.Steps.Any(static other => other.Operation == Operation.NoiseOnStates));
        var free = isNoisy || (pass.Layout.Shape[group].HasClamps && group.ClampStrength < 1) ? places.Free!.Value : places.States;
        var totals = places.Totals ?? free;
        var derivatives = places.Derivatives;
        var clamp = pass.Layout.Shape[group].HasClamps ? pass.Layout.Clamp(group) : default;
        switch (step.Operation)
        {
            case Operation.Start:
                sums.Fill(totals, size, pass.Start(group, step));
                break;
            case Operation.StartBack:
                sums.Fill(derivatives, size, pass.Start(group, step));
                break;
            case Operation.Dense:
                var incoming = step.Projection!;
                pass.Products.Multiply(size, incoming.From.Size, pass.Width, (pass.Weights(incoming), incoming.From.Size * VectorCode<T>.NumberBytes, VectorCode<T>.NumberBytes), (pass.States(incoming.From), pass.Width), (new Place(totals), pass.Width), pass.Start(group, step), pass.HasUnitStates(incoming.From));
                break;
            case Operation.DenseBack:
                var outgoing = step.Projection!;
                pass.Products.Multiply(size, outgoing.To.Size, pass.Width, (pass.Weights(outgoing), VectorCode<T>.NumberBytes, size * VectorCode<T>.NumberBytes), (new Place(pass.Memory[outgoing.To].Derivatives), pass.Width), (new Place(derivatives), pass.Width), pass.Start(group, step), exact: false);
                break;
            case Operation.Sparse:
                sums.ForwardSparse(group, step, totals);
                break;
            case Operation.OneToOne:
                sums.OneToOne(pass.Weights(step.Projection!), pass.States(step.Projection!.From), totals, size);
                break;
            case Operation.OneToOneBack:
                sums.OneToOne(pass.Weights(step.Projection!), new Place(pass.Memory[step.Projection!.To].Derivatives), derivatives, size);
                break;
            case Operation.DenseGradient when plan.Key.Gradient == GradientLayout.Lanes:
                gradients.GradientInLanes(group, step);
                break;
            case Operation.BiasGradient when plan.Key.Gradient == GradientLayout.Lanes:
                gradients.BiasesInLanes(group, step);
                break;
            case Operation.DenseGradient:
                gradients.DenseGradient(group, step);
                break;
            case Operation.BiasGradient:
                gradients.BiasGradient(group, step);
                break;
            case Operation.SparseGradient:
                gradients.SparseGradient(group, step);
                break;
            case Operation.SparseColumns:
                break; // The whole gradient is cleared instead.
            case Operation.OneToOneGradient:
                gradients.OneToOneGradient(group, step);
                break;
            case Operation.Value when group.UnitFunction.IsGroupWide:
                units.SoftmaxValue(size, totals, free);
                break;
            case Operation.Value when group.UnitFunction == UnitFunction.Identity && totals == free:
                break;
            case Operation.Value:
                pass.Each(size, [new Place(totals)], [new Place(free)], arguments => [group.UnitFunction.Value<TracedLanes<T>, T>(arguments[0])]);
                break;
            case Operation.NoiseOnTotals:
                pass.Each(size, [new Place(places.NoiseOnTotals!.Value), new Place(totals)], [new Place(totals)], static a => [a[1] + a[0]]);
                break;
            case Operation.NoiseOnStates:
                pass.Each(size, [new Place(places.NoiseOnStates!.Value), new Place(free)], [new Place(places.States)], static a => [a[1] + a[0]]);
                break;
            case Operation.Derivative when group.UnitFunction.IsGroupWide:
                units.SoftmaxDerivative(size, free, derivatives);
                break;
            case Operation.Derivative:
                pass.Each(size, [new Place(derivatives), new Place(group.UnitFunction.UsesTotalInput ? totals : free), new Place(free)], [new Place(derivatives)],
                    arguments => [arguments[0] * group.UnitFunction.Derivative<TracedLanes<T>, T>(arguments[1], arguments[2])]);
                break;
            case Operation.ErrorDerivative:
                errors.ErrorDerivative(group);
                break;
            case Operation.Clamp:
                pass.Each(size, [clamp, new Place(places.States)], [new Place(places.States)], static a => [Lane<T>.Select(Lane<T>.IsNaN(a[0]), a[1], a[0])]);
                break;
            case Operation.ClearClamped:
                pass.Each(size, [clamp, new Place(derivatives)], [new Place(derivatives)], static a => [Lane<T>.Select(Lane<T>.IsNaN(a[0]), a[1], Lane<T>.Constant(0))]);
                break;
            case Operation.ClampSoftly:
                pass.Each(size, [clamp, new Place(isNoisy ? places.States : free)], [new Place(places.States)], a =>
                    [Lane<T>.Select(Lane<T>.IsNaN(a[0]), a[1], Lane<T>.MultiplyAdd(TracedLanes<T>.Broadcast(T.CreateTruncating(group.ClampStrength)), a[0] - a[1], a[1]))]);
                break;
            case Operation.BackClampSoftly:
                pass.Each(size, [clamp, new Place(derivatives)], [new Place(derivatives)], a =>
                    [Lane<T>.Select(Lane<T>.IsNaN(a[0]), a[1], TracedLanes<T>.Broadcast(T.One - T.CreateTruncating(group.ClampStrength)) * a[1])]);
                break;
            case Operation.Lesion:
                units.Clear(places.States, group.LesionedUnits);
                break;
            case Operation.ClearLesioned:
                units.Clear(derivatives, group.LesionedUnits);
                break;
            case Operation.Leak:
                var before = group.Before!;
                pass.Each(size, [before.IsInput ? pass.Layout.Input(before) : new Place(pass.Memory[before].Totals!.Value), new Place(totals)], [new Place(totals)], a =>
                    [Lane<T>.MultiplyAdd(TracedLanes<T>.Broadcast(T.CreateTruncating(group.LeakRate)), a[1] - a[0], a[0])]);
                break;
            case Operation.BackLeak:
                units.BackLeak(group, step);
                break;
            case Operation.ClearVanished:
                pass.Each(size, [new Place(derivatives)], [new Place(derivatives)], static a => [UnitWriter<T>.Vanishing(a[0])]);
                break;
            default:
                throw new NotSupportedException($"the net needs {step.Operation}");
        }
    }
}
