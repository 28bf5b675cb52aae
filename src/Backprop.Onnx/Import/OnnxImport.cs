using System.Numerics;

namespace Backprop.Onnx;

/// <summary>What an ONNX file holds, as <see cref="OnnxFile.Read"/> gives it.</summary>
/// <typeparam name="T">The precision of the net.</typeparam>
/// <param name="Network">The net, with the weights of the file.</param>
public sealed record OnnxImport<T>(Network<T> Network)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A sentence for each thing that was left out or approximated; none where the net gives exactly the file's answers, but for rounding.</summary>
    public IReadOnlyList<string> Notes { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>The input groups of which the file says how raw columns are encoded: those of a graph that Backprop exported with encodings.</summary>
    public IReadOnlyList<OnnxGroup> Inputs { get; init => field = ValueList.Of(value); } = ValueList<OnnxGroup>.Empty;

    /// <summary>The output groups of which the file says what their states mean: the classes of a classifier, or a number with its mean and deviation.</summary>
    public IReadOnlyList<OnnxGroup> Outputs { get; init => field = ValueList.Of(value); } = ValueList<OnnxGroup>.Empty;

    /// <summary>The file's metadata; in a file that Backprop exported, the encodings and settings as JSON.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init => field = ValueDictionary.Of(value); } = ValueDictionary<string>.Empty;
}
