using Backprop.Data;
using Backprop.Onnx;

namespace Backprop.Exchange;

/// <summary>ONNX files, which any program may have written: read by <see cref="OnnxFile"/>.</summary>
internal sealed class OnnxFormat : IForeignFormat
{
    // Tags of the fields that a model may begin with; strings behind them are short.
    private const byte IrVersion = 0x08, ProducerName = 0x12, Graph = 0x3A, OperatorSets = 0x42, Longest = 64;

    public string Name => "ONNX model";

    public bool Recognizes(FileStart start) => start.Bytes.Span switch
    {
        [IrVersion, > 0 and < Longest, ..] => true,
        [OperatorSets or ProducerName, < Longest, ..] bytes => bytes.Contains(Graph) && bytes.ContainsAnyInRange((byte)0, IrVersion),
        _ => false,
    };

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        if (files.Count > 1) throw files[1].Problem($"is an ONNX model beside {files[0].Path}; read them one by one");
        if (files[0].IsPacked) throw files[0].Problem("is packed by gzip, which is not read of ONNX; unpack it first");
        try
        {
            var import = OnnxFile.Read<double>(files[0].Path);
            var notes = import.Notes.ToList();
            var model = Own(import, notes) ?? OfClassifier(import) ?? new Model(import.Network);
            return new Imported(Name) { Topology = model.Topology, Model = model, Notes = notes };
        }
        catch (ModelFileException e)
        {
            throw new ForeignFileException(e.Problem, files[0].Path, innerException: e);
        }
    }

    /// <summary>A model that Backprop exported has its encodings beside the graph.</summary>
    private static Model? Own(OnnxImport<double> import, List<string> notes)
    {
        if (!import.Metadata.TryGetValue("encodings", out var json)) return null;
        try
        {
            TableNet.Check(import.Network.Topology, TableEncoding.FromJson(json));
            return new Model(import.Network) { Encodings = json };
        }
        catch (DataException e)
        {
            notes.Add($"the encodings that the file keeps beside the graph do not fit it and are left out: {e.Message}");
            return null;
        }
    }

    /// <summary>Where the file names the classes of each output and has one input, the inputs are columns of numbers.</summary>
    private static Model? OfClassifier(OnnxImport<double> import)
    {
        var net = import.Network.Topology;
        if (net.Inputs is not [var input] || import.Inputs.Count > 0 || import.Outputs.Count != net.Outputs.Count) return null;
        try
        {
            var targets = net.Outputs.Select(output => Column(import.Outputs.FirstOrDefault(group => group.Name == output.Name))).ToList();
            if (targets.Contains(null)) return null;
            var encoding = new TableEncoding([.. Enumerable.Range(1, input.Size).Select(static k => new NumberEncoding(FormattableString.Invariant($"input {k}"), 0, 1))], targets!);
            var names = net.Outputs.Zip(encoding.TargetGroups).ToDictionary(static pair => pair.First.Name, static pair => pair.Second.Name, StringComparer.Ordinal);
            names[input.Name] = encoding.InputGroups[0].Name;
            var network = GroupNames.Renamed(import.Network, names);
            TableNet.Check(network.Topology, encoding);
            return new Model(network) { Encodings = encoding.ToJson() };
        }
        catch (Exception e) when (e is DataException or TopologyException)
        {
            // Names that make no table, such as two equal classes: the net is still one.
            return null;
        }
    }

    private static CategoryEncoding? Column(OnnxGroup? group) => group?.Columns is [OnnxCategory column] ? new CategoryEncoding(column.Name, column.Categories) : null;
}
