using System.Globalization;

namespace Backprop.Experiments;

/// <summary>How the search nets are trained: three quarters of the arrangements are learned; of the rest, those with distant reachable cells are tested.</summary>
internal sealed record SearchSettings : ExperimentSettings
{
    /// <summary>ε; 0.05.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>α; 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weights and biases start uniformly within ± this; 0.3.</summary>
    public double Range { get; init; } = 0.3;
}

/// <summary>The results of the search nets of one seed.</summary>
internal sealed record SearchRun
{
    /// <summary>Fixes the starting weights and which arrangements are learned.</summary>
    public required ulong Seed { get; init; }

    /// <summary>For nets trained and tested with T = 1, 2, … 7 iterations: the share of unseen arrangements, with reachable cells three or more steps away, in which every cell is on the right side of 0.5.</summary>
    public required IReadOnlyList<double> AccuracyByTraining { get; init; }

    /// <summary>Of the net trained with 7 iterations: the same share when its states are read at iteration 1, 2, … 10.</summary>
    public required IReadOnlyList<double> AccuracyByIteration { get; init; }
}

/// <summary>Means over the runs.</summary>
/// <param name="AccuracyByTraining">See <see cref="SearchRun.AccuracyByTraining"/>.</param>
/// <param name="AccuracyByIteration">See <see cref="SearchRun.AccuracyByIteration"/>.</param>
internal sealed record SearchSummary(IReadOnlyList<double> AccuracyByTraining, IReadOnlyList<double> AccuracyByIteration);

/// <summary>
/// The paper says that iterative nets can learn iterative search. Here a net learns which cells of a row can be reached from a start: with few
/// iterations distant cells have no influence; with as many iterations as the row has cells they have.
/// </summary>
internal sealed class SearchExperiment : Experiment<SearchSettings, SearchRun, SearchSummary>
{
    private const int LongestAsked = 10;
    private const int Far = 3;
    private const double Band = 0.05;

    /// <inheritdoc/>
    public override string Name => "iterative";

    /// <inheritdoc/>
    public override string About => "Iterative search: which cells of a row can be reached? Accuracy by iterations.";

    /// <inheritdoc/>
    public override SearchSettings Defaults { get; } = new() { Seeds = 5, Sweeps = 3000 };

    /// <inheritdoc/>
    protected override IReadOnlyList<ExampleNet> Examples(SearchSettings settings) =>
    [
        .. from iterations in Enumerable.Range(1, Search.Cells)
           let name = string.Create(CultureInfo.InvariantCulture, $"search-{iterations}")
           let split = Split(settings.FirstSeed)
           select new ExampleNet(name, Search.Net(iterations), Search.ToCases(iterations, split.Learned),
               new ExampleTraining(name, RuleOf(settings), settings.Range, settings.Sweeps) { Within = Band })
           {
               HeldOut = Search.ToCases(iterations, split.Asked),
           },
    ];

    private static GradientDescent RuleOf(SearchSettings settings) => new() { LearningRate = settings.LearningRate, Momentum = settings.Momentum };

    /// <summary>The arrangements that the run of a seed learns, and those that it is tested on.</summary>
    private static (int[] Learned, int[] Asked) Split(ulong seed)
    {
        var order = Enumerable.Range(0, Search.All.Inputs.Count).ToArray();
        new RandomSource(~seed).Shuffle<int>(order);
        var learned = order.Length * 3 / 4;
        return (order[..learned], [.. order[learned..].Where(number => Search.Distances[number] >= Far)]);
    }

    /// <inheritdoc/>
    protected override SearchRun RunSeed(SearchSettings settings, ulong seed, CancellationToken cancellationToken) =>
        settings.Precision == Precision.Double ? RunSeed<double>(settings, seed, cancellationToken) : RunSeed<float>(settings, seed, cancellationToken);

    private static SearchRun RunSeed<T>(SearchSettings settings, ulong seed, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (learned, asked) = Split(seed);
        var byTraining = new List<double>();
        Network<T> last = null!;
        for (var iterations = 1; iterations <= Search.Cells; iterations++)
        {
            last = Train(iterations);
            byTraining.Add(Accuracy(last, iterations));
        }
        var byIteration = Enumerable.Range(1, LongestAsked).Select(iterations =>
        {
            // Shared weights do not depend on the number of iterations: the same ones serve a net of any number.
            var net = new Network<T>(Search.Net(iterations));
            foreach (var block in net.Topology.Blocks)
            {
                var source = block.IsBias ? last.GetBiases(IterativeTopology.Copy(block.Name, Search.Cells)) : last[block.Name];
                source.CopyTo(net[block]);
            }
            return Accuracy(net, iterations);
        }).ToArray();
        return new SearchRun { Seed = seed, AccuracyByTraining = byTraining, AccuracyByIteration = byIteration };

        Network<T> Train(int iterations)
        {
            var net = new Network<T>(Search.Net(iterations)).Randomize(seed, settings.Range);
            new Training<T>(net, Search.ToCases(iterations, learned), RuleOf(settings), cancellationToken).Until(StopWhen.AllWithin(Band), settings.Sweeps);
            return net;
        }

        double Accuracy(Network<T> net, int iterations)
        {
            var activity = net.Run(Search.ToCases(iterations, asked));
            var half = T.CreateTruncating(0.5);
            var right = 0;
            for (var c = 0; c < asked.Length; c++)
            {
                var states = activity[IterativeTopology.Copy("reached", iterations), c];
                var wanted = Search.All.Targets[asked[c]];
                var all = true;
                for (var cell = 0; cell < states.Length; cell++) all &= states[cell] > half == (wanted[cell] == 1);
                if (all) right++;
            }
            return (double)right / asked.Length;
        }
    }

    /// <inheritdoc/>
    protected override SearchSummary Summarize(SearchSettings settings, IReadOnlyList<SearchRun> runs) => new(
        Means([.. runs.Select(run => run.AccuracyByTraining)]), Means([.. runs.Select(run => run.AccuracyByIteration)]));

    /// <inheritdoc/>
    protected override IReadOnlyList<Claim> Claims(SearchSettings settings, SearchSummary summary)
    {
        var (trained, read) = (summary.AccuracyByTraining, summary.AccuracyByIteration);
        return
        [
            new("iterative search is learned", "yes",
                string.Create(CultureInfo.InvariantCulture, $"unseen rows right where {Far} or more steps are needed, trained with 1 to {Search.Cells} iterations: {Percents(trained)}"),
                Verdicts.OfShare(trained[^1])),
            new("it is found step by step", "yes",
                string.Create(CultureInfo.InvariantCulture, $"the last net read at iterations 1 to {LongestAsked}: {Percents(read)}"),
                Verdicts.If(read[0] < read[Search.Cells / 2] && read[Search.Cells / 2] < read[Search.Cells - 1])),
        ];
    }

    private static string Percents(IEnumerable<double> shares) =>
        string.Join(", ", shares.Select(share => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0}"))) + " %";

    private static double[] Means(IReadOnlyList<double>[] lists) => [.. Enumerable.Range(0, lists[0].Count).Select(place => lists.Average(list => list[place]))];
}
