using Backprop.Onnx;

namespace Backprop.Exchange;

/// <summary>ONNX files, which any program may have written: read by <see cref="OnnxFile"/>.</summary>
internal sealed class OnnxFormat : IForeignFormat
{
    // Of a model the first field is the version of the format, or the producer's name; both are tags of small fields.
    private const byte IrVersion = 0x08, ProducerName = 0x12, ProducerVersion = 0x1A, Graph = 0x3A, OperatorSets = 0x42;

    public string Name => "ONNX model";

    public bool Recognizes(FileStart start) => start.Bytes.Span switch
    {
        [IrVersion, > 0 and < 64, ProducerName or ProducerVersion or Graph or OperatorSets or 0x22 or 0x28 or 0x32, ..] => true,
        [OperatorSets, < 64, ..] or [ProducerName, < 64, ..] => start.Bytes.Span.IndexOf((byte)Graph) > 0 && start.Bytes.Span.IndexOfAnyInRange((byte)0, (byte)8) >= 0,
        _ => false,
    };

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        if (files.Count > 1) throw files[1].Problem($"is an ONNX model beside {files[0].Path}; read them one by one");
        try
        {
            var network = OnnxFile.Import<double>(files[0].Path);
            return new Imported(Name) { Topology = network.Topology, Model = new Model(network) };
        }
        catch (ModelFileException e)
        {
            throw new ForeignFileException(e.Problem, files[0].Path, innerException: e);
        }
    }
}
