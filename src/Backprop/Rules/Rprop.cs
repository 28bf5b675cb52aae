using System.Text.Json;

namespace Backprop;

/// <summary>
/// iRPROP+ (Igel and Hüsken 2000): each weight has a step Δ of its own, which grows while ∂E/∂w keeps its sign and shrinks when the sign changes;
/// a change that made E greater and passed a minimum is taken back, except in iRPROP−, their rule with <see cref="Backtracks"/> false. Meant for batches of all cases.
/// </summary>
/// <example>
/// <code>
/// LearningRule rule = new Rprop { InitialStep = 0.05 };
/// </code>
/// </example>
public sealed record Rprop : LearningRule
{
    /// <summary>Δ₀, the first step of every weight; finite, more than 0; 0.0125 by default.</summary>
    public double InitialStep { get; init; } = 0.0125;

    /// <summary>η⁺, the factor by which a step grows; finite, more than 1; 1.2 by default.</summary>
    public double IncreaseFactor { get; init; } = 1.2;

    /// <summary>η⁻, the factor by which a step shrinks; between 0 and 1, both excluded; 0.5 by default.</summary>
    public double DecreaseFactor { get; init; } = 0.5;

    /// <summary>Δmin, the smallest step; 0 or more; 10⁻⁶ by default.</summary>
    public double MinimumStep { get; init; } = 1e-6;

    /// <summary>Δmax, the largest step; finite, at least <see cref="MinimumStep"/>; 50 by default.</summary>
    public double MaximumStep { get; init; } = 50;

    /// <summary>Whether a change that made E greater and passed a minimum is taken back: iRPROP+, the default; false: iRPROP−, which leaves the weight for one change.</summary>
    public bool Backtracks { get; init; } = true;

    /// <inheritdoc/>
    public override string Name => Backtracks ? "iRPROP+" : "iRPROP−";

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new RpropState<T>(this, weightCount);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(InitialStep > 0 && double.IsFinite(InitialStep), nameof(InitialStep), InitialStep, "a finite number above 0");
        Require(IncreaseFactor > 1 && double.IsFinite(IncreaseFactor), nameof(IncreaseFactor), IncreaseFactor, "a finite number above 1");
        Require(DecreaseFactor is > 0 and < 1, nameof(DecreaseFactor), DecreaseFactor, "between 0 and 1, both excluded");
        Require(MinimumStep >= 0 && MinimumStep <= MaximumStep, nameof(MinimumStep), MinimumStep, "at least 0 and at most MaximumStep");
        Require(double.IsFinite(MaximumStep), nameof(MaximumStep), MaximumStep, "finite");
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("initialStep", InitialStep);
        json.WriteNumber("increaseFactor", IncreaseFactor);
        json.WriteNumber("decreaseFactor", DecreaseFactor);
        json.WriteNumber("minimumStep", MinimumStep);
        json.WriteNumber("maximumStep", MaximumStep);
    }
}

/// <summary>Steps, the gradient before (0 after a change of sign), and the change before.</summary>
internal sealed unsafe class RpropState<T> : RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly Rprop rule;
    private readonly AlignedBuffer<T> steps;
    private readonly AlignedBuffer<T> gradients;
    private readonly AlignedBuffer<T> changes;

    internal RpropState(Rprop rule, int weightCount)
    {
        this.rule = rule;
        steps = new AlignedBuffer<T>(weightCount);
        gradients = new AlignedBuffer<T>(weightCount);
        changes = new AlignedBuffer<T>(weightCount);
        steps.Span.Fill(T.CreateTruncating(rule.InitialStep));
    }

    public override IReadOnlyList<RuleVector<T>> Vectors => [new("step", steps.Memory), new("gradient", gradients.Memory), new("change", changes.Memory)];

    public override bool IsElementwise => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Change(in WeightChange<T> change)
    {
        var factors = new RpropFactors<T>(
            Growth: T.CreateTruncating(rule.IncreaseFactor),
            Shrinkage: T.CreateTruncating(rule.DecreaseFactor),
            Least: T.CreateTruncating(rule.MinimumStep),
            Greatest: T.CreateTruncating(rule.MaximumStep),
            Worse: rule.Backtracks && change.Error > change.PreviousError);
        fixed (T* w = change.Weights, g = change.Gradient)
            kernels.StepRprop(w, g, steps.Pointer + change.Offset, gradients.Pointer + change.Offset, changes.Pointer + change.Offset, factors, change.Weights.Length);
    }
}
