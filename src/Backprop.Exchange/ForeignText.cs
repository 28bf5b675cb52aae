using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Backprop.Exchange;

/// <summary>The first bytes of a file, by which its format is recognized.</summary>
/// <param name="Path">The file as the user named it.</param>
/// <param name="Bytes">The first bytes, at most <see cref="Most"/>.</param>
internal sealed record FileStart(string Path, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The most bytes by which a format is recognized.</summary>
    public const int Most = 8192;

    /// <summary>The bytes as text, as far as they are text.</summary>
    public string Text { get; } = ForeignText.Decode(Bytes.Span);

    /// <summary>The first line that is not blank, without blanks around it.</summary>
    public string FirstLine => Text.Split('\n').Select(static line => line.Trim()).FirstOrDefault(static line => line.Length > 0) ?? "";
}

/// <summary>A file of another program: its bytes, and the same as text.</summary>
internal sealed class ForeignText
{
    // What a program writes as text is shorter; a device such as /dev/zero has no end.
    private const int MostBytes = 1 << 29;

    // Text is packed to a tenth or so; what unpacks to much more is made to fill the memory.
    private const int MostUnpacked = 1 << 20, MostTimes = 200;

    private string? text;

    /// <param name="path">The file as the user named it.</param>
    /// <param name="bytes">All of it, unpacked.</param>
    public ForeignText(string path, byte[] bytes)
    {
        Path = path;
        Bytes = bytes;
        Start = new FileStart(path, bytes.AsMemory(0, Math.Min(bytes.Length, FileStart.Most)));
    }

    /// <summary>The file as the user named it.</summary>
    public string Path { get; }

    /// <summary>The file without the ending .gz.</summary>
    public string PlainPath => Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Path[..^3] : Path;

    /// <summary>Whether the file is packed by gzip.</summary>
    public bool IsPacked { get; private init; }

    /// <summary>The name of the file without its folder and endings.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(PlainPath) is { Length: > 0 } stem ? stem : "cases";

    /// <summary>All of it, unpacked where it is a gzip file.</summary>
    public byte[] Bytes { get; }

    /// <summary>By what its format is recognized.</summary>
    public FileStart Start { get; }

    /// <summary>The text: UTF-8 or UTF-16 where it says so or is valid, otherwise Latin-1.</summary>
    public string Text => text ??= Decode(Bytes);

    /// <summary>The words of the text, one by one.</summary>
    public ForeignWords Words => new(this);

    /// <exception cref="ForeignFileException">There is no such file, or it cannot be read.</exception>
    public static ForeignText Open(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            var content = Content(file, path, MostBytes);
            if (!content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return new ForeignText(path, content);
            using var packed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            return new ForeignText(path, Content(packed, path, Math.Min(MostBytes, MostUnpacked + ((long)MostTimes * content.Length)))) { IsPacked = true };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ForeignFileException("there is no such file", path, innerException: e);
        }
        catch (InvalidDataException e)
        {
            throw new ForeignFileException("is a gzip file that is damaged or cut off", path, innerException: e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ForeignFileException(Directory.Exists(path) ? "is a folder; name the files in it" : "may not be read: permission denied", path, innerException: e);
        }
        catch (IOException e)
        {
            throw new ForeignFileException($"cannot be read: {e.Message}", path, innerException: e);
        }
    }

    private static byte[] Content(Stream stream, string path, long most)
    {
        using var content = new MemoryStream();
        var part = new byte[1 << 16];
        for (int count; (count = stream.Read(part)) > 0;)
        {
            if (content.Length + count > most)
                throw new ForeignFileException(string.Create(CultureInfo.InvariantCulture, $"is longer than {most >> 20} MiB{(stream is GZipStream ? " unpacked" : "")}, which no net is that this command reads"), path);
            content.Write(part.AsSpan(0, count));
        }
        return content.ToArray();
    }

    /// <summary>The error of this file.</summary>
    /// <param name="message">What was expected, what was found and what to do.</param>
    /// <param name="line">The line, from 1; null where it concerns the whole file.</param>
    /// <param name="inner">What caused it.</param>
    public ForeignFileException Problem(string message, long? line = null, Exception? inner = null) => new(message, Path, line, inner);

    /// <summary>Refuses a text whose last line has no end: it may be cut off within a number, of which then another number is left, or before the words behind it.</summary>
    /// <param name="closing">Marks that close something, so that a text which ends with one of them is whole.</param>
    /// <exception cref="ForeignFileException">The last line may be cut off.</exception>
    public void CheckLastLine(string closing = "")
    {
        var last = Text.AsSpan().TrimEnd(" \t");
        if (last.IsEmpty || last[^1] is '\n' or '\r' || closing.Contains(last[^1], StringComparison.Ordinal)) return;
        var word = last[(last.LastIndexOfAny(" \t\r\n") + 1)..];
        throw Problem($"ends with '{DisplayText.Name(word.ToString())}' and no end of line, so that it may be cut off there; write it again, or add an end of line if it is whole", Text.AsSpan().Count('\n') + 1);
    }

    /// <summary>The error of a reader of tables that read this file.</summary>
    internal ForeignFileException Problem(Data.DataException error)
    {
        var place = error.Line is { } line ? FormattableString.Invariant($"{Path}, line {line}") : Path;
        return Problem(error.Message.StartsWith(place, StringComparison.Ordinal) ? error.Message[place.Length..].TrimStart(',', ':', ' ') : error.Message, error.Line, error);
    }

    /// <summary>Text of bytes: as its mark says, otherwise UTF-8 where it is valid, otherwise Latin-1, which older programs write.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
        [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
        [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
        _ when System.Text.Unicode.Utf8.IsValid(bytes) => Encoding.UTF8.GetString(bytes),
        _ => Encoding.Latin1.GetString(bytes),
    };
}

/// <summary>Goes through the words of a text, which any white space separates, and knows their lines.</summary>
internal sealed class ForeignWords(ForeignText file)
{
    private readonly string text = file.Text;
    private int at;

    /// <summary>The line of the word that was read last, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Where the next word is looked for.</summary>
    public int Position => at;

    /// <summary>Reads the next word; false at the end.</summary>
    public bool TryNext(out ReadOnlySpan<char> word)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            if (text[at++] == '\n') Line++;
        }
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
        word = text.AsSpan(start, at - start);
        return !word.IsEmpty;
    }

    /// <summary>Reads a number.</summary>
    /// <param name="what">What it is, for the message: "the number of cases".</param>
    /// <exception cref="ForeignFileException">The file ends, or the next word is not a finite number.</exception>
    public double Number(string what)
    {
        if (!TryNext(out var word)) throw file.Problem($"the file ends where {what} is expected; it is cut short", Line);
        return ForeignNumber.TryParse(word, out var number) ? number : throw file.Problem($"'{DisplayText.Name(word.ToString())}' stands where {what} is expected; it must be a finite number", Line);
    }

    /// <summary>Reads a whole number that counts something, from 0 to <paramref name="most"/>.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="most">The largest that makes sense.</param>
    /// <exception cref="ForeignFileException">The file ends, or the next word is not such a number.</exception>
    public int Count(string what, int most = int.MaxValue)
    {
        if (!TryNext(out var word)) throw file.Problem($"the file ends where {what} is expected; it is cut short", Line);
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= most ? count
            : throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"'{DisplayText.Name(word.ToString())}' stands where {what} is expected; it must be a whole number{(most == int.MaxValue ? "" : $" of at most {most}")}"), Line);
    }
}

/// <summary>Numbers as programs in C write them: a decimal point, an exponent, no mark between thousands.</summary>
internal static class ForeignNumber
{
    public static bool TryParse(ReadOnlySpan<char> word, out double number) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
