using System.Numerics;

namespace Backprop.Commands;

/// <summary>
/// How a net learns cases: everything but the net, the cases and the seed that decides what the weights become. By default as the paper
/// trains its symmetry net: ε 0.1, α 0.9, the gradient summed over all cases of a sweep, weights and biases from ±0.3.
/// </summary>
internal sealed record CaseTraining
{
    /// <summary>ε and α of gradient descent by default, as for the paper's symmetry net.</summary>
    public const double UsualRate = 0.1, UsualMomentum = 0.9;

    /// <summary>Half the width of the starting weights by default, as for the paper's symmetry net.</summary>
    public const double UsualRange = 0.3;

    /// <summary>The distance from their targets within which all outputs must be for the training to end by default.</summary>
    public const double UsualBand = 0.2;

    /// <summary>The limit of sweeps by default.</summary>
    public const int UsualSweeps = 10_000;

    /// <summary>Adam by default, with the published numbers.</summary>
    public static Adam UsualAdam { get; } = new();

    public LearningRule Rule { get; init; } = new GradientDescent { LearningRate = UsualRate, Momentum = UsualMomentum };

    /// <summary>Where the derivatives come from; back-propagation by default. What it draws follows from the seed of the training.</summary>
    public GradientMethod Gradient { get; init; } = new Backpropagation();

    public CaseError Error { get; init; } = new();

    /// <summary>Noise while the net learns; none by default.</summary>
    public CaseNoise Noise { get; init; } = CaseNoise.None;

    /// <summary>Cases per weight update; all cases of the sweep by default.</summary>
    public Batch Batch { get; init; } = Batch.All;

    /// <summary>Whether each sweep takes the cases in a new order.</summary>
    public bool Shuffle { get; init; }

    /// <summary>The number of shares into which the cases of an update are cut, whose sums are joined in a fixed order; 0: they are not cut.</summary>
    public int Shares { get; init; }

    /// <summary>Whether the net computes in double precision.</summary>
    public bool IsDouble { get; init; }

    /// <summary>Conditions of which the first that holds ends the training; empty: only the limit of <see cref="Sweeps"/>.</summary>
    public IReadOnlyList<StopCondition> Until { get; init => field = ValueList.Of(value); } = ValueList.Of<StopCondition>([StopCondition.Within(UsualBand)])!;

    /// <summary>The most sweeps.</summary>
    public int Sweeps { get; init; } = UsualSweeps;

    /// <summary>Weights and biases start uniformly within ± this, except where the net's description says otherwise.</summary>
    public double Range { get; init; } = UsualRange;

    /// <summary>The distance from its target within which an output counts as right: that of <see cref="Until"/>, or 0.2.</summary>
    public double Band => Until.Select(static condition => condition.Distance).FirstOrDefault(static distance => distance is not null) ?? UsualBand;

    /// <summary>When to stop: the conditions, and then the limit.</summary>
    public StopRule StopRule => Until.Select(static condition => condition.Rule).Append(StopWhen.Sweeps(Sweeps)).Aggregate(static (left, right) => left | right);

    /// <summary>The training of an experiment: updates by the sweep, until every output is within a distance of its target, or to the limit where that is null.</summary>
    public static CaseTraining Of(LearningRule rule, ErrorMeasure error, double? within, int sweeps, double range, bool isDouble) => new()
    {
        Rule = rule,
        Error = error is SumOfSquares squares ? new CaseError { Tolerance = squares.Tolerance } : CaseError.Read(CaseError.CrossEntropyName, tolerance: null),
        IsDouble = isDouble,
        Until = within is { } distance ? [StopCondition.Within(distance)] : [],
        Sweeps = sweeps,
        Range = range,
    };

    /// <summary>A net at its start.</summary>
    public Network<T> CreateNetwork<T>(Topology topology, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new Network<T>(topology).Randomize(seed, Range);

    /// <summary>A trainer of a net that is at its start.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="seed">Fixes the starting weights, the orders of the cases and the noise.</param>
    /// <param name="threads">Threads that share the work.</param>
    /// <param name="checkpoints">Where the state is saved; null: nowhere.</param>
    /// <param name="ranks">The processes that train together; null for this one alone.</param>
    /// <param name="recompute">Whether the backward pass recomputes states, with the same bits in less memory.</param>
    /// <exception cref="UsageException">The settings do not fit the net or the cases.</exception>
    public Trainer<T> CreateTrainer<T>(Topology topology, Cases cases, ulong seed, int threads = 1, CheckpointOptions? checkpoints = null, IRanks? ranks = null, bool recompute = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => CreateTrainer(CreateNetwork<T>(topology, seed), cases, seed, threads, checkpoints, ranks, recompute);

    /// <summary>A trainer of a net that has weights already.</summary>
    /// <inheritdoc cref="CreateTrainer{T}(Topology, Cases, ulong, int, CheckpointOptions?, IRanks?, bool)"/>
    public Trainer<T> CreateTrainer<T>(Network<T> network, Cases cases, ulong seed, int threads = 1, CheckpointOptions? checkpoints = null, IRanks? ranks = null, bool recompute = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var topology = network.Topology;
        if (Batch.Unit != BatchUnit.Cases && topology.Unrolling is null)
            throw new UsageException($"--update {BatchText.Of(Batch)} is for sequences through an iterative net, but this net is layered; --update case changes the weights after each case.");
        if (cases.Sequences is { } sequences && Batch.Unit == BatchUnit.Cases && (Shuffle || !(Batch.Size is null || Batch.Size == sequences)))
            throw new UsageException($"the {sequences} sequences are longer than the net's iterations and are run in windows: --update must be sequence, sequence:N, window, sweep, or {sequences} for an update after a window of all of them, and --shuffle needs one of the first three.");
        GradientText.Check(Gradient, Rule);
        return new Trainer<T>(network, cases, Rule, Error.For(topology), new TrainerOptions { Batch = Batch, Shuffle = Shuffle, Seed = seed, Noise = Noise.For(topology, seed), Gradient = Gradient.WithSeed(seed), Shares = Shares, Ranks = ranks, Threads = threads, Checkpoints = checkpoints, Recompute = recompute });
    }
}
