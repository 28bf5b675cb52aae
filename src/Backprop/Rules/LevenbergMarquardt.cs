using System.Text.Json;

namespace Backprop;

/// <summary>
/// Levenberg–Marquardt (Marquardt 1963; for nets Hagan and Menhaj 1994): solves (JᵀJ + μI) Δw = −∂E/∂w with the exact Jacobian J of all outputs in all cases, and raises μ until E falls.
/// One sweep is one step that succeeds. For sums of squares and all nets of up to 8,192 weights, whose matrix JᵀJ is kept in double.
/// </summary>
/// <example>
/// <code>
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var net = new Network&lt;double&gt;(Topology.Layered(2, 2, 1)).Randomize(seed: 1);
/// var history = new Trainer&lt;double&gt;(net, xor, new LevenbergMarquardt()).Run(StopWhen.AllWithin(0.1) | StopWhen.Sweeps(100));
/// </code>
/// </example>
public sealed record LevenbergMarquardt : LearningRule
{
    /// <summary>Maximum number of weights: a matrix of 512 MiB, and another for its factors.</summary>
    private const int MostWeights = 8192;

    /// <summary>μ at the beginning; finite, more than 0; 0.01 by default, as in Hagan and Menhaj.</summary>
    public double InitialDamping { get; init; } = 0.01;

    /// <summary>β, by which μ is divided after a step that succeeds and multiplied after one that fails; finite, more than 1; 10 by default, as in Hagan and Menhaj.</summary>
    public double DampingFactor { get; init; } = 10;

    /// <inheritdoc/>
    public override string Name => "Levenberg–Marquardt";

    /// <inheritdoc/>
    public override bool Searches => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are too many weights.</exception>
    public override RuleState<T> Start<T>(int weightCount) =>
        weightCount <= MostWeights
            ? new LevenbergMarquardtState<T>(this, weightCount)
            : throw new ArgumentException($"Levenberg–Marquardt keeps a matrix of weights × weights, so it is for nets of up to {MostWeights} weights, but this net has {weightCount}; L-BFGS is for larger ones.", nameof(weightCount));

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(InitialDamping > 0 && double.IsFinite(InitialDamping), nameof(InitialDamping), InitialDamping, "a finite number above 0");
        Require(DampingFactor > 1 && double.IsFinite(DampingFactor), nameof(DampingFactor), DampingFactor, "a finite number above 1");
    }

    /// <inheritdoc/>
    protected internal override void WriteSettings(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteNumber("initialDamping", InitialDamping);
        json.WriteNumber("dampingFactor", DampingFactor);
    }
}

/// <summary>μ.</summary>
internal sealed class LevenbergMarquardtState<T> : SearchState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Mu = 0, Ended = 1;
    private const double LeastMu = 1e-20, GreatestMu = 1e20;
    private readonly LevenbergMarquardt rule;
    private readonly NormalMatrix matrix;
    private readonly T[] start;
    private readonly double[] step;
    private readonly double[] negated;
    private readonly double[] numbers;

    internal LevenbergMarquardtState(LevenbergMarquardt rule, int weightCount)
    {
        this.rule = rule;
        matrix = new NormalMatrix(weightCount);
        start = new T[weightCount];
        step = new double[weightCount];
        negated = new double[weightCount];
        numbers = [rule.InitialDamping, 0];
    }

    public override IReadOnlyList<RuleVector<T>> Vectors => [];

    public override Memory<double> Numbers => numbers;

    public override bool HasEnded => numbers[Ended] != 0;

    public override void Change(Objective<T> objective)
    {
        numbers[Ended] = 0;
        objective.Weights.CopyTo(start);
        for (var k = 0; k < negated.Length; k++)
            negated[k] = -double.CreateTruncating(objective.Gradient[k]);
        matrix.Clear();
        objective.AddJacobian(matrix);
        foreach (var (offset, length) in objective.Penalty.Parts)
            matrix.AddToDiagonal(offset, length, objective.Penalty.Strength);
        var before = objective.Error;
        for (; numbers[Mu] <= GreatestMu; numbers[Mu] *= rule.DampingFactor)
        {
            negated.CopyTo(step, 0);
            if (!matrix.Solve(numbers[Mu], step))
                continue;
            for (var k = 0; k < start.Length; k++)
                objective.Weights[k] = start[k] + T.CreateTruncating(step[k]);
            if (objective.Measure() < before)
            {
                numbers[Mu] = Math.Max(LeastMu, numbers[Mu] / rule.DampingFactor);
                return;
            }
        }
        start.CopyTo(objective.Weights);
        (numbers[Mu], numbers[Ended]) = (rule.InitialDamping, 1);
    }
}
