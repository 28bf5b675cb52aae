using System.Text.Json;

namespace Backprop;

/// <summary>
/// Delta-bar-delta (Jacobs 1988): each weight has a rate ε of its own, which grows by κ where ∂E/∂w has the sign of its decaying mean and shrinks by the factor 1 − φ where it has the other;
/// Δw = −ε ∂E/∂w + α Δw(t − 1). The mean is δ̄ ← (1 − θ) ∂E/∂w + θ δ̄, and the one before the change decides. Meant for batches of all cases.
/// </summary>
/// <example>
/// <code>
/// LearningRule rule = new DeltaBarDelta { InitialRate = 0.05, Increment = 0.005 };
/// </code>
/// </example>
public sealed record DeltaBarDelta : LearningRule
{
    /// <summary>ε of every weight at the beginning; finite, more than 0; 0.1 by default.</summary>
    public double InitialRate { get; init; } = 0.1;

    /// <summary>κ, by which a rate grows; finite, 0 or more; 0.01 by default.</summary>
    public double Increment { get; init; } = 0.01;

    /// <summary>φ, the share by which a rate shrinks; from 0 to less than 1; 0.1 by default.</summary>
    public double Decrement { get; init; } = 0.1;

    /// <summary>θ, the share of the mean that stays; from 0 to less than 1; 0.7 by default, as in the paper.</summary>
    public double Memory { get; init; } = 0.7;

    /// <summary>α: at least 0, less than 1; 0 by default, which is the paper's rule without momentum.</summary>
    public double Momentum { get; init; }

    /// <inheritdoc/>
    public override string Name => "delta-bar-delta";

    /// <inheritdoc/>
    public override bool HasRate => true;

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new DeltaBarDeltaState<T>(this, weightCount);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(InitialRate > 0 && double.IsFinite(InitialRate), nameof(InitialRate), InitialRate, "a finite number above 0");
        Require(Increment >= 0 && double.IsFinite(Increment), nameof(Increment), Increment, "a finite number, 0 or more");
        Require(Decrement is >= 0 and < 1, nameof(Decrement), Decrement, "at least 0 and less than 1");
        Require(Memory is >= 0 and < 1, nameof(Memory), Memory, "at least 0 and less than 1");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "at least 0 and less than 1");
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("initialRate", InitialRate);
        json.WriteNumber("increment", Increment);
        json.WriteNumber("decrement", Decrement);
        json.WriteNumber("memory", Memory);
        json.WriteNumber("momentum", Momentum);
    }
}

/// <summary>The rate of each weight, the mean of its derivatives, and the change before.</summary>
internal sealed unsafe class DeltaBarDeltaState<T> : RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly DeltaBarDelta rule;
    private readonly AlignedBuffer<T> rates;
    private readonly AlignedBuffer<T> means;
    private readonly AlignedBuffer<T> changes;

    internal DeltaBarDeltaState(DeltaBarDelta rule, int weightCount)
    {
        this.rule = rule;
        rates = new AlignedBuffer<T>(weightCount);
        means = new AlignedBuffer<T>(weightCount);
        changes = new AlignedBuffer<T>(weightCount);
        rates.Span.Fill(T.CreateTruncating(rule.InitialRate));
    }

    public override IReadOnlyList<RuleVector<T>> Vectors => [new("rate", rates.Memory), new("gradient mean", means.Memory), new("change", changes.Memory)];

    public override bool IsElementwise => true;

    public override void Change(in WeightChange<T> change)
    {
        var step = new DeltaBarDeltaStep(
            T.CreateTruncating(-change.RateFactor),
            T.CreateTruncating(rule.Increment),
            T.CreateTruncating(1 - rule.Decrement),
            T.CreateTruncating(rule.Memory),
            T.CreateTruncating(1 - rule.Memory),
            T.CreateTruncating(rule.Momentum));
        fixed (T* w = change.Weights, g = change.Gradient)
            kernels.Step(step, w, g, rates.Pointer + change.Offset, means.Pointer + change.Offset, changes.Pointer + change.Offset, change.Weights.Length);
    }

    private readonly struct DeltaBarDeltaStep(T negatedFactor, T increment, T shrinkage, T memory, T rest, T momentum) : IWeightStep<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Change<TLanes>(ref TLanes w, TLanes g, ref TLanes first, ref TLanes second, ref TLanes third)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            DeltaBarDeltaFormula.Change<TLanes, T>(
                ref w, g, ref first, ref second, ref third, TLanes.Broadcast(negatedFactor), TLanes.Broadcast(increment), TLanes.Broadcast(shrinkage), TLanes.Broadcast(memory), TLanes.Broadcast(rest), TLanes.Broadcast(momentum));
        }
    }
}

/// <summary>The change of a bundle of weights, for every kind of lanes.</summary>
internal static class DeltaBarDeltaFormula
{
    /// <summary>Changes weights, their rates, the means of their slopes and their last changes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Change<TLanes, T>(
        ref TLanes w, TLanes g, ref TLanes rate, ref TLanes mean, ref TLanes change, TLanes negatedFactor, TLanes increment, TLanes shrinkage, TLanes memory, TLanes rest, TLanes momentum)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var agreement = g * mean;
        var shrunk = TLanes.Select(TLanes.LessThan(agreement, TLanes.Zero), rate * shrinkage, rate);
        rate = TLanes.Select(TLanes.LessThan(TLanes.Zero, agreement), rate + increment, shrunk);
        mean = TLanes.MultiplyAdd(memory, mean, rest * g);
        change = TLanes.MultiplyAdd(negatedFactor * rate, g, momentum * change);
        w += change;
    }
}
