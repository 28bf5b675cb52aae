using System.Globalization;

namespace Backprop;

/// <summary>
/// How many cases' derivatives are accumulated before the weights change (point 5). Of sequences that are longer than the net is unrolled
/// (<see cref="Cases.Sequences"/>), <see cref="All"/> and <see cref="Of"/> take a window of all sequences at a time;
/// <see cref="EachWindow"/>, <see cref="EachSequence"/> and <see cref="OfSequences"/> take sequence after sequence, each from its initial states to its own end.
/// </summary>
/// <example>
/// <code>
/// // A simple recurrent net as Elman (1990) trains it: unrolled over one iteration, and a change after each step.
/// var topology = Topology.Iterative(net =&gt;
/// {
///     var hidden = net.Group("hidden", 4).From(net.Input("letter", 2));
///     hidden.From(hidden, delay: 1);
///     net.Output("next", 2, UnitFunction.Softmax).From(hidden);
/// }).Unroll(iterations: 1);
/// var cases = new SequencesBuilder(topology, count: 1, length: 3)
///     .Input(0, "letter", [[1, 0], [0, 1], [1, 0]])
///     .Target(0, "next", [[0, 1], [1, 0], [0, 1]])
///     .ToCases();
/// var trainer = new Trainer&lt;float&gt;(new Network&lt;float&gt;(topology).Randomize(seed: 1), cases, new GradientDescent(), new CrossEntropy(),
///     new TrainerOptions { Batch = Batch.EachWindow });
/// trainer.Step();
/// Console.WriteLine(trainer.Changes);     // 3
/// </code>
/// </example>
public readonly record struct Batch
{
    private Batch(int size, BatchUnit unit) => (Size, Unit) = (size, unit);

    /// <summary>All cases of the sweep, one change per sweep: all the paper's experiments. The default.</summary>
    public static Batch All => default;

    /// <summary>One change per case.</summary>
    public static Batch EachCase => Of(1);

    /// <summary>Sequence after sequence, one change per sequence: derivatives are accumulated over its windows.</summary>
    public static Batch EachSequence => OfSequences(1);

    /// <summary>
    /// Sequence after sequence, one change per window: per iteration where the net is unrolled over one, which is learning by copy-back
    /// (Elman 1990). The states pass on to the next window, with the weights as they were.
    /// </summary>
    public static Batch EachWindow => new(1, BatchUnit.Windows);

    /// <summary>Cases, sequences or windows per change; null: all.</summary>
    public int? Size { get; }

    /// <summary>What <see cref="Size"/> counts; <see cref="BatchUnit.Cases"/> by default.</summary>
    public BatchUnit Unit { get; }

    /// <summary>One change per this many cases; the last batch of a sweep has what is left.</summary>
    /// <param name="size">1 or more.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public static Batch Of(int size) => size >= 1 ? new Batch(size, BatchUnit.Cases)
        : throw new ArgumentOutOfRangeException(nameof(size), size, "A batch has 1 case or more.");

    /// <summary>One change per this many sequences; the last batch of a sweep has what is left.</summary>
    /// <param name="size">1 or more.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public static Batch OfSequences(int size) => size >= 1 ? new Batch(size, BatchUnit.Sequences)
        : throw new ArgumentOutOfRangeException(nameof(size), size, "A batch has 1 sequence or more.");

    /// <inheritdoc/>
    public override string ToString() => (Unit, Size) switch
    {
        (_, null) => "all cases",
        (BatchUnit.Windows, _) => "each window",
        (BatchUnit.Sequences, 1) => "each sequence",
        (BatchUnit.Sequences, { } size) => string.Create(CultureInfo.InvariantCulture, $"{size} sequences"),
        (_, 1) => "each case",
        (_, { } size) => string.Create(CultureInfo.InvariantCulture, $"{size} cases"),
    };
}

/// <summary>What a <see cref="Batch"/> counts.</summary>
public enum BatchUnit
{
    /// <summary>Cases.</summary>
    Cases,

    /// <summary>Sequences, one after the other, each from its initial states to its end.</summary>
    Sequences,

    /// <summary>Windows of one sequence after the other.</summary>
    Windows,
}
