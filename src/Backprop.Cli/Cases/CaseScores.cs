using System.Numerics;

namespace Backprop.Cli;

/// <summary>How well a net does on cases: E, and how many outputs are near their targets, by case, by output group and by iteration.</summary>
internal sealed record CaseScores
{
    /// <summary>The evaluation by the error measure of the training.</summary>
    public required Evaluation Evaluation { get; init; }

    /// <summary>What E is divided by for its mean: "case", "sequence", or "window" where sequences are longer than the net's iterations.</summary>
    public required string Part { get; init; }

    /// <summary>E per case (per <see cref="Part"/>), weights of cases counted.</summary>
    public required double ErrorPerCase { get; init; }

    /// <summary>The distance from its target below which an output is within the band.</summary>
    public required double Band { get; init; }

    /// <summary>Whether the cases are sequences.</summary>
    public required bool AreSequences { get; init; }

    /// <summary>Whole cases, or sequences: one counts as right if all its outputs are.</summary>
    public required TargetTally Cases { get; init; }

    /// <summary>By output group, of which a case has one pattern, a sequence one per iteration.</summary>
    public required IReadOnlyList<(string Group, TargetTally Tally)> Groups { get; init; }

    /// <summary>By iteration; empty for a layered net.</summary>
    public required IReadOnlyList<(int Iteration, TargetTally Tally)> Iterations { get; init; }

    /// <summary>The cases that are not within the band, the furthest first; each with its output that is furthest from its target.</summary>
    public required IReadOnlyList<CaseMiss> Misses { get; init; }

    /// <summary>Runs a net on cases and compares its outputs with their targets.</summary>
    /// <param name="network">The net.</param>
    /// <param name="cases">Cases with targets.</param>
    /// <param name="measure">The error measure.</param>
    /// <param name="band">The distance from its target below which an output is within the band.</param>
    public static CaseScores Of<T>(Network<T> network, Cases cases, ErrorMeasure measure, double band)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var activity = network.Run(cases);
        return Of(network.Topology, cases, network.Evaluate(cases, measure), cases.Targets, (group, row) => activity[group, row], band, isSettled: false);
    }

    /// <summary>Compares the states that a net has settled to with the targets of each sequence's last iteration.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="cases">The cases, each of which has targets in its last iteration.</param>
    /// <param name="settled">The settled states.</param>
    /// <param name="band">The distance from its target below which an output is within the band.</param>
    public static CaseScores Of<T>(Topology topology, Cases cases, SettledCases<T> settled, double band)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var iterations = topology.Unrolling!.Iterations;
        var lasts = Enumerable.Range(0, cases.Count).Select(@case => cases.LastIteration(@case, iterations)).ToHashSet();
        var last = cases.Targets.Where(targets => lasts.Contains(topology[targets.Group!].Iteration!.Value));
        return Of(topology, cases, settled.Evaluation!, last, (group, row) => settled[group.Origin, row], band, isSettled: true);
    }

    private delegate ReadOnlySpan<T> StatesOf<T>(Group group, int row);

    private static CaseScores Of<T>(Topology topology, Cases cases, Evaluation evaluation, IEnumerable<CaseValues> all, StatesOf<T> statesOf, double band, bool isSettled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var places = new CasePlaces(topology, cases);
        var (whole, byGroup, byIteration) = (new TargetPattern[places.Count], new Dictionary<string, TargetTally>(StringComparer.Ordinal), new SortedDictionary<int, TargetPattern[]>());
        var worst = new CaseMiss?[places.Count];
        foreach (var targets in all)
        {
            var group = targets.Group is { } name ? topology[name] : topology.Outputs[0];
            if (!byGroup.TryGetValue(group.Origin, out var tally))
                byGroup.Add(group.Origin, tally = new TargetTally());
            for (var row = 0; row < cases.Count; row++)
            {
                if (isSettled && group.Iteration != cases.LastIteration(row, topology.Unrolling!.Iterations))
                    continue;
                var (item, iteration) = (places.Item(row), isSettled ? null : places.Iteration(row, group));
                var states = statesOf(group, row);
                var pattern = TargetPattern.Of(states, targets, row, out var furthest);
                if (!pattern.HasTargets) continue;
                tally.Add(pattern, band);
                whole[item] = whole[item].With(pattern);
                if (iteration is { } t)
                {
                    if (!byIteration.TryGetValue(t, out var ofIteration))
                        byIteration.Add(t, ofIteration = new TargetPattern[places.Count]);
                    ofIteration[item] = ofIteration[item].With(pattern);
                }
                if (!(pattern.Distance < band) && !(worst[item]?.Distance >= pattern.Distance))
                    worst[item] = new(item, cases.NameOf(item), iteration, group, furthest, double.CreateTruncating(states[furthest]), targets[row, furthest], pattern.Distance);
            }
        }
        return new()
        {
            Evaluation = evaluation,
            Part = places.Part,
            ErrorPerCase = cases.TotalWeight is > 0 and var weight ? evaluation.Error / weight : 0,
            Band = band,
            AreSequences = topology.Unrolling is not null,
            Cases = TargetTally.Of(whole, band),
            Groups = [.. byGroup.Select(static entry => (entry.Key, entry.Value))],
            Iterations = [.. byIteration.Select(entry => (entry.Key, TargetTally.Of(entry.Value, band)))],
            Misses = [.. worst.OfType<CaseMiss>().OrderByDescending(static miss => miss.Distance)],
        };
    }
}

/// <summary>The output that is furthest from its target in a case.</summary>
/// <param name="Item">The case or sequence, from 0.</param>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="Iteration">The iteration; null in a layered net.</param>
/// <param name="Group">The output group, in an iterative net the copy.</param>
/// <param name="Unit">The unit, from 0.</param>
/// <param name="State">Its state.</param>
/// <param name="Target">Its target.</param>
/// <param name="Distance">Their distance.</param>
internal sealed record CaseMiss(int Item, string? Name, int? Iteration, Group Group, int Unit, double State, double Target, double Distance);
