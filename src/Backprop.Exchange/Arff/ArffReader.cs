using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Reads an ARFF file of Weka: the attributes first, then row after row.</summary>
internal sealed class ArffReader
{
    private readonly ForeignText file;
    private readonly ArffWords words;
    private readonly List<ArffWord> line = [];
    private readonly Dictionary<string, int>?[] indexes;

    /// <summary>Reads the header.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="ForeignFileException">It has no header with attributes and '@data'.</exception>
    public ArffReader(ForeignText file)
    {
        this.file = file;
        words = new ArffWords(file);
        Attributes = Header();
        indexes = [.. Attributes.Select(Index)];
        Row = new double[Attributes.Count];
    }

    /// <summary>The attributes.</summary>
    public IReadOnlyList<ArffAttribute> Attributes { get; }

    /// <summary>
    /// The values of the present row, one per attribute: a number, the index of a nominal value, the milliseconds of a date, 0 for a text; NaN where it
    /// is missing.
    /// </summary>
    public double[] Row { get; }

    /// <summary>Whether a file is ARFF, judged by its start: comments, then '@relation'.</summary>
    public static bool Recognizes(FileStart start) =>
        start.Text.Split('\n').Select(static text => text.Trim()).FirstOrDefault(static text => text.Length > 0 && text[0] != '%')?.StartsWith("@relation", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads the next row; false at the end.</summary>
    /// <exception cref="ForeignFileException">The row has too few or too many values, or one that its attribute does not have.</exception>
    public bool Read()
    {
        if (!words.TryReadLine(line))
            return false;
        if (line[0].Is("{")) ReadSparse();
        else ReadDense();
        return true;
    }

    private static Dictionary<string, int>? Index(ArffAttribute attribute)
    {
        if (attribute.Type != ArffType.Nominal) return null;
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (number, value) in attribute.Values.Index())
            index.TryAdd(value, number);
        return index;
    }

    private List<ArffAttribute> Header()
    {
        var attributes = new List<ArffAttribute>();
        while (words.TryReadLine(line))
        {
            if (line[0].Is("@data"))
                return attributes.Count > 0 ? attributes : throw Problem("the data begin, but there is no '@attribute' before them");
            if (line[0].Is("@attribute"))
                attributes.Add(Attribute());
            else if (!line[0].Is("@relation"))
                throw Problem($"'{DisplayText.Name(line[0].Text)}' stands where '@attribute' or '@data' is expected");
        }
        throw Problem("the file ends before '@data'; it is cut short");
    }

    private ArffAttribute Attribute()
    {
        if (line.Count < 3)
            throw Problem("'@attribute' needs a name and a type");
        var (name, type) = (line[1].Text, line[2]);
        if (type.Is("{"))
        {
            if (line.FindIndex(3, static word => word.Is("}")) is var end && end < 0)
                throw Problem($"the values of attribute '{DisplayText.Name(name)}' are not closed by '}}'");
            return new ArffAttribute(name, ArffType.Nominal, [.. line[3..end].Select(static word => word.Text)]);
        }
        return type.Text.ToUpperInvariant() switch
        {
            "NUMERIC" or "REAL" or "INTEGER" => new ArffAttribute(name, ArffType.Number, []),
            "STRING" => new ArffAttribute(name, ArffType.Text, []),
            "DATE" => new ArffAttribute(name, ArffType.Date, [], line.Count > 3 ? line[3].Text : "yyyy-MM-dd'T'HH:mm:ss"),
            "RELATIONAL" => throw Problem($"attribute '{DisplayText.Name(name)}' is relational: its values are tables; such files are not read"),
            _ => throw Problem($"attribute '{DisplayText.Name(name)}' has the type '{DisplayText.Name(type.Text)}'; it can be numeric, real, integer, string, date or {{values}}"),
        };
    }

    private void ReadDense()
    {
        if (line.Count < Row.Length || !HasWeightOnly(Row.Length))
            throw Problem(string.Create(CultureInfo.InvariantCulture, $"the row has {line.Count} values, but there are {Row.Length} attributes"));
        for (var k = 0; k < Row.Length; k++)
            Row[k] = Value(k, line[k]);
    }

    private void ReadSparse()
    {
        var end = line.FindIndex(static word => word.Is("}"));
        if (end < 0 || !HasWeightOnly(end + 1) || end % 2 == 0)
            throw Problem("the sparse row is not a list of index and value pairs in braces, such as {0 5.1, 3 yes}");
        Row.AsSpan().Clear(); // what is left out is 0, the first value, 1970-01-01
        for (var k = 1; k < end; k += 2)
        {
            var index = int.TryParse(line[k].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Row.Length ? number
                : throw Problem(string.Create(CultureInfo.InvariantCulture, $"'{DisplayText.Name(line[k].Text)}' stands where the index of an attribute is expected, from 0 to {Row.Length - 1}"));
            Row[index] = Value(index, line[k + 1]);
        }
    }

    /// <summary>Whether the words from a place on are nothing, or the weight of the row, such as {3}.</summary>
    private bool HasWeightOnly(int from) =>
        line.Count == from
        || (line.Count == from + 3 && line[from].Is("{") && line[from + 2].Is("}") && double.TryParse(line[from + 1].Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private double Value(int attribute, ArffWord word)
    {
        if (word.Is("?"))
            return double.NaN;
        var (name, type, values, format) = Attributes[attribute];
        switch (type)
        {
            case ArffType.Number:
                return ForeignNumber.TryParse(word.Text, out var number) ? number
                    : throw Problem($"attribute '{DisplayText.Name(name)}' is '{DisplayText.Name(word.Text)}', which is not a finite number");
            case ArffType.Nominal:
                return indexes[attribute]!.TryGetValue(word.Text, out var index) ? index
                    : throw Problem($"attribute '{DisplayText.Name(name)}' is '{DisplayText.Name(word.Text)}', which is not one of its {values.Count} values");
            case ArffType.Date:
                return DateTime.TryParseExact(word.Text, NetFormat(format!), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
                    ? (date - DateTime.UnixEpoch).TotalMilliseconds
                    : throw Problem($"attribute '{DisplayText.Name(name)}' is '{DisplayText.Name(word.Text)}', which is not a date of the form {DisplayText.Name(format!)}");
            default:
                return 0;
        }
    }

    /// <summary>A date format of Java as one of .NET: the letters of milliseconds, days of the week and halves of the day differ.</summary>
    private static string NetFormat(string format)
    {
        var isQuoted = false;
        return string.Concat(format.Select(letter =>
        {
            isQuoted ^= letter == '\'';
            return isQuoted ? letter : letter switch { 'S' => 'f', 'E' => 'd', 'a' => 't', 'Z' or 'X' => 'z', _ => letter };
        }));
    }

    private ForeignFileException Problem(string message) => file.Problem(message, words.Line);
}
