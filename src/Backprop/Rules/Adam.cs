using System.Numerics;
using System.Text.Json;

namespace Backprop;

/// <summary>
/// Adam (Kingma and Ba 2015): m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², Δw = −α m̂ / (√v̂ + ϵ), with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// Its g is ∂E/∂w of the sum, as everywhere here.
/// </summary>
/// <example>
/// <code>
/// LearningRule rule = new Adam { LearningRate = 0.002, Beta2 = 0.99 };
/// </code>
/// </example>
public sealed record Adam : LearningRule
{
    /// <summary>α: finite, more than 0; 0.001 by default.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>β₁, the decay rate of the mean gradient m; at least 0, less than 1; 0.9 by default.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, the decay rate of the mean square v; at least 0, less than 1; 0.999 by default.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ϵ, which keeps the quotient finite; more than 0; 10⁻⁸ by default.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override string Name => "Adam";

    /// <inheritdoc/>
    public override bool HasRate => true;

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new AdamState<T>(this, weightCount);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a finite number above 0");
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "at least 0 and less than 1");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "at least 0 and less than 1");
        Require(Epsilon > 0 && double.IsFinite(Epsilon), nameof(Epsilon), Epsilon, "a finite number above 0");
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("learningRate", LearningRate);
        json.WriteNumber("beta1", Beta1);
        json.WriteNumber("beta2", Beta2);
        json.WriteNumber("epsilon", Epsilon);
    }
}

/// <summary>The decaying means of the gradient and of its square.</summary>
internal sealed unsafe class AdamState<T>(Adam rule, int weightCount) : RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly AlignedBuffer<T> means = new(weightCount);
    private readonly AlignedBuffer<T> squares = new(weightCount);
    private readonly double[] powers1 = Powers(rule.Beta1);
    private readonly double[] powers2 = Powers(rule.Beta2);

    public override IReadOnlyList<RuleVector<T>> Vectors => [new("gradient mean", means.Memory), new("square mean", squares.Memory)];

    public override bool IsElementwise => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Change(in WeightChange<T> change)
    {
        var factors = new AdamFactors<T>(
            NegatedRate: T.CreateTruncating(-rule.LearningRate * change.RateFactor / (1 - Power(powers1, change.Number))),
            Beta1: T.CreateTruncating(rule.Beta1),
            OneMinusBeta1: T.CreateTruncating(1 - rule.Beta1),
            Beta2: T.CreateTruncating(rule.Beta2),
            OneMinusBeta2: T.CreateTruncating(1 - rule.Beta2),
            SquareScale: T.CreateTruncating(1 / (1 - Power(powers2, change.Number))),
            Epsilon: T.CreateTruncating(rule.Epsilon));
        fixed (T* w = change.Weights, g = change.Gradient)
            kernels.StepAdam(w, g, means.Pointer + change.Offset, squares.Pointer + change.Offset, factors, change.Weights.Length);
    }

    /// <summary>base, base², base⁴ and so on, one for each bit of an exponent.</summary>
    private static double[] Powers(double @base)
    {
        var powers = new double[63];
        for (var bit = 0; bit < powers.Length; bit++, @base *= @base)
            powers[bit] = @base;
        return powers;
    }

    /// <summary>base^exponent as a product of <see cref="Powers"/>: the platform's own power function may differ in the last bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Power(double[] powers, long exponent)
    {
        var result = 1.0;
        for (; exponent > 0; exponent &= exponent - 1)
            result *= powers[BitOperations.TrailingZeroCount(exponent)];
        return result;
    }
}
