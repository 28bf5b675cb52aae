using System.Text.Json;

namespace Backprop;

/// <summary>
/// Quickprop (Fahlman 1988): each weight jumps to the minimum of the parabola through its last two slopes, S/(S(t − 1) − S) Δw(t − 1) with S = ∂E/∂w, but grows no more than by the factor μ;
/// −εS is added where the slope still goes the way of the last change, and is the whole change of a weight that did not move. Meant for batches of all cases.
/// </summary>
/// <remarks>
/// The change is μΔw(t − 1) where S is beyond μ/(1 + μ) S(t − 1) on the same side, as in Fahlman's program. Where S goes against the last change, the paper's words hold, which the program leaves out:
/// a step that would be too large, infinite or uphill has the size μ|Δw(t − 1)|. Where S is 0 the weight stays: otherwise a weight whose derivative vanishes, as in single precision it may, would run away.
/// </remarks>
/// <example>
/// <code>
/// LearningRule rule = new Quickprop { LearningRate = 0.5, WeightDecay = 0.0001 };
/// </code>
/// </example>
public sealed record Quickprop : LearningRule
{
    /// <summary>ε: finite, more than 0; 0.1 by default. The paper chooses it for each problem.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>μ, the most by which a change grows; finite, more than 0; 1.75 by default, as in the paper.</summary>
    public double GrowthLimit { get; init; } = 1.75;

    /// <inheritdoc/>
    public override string Name => "Quickprop";

    /// <inheritdoc/>
    public override bool HasRate => true;

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new QuickpropState<T>(this, weightCount);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a finite number above 0");
        Require(GrowthLimit > 0 && double.IsFinite(GrowthLimit), nameof(GrowthLimit), GrowthLimit, "a finite number above 0");
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("learningRate", LearningRate);
        json.WriteNumber("growthLimit", GrowthLimit);
    }
}

/// <summary>Δw and S of the change before.</summary>
internal sealed unsafe class QuickpropState<T>(Quickprop rule, int weightCount) : RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly AlignedBuffer<T> changes = new(weightCount);
    private readonly AlignedBuffer<T> slopes = new(weightCount);

    public override IReadOnlyList<RuleVector<T>> Vectors => [new("change", changes.Memory), new("gradient", slopes.Memory)];

    public override bool IsElementwise => true;

    public override void Change(in WeightChange<T> change)
    {
        var mu = rule.GrowthLimit;
        var step = new QuickpropStep(T.CreateTruncating(-rule.LearningRate * change.RateFactor), T.CreateTruncating(mu), T.CreateTruncating(mu / (1 + mu)));
        fixed (T* w = change.Weights, g = change.Gradient)
            kernels.Step(step, w, g, changes.Pointer + change.Offset, slopes.Pointer + change.Offset, null, change.Weights.Length);
    }

    private readonly struct QuickpropStep(T negatedRate, T growth, T shrinkage) : IWeightStep<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Change<TLanes>(ref TLanes w, TLanes g, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            QuickpropFormula.Change<TLanes, T>(ref w, g, ref first, ref second, TLanes.Broadcast(negatedRate), TLanes.Broadcast(growth), TLanes.Broadcast(shrinkage));
        }
    }
}

/// <summary>The change of a bundle of weights, for every kind of lanes.</summary>
internal static class QuickpropFormula
{
    /// <summary>Changes weights, the last change and the last slope; <paramref name="growth"/> is μ and <paramref name="shrinkage"/> μ/(1 + μ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Change<TLanes, T>(ref TLanes w, TLanes g, ref TLanes change, ref TLanes slopeBefore, TLanes negatedRate, TLanes growth, TLanes shrinkage)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // As if every last change were positive: then the slope goes on where it is below 0.
        var backward = TLanes.LessThan(change, TLanes.Zero);
        var moved = TLanes.LessThan(TLanes.Zero, TLanes.Abs(change));
        var slope = TLanes.Select(backward, -g, g);
        var before = TLanes.Select(backward, -slopeBefore, slopeBefore);
        var linear = negatedRate * g;
        var goesOn = TLanes.LessThan(slope, TLanes.Zero);
        var against = TLanes.LessThan(TLanes.Zero, slope);
        var ratio = slope / (before - slope);
        // On: μ where the minimum is farther, or where the parabola has none. Back: by no more than μ, and by μ where the minimum of the parabola would be uphill or nowhere.
        var ahead = TLanes.Select(TLanes.LessThanOrEqual(slope, shrinkage * before), growth, ratio);
        var back = TLanes.Select(TLanes.LessThan(before, slope), TLanes.Max(-growth, ratio), -growth);
        var jump = change * TLanes.Select(goesOn, ahead, TLanes.Select(against, back, TLanes.Zero));
        var next = TLanes.Select(moved, TLanes.Select(goesOn, jump + linear, jump), linear);
        slopeBefore = g;
        change = next;
        w += next;
    }
}
