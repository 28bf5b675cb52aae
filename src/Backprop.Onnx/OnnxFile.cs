using System.Numerics;
using Google.Protobuf;

namespace Backprop.Onnx;

/// <summary>Nets as ONNX files, for the runtimes of other languages and machines.</summary>
/// <example>
/// <code>
/// var net = new Network&lt;float&gt;(Topology.Layered(4, 3, 2)).Randomize(seed: 1);
/// OnnxFile.Export(net, "net.onnx");
/// Network&lt;float&gt; back = OnnxFile.Import&lt;float&gt;("net.onnx");
/// Console.WriteLine(OnnxFile.Verify(net, "net.onnx").LargestDifference);
/// </code>
/// </example>
public static class OnnxFile
{
    /// <summary>
    /// Writes a net as an ONNX file, in the oldest operator set that it needs where <see cref="OnnxOptions.OperatorSet"/> does not say otherwise. Each input group is an input of shape [batch, units], each output group an output;
    /// spaces and the like in their names become '_'. An unrolled iterative net is exported with all its copies.
    /// </summary>
    /// <param name="network">The net.</param>
    /// <param name="path">The file to create or replace; nothing is left half-written.</param>
    /// <param name="options">Precision, encodings, metadata.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">A group has a unit function of your own, the options do not fit the net, or the net needs a newer operator set.</exception>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public static void Export<T>(Network<T> network, string path, OnnxOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var model = NetworkGraph<T>.Build(network, options ?? new OnnxOptions());
        AtomicFile.Write(path, stream => model.WriteTo(stream), ModelFileException.Of);
    }

    /// <summary>The oldest ONNX operator set in which a net can be written: 9, or more where it needs operators that are younger.</summary>
    /// <param name="network">The net.</param>
    /// <param name="options">Those of the export.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The operator set.</returns>
    /// <exception cref="ArgumentException">A group has a unit function of your own, or the options do not fit the net.</exception>
    public static int RequiredOperatorSet<T>(Network<T> network, OnnxOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        return NetworkGraph<T>.RequiredOperatorSet(network, options ?? new OnnxOptions());
    }

    /// <summary>Runs a net and the file that it was exported to on the same random inputs.</summary>
    /// <param name="network">The net.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Those of the export.</param>
    /// <param name="rows">How many random rows, at least 1.</param>
    /// <param name="seed">Fixes the rows.</param>
    /// <param name="runtime">What runs the file; none: our own evaluation of the graph in double precision, by the operators' definitions.</param>
    /// <typeparam name="T">The precision of the net: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The largest difference that was found.</returns>
    /// <exception cref="ModelFileException">The file cannot be read or run, or answers with other labels than the net.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1.</exception>
    public static OnnxVerification Verify<T>(Network<T> network, string path, OnnxOptions? options = null, int rows = 1000, ulong seed = 1, IOnnxRuntime? runtime = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return new Verifier<T>(network, path, options ?? new OnnxOptions(), rows, seed).Run(runtime);
    }

    /// <summary>Reads a feed-forward net, whose outputs have the order of the file, from an ONNX file; <see cref="Read"/> says what else the file holds.</summary>
    /// <typeparam name="T">The precision of the net.</typeparam>
    /// <param name="path">The file.</param>
    /// <returns>The net, with the weights of the file.</returns>
    /// <exception cref="ModelFileException">As for <see cref="Read"/>.</exception>
    public static Network<T> Import<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read<T>(path).Network;

    /// <summary>
    /// Reads an ONNX file of a feed-forward net, of operator sets 7 to 24: products with constant weights and sums, the operators that work
    /// on each unit by itself where they make up a unit function of the library, softmax, joined values, whatever only changes a value's
    /// shape, batch normalization, and the class labels at the end of a classifier. docs/onnx.md lists the operators.
    /// Weights may be in other files beside it. The outputs have the order of the file.
    /// </summary>
    /// <typeparam name="T">The precision of the net.</typeparam>
    /// <param name="path">The file.</param>
    /// <returns>The net, what the file says of its columns, and notes on what was left out or approximated.</returns>
    /// <exception cref="ModelFileException">No such file, not an ONNX file, a graph that is not such a net, weights that are missing or not finite, or a graph that asks for more memory or time than its size allows: the message names the node.</exception>
    public static OnnxImport<T> Read<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var model = GraphReader.Read(path);
        try
        {
            var net = GraphImport.Read(model, model.CalculateSize());
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in model.MetadataProps) metadata.TryAdd(entry.Key, entry.Value);
            return new OnnxImport<T>(NetworkAssembly.Build<T>(net))
            {
                Notes = net.Notes,
                Inputs = net.InputColumns,
                Outputs = net.OutputColumns,
                Metadata = metadata,
            };
        }
        catch (Exception e) when (e is FormatException or TopologyException)
        {
            throw new ModelFileException(path, e.Message, e);
        }
    }
}
