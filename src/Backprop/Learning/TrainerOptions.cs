namespace Backprop;

/// <summary>How a trainer goes through its cases.</summary>
/// <example>
/// <code>
/// var cases = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var options = new TrainerOptions { Batch = Batch.Of(2), Shuffle = true, Seed = 7, Validation = cases };
/// var trainer = new Trainer&lt;float&gt;(new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize(1), cases, new Adam(), options: options);
/// trainer.Run(StopWhen.NoBetter(20) | StopWhen.Sweeps(100));
/// </code>
/// </example>
public sealed record TrainerOptions
{
    /// <summary>Cases per weight update; <see cref="Batch.All"/> by default.</summary>
    public Batch Batch { get; init; } = Batch.All;

    /// <summary>Whether each sweep takes the cases (the sequences, where <see cref="Batch"/> counts them or their windows) in a new random order; false, the default: as they are given. Without effect where a batch is all cases.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Fixes the orders of <see cref="Shuffle"/>; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Noise on total inputs and states while the net learns, other numbers in each sweep; they follow from <see cref="Backprop.Noise.Seed"/>, the sweep and the number of the case, so that
    /// any number of threads and a resumed training have the same. <see cref="Backprop.History.Errors"/> have the noise in them; stop rules, <see cref="Validation"/> and the final error leave it out. None by default.
    /// </summary>
    public Noise? Noise { get; init; }

    /// <summary>Where the derivatives come from that the rule uses: <see cref="Backpropagation"/> by default; docs/gradients.md lists the alternatives.</summary>
    public GradientMethod Gradient { get; init => field = value ?? throw new ArgumentNullException(nameof(Gradient)); } = new Backpropagation();

    /// <summary>
    /// Cases that are not learned but measured after each sweep. With them <see cref="StopWhen.NoBetter"/> looks at their error,
    /// and <see cref="Trainer{T}.Run"/> ends with the weights that were best on them. None by default.
    /// </summary>
    public Cases? Validation { get; init; }

    /// <summary>Where and how often <see cref="Trainer{T}.Run"/> saves its state; null, the default: not at all.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>Threads that share the work of a step, 1 or more; 1 by default. The result has the same bits with any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Whether the backward pass recomputes states: of an iterative net that is unrolled over T iterations, states are then kept for about 2√T iterations and not for all of them, and the results have the same bits.
    /// A sweep takes one more forward pass, about 4/3 of the time. It is worth it where T, and the number of cases per change, are so great that the states do not fit into memory; the cases themselves,
    /// and what the trainer knows of each of the T copies, about 10 KB for each, are kept in any case. A layered net is cut by its groups. False by default.
    /// Source: Chen, Xu, Zhang and Guestrin 2016, "Training deep nets with sublinear memory cost". Not for <see cref="NodePerturbation"/> and <see cref="ContrastiveHebbian"/>; without effect with <see cref="WeightPerturbation"/>, which goes forward only.
    /// </summary>
    public bool Recompute { get; init; }

    /// <summary>Iterations per segment where states are recomputed; null: √T.</summary>
    internal int? SegmentLength { get; init; }

    /// <summary>
    /// The number of shares into which the cases of every weight change are cut. The gradient of each share is summed by itself, and shares are joined by one binary tree, so that the bits of a training follow
    /// from the number of shares and not from how many <see cref="Ranks"/> compute them. 0, the default: cases are not cut. Of the order of 64; a power of two costs least.
    /// Only for <see cref="Backpropagation"/>, and not for sequences that are longer than the net is unrolled.
    /// </summary>
    public int Shares { get; init; }

    /// <summary>
    /// The processes that train together, each with an equal trainer: same net, cases, rule and options, apart from threads and checkpoints. Every one computes its part of the <see cref="Shares"/>, of which there must be
    /// as many as processes or more, and has the same weights after each change. Null, the default: this process alone.
    /// </summary>
    public IRanks? Ranks { get; init; }

    /// <summary>The clock of <see cref="StopWhen.Time"/>, progress reports, <see cref="CheckpointOptions.Every"/> and <see cref="History.Elapsed"/>; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeProvider)); } = TimeProvider.System;
}
