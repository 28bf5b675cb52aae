using System.Text.Json;

namespace Backprop;

/// <summary>
/// Scaled conjugate gradients (Møller 1993): the length of a step follows from the curvature along the direction, which the difference of two gradients gives, and from a factor λ that keeps it positive;
/// no line search. One sweep is one step that succeeds. Meant for batches of all cases.
/// </summary>
/// <example>
/// <code>
/// LearningRule rule = new ScaledConjugateGradients();
/// </code>
/// </example>
public sealed record ScaledConjugateGradients : LearningRule
{
    /// <summary>σ, the length of the step by which curvature is measured, in lengths of the direction; more than 0, at most 10⁻⁴ in the paper. By default 10⁻⁴ for <see cref="float"/> nets and 10⁻⁵ for <see cref="double"/>: null.</summary>
    public double? CurvatureStep { get; init; }

    /// <summary>λ₁, the factor at the beginning; more than 0, at most 10⁻⁶ in the paper; 10⁻⁶ by default.</summary>
    public double InitialFactor { get; init; } = 1e-6;

    /// <inheritdoc/>
    public override string Name => "scaled conjugate gradients";

    /// <inheritdoc/>
    public override bool Searches => true;

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new ScaledConjugateGradientsState<T>(this, weightCount);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(CurvatureStep is null or (> 0 and <= 1), nameof(CurvatureStep), CurvatureStep ?? 0, "more than 0 and at most 1");
        Require(InitialFactor is > 0 and <= 1, nameof(InitialFactor), InitialFactor, "more than 0 and at most 1");
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (CurvatureStep is { } step) json.WriteNumber("curvatureStep", step);
        json.WriteNumber("initialFactor", InitialFactor);
    }
}

/// <summary>The direction p, the gradient at which it began, λ, and the steps since p was the gradient.</summary>
internal sealed unsafe class ScaledConjugateGradientsState<T> : SearchState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Lambda = 0, Steps = 1, Ended = 2;
    private const int MostTrials = 60;
    private readonly int count;
    private readonly double sigma;
    private readonly double initialFactor;
    private readonly AlignedBuffer<T> direction;
    private readonly AlignedBuffer<T> gradient;
    private readonly AlignedBuffer<T> start;
    private readonly AlignedBuffer<T> difference;
    private readonly double[] numbers = new double[3];

    internal ScaledConjugateGradientsState(ScaledConjugateGradients rule, int weightCount)
    {
        count = weightCount;
        sigma = rule.CurvatureStep ?? (typeof(T) == typeof(float) ? 1e-4 : 1e-5);
        direction = new AlignedBuffer<T>(weightCount);
        gradient = new AlignedBuffer<T>(weightCount);
        start = new AlignedBuffer<T>(weightCount);
        difference = new AlignedBuffer<T>(weightCount);
        numbers[Lambda] = initialFactor = rule.InitialFactor;
    }

    public override IReadOnlyList<RuleVector<T>> Vectors => [new("direction", direction.Memory), new("gradient", gradient.Memory)];

    public override Memory<double> Numbers => numbers;

    public override bool HasEnded => numbers[Ended] != 0;

    public override void Change(Objective<T> objective)
    {
        numbers[Ended] = 0;
        var work = objective.Work;
        var before = objective.Error;
        objective.Weights.CopyTo(start.Span);
        SetDirection(objective);
        objective.Gradient.CopyTo(gradient.Span);
        var square = work.Dot(direction.Pointer, direction.Pointer, count);
        var mu = -work.Dot(direction.Pointer, gradient.Pointer, count);
        if (!(mu > 0))
        {
            // Not downhill: the gradient is, unless it is 0.
            numbers[Steps] = 0;
            SetDirection(objective);
            mu = square = work.Dot(gradient.Pointer, gradient.Pointer, count);
        }
        if (mu > 0 && double.IsFinite(mu))
        {
            var curvature = Curvature(objective, Math.Sqrt(square));
            if (Step(objective, before, mu, square, curvature))
                return;
        }
        start.Span.CopyTo(objective.Weights);
        (numbers[Lambda], numbers[Steps], numbers[Ended]) = (initialFactor, 0, 1);
    }

    /// <summary>p = −g + βp with β = (‖g‖² − gᵀg₀)/μ, where μ = −pᵀg₀ is that of the step before; −g at first and after as many steps as there are weights.</summary>
    private void SetDirection(Objective<T> objective)
    {
        var work = objective.Work;
        var g = objective.GradientPointer;
        if (numbers[Steps] > 0 && numbers[Steps] < count)
        {
            var mu = -work.Dot(direction.Pointer, gradient.Pointer, count);
            var beta = (work.Dot(g, g, count) - work.Dot(g, gradient.Pointer, count)) / mu;
            Kernels<T>.Best.Scale(direction.Pointer, T.CreateTruncating(beta), count);
        }
        else
        {
            numbers[Steps] = 0;
            direction.Span.Clear();
        }
        work.Combine(direction.Pointer, direction.Pointer, -T.One, g, count);
    }

    /// <summary>δ = pᵀ E″ p, by two gradients.</summary>
    private double Curvature(Objective<T> objective, double length)
    {
        var work = objective.Work;
        var step = sigma / length;
        work.Combine(objective.WeightPointer, start.Pointer, T.CreateTruncating(step), direction.Pointer, count);
        if (!double.IsFinite(objective.Derive()))
            return double.NaN;
        work.Combine(difference.Pointer, objective.GradientPointer, -T.One, gradient.Pointer, count);
        return work.Dot(difference.Pointer, direction.Pointer, count) / step;
    }

    /// <summary>Raises λ until E falls; the weights are then where it fell.</summary>
    private bool Step(Objective<T> objective, double before, double mu, double square, double curvature)
    {
        if (!double.IsFinite(curvature))
            curvature = 0;
        for (var trial = 0; trial < MostTrials; trial++)
        {
            var lambda = numbers[Lambda];
            var delta = curvature + (lambda * square);
            if (delta <= 0)
            {
                // λ̄ = 2(λ − δ/‖p‖²), so that δ ← −δ + λ‖p‖².
                lambda = 2 * (lambda - (delta / square));
                delta = curvature + (lambda * square);
            }
            var alpha = mu / delta;
            objective.Work.Combine(objective.WeightPointer, start.Pointer, T.CreateTruncating(alpha), direction.Pointer, count);
            var error = objective.Derive();
            var comparison = 2 * delta * (before - error) / (mu * mu);
            var succeeds = double.IsFinite(error) && comparison >= 0 && (before - error > 0 || !objective.Weights.SequenceEqual(start.Span));
            if (succeeds && comparison >= 0.75)
                numbers[Lambda] = Math.Max(lambda / 4, 1e-15);
            else if (!(comparison >= 0.25))
                numbers[Lambda] = double.IsFinite(comparison) ? Math.Min(lambda + (delta * (1 - comparison) / square), Math.Max(1, lambda) * 1e6) : Math.Max(1, lambda) * 10;
            else
                numbers[Lambda] = lambda;
            if (succeeds)
            {
                numbers[Steps]++;
                return true;
            }
        }
        return false;
    }
}
