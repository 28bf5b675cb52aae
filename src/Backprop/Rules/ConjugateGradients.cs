using System.Text.Json;

namespace Backprop;

/// <summary>
/// Conjugate gradients (Polak and Ribière 1969, with β at least 0): goes along −∂E/∂w + β times the direction before, to where the strong Wolfe conditions hold (c₁ = 10⁻⁴, c₂ = 0.4).
/// One sweep is one iteration. Meant for batches of all cases.
/// </summary>
/// <example>
/// <code>
/// LearningRule rule = new ConjugateGradients { Penalty = 1e-3 };
/// </code>
/// </example>
public sealed record ConjugateGradients : LearningRule
{
    /// <inheritdoc/>
    public override string Name => "conjugate gradients";

    /// <inheritdoc/>
    public override bool Searches => true;

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new ConjugateGradientsState<T>(weightCount);

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
    }
}

/// <summary>The last direction and the gradient at which it began, the E there, and whether there is one.</summary>
internal sealed unsafe class ConjugateGradientsState<T>(int weightCount) : SearchState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int HasDirection = 0, ErrorBefore = 1, Ended = 2;
    private readonly AlignedBuffer<T> direction = new(weightCount);
    private readonly AlignedBuffer<T> gradient = new(weightCount);
    private readonly double[] numbers = new double[3];
    private readonly WolfeSearch<T> line = new(weightCount, sufficient: 1e-4, curvature: 0.4);

    public override IReadOnlyList<RuleVector<T>> Vectors => [new("direction", direction.Memory), new("gradient", gradient.Memory)];

    public override Memory<double> Numbers => numbers;

    public override bool HasEnded => numbers[Ended] != 0;

    public override void Change(Objective<T> objective)
    {
        numbers[Ended] = 0;
        var work = objective.Work;
        var g = objective.GradientPointer;
        var before = objective.Error;
        if (numbers[HasDirection] != 0)
        {
            var square = work.Dot(gradient.Pointer, gradient.Pointer, weightCount);
            var beta = Math.Max(0, (work.Dot(g, g, weightCount) - work.Dot(g, gradient.Pointer, weightCount)) / square);
            Kernels<T>.Best.Scale(direction.Pointer, T.CreateTruncating(beta), weightCount);
        }
        else
        {
            direction.Span.Clear();
        }
        work.Combine(direction.Pointer, direction.Pointer, -T.One, g, weightCount);
        objective.Gradient.CopyTo(gradient.Span);
        for (var isGradient = numbers[HasDirection] == 0; ; isGradient = true)
        {
            var slope = work.Dot(gradient.Pointer, direction.Pointer, weightCount);
            // As far as E fell the last time, if E were quadratic (Nocedal and Wright 2006, equation 3.60).
            var guess = 1.01 * 2 * (before - numbers[ErrorBefore]) / slope;
            var first = numbers[HasDirection] != 0 && guess > 0 ? Math.Min(1, guess) : Math.Min(1, 1 / Math.Sqrt(work.Dot(direction.Pointer, direction.Pointer, weightCount)));
            if (slope < 0 && double.IsFinite(slope) && line.Run(objective, direction.Pointer, slope, first) > 0)
            {
                (numbers[HasDirection], numbers[ErrorBefore]) = (1, before);
                return;
            }
            if (isGradient)
                break;
            direction.Span.Clear();
            work.Combine(direction.Pointer, direction.Pointer, -T.One, gradient.Pointer, weightCount);
            numbers[HasDirection] = 0;
        }
        (numbers[HasDirection], numbers[Ended]) = (0, 1);
    }
}
