using System.Text.Json;

namespace Backprop;

/// <summary>
/// L-BFGS (Liu and Nocedal 1989): goes along −H ∂E/∂w, where H is the inverse Hessian as the last changes of weights and gradients show it, to where the strong Wolfe conditions hold
/// (c₁ = 10⁻⁴, c₂ = 0.9). One sweep is one iteration. Meant for batches of all cases, and for <see cref="double"/> where E is to fall far.
/// </summary>
/// <example>
/// <code>
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var net = new Network&lt;double&gt;(Topology.Layered(2, 2, 1)).Randomize(seed: 1);
/// var history = new Trainer&lt;double&gt;(net, xor, new Lbfgs { Penalty = 1e-4 }).Run(StopWhen.Sweeps(200));
/// </code>
/// </example>
public sealed record Lbfgs : LearningRule
{
    /// <summary>How many changes H is made of; from 1 to 1000; 10 by default.</summary>
    public int Memory { get; init; } = 10;

    /// <inheritdoc/>
    public override string Name => "L-BFGS";

    /// <inheritdoc/>
    public override bool Searches => true;

    /// <inheritdoc/>
    public override RuleState<T> Start<T>(int weightCount) => new LbfgsState<T>(this, weightCount);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Memory is >= 1 and <= 1000, nameof(Memory), Memory, "from 1 to 1000");
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("memory", Memory);
    }
}

/// <summary>The last changes of the weights (s) and of the gradient (y) in a ring, and 1/sᵀy of each.</summary>
internal sealed unsafe class LbfgsState<T> : SearchState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Kept = 0, Next = 1, Ended = 2, Scales = 3;
    private readonly int count;
    private readonly AlignedBuffer<T>[] steps;
    private readonly AlignedBuffer<T>[] differences;
    private readonly double[] numbers;
    private readonly double[] factors;
    private readonly AlignedBuffer<T> gradient;
    private readonly AlignedBuffer<T> direction;
    private readonly WolfeSearch<T> line;

    internal LbfgsState(Lbfgs rule, int weightCount)
    {
        count = weightCount;
        steps = [.. Enumerable.Range(0, rule.Memory).Select(_ => new AlignedBuffer<T>(weightCount))];
        differences = [.. Enumerable.Range(0, rule.Memory).Select(_ => new AlignedBuffer<T>(weightCount))];
        numbers = new double[Scales + rule.Memory];
        factors = new double[rule.Memory];
        gradient = new AlignedBuffer<T>(weightCount);
        direction = new AlignedBuffer<T>(weightCount);
        line = new WolfeSearch<T>(weightCount, sufficient: 1e-4, curvature: 0.9);
        Vectors = [.. steps.Select(static (step, k) => new RuleVector<T>($"step {k}", step.Memory)), .. differences.Select(static (difference, k) => new RuleVector<T>($"difference {k}", difference.Memory))];
    }

    public override IReadOnlyList<RuleVector<T>> Vectors { get; }

    public override Memory<double> Numbers => numbers;

    public override bool HasEnded => numbers[Ended] != 0;

    public override void Change(Objective<T> objective)
    {
        numbers[Ended] = 0;
        var work = objective.Work;
        objective.Gradient.CopyTo(gradient.Span);
        while (true)
        {
            var isFirst = numbers[Kept] == 0;
            SetDirection(work);
            var slope = work.Dot(gradient.Pointer, direction.Pointer, count);
            if (slope == 0)
                break;
            // Without curvature, the length of the gradient says nothing about that of a step.
            var first = isFirst ? Math.Min(1, 1 / Math.Sqrt(-slope)) : 1;
            if (slope < 0 && double.IsFinite(slope) && line.Run(objective, direction.Pointer, slope, first) > 0)
            {
                Remember(objective);
                return;
            }
            if (isFirst)
                break;
            // What was remembered leads nowhere: once more, along the gradient.
            (numbers[Kept], numbers[Next]) = (0, 0);
        }
        numbers[Ended] = 1;
    }

    /// <summary>−H ∂E/∂w (Nocedal and Wright 2006, algorithm 7.4).</summary>
    private void SetDirection(VectorWork<T> work)
    {
        var (kept, memory) = ((int)numbers[Kept], steps.Length);
        direction.Span.Clear();
        work.Combine(direction.Pointer, direction.Pointer, -T.One, gradient.Pointer, count);
        if (kept == 0)
            return;
        for (var age = 1; age <= kept; age++)
        {
            var k = ((int)numbers[Next] - age + memory) % memory;
            factors[k] = numbers[Scales + k] * work.Dot(steps[k].Pointer, direction.Pointer, count);
            work.Combine(direction.Pointer, direction.Pointer, T.CreateTruncating(-factors[k]), differences[k].Pointer, count);
        }
        var newest = ((int)numbers[Next] - 1 + memory) % memory;
        var square = work.Dot(differences[newest].Pointer, differences[newest].Pointer, count);
        Kernels<T>.Best.Scale(direction.Pointer, T.CreateTruncating(1 / (numbers[Scales + newest] * square)), count);
        for (var age = kept; age >= 1; age--)
        {
            var k = ((int)numbers[Next] - age + memory) % memory;
            var factor = factors[k] - (numbers[Scales + k] * work.Dot(differences[k].Pointer, direction.Pointer, count));
            work.Combine(direction.Pointer, direction.Pointer, T.CreateTruncating(factor), steps[k].Pointer, count);
        }
    }

    /// <summary>Keeps what the last change shows of the curvature, if that is positive.</summary>
    private void Remember(Objective<T> objective)
    {
        var (work, next) = (objective.Work, (int)numbers[Next]);
        var s = steps[next].Pointer;
        var y = differences[next].Pointer;
        work.Combine(s, objective.WeightPointer, -T.One, line.Start, count);
        work.Combine(y, objective.GradientPointer, -T.One, gradient.Pointer, count);
        var product = work.Dot(s, y, count);
        if (!(product > 1e-10 * work.Dot(y, y, count) * (typeof(T) == typeof(float) ? 1 : 1e-6)))
            return;
        numbers[Scales + next] = 1 / product;
        numbers[Next] = (next + 1) % steps.Length;
        numbers[Kept] = Math.Min(numbers[Kept] + 1, steps.Length);
    }
}
