using System.Globalization;
using Backprop.Onnx.Schema;
using Google.Protobuf;

namespace Backprop.Onnx;

/// <summary>
/// Brings the constants that a model keeps in other files into it. These files lie in the folder of the model or below; what they are
/// asked for is checked before it is read, so that a small model can ask for no more than their bytes.
/// </summary>
internal sealed class ExternalWeights
{
    private readonly string modelPath;
    private readonly string folder;
    private readonly Dictionary<string, string> paths = new(StringComparer.Ordinal);
    private long bytesOfFiles;
    private long bytesRead;

    private ExternalWeights(string modelPath)
    {
        this.modelPath = modelPath;
        folder = Path.GetDirectoryName(Path.GetFullPath(modelPath)) ?? Path.GetPathRoot(Path.GetFullPath(modelPath))!;
    }

    /// <summary>Replaces the places of external constants by their bytes.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="modelPath">Its file.</param>
    /// <exception cref="FormatException">A file is elsewhere, not there, or too short; the message names the constant.</exception>
    public static void Load(ModelProto model, string modelPath)
    {
        ExternalWeights? files = null;
        foreach (var tensor in model.Graph?.Initializer ?? []) LoadOne(tensor, $"constant '{tensor.Name}'");
        foreach (var node in model.Graph?.Node ?? [])
            foreach (var attribute in node.Attribute)
                if (attribute.T is { } tensor) LoadOne(tensor, $"{GraphReader.Describe(node)}: its value");

        void LoadOne(TensorProto tensor, string where)
        {
            if (tensor.DataLocation == TensorProto.Types.DataLocation.External) (files ??= new ExternalWeights(modelPath)).Load(tensor, where);
        }
    }

    private void Load(TensorProto tensor, string where)
    {
        var location = Entry(tensor, "location");
        if (string.IsNullOrEmpty(location)) throw new FormatException($"{where} is in another file, which is not named");
        if (!paths.TryGetValue(location, out var path))
        {
            paths[location] = path = Inside(location, where);
            bytesOfFiles += new FileInfo(path).Length;
        }
        var (offset, fileLength) = (Number(tensor, "offset", 0, where), new FileInfo(path).Length);
        var needed = Bytes(tensor, where);
        var length = Number(tensor, "length", needed, where);
        if (length != needed)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{where} of shape [{string.Join(", ", tensor.Dims)}] takes {needed} bytes, but {length} are given for it in '{location}'"));
        if (offset > fileLength - length)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{where} is at bytes {offset} to {offset + length} of '{location}', but that file has {fileLength}"));
        if ((bytesRead += length) > bytesOfFiles)
            throw new FormatException($"its constants overlap in other files: they ask for more bytes than '{location}' and the others hold");

        var bytes = new byte[length];
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
            stream.Position = offset;
            stream.ReadExactly(bytes);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new FormatException($"{where} cannot be read from '{location}': {e.Message}", e);
        }
        tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
        tensor.ClearDataLocation();
        tensor.ExternalData.Clear();
    }

    private string Inside(string location, string where)
    {
        // A drive or a root, on whatever system the file was made.
        var parts = location.Split('/', '\\');
        if (Path.IsPathRooted(location) || location.Contains(':', StringComparison.Ordinal) || location.Contains('\0', StringComparison.Ordinal) || parts[0].Length == 0 || parts.Contains("..", StringComparer.Ordinal))
            throw new FormatException($"{where} is in '{location}', which is not a file in the folder of the model or below it");
        var file = new FileInfo(Path.Combine([folder, .. parts]));
        if (!file.Exists) throw new FormatException($"{where} is in the file '{location}', which is not beside the model; copy it there");
        for (FileSystemInfo? part = file; part is not null && part.FullName.Length > folder.Length; part = Path.GetDirectoryName(part.FullName) is { } above ? new DirectoryInfo(above) : null)
        {
            if (part.LinkTarget is not null)
                throw new FormatException($"{where} is in '{location}', which is a link; put the file itself beside {Path.GetFileName(modelPath)}");
        }
        return file.FullName;
    }

    private static long Bytes(TensorProto tensor, string where)
    {
        var size = (TensorProto.Types.DataType)tensor.DataType switch
        {
            TensorProto.Types.DataType.Double or TensorProto.Types.DataType.Int64 or TensorProto.Types.DataType.Uint64 => 8,
            TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Int32 or TensorProto.Types.DataType.Uint32 => 4,
            TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Bfloat16 or TensorProto.Types.DataType.Int16 or TensorProto.Types.DataType.Uint16 => 2,
            TensorProto.Types.DataType.Bool or TensorProto.Types.DataType.Int8 or TensorProto.Types.DataType.Uint8 => 1,
            var other => throw new FormatException($"{where} has element type {other}, which cannot be in another file"),
        };
        return size * (long)GraphTensor.CountOf(tensor, where);
    }

    private static long Number(TensorProto tensor, string key, long otherwise, string where) => Entry(tensor, key) switch
    {
        null => otherwise,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new FormatException($"{where} has the {key} '{DisplayText.Of(text, 40)}' in another file; expected a whole number"),
    };

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;
}
