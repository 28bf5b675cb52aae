using System.Globalization;

namespace Backprop;

/// <summary>
/// Input–output pairs for a net: given states for its input groups, desired states for its output groups, and perhaps
/// clamps (states that units are held at) and a weight for each case. Cases are counted from 0. Immutable.
/// </summary>
/// <example>
/// <code>
/// var xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
/// var middle = xor.Subset([1, 2]);
/// var partly = Cases.From([[0, 1]], [[1, Cases.DontCare]]);   // the second output may have any state
/// </code>
/// </example>
public sealed class Cases
{
    private readonly double[] weights;

    internal Cases(int count, IReadOnlyList<CaseValues> inputs, IReadOnlyList<CaseValues> targets, IReadOnlyList<CaseValues> clamps, double[] weights, IReadOnlyList<string> names)
    {
        Count = count;
        Inputs = inputs;
        Targets = targets;
        Clamps = clamps;
        this.weights = weights;
        Names = names;
    }

    /// <summary>As a desired state: the unit may do what it likes, and its error is 0. As a clamp: the unit is not clamped.</summary>
    public const double DontCare = double.NaN;

    /// <summary>The number of cases, at least 1.</summary>
    public int Count { get; }

    /// <summary>Given states, one entry an input group.</summary>
    public IReadOnlyList<CaseValues> Inputs { get; }

    /// <summary>Desired states, one entry an output group; an output group without an entry is not cared about.</summary>
    public IReadOnlyList<CaseValues> Targets { get; }

    /// <summary>States that units are held at, one entry a clamped group.</summary>
    public IReadOnlyList<CaseValues> Clamps { get; }

    /// <summary>The factor of each case in E; empty: 1 for all.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>
    /// The names of the cases, one per case, for sequences cut into windows one per sequence; a case without a name has an empty one. Empty: no case has a name.
    /// </summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The name of a case; a window of a long sequence has the name of its sequence.</summary>
    /// <param name="case">The case, from 0.</param>
    /// <returns>The name; null where the case has none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such case.</exception>
    public string? NameOf(int @case)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(@case, nameof(@case));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(@case, Count, nameof(@case));
        return Names.Count > 0 && Names[@case % Names.Count] is { Length: > 0 } name ? name : null;
    }

    /// <summary>What messages call a case: "case 3", counted from 0, or "case 3 'bat'".</summary>
    internal string CaseText(int @case) =>
        string.Create(CultureInfo.InvariantCulture, $"case {@case}{(NameOf(@case) is { } name ? $" '{DisplayText.Name(name)}'" : "")}");

    /// <summary>
    /// The sum of the weights: <see cref="Count"/> where all are 1. E divided by it is the error per case.
    /// Of sequences cut into windows, those after a sequence's end do not count.
    /// </summary>
    public double TotalWeight => Sequences is not null ? WindowsOfSequences.Index().Sum(sequence => sequence.Item * (weights.Length == 0 ? 1 : weights[sequence.Index]))
        : weights.Length == 0 ? Count : weights.Sum();

    /// <summary>Which cases this process has the values of; null: all of them.</summary>
    internal HeldCases? Held { get; init; }

    /// <summary>
    /// For sequences cut into windows: the number of sequences, which is the number of cases per window; null for other cases.
    /// The states at a window's end are the initial states of the next; <see cref="SequencesBuilder"/> makes such cases.
    /// </summary>
    public int? Sequences { get; private init; }

    /// <summary>For sequences cut into windows: the iterations of a window, for which a net must be unrolled to run them.</summary>
    internal int WindowLength { get; private init; }

    /// <summary>For sequences cut into windows: the number of windows up to the end of each sequence, 1 or more. Later windows are there, but say nothing of it.</summary>
    internal int[] WindowsOfSequences { get; private init; } = [];

    /// <summary>For sequences: the last iteration of each, from 1, of which something is said; empty for other cases.</summary>
    internal IReadOnlyList<int> SequenceLengths { get; private init; } = [];

    /// <summary>The last iteration of a case of an iterative net, from 1: that of its sequence, or that of the net where the cases are not made of sequences.</summary>
    /// <param name="case">The case, from 0; not a window of a longer sequence.</param>
    /// <param name="iterations">The iterations over which the net is unrolled.</param>
    internal int LastIteration(int @case, int iterations) => SequenceLengths.Count > @case ? Math.Min(SequenceLengths[@case], iterations) : iterations;

    /// <summary>Cases for a net with one input and one output group.</summary>
    /// <param name="inputs">One row of input states per case.</param>
    /// <param name="targets">One row of desired states per case; <see cref="DontCare"/> where any state will do.</param>
    /// <returns>The cases, in the order of the rows.</returns>
    /// <exception cref="CasesException">No cases, rows of unequal length, a value that is not finite.</exception>
    public static Cases From(double[][] inputs, double[][] targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Length != targets.Length)
            throw new CasesException($"There are {inputs.Length} rows of inputs and {targets.Length} of targets; each case needs one of each.");
        var (given, givenSize) = Flatten("inputs", inputs);
        var (desired, desiredSize) = Flatten("targets", targets);
        return new CasesBuilder(inputs.Length).Take(CaseRole.Input, null, given, givenSize).Take(CaseRole.Target, null, desired, desiredSize).ToCases();
    }

    /// <summary>The chosen cases, in the order given; a case may be chosen more than once.</summary>
    /// <param name="cases">Indices of cases, from 0; at least one.</param>
    /// <returns>The chosen cases; values are copied.</returns>
    /// <exception cref="CasesException">None chosen, or one that does not exist.</exception>
    public Cases Subset(ReadOnlySpan<int> cases)
    {
        if (Sequences is not null)
            throw new CasesException("These cases are windows of long sequences, each carrying on from the one before; choose among the sequences before they are cut.");
        if (cases.IsEmpty)
            throw new CasesException("No cases were chosen; a set of cases has at least one.");
        var chosen = cases.ToArray();
        if (Array.FindIndex(chosen, @case => @case < 0 || @case >= Count) is >= 0 and var wrong)
            throw new CasesException($"Case {chosen[wrong]} was chosen, but the cases are 0 … {Count - 1}.");
        return Chosen(chosen);
    }

    /// <summary>The first window of a sequence, from 0, as a case of its own; of a sequence that is not cut, all of it.</summary>
    internal Cases FirstWindow(int sequence) => Chosen([sequence]);

    private Cases Chosen(int[] chosen)
    {
        return new Cases(chosen.Length, Choose(Inputs), Choose(Targets), Choose(Clamps),
            weights.Length == 0 ? [] : [.. chosen.Select(@case => weights[@case])], Names.Count == 0 ? Names : new ValueList<string>([.. chosen.Select(@case => Names[@case])]))
        {
            WindowLength = WindowLength,
            SequenceLengths = SequenceLengths.Count == 0 ? [] : [.. chosen.Select(@case => SequenceLengths[@case])],
        };

        CaseValues[] Choose(IReadOnlyList<CaseValues> all) => [.. all.Select(values => values.Subset(chosen))];
    }

    /// <summary>The same cases, of which this process has the values of some.</summary>
    internal Cases HeldAs(HeldCases held) => new(Count, Inputs, Targets, Clamps, weights, Names) { Held = held };

    internal Cases AsSequences(int? sequences, int iterations, int[] windows, int[] lengths, IReadOnlyList<string> names) =>
        new(Count, Inputs, Targets, Clamps, weights, names) { Sequences = sequences, WindowLength = iterations, WindowsOfSequences = windows, SequenceLengths = lengths };

    private static (double[] Values, int Size) Flatten(string what, double[][] rows)
    {
        if (rows.Length == 0)
            throw new CasesException($"There are no {what}; a set of cases has at least one case.");
        var size = rows[0]?.Length ?? 0;
        var values = new double[rows.Length * size];
        for (var @case = 0; @case < rows.Length; @case++)
        {
            if (rows[@case] is null || rows[@case].Length != size)
                throw new CasesException($"case {@case} has {rows[@case]?.Length ?? 0} {what}, but case 0 has {size}; every case needs as many.");
            rows[@case].CopyTo(values, @case * size);
        }
        return (values, size);
    }
}
