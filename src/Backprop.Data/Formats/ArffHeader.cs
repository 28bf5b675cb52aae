using System.Text;

namespace Backprop.Data;

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
