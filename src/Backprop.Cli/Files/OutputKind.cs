using System.Text.Json;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>A kind of file that the tool writes and how its content is recognized, so that files of other kinds are not replaced without --force. An empty file matches every kind.</summary>
/// <param name="Name">The kind with its article, as in "is not a Backprop model".</param>
/// <param name="describes">Whether the content of a nonempty file is of this kind.</param>
internal sealed record OutputKind(string Name, Predicate<string> describes)
{
    private const int LongestLine = 1 << 20;

    /// <summary>Whether files that are not output of the tool may have the same content, so that none is taken for one.</summary>
    private bool IsUncertain { get; init; }

    /// <summary>A model or checkpoint.</summary>
    public static OutputKind Model { get; } = new("a Backprop model", static path => ModelFile.Peek(path) is not null);

    /// <summary>A model that is not a checkpoint: the result of a training that has ended.</summary>
    public static OutputKind FinishedModel { get; } = new("a finished Backprop model", static path => ModelFile.Peek(path) is { } metadata && !metadata.ContainsKey("checkpoint"));

    /// <summary>An ONNX file that <c>export</c> wrote.</summary>
    public static OutputKind Onnx { get; } = new("an ONNX file written by Backprop", static path => Start(path) is [0x08, ..] start && start.AsSpan().IndexOf("Backprop"u8) > 0);

    /// <summary>Text that starts with certain words.</summary>
    public static OutputKind StartingWith(string name, string words) => new(name, path => Start(path).AsSpan().StartsWith(System.Text.Encoding.UTF8.GetBytes(words)));

    /// <summary>A table that an earlier run of the same command wrote: one with the same columns, since every other table may be data.</summary>
    /// <param name="name">The kind with its article.</param>
    /// <param name="columns">The columns that the command writes.</param>
    /// <param name="format">How it writes them; commas by default.</param>
    /// <param name="mayBeData">Whether data may have these columns too: then no existing table is taken to be of this kind.</param>
    public static OutputKind Table(string name, IEnumerable<string> columns, TableFormat? format = null, bool mayBeData = false)
    {
        using var text = new StringWriter();
        var writer = new TableWriter(text, format ?? new TableFormat());
        writer.Head(columns);
        writer.Flush();
        var head = System.Text.Encoding.UTF8.GetBytes(text.ToString().TrimEnd('\n'));
        return new(name, path => Start(path, head.Length + 1) is var start && start.AsSpan().StartsWith(head) && start[head.Length..] is [] or [(byte)'\r' or (byte)'\n']) { IsUncertain = mayBeData };
    }

    /// <summary>JSON Lines that an earlier run of the same command wrote: those whose first object has the same properties in the same order.</summary>
    /// <param name="name">The kind with its article.</param>
    /// <param name="columns">The columns that the command writes.</param>
    /// <param name="mayBeData">Whether data may have these columns too: then no existing file is taken to be of this kind.</param>
    public static OutputKind JsonLines(string name, IEnumerable<string> columns, bool mayBeData)
    {
        string[] names = [.. RowWriter.NamesOf(columns)];
        return new(name, path => FirstProperties(path).SequenceEqual(names, StringComparer.Ordinal)) { IsUncertain = mayBeData };
    }

    /// <summary>A file of a kind of tables that an earlier run of the same command wrote: one that holds a single table with the same columns.</summary>
    /// <param name="name">The kind with its article.</param>
    /// <param name="kind">The kind of files.</param>
    /// <param name="columns">The columns that the command writes.</param>
    /// <param name="mayBeData">Whether data may have these columns too: then no existing file is taken to be of this kind.</param>
    public static OutputKind Typed(string name, TableKind kind, IEnumerable<string> columns, bool mayBeData)
    {
        string[] names = [.. RowWriter.NamesOf(columns)];
        return new(name, path => HasColumns(path, kind, names)) { IsUncertain = mayBeData };
    }

    /// <summary>Why a file cannot be replaced by one of this kind, such as "is not a Backprop model"; null where it can.</summary>
    public string? Refusal(string path) =>
        new FileInfo(path).Length == 0 ? null
        : !describes(path) ? $"is not {Name}"
        : IsUncertain ? "may be data, which can have the same columns"
        : null;

    /// <summary>The properties of the object in the first line; none where it is not an object.</summary>
    private static List<string> FirstProperties(string path)
    {
        var start = Start(path, LongestLine);
        var names = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(start.AsSpan(0, Array.IndexOf(start, (byte)'\n') is >= 0 and var end ? end : start.Length));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return [];
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                names.Add(reader.GetString()!);
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the second: half a surrogate pair
        {
            return [];
        }
        return names;
    }

    private static bool HasColumns(string path, TableKind kind, string[] names)
    {
        try
        {
            using var reader = TableReader.Open(path, new TableFormat { Kinds = [kind], Header = true });
            return !reader.IsText && reader.Notes.Count == 0 && reader.Columns.SequenceEqual(names, StringComparer.Ordinal); // a note says that there are other tables
        }
        catch (DataException)
        {
            return false;
        }
    }

    private static byte[] Start(string path, int length = 512)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        var start = new byte[length];
        return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }
}
