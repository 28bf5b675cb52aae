using Backprop.Onnx.Schema;
using Google.Protobuf;

namespace Backprop.Onnx;

/// <summary>Reads an ONNX file and checks what every reader of it may rely on: one graph, known operator sets, each value made once and before it is used.</summary>
internal static class GraphReader
{
    private const int OldestOperatorSet = 7;   // before it, Add and Mul broadcast by attributes
    public const int NewestOperatorSet = 24;

    /// <exception cref="ModelFileException">The file cannot be read or is not such a graph.</exception>
    public static ModelProto Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new ModelFileException(path, "it is a folder, not an ONNX file");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
            if (stream.CanSeek) return Read(path, stream);
            using var piped = new MemoryStream();
            stream.CopyTo(piped);
            piped.Position = 0;
            return Read(path, piped);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFileException(path, "there is no such file", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new ModelFileException(path, "cannot be read: " + e.Message, e);
        }
    }

    private static ModelProto Read(string path, Stream stream)
    {
        try
        {
            EntryCount.Check(stream, stream.Length);
            stream.Position = 0;
            var model = ModelProto.Parser.ParseFrom(stream);
            Check(model);
            ExternalWeights.Load(model, path);
            return model;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelFileException(path, "it is not an ONNX file, or is truncated or damaged", e);
        }
        catch (FormatException e)
        {
            throw new ModelFileException(path, e.Message, e);
        }
    }

    /// <summary>How errors name a node: its own name, or what it makes where it has none.</summary>
    public static string Describe(NodeProto node) =>
        node.Name.Length > 0 ? $"node '{node.Name}' ({node.OpType})" : $"the {node.OpType} node that makes '{node.Output.FirstOrDefault()}'";

    private static void Check(ModelProto model)
    {
        if (model.Graph is null || !model.HasIrVersion) throw new FormatException("it is not an ONNX file (it has no graph)");
        foreach (var set in model.OpsetImport)
        {
            if (set.Domain is "" or "ai.onnx" && set.Version is < OldestOperatorSet or > NewestOperatorSet)
                throw new FormatException($"it uses operator set {set.Version}; supported are {OldestOperatorSet} to {NewestOperatorSet}");
        }
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var input in model.Graph.Input)
            if (!known.Add(input.Name)) throw new FormatException($"it has the input '{input.Name}' twice");
        // Old files list constants as inputs too.
        var constants = new HashSet<string>(StringComparer.Ordinal);
        foreach (var constant in model.Graph.Initializer)
        {
            if (!constants.Add(constant.Name)) throw new FormatException($"it has the constant '{constant.Name}' twice");
            known.Add(constant.Name);
        }
        foreach (var node in model.Graph.Node)
        {
            foreach (var input in node.Input)
                if (input.Length > 0 && !known.Contains(input)) throw new FormatException($"{Describe(node)} uses '{input}', which nothing before it makes");
            if (node.Output.Count == 0) throw new FormatException($"{Describe(node)} makes nothing");
            foreach (var output in node.Output)
                if (output.Length > 0 && !known.Add(output)) throw new FormatException($"{Describe(node)} makes '{output}', which exists already");
        }
        var outputs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var output in model.Graph.Output)
        {
            if (!known.Contains(output.Name)) throw new FormatException($"nothing makes its output '{output.Name}'");
            if (!outputs.Add(output.Name)) throw new FormatException($"it has the output '{output.Name}' twice");
        }
    }
}
