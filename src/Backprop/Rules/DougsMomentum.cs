using System.Text.Json;

namespace Backprop;

/// <summary>
/// Momentum descent whose step before momentum is no longer than the learning rate, the default of the simulator Lens (Rohde 1999):
/// Δw(t) = −ε ∂E/∂w / max(1, ‖∂E/∂w‖) + α Δw(t − 1), where ‖∂E/∂w‖ is the length of the gradient over all weights.
/// </summary>
/// <example>
/// <code>
/// LearningRule rule = new DougsMomentum { LearningRate = 0.1, Momentum = 0.9 };
/// </code>
/// </example>
public sealed record DougsMomentum : LearningRule
{
    /// <summary>ε: finite, more than 0; 0.1 by default, as in Lens.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>α: at least 0, less than 1; 0.9 by default, as in Lens.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <inheritdoc/>
    public override string Name => "Doug's momentum";

    /// <inheritdoc/>
    public override bool HasRate => true;

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new DougsMomentumState<T>(this, weightCount);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a finite number above 0");
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "at least 0 and less than 1");
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("learningRate", LearningRate);
        json.WriteNumber("momentum", Momentum);
    }
}

/// <summary>Δw of the change before.</summary>
internal sealed unsafe class DougsMomentumState<T>(DougsMomentum rule, int weightCount) : RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly AlignedBuffer<T> changes = new(weightCount);

    public override IReadOnlyList<RuleVector<T>> Vectors => [new("change", changes.Memory)];

    public override bool IsElementwise => true;

    public override bool NeedsGradientLength => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Change(in WeightChange<T> change)
    {
        var rate = T.CreateTruncating(rule.LearningRate * change.RateFactor / Math.Max(1, change.GradientLength));
        fixed (T* w = change.Weights, g = change.Gradient)
            kernels.Descend(w, g, changes.Pointer + change.Offset, rate, T.CreateTruncating(rule.Momentum), change.Weights.Length);
    }
}
