namespace Backprop.Experiments;

/// <summary>What all candidates learn: net, cases and criterion of one of the other experiments, and the most that a run may cost.</summary>
/// <param name="Name">"symmetry".</param>
/// <param name="Net">The net.</param>
/// <param name="Cases">From a seed to the cases that its run learns.</param>
/// <param name="Range">Weights and biases start uniformly within ± this.</param>
/// <param name="Criterion">When a net has learned.</param>
/// <param name="Budget">The most gradient evaluations of a run.</param>
internal sealed record ComparisonTask(string Name, Topology Net, Func<ulong, Cases> Cases, double Range, StopRule Criterion, int Budget)
{
    /// <summary>The error measure; <see cref="SumOfSquares"/> without a tolerance by default.</summary>
    public ErrorMeasure Error { get; init; } = new SumOfSquares();

    /// <summary>The distance of <see cref="Criterion"/> if it is that all outputs are nearer to their targets; else null.</summary>
    public double? Within { get; init; }
}
