namespace Backprop.Onnx;

/// <summary>What an exported graph holds beside the net itself.</summary>
public sealed record OnnxOptions
{
    /// <summary>Element type of states and weights: double instead of float; false by default. ONNX Runtime runs all but GELU units then: it has no Erf in double.</summary>
    public bool DoublePrecision { get; init; }

    /// <summary>
    /// Whether the states of logistic output groups are written as e^min(x, 0) · Sigmoid(|x|), so that small probabilities are right to rounding also in runtimes whose Sigmoid
    /// is rough or 0 there, such as ONNX Runtime; false by default: Sigmoid alone, which is one operator and faster.
    /// </summary>
    public bool ExactTails { get; init; }

    /// <summary>
    /// The ONNX operator set to write, 9 to 24: the newest that the program that runs the file knows. Null (the default): the oldest that the
    /// net needs, which is <see cref="OnnxFile.RequiredOperatorSet"/>.
    /// </summary>
    public int? OperatorSet { get; init; }

    /// <summary>What the file says of itself; the topology in words by default.</summary>
    public string? Documentation { get; init; }

    /// <summary>Entries for the file's metadata, such as the topology or the settings as JSON; none by default.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init => field = ValueDictionary.Of(value); } = ValueDictionary<string>.Empty;

    /// <summary>Input groups that are not inputs of the graph but always hold their initial state, such as "hidden@0" of an unrolled iterative net; none by default.</summary>
    public IReadOnlyList<string> FixedInputs { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>Input groups that the graph fills from raw columns itself: each column becomes an input of shape [batch, 1]. None by default.</summary>
    public IReadOnlyList<OnnxGroup> Inputs { get; init => field = ValueList.Of(value); } = ValueList<OnnxGroup>.Empty;

    /// <summary>Output groups that the graph reads back into raw columns: each column becomes an output of shape [batch, 1] beside the states. None by default.</summary>
    public IReadOnlyList<OnnxGroup> Outputs { get; init => field = ValueList.Of(value); } = ValueList<OnnxGroup>.Empty;
}
