namespace Backprop;

/// <summary>
/// iRPROP+ (Igel and Hüsken 2000): each weight has a step of its own, which grows while ∂E/∂w keeps its sign and shrinks when the sign changes;
/// a change that made E greater and passed a minimum is taken back. Meant for accumulated updates.
/// </summary>
public sealed record Rprop : LearningRule
{
    /// <summary>The step of every weight at first; finite, more than 0; 0.0125 by default.</summary>
    public double InitialStep { get; init; } = 0.0125;

    /// <summary>η⁺, by which a step grows; more than 1; 1.2 by default.</summary>
    public double Growth { get; init; } = 1.2;

    /// <summary>η⁻, by which a step shrinks; between 0 and 1, both excluded; 0.5 by default.</summary>
    public double Shrinkage { get; init; } = 0.5;

    /// <summary>The least step; 0 or more; 10⁻⁶ by default.</summary>
    public double LeastStep { get; init; } = 1e-6;

    /// <summary>The greatest step; finite, at least the least; 50 by default.</summary>
    public double GreatestStep { get; init; } = 50;

    /// <inheritdoc/>
    public override string Name => "iRPROP+";

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new RpropState<T>(this, weightCount);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(InitialStep > 0 && double.IsFinite(InitialStep), nameof(InitialStep), InitialStep, "a finite number above 0");
        Require(Growth > 1 && double.IsFinite(Growth), nameof(Growth), Growth, "a finite number above 1");
        Require(Shrinkage is > 0 and < 1, nameof(Shrinkage), Shrinkage, "between 0 and 1, both excluded");
        Require(LeastStep >= 0 && LeastStep <= GreatestStep, nameof(LeastStep), LeastStep, "at least 0 and no more than GreatestStep");
        Require(double.IsFinite(GreatestStep), nameof(GreatestStep), GreatestStep, "finite");
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

    public override IReadOnlyList<(string Name, Memory<T> Values)> Vectors => [("step", steps.Memory), ("gradient", gradients.Memory), ("change", changes.Memory)];

    internal override bool IsElementwise => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Change(in WeightChange<T> change)
    {
        var factors = new RpropFactors<T>(
            Growth: T.CreateTruncating(rule.Growth),
            Shrinkage: T.CreateTruncating(rule.Shrinkage),
            Least: T.CreateTruncating(rule.LeastStep),
            Greatest: T.CreateTruncating(rule.GreatestStep),
            Worse: change.Error > change.PreviousError);
        fixed (T* w = change.Weights, g = change.Gradient)
            kernels.StepRprop(w, g, steps.Pointer + change.Offset, gradients.Pointer + change.Offset, changes.Pointer + change.Offset, factors, change.Weights.Length);
    }
}
