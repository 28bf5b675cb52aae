using System.Numerics;

namespace Backprop.Cli;

/// <summary>E of each case, or of each sequence over all its iterations and windows.</summary>
internal sealed class ItemErrors
{
    private readonly CaseErrors errors;
    private readonly Cases cases;

    private ItemErrors(CaseErrors errors, Cases cases) => (this.errors, this.cases, Count) = (errors, cases, cases.Sequences ?? cases.Count);

    /// <summary>The number of cases or sequences.</summary>
    public int Count { get; }

    public static ItemErrors Of<T>(Network<T> network, Cases cases, ErrorMeasure error)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(network.EvaluateEach(cases, error), cases);

    /// <summary>The weight of a case or sequence.</summary>
    public double Weight(int item) => cases.Weights.IsEmpty ? 1 : cases.Weights[item];

    /// <summary>E of a case or sequence, without its weight, over all output groups or one of them.</summary>
    /// <param name="item">The case or sequence, from 0.</param>
    /// <param name="group">The output group, in an iterative net the group that copies stand for; null for all.</param>
    public double Of(int item, string? group = null)
    {
        var sum = 0.0;
        for (var row = item; row < errors.Count; row += Count)
        {
            foreach (var output in errors.Topology.Outputs)
            {
                if (group is null || output.Origin == group)
                    sum += errors[output, row];
            }
        }
        return sum;
    }
}
