using System.Buffers;
using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>Attribute-relation files (ARFF), as Weka writes them: declared attributes, then rows, whole or sparse.</summary>
internal sealed class Arff : TableKind
{
    public override string Name => "an ARFF file";

    public override bool IsText => true;

    public override IReadOnlyList<string> Endings => [".arff"];

    public override bool Is(ReadOnlySpan<byte> start, string file)
    {
        if (start.StartsWith("\uFEFF"u8))
            start = start[3..];
        while (!start.IsEmpty)
        {
            var end = start.IndexOf((byte)'\n');
            var line = (end < 0 ? start : start[..end]).Trim(" \t\r"u8);
            if (!line.IsEmpty && line[0] != '%')
                return ArffHeader.Is(line, "@relation"u8);
            start = end < 0 ? [] : start[(end + 1)..];
        }
        return false;
    }

    public override TableSource Open(TableInput input, SourceOptions options)
    {
        Stream Text(Stream stream) => (options.Encoding ?? input.Encoding) is var encoding and not UTF8Encoding ? Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8) : stream;
        var start = input.Path is { } path && options.Columns is null ? DataFile.OpenUnpacked(path) : new MemoryStream(input.Start.ToArray());
        var weights = ArffLine.HaveWeights(Text(start)) ? ArffWeights.Read : options.Columns is null ? ArffWeights.Refused : ArffWeights.Skipped;
        return new ArffRows(new ArffLine(Text(input.Stream), input.Name), weights);
    }

    public override void Write(TableOutput table, Stream stream) => ArffOutput.Write(table, stream);
}

/// <summary>What becomes of weights of rows.</summary>
internal enum ArffWeights
{
    /// <summary>They are a column; rows without one weigh 1.</summary>
    Read,

    /// <summary>They are passed over.</summary>
    Skipped,

    /// <summary>They are an error: they come later than where they were looked for.</summary>
    Refused,
}

/// <summary>An attribute of an ARFF file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is; null for texts.</param>
/// <param name="Values">The values of a nominal attribute, in order; otherwise empty.</param>
/// <param name="Dates">How a date is written; null for other attributes.</param>
internal sealed record ArffAttribute(string Name, ColumnKind? Kind, IReadOnlyList<byte[]> Values, DateText? Dates)
{
    private readonly HashSet<string> known = [.. Values.Select(Encoding.UTF8.GetString)];

    /// <summary>Whether a nominal attribute has a value; case matters.</summary>
    public bool Has(ReadOnlySpan<byte> value) => known.Contains(Encoding.UTF8.GetString(value));
}

/// <summary>Reads the declarations at the beginning of an ARFF file.</summary>
internal static class ArffHeader
{
    /// <summary>Whether a line begins with a keyword, whose case does not matter.</summary>
    public static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> keyword) =>
        line.Length >= keyword.Length && Ascii.EqualsIgnoreCase(line[..keyword.Length], keyword) && (line.Length == keyword.Length || line[keyword.Length] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\'' or (byte)'"' or (byte)'{');

    /// <summary>The attributes, in order; afterwards the line with <c>@data</c> is the current one.</summary>
    public static List<ArffAttribute> Read(ArffLine line)
    {
        var attributes = new List<ArffAttribute>();
        while (line.Read())
        {
            var text = line.Text;
            if (Is(text, "@data"u8))
            {
                return attributes.Count > 0 ? attributes : throw line.Error("begins the data, but no attribute is declared before");
            }
            if (Is(text, "@attribute"u8))
            {
                line.Skip("@attribute".Length);
                attributes.Add(Attribute(line));
                if (attributes.Count > TableKind.MostColumns)
                    throw line.Error($"declares more than {TableKind.MostColumns:N0} attributes, the most columns that a table can have");
            }
            else if (!Is(text, "@relation"u8))
            {
                throw line.Error("is neither @relation, @attribute nor @data");
            }
        }
        throw line.Error("ends before the data: it has no line @data");
    }

    private static ArffAttribute Attribute(ArffLine line)
    {
        if (!line.Next(out var name, out _))
            throw line.Error("declares an attribute without a name");
        var column = Encoding.UTF8.GetString(name);
        if (line.Begins('{'))
        {
            var values = new List<byte[]>();
            while (line.Next(out var value, out _))
                values.Add(value.ToArray());
            if (!line.Ends('}'))
                throw line.Error("lists the values of a nominal attribute without the closing '}'", column);
            return values.Count > 0 ? new(column, ColumnKind.Category, values, Dates: null) : throw line.Error("lists no value of a nominal attribute", column);
        }
        if (!line.Next(out var type, out _))
            throw line.Error("has no type; expected numeric, string, date or {values}", column);
        var word = Encoding.UTF8.GetString(type);
        switch (word.ToLowerInvariant())
        {
            case "numeric" or "real" or "integer":
                return new(column, ColumnKind.Number, [], Dates: null);
            case "string":
                return new(column, Kind: null, [], Dates: null);
            case "date":
                return new(column, ColumnKind.Date, [], line.Next(out var form, out _) ? Form(line, Encoding.UTF8.GetString(form), column) : new DateText(null));
            default:
                throw line.Error($"has the type '{DisplayText.Name(word)}'; expected numeric, string, date or {{values}}", column);
        }
    }

    /// <summary>A form of Java's dates as one of .NET's.</summary>
    private static DateText Form(ArffLine line, string java, string column)
    {
        if (java is "yyyy-MM-dd'T'HH:mm:ss" or "yyyy-MM-dd")
            return new DateText(null);
        var quoted = false;
        var form = string.Concat(java.Select(letter =>
        {
            quoted ^= letter == '\'';
            return quoted ? $"{letter}" : letter switch { 'S' => "f", 'a' => "tt", 'X' => "K", 'Z' => "zzz", 'E' => "ddd", 'u' => "y", _ => $"{letter}" };
        }));
        try
        {
            return new DateText(form);
        }
        catch (DataException)
        {
            throw line.Error($"has dates of the form '{DisplayText.Name(java)}', which is not understood", column);
        }
    }
}

/// <summary>The lines of an ARFF file that are neither empty nor comments, and the values in them.</summary>
/// <param name="stream">The text as UTF-8; disposed with the lines.</param>
/// <param name="file">Its name in messages.</param>
internal sealed class ArffLine(Stream stream, string file) : IDisposable
{
    private const int LongestLine = 8 << 20;
    private static readonly SearchValues<byte> EndOfValue = SearchValues.Create(", \t{}%"u8);
    private readonly TextLines lines = new(stream, LongestLine);
    private byte[] unescaped = new byte[64];
    private int at;

    /// <summary>Whether some row of a file ends with a weight, such as {2}; disposes the file.</summary>
    public static bool HaveWeights(Stream file)
    {
        using var lines = new TextLines(file, LongestLine);
        var isData = false;
        while (lines.Read() == true)
        {
            var text = lines.Text;
            if (!isData)
                isData = ArffHeader.Is(text.TrimStart(" \t"u8), "@data"u8);
            else if (text.LastIndexOf((byte)'}') is >= 0 and var end && text[..end].LastIndexOf((byte)'{') is > 0 and var begin
                && text[..begin].TrimEnd(" \t"u8) is [.., (byte)','] && text[(end + 1)..].TrimStart(" \t\r"u8) is [] or [(byte)'%', ..]
                && double.TryParse(text[(begin + 1)..end], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                return true;
        }
        return false;
    }

    /// <summary>The number of the line.</summary>
    public long Number => lines.Number;

    /// <summary>The line without blanks around it.</summary>
    public ReadOnlySpan<byte> Text => (lines.Number == 1 && lines.Text.StartsWith("\uFEFF"u8) ? lines.Text[3..] : lines.Text).Trim(" \t\r"u8);

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool Read()
    {
        do
        {
            if (!(lines.Read() ?? throw Error($"has more than {LongestLine >> 20} MiB, the most that a line can have")))
                return false;
            at = 0;
        }
        while (Text.IsEmpty || Text[0] == '%');
        return true;
    }

    /// <summary>Leaves characters at the beginning out.</summary>
    public void Skip(int count) => at = count;

    /// <summary>Whether a character comes next; goes past it.</summary>
    public bool Begins(char mark)
    {
        SkipBlanks();
        if (at >= Text.Length || Text[at] != mark)
            return false;
        at++;
        return true;
    }

    /// <summary>Whether a character comes next, and nothing but blanks, a comma or a comment after it.</summary>
    public bool Ends(char mark)
    {
        if (!Begins(mark))
            return false;
        Begins(',');
        return IsAtEnd;
    }

    /// <summary>Whether nothing but a comment follows.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipBlanks();
            return at >= Text.Length || Text[at] == '%';
        }
    }

    /// <summary>The next value, which a comma or blanks end; false at the end, or before a brace. Valid until the next value.</summary>
    /// <param name="value">The value, without quotes.</param>
    /// <param name="isQuoted">Whether it has quotes: then it is a value, even if it is a question mark.</param>
    public bool Next(out ReadOnlySpan<byte> value, out bool isQuoted)
    {
        value = default;
        isQuoted = false;
        if (IsAtEnd || Text[at] is (byte)'{' or (byte)'}')
            return false;
        var text = Text;
        if (text[at] == ',')
            throw Error("has a comma without a value before it; a missing value is written ?");
        isQuoted = text[at] is (byte)'\'' or (byte)'"';
        value = isQuoted ? Quoted(text) : Plain(text);
        SkipBlanks();
        if (at < text.Length && text[at] == ',')
            at++;
        return true;
    }

    /// <summary>The error at the present line.</summary>
    public DataException Error(string message, string? column = null) => new(message, file, lines.Number, column);

    public void Dispose() => lines.Dispose();

    private void SkipBlanks()
    {
        while (at < Text.Length && Text[at] is (byte)' ' or (byte)'\t')
            at++;
    }

    private ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> text)
    {
        var rest = text[at..];
        var length = rest.IndexOfAny(EndOfValue);
        length = length < 0 ? rest.Length : length;
        at += length;
        return rest[..length];
    }

    private ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> text)
    {
        var quote = text[at++];
        if (unescaped.Length < text.Length)
            unescaped = new byte[text.Length * 2];
        var length = 0;
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            else
            {
                unescaped[length++] = text[at++];
                continue;
            }
            unescaped[length++] = text[at++] switch { (byte)'n' => (byte)'\n', (byte)'t' => (byte)'\t', (byte)'r' => (byte)'\r', var other => other };
        }
        if (at >= text.Length)
            throw Error("has a quoted value that is never closed");
        at++;
        return unescaped.AsSpan(0, length);
    }
}

/// <summary>The rows of an ARFF file.</summary>
internal sealed class ArffRows : TableSource
{
    private readonly ArffLine line;
    private readonly List<ArffAttribute> attributes;
    private readonly SourceColumn[] columns;
    private readonly byte[][] texts;
    private readonly int[] lengths;
    private readonly double[] numbers;
    private readonly CellKind[] kinds;
    private readonly ArffWeights weights;

    /// <param name="line">The file before its first line; disposed with the rows.</param>
    /// <param name="weights">What becomes of the weights of rows.</param>
    public ArffRows(ArffLine line, ArffWeights weights)
    {
        this.line = line;
        this.weights = weights;
        attributes = ArffHeader.Read(line);
        columns = [.. attributes.Select(static attribute => new SourceColumn(attribute.Name, attribute.Kind)), .. weights == ArffWeights.Read ? [WeightColumn()] : Array.Empty<SourceColumn>()];
        texts = [.. columns.Select(static _ => Array.Empty<byte>())];
        (lengths, numbers, kinds) = (new int[columns.Length], new double[columns.Length], new CellKind[columns.Length]);
    }

    public override IReadOnlyList<SourceColumn> Columns => columns;

    /// <summary>The declared attributes, in order.</summary>
    public IReadOnlyList<ArffAttribute> Attributes => attributes;

    public override long Row => line.Number;

    public override string RowWord => "line";

    public override TableCell this[int column]
    {
        get
        {
            var text = texts[column].AsSpan(0, lengths[column]);
            return kinds[column] switch
            {
                CellKind.Missing => TableCell.Missing,
                CellKind.Number => TableCell.Number(numbers[column], text),
                CellKind.Date => TableCell.Days(numbers[column]),
                _ => TableCell.Word(text),
            };
        }
    }

    public override bool Read()
    {
        if (!line.Read())
            return false;
        if (line.Begins('{'))
            ReadSparse();
        else
            ReadWhole();
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            line.Dispose();
        base.Dispose(disposing);
    }

    private SourceColumn WeightColumn()
    {
        var name = "weight";
        while (attributes.Exists(attribute => attribute.Name == name))
            name = "row " + name;
        return new SourceColumn(name, ColumnKind.Number) { AreWeights = true };
    }

    private void ReadWhole()
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            if (!line.Next(out var value, out var isQuoted))
                throw line.Error($"has {i} values, but {attributes.Count} attributes are declared");
            Set(i, value, isQuoted);
        }
        CheckEnd();
    }

    private void ReadSparse()
    {
        for (var i = 0; i < attributes.Count; i++)
            SetLeftOut(i);
        var last = -1;
        while (line.Next(out var index, out _))
        {
            if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var column) || column >= attributes.Count)
                throw line.Error($"has '{Shown(index)}' where the number of an attribute is expected, from 0 to {attributes.Count - 1}");
            if (column <= last)
                throw line.Error($"has the numbers of the attributes in the wrong order: {column} after {last}");
            last = column;
            if (!line.Next(out var value, out var isQuoted))
                throw line.Error("has the number of an attribute without a value", columns[column].Name);
            Set(column, value, isQuoted);
        }
        if (!line.Begins('}'))
            throw line.Error("has a sparse row without the closing '}'");
        line.Begins(',');
        for (var i = 0; i < attributes.Count; i++)
            if (kinds[i] == CellKind.Other)
                throw line.Error("is left out of a sparse row, but a text has no value that stands for 0; write it, or ? where it is missing", columns[i].Name);
        CheckEnd();
    }

    /// <summary>What a sparse row leaves out is 0, the first value, or the first day of 1970.</summary>
    private void SetLeftOut(int column)
    {
        lengths[column] = 0;
        numbers[column] = 0;
        var attribute = attributes[column];
        switch (attribute.Kind)
        {
            case ColumnKind.Number:
                kinds[column] = CellKind.Number;
                break;
            case ColumnKind.Date:
                kinds[column] = CellKind.Date;
                numbers[column] = (double)DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay;
                break;
            case ColumnKind.Category:
                Keep(column, attribute.Values[0]);
                kinds[column] = CellKind.Word;
                break;
            default:
                kinds[column] = CellKind.Other;
                break;
        }
    }

    private void CheckEnd()
    {
        var weight = 1.0;
        if (!line.IsAtEnd)
        {
            if (!line.Begins('{'))
                throw line.Error($"has more values than the {attributes.Count} attributes that are declared");
            if (!line.Next(out var text, out _) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out weight) || !double.IsFinite(weight) || !line.Ends('}'))
                throw line.Error("does not end with the weight of the row, a number in braces, such as {2}");
            if (weights == ArffWeights.Refused)
                throw line.Error($"has the weight {{{Shown(text)}}}, but the rows at the beginning have none; give one of them a weight too, such as {{1}}, or write the rows to a file");
        }
        if (weights == ArffWeights.Read)
            (kinds[^1], numbers[^1]) = (CellKind.Number, weight);
    }

    private void Set(int column, ReadOnlySpan<byte> value, bool isQuoted)
    {
        var attribute = attributes[column];
        lengths[column] = 0;
        if (!isQuoted && value is [(byte)'?'])
        {
            kinds[column] = CellKind.Missing;
            return;
        }
        switch (attribute.Kind)
        {
            case ColumnKind.Number:
                if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                    throw line.Error($"holds '{Shown(value)}', which is not a number; a missing value is written ?", attribute.Name);
                (kinds[column], numbers[column]) = (CellKind.Number, number);
                if (value.Length > 15 && !value.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
                    Keep(column, value);
                break;
            case ColumnKind.Date:
                if (!attribute.Dates!.TryRead(Encoding.UTF8.GetString(value), out var days))
                    throw line.Error($"holds '{Shown(value)}', which is not a date of the declared form", attribute.Name);
                (kinds[column], numbers[column]) = (CellKind.Date, days);
                break;
            default:
                if (attribute.Kind == ColumnKind.Category && !attribute.Has(value))
                    throw line.Error($"holds '{Shown(value)}', which is not one of the declared values ({string.Join(", ", attribute.Values.Take(12).Select(static known => DisplayText.Name(Encoding.UTF8.GetString(known))))}{(attribute.Values.Count > 12 ? ", …" : "")})", attribute.Name);
                kinds[column] = CellKind.Word;
                Keep(column, value);
                break;
        }
    }

    private void Keep(int column, ReadOnlySpan<byte> text)
    {
        if (texts[column].Length < text.Length)
            texts[column] = new byte[Math.Max(text.Length, 32)];
        text.CopyTo(texts[column]);
        lengths[column] = text.Length;
    }

    private static string Shown(ReadOnlySpan<byte> text) => DisplayText.Name(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 200)]));
}
