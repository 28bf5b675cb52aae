using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Backprop.Data;

/// <summary>
/// An encoding as JSON. What is not there has its default, so that encodings of earlier versions are read; what is there and unknown is
/// ignored. Written and read property by property: reflection is not there in a program that is compiled ahead of time.
/// </summary>
internal static class EncodingJson
{
    private const int Deepest = 16;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(TableEncoding encoding)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            Write(json, "inputs", encoding.Inputs);
            Write(json, "targets", encoding.Targets);
            Write(json, "missing", encoding.Missing);
            json.WriteString("delimiter", encoding.Delimiter.ToString());
            json.WriteString("quote", encoding.Quote.ToString());
            json.WriteString("decimalMark", encoding.DecimalMark.ToString());
            if (encoding.DateFormat is { } format)
                json.WriteString("dateFormat", format);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="FormatException">Entries are missing or of the wrong kind.</exception>
    /// <exception cref="InvalidOperationException">A text holds half a surrogate pair.</exception>
    /// <exception cref="DataException">The columns make no encoding.</exception>
    public static TableEncoding Read(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Deepest });
        var json = new StrictJsonObject(document.RootElement, StrictJsonObject.Root);
        return new TableEncoding(Columns(json, "inputs"), Columns(json, "targets"))
        {
            Missing = json.Texts("missing") ?? TableFormat.UsualMissing,
            Delimiter = Character(json, "delimiter") ?? ',',
            Quote = Character(json, "quote") ?? '"',
            DecimalMark = Character(json, "decimalMark") ?? '.',
            DateFormat = TextOrNull(json, "dateFormat"),
        };
    }

    private static void Write(Utf8JsonWriter json, string property, IReadOnlyList<ColumnEncoding> columns)
    {
        json.WriteStartArray(property);
        foreach (var column in columns)
            Write(json, column);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string property, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(property);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ColumnEncoding column)
    {
        json.WriteStartObject();
        switch (column)
        {
            case NumberEncoding number:
                Begin("number");
                json.WriteNumber("mean", number.Mean);
                json.WriteNumber("deviation", number.Deviation);
                Flag("hasExponent", number.HasExponent);
                if (number.Sign is { } sign)
                    json.WriteString("sign", sign);
                break;
            case DateEncoding date:
                Begin("date");
                json.WriteNumber("mean", date.Mean);
                json.WriteNumber("deviation", date.Deviation);
                if (date.Precision != DatePrecision.Day)
                    json.WriteString("precision", Name(date.Precision));
                break;
            case BooleanEncoding boolean:
                Begin("boolean");
                json.WriteString("no", boolean.No);
                json.WriteString("yes", boolean.Yes);
                break;
            case CategoryEncoding category:
                Begin("category");
                Write(json, "categories", category.Categories);
                json.WriteString("identity", Name(category.Identity));
                Flag("decimalComma", category.DecimalComma);
                break;
            default:
                throw new InvalidOperationException($"column '{column.Column}' has an encoding of an unknown kind, {column.GetType().Name}");
        }
        Flag("missingUnit", column.MissingUnit);
        Flag("silent", column.IsConstant);
        json.WriteEndObject();

        void Begin(string kind)
        {
            json.WriteString("kind", kind);
            json.WriteString("column", column.Column);
        }

        void Flag(string name, bool value)
        {
            if (value)
                json.WriteBoolean(name, true);
        }
    }

    private static ColumnEncoding[] Columns(StrictJsonObject json, string property) =>
        [.. json.Items(property).Select((item, i) => Column(new StrictJsonObject(item, $"item {i + 1} of '{property}'")))];

    private static ColumnEncoding Column(StrictJsonObject json)
    {
        var name = Text(json, "column");
        ColumnEncoding column = Text(json, "kind") switch
        {
            "number" => new NumberEncoding(name, Number(json, "mean"), Number(json, "deviation")) { HasExponent = json.Flag("hasExponent") ?? false, Sign = TextOrNull(json, "sign") },
            "date" => new DateEncoding(name, Number(json, "mean"), Number(json, "deviation")) { Precision = OneOf<DatePrecision>(json, "precision") ?? DatePrecision.Day },
            "boolean" => new BooleanEncoding(name, Text(json, "no"), Text(json, "yes")),
            "category" => Category(name, json),
            var kind => throw new FormatException($"{json.Name} has the kind '{DisplayText.Name(kind)}'; it can be 'number', 'date', 'boolean' or 'category'."),
        };
        return column with { MissingUnit = json.Flag("missingUnit") ?? false, IsConstant = json.Flag("silent") ?? false };
    }

    private static CategoryEncoding Category(string name, StrictJsonObject json)
    {
        var category = new CategoryEncoding(name, json.Texts("categories") ?? throw json.Missing("categories")) { DecimalComma = json.Flag("decimalComma") ?? false };
        // Where nothing says what they are, the categories look like one or another.
        return OneOf<CategoryIdentity>(json, "identity") is { } identity ? category with { Identity = identity } : category;
    }

    private static string Text(StrictJsonObject json, string property) => json.Text(property) ?? throw json.Missing(property);

    private static string? TextOrNull(StrictJsonObject json, string property) =>
        json.Kind(property) is JsonValueKind.Null ? null : json.Text(property);

    private static double Number(StrictJsonObject json, string property) => json.Number(property) ?? throw json.Missing(property);

    private static char? Character(StrictJsonObject json, string property) => json.Text(property) switch
    {
        null => null,
        [var character] => character,
        var text => throw new FormatException($"{json.Name} has '{property}' '{DisplayText.Name(text)}'; it must be one character."),
    };

    private static T? OneOf<T>(StrictJsonObject json, string property)
        where T : struct, Enum
    {
        if (json.Text(property) is not { } text)
            return null;
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(Name(value), text, StringComparison.Ordinal))
                return value;
        throw new FormatException($"{json.Name} has '{property}' '{DisplayText.Name(text)}'; it can be {string.Join(", ", Enum.GetValues<T>().Select(value => $"'{Name(value)}'"))}.");
    }

    /// <summary>The name of a value with a small first letter: yesOrNo.</summary>
    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
