using System.Text.Json;

namespace Backprop;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019): <see cref="Adam"/> with a decay of the weights that goes with the rate and not through the means, w ← w − αλw before Adam's step.
/// The decay follows the <see cref="LearningRule.Schedule"/>; <see cref="LearningRule.WeightDecay"/>, which does not, is not for this rule.
/// </summary>
/// <example>
/// <code>
/// LearningRule rule = new AdamW { LearningRate = 0.002, Decay = 0.05, Schedule = RateSchedule.Cosine(300) };
/// </code>
/// </example>
public sealed record AdamW : LearningRule
{
    /// <summary>α: finite, more than 0; 0.001 by default.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>λ: finite, 0 or more; 0.01 by default. Biases decay only if <see cref="LearningRule.DecayBiases"/>.</summary>
    public double Decay { get; init; } = 0.01;

    /// <summary>β₁, the decay rate of the mean gradient m; at least 0, less than 1; 0.9 by default.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, the decay rate of the mean square v; at least 0, less than 1; 0.999 by default.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ϵ, which keeps the quotient finite; more than 0; 10⁻⁸ by default.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override string Name => "AdamW";

    /// <inheritdoc/>
    public override bool HasRate => true;

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new AdamWState<T>(this, weightCount);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(WeightDecay == 0, nameof(WeightDecay), WeightDecay, "0: AdamW has Decay instead, which goes with the rate");
        Require(Decay >= 0 && double.IsFinite(Decay), nameof(Decay), Decay, "a finite number, 0 or more");
        AsAdam.Validate();
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        AsAdam.WriteSettings(json);
        json.WriteNumber("decay", Decay);
    }

    /// <summary>The rule without its decay.</summary>
    internal Adam AsAdam => new() { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon };
}

/// <summary>What Adam remembers.</summary>
internal sealed unsafe class AdamWState<T>(AdamW rule, int weightCount) : RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>So many weights at a time decay and then change: they stay in the first cache between the two.</summary>
    private const int Part = 2048;

    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly AdamState<T> adam = new(rule.AsAdam, weightCount);

    public override IReadOnlyList<RuleVector<T>> Vectors => adam.Vectors;

    public override bool IsElementwise => true;

    public override bool TellsBiases => rule.Decay != 0 && !rule.DecayBiases;

    public override void Change(in WeightChange<T> change)
    {
        if (rule.Decay == 0 || (!rule.DecayBiases && change.IsBias))
        {
            adam.Change(change);
            return;
        }
        var kept = T.CreateTruncating(1 - (rule.LearningRate * change.RateFactor * rule.Decay));
        for (var first = 0; first < change.Weights.Length; first += Part)
        {
            var length = Math.Min(Part, change.Weights.Length - first);
            var part = change with { Weights = change.Weights.Slice(first, length), Gradient = change.Gradient.Slice(first, length), Offset = change.Offset + first };
            fixed (T* w = part.Weights)
                kernels.Scale(w, kept, length);
            adam.Change(part);
        }
    }
}
