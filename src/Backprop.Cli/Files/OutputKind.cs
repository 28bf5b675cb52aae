namespace Backprop.Cli;

/// <summary>A kind of file that the tool writes and how its content is recognized, so that files of other kinds are not replaced without --force. An empty file matches every kind.</summary>
/// <param name="Name">The kind with its article, as in "is not a Backprop model".</param>
/// <param name="describes">Whether the content of a nonempty file is of this kind.</param>
internal sealed record OutputKind(string Name, Predicate<string> describes)
{
    /// <summary>A model or checkpoint.</summary>
    public static OutputKind Model { get; } = new("a Backprop model", static path => ModelFile.Peek(path) is not null);

    /// <summary>A model that is not a checkpoint: the result of a training that has ended.</summary>
    public static OutputKind FinishedModel { get; } = new("a finished Backprop model", static path => ModelFile.Peek(path) is { } metadata && !metadata.ContainsKey("checkpoint"));

    /// <summary>An ONNX file that <c>export</c> wrote.</summary>
    public static OutputKind Onnx { get; } = new("an ONNX file written by Backprop", static path => Start(path) is [0x08, ..] start && start.AsSpan().IndexOf("Backprop"u8) > 0);

    /// <summary>Text that is neither a picture nor a page nor JSON.</summary>
    public static OutputKind Csv { get; } = new("a CSV file", static path => Start(path) is var start && !Array.Exists(start, static b => b is < 9 or (> 13 and < 32)) && start.AsSpan().TrimStart(" \r\n\t"u8) is not [(byte)'<' or (byte)'{', ..]);

    /// <summary>Text that starts with certain words.</summary>
    public static OutputKind StartingWith(string name, string words) => new(name, path => Start(path).AsSpan().StartsWith(System.Text.Encoding.UTF8.GetBytes(words)));

    /// <summary>Whether a file is of this kind.</summary>
    public bool Describes(string path) => new FileInfo(path).Length == 0 || describes(path);

    private static byte[] Start(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        var start = new byte[512];
        return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }
}
