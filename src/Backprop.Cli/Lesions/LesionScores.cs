using System.Numerics;

namespace Backprop.Cli;

/// <summary>How well a net does on a group of cases.</summary>
/// <param name="Cases">The number of cases with targets, which alone are scored.</param>
/// <param name="Error">E per case, weights of cases counted; NaN where their weights are 0.</param>
/// <param name="Right">The share of these cases that are right; NaN where none has targets.</param>
internal sealed record LesionScore(int Cases, double Error, double Right)
{
    /// <summary>The scores of a net by group of cases.</summary>
    public static LesionScore[] Of<T>(Network<T> network, Cases cases, CaseGroups groups, ErrorMeasure measure, double? within)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var errors = ItemErrors.Of(network, cases, measure);
        var patterns = Patterns(network, cases);
        return [.. groups.Groups.Select(group =>
        {
            var (weight, error, right, count) = (0.0, 0.0, 0, 0);
            foreach (var item in group.Items)
            {
                if (!patterns[item].HasTargets) continue;
                weight += errors.Weight(item);
                error += errors.Weight(item) * errors.Of(item);
                count++;
                right += (within is { } distance ? patterns[item].Distance < distance : !patterns[item].IsOnWrongSide) ? 1 : 0;
            }
            return new LesionScore(count, weight > 0 ? error / weight : double.NaN, count > 0 ? (double)right / count : double.NaN);
        })];
    }

    /// <summary>All outputs of each case or sequence beside their targets.</summary>
    private static TargetPattern[] Patterns<T>(Network<T> network, Cases cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var places = new CasePlaces(network.Topology, cases);
        var activity = network.Run(cases);
        var patterns = new TargetPattern[places.Count];
        foreach (var targets in cases.Targets)
        {
            var group = targets.Group is { } name ? network.Topology[name] : network.Topology.Outputs[0];
            for (var row = 0; row < cases.Count; row++)
                patterns[places.Item(row)] = patterns[places.Item(row)].With(TargetPattern.Of(activity[group, row], targets, row, out _));
        }
        return patterns;
    }
}

/// <summary>Mean and quartiles of a score over the seeds; each quartile is a value that occurred.</summary>
internal sealed record ScoreSummary(double Mean, double LowerQuartile, double Median, double UpperQuartile)
{
    /// <summary>The summary of some values; of NaN where one is.</summary>
    public static ScoreSummary Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Any(double.IsNaN) ? new(double.NaN, double.NaN, double.NaN, double.NaN)
            : new(sorted.Sum() / sorted.Length, Quantile.Of(sorted, 0.25), Quantile.Of(sorted, 0.5), Quantile.Of(sorted, 0.75));
    }
}
