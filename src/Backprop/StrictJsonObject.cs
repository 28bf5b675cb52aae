using System.Text.Json;

namespace Backprop;

/// <summary>
/// A JSON object read strictly: what is of the wrong kind, and where <see cref="Only"/> is asked what is unknown, is refused by a
/// <see cref="FormatException"/> that names the object. Whoever reads a file turns it into an exception of its own.
/// </summary>
internal readonly struct StrictJsonObject
{
    /// <summary>The name of an object that the start of the message names; what is in it then needs no "of it".</summary>
    internal const string Root = "it";

    private readonly JsonElement element;

    internal StrictJsonObject(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException($"{name} is described by {Words(element.ValueKind)}; it must be an object {{…}}.");
        this.element = element;
        Name = name;
    }

    internal string Name { get; }

    internal void Only(params ReadOnlySpan<string> known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw new FormatException($"{Name} has '{property.Name}', which is not known; it can have {string.Join(", ", known.ToArray().Select(static name => $"'{name}'"))}.");
            if (!seen.Add(property.Name))
                throw new FormatException($"{Name} has '{property.Name}' twice; say it once.");
        }
    }

    internal JsonValueKind? Kind(string property) => element.TryGetProperty(property, out var value) ? value.ValueKind : null;

    internal JsonElement Element(string property) => element.GetProperty(property);

    internal string? Text(string property) => Kind(property) switch
    {
        null => null,
        JsonValueKind.String => Element(property).GetString(),
        var kind => throw Wrong(property, "a text", kind),
    };

    internal bool? Flag(string property) => Kind(property) switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        var kind => throw Wrong(property, "true or false", kind),
    };

    internal double? Number(string property) => Kind(property) switch
    {
        null => null,
        JsonValueKind.Number => Element(property).GetDouble(),
        var kind => throw Wrong(property, "a number", kind),
    };

    internal int? Int32(string property)
    {
        if (Number(property) is not { } number)
            return null;
        // 1e3 is a whole number too.
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number
            : throw new FormatException($"{Name} has '{property}' {Element(property).GetRawText()}; it must be a whole number of at most {int.MaxValue}.");
    }

    internal IEnumerable<JsonElement> Items(string property) => Kind(property) switch
    {
        JsonValueKind.Array => Element(property).EnumerateArray(),
        null => throw new FormatException($"{Name} has no '{property}'; give a list."),
        var kind => throw Wrong(property, "a list", kind),
    };

    /// <summary>A list of texts; null where there is none.</summary>
    internal string[]? Texts(string property)
    {
        if (Kind(property) is null)
            return null;
        var texts = new List<string>();
        foreach (var item in Items(property))
            texts.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(property, "a list of texts", item.ValueKind, "a list with "));
        return [.. texts];
    }

    /// <summary>An object within this one; null where there is none.</summary>
    internal StrictJsonObject? Object(string property) =>
        Kind(property) is null ? null : new StrictJsonObject(Element(property), Name == Root ? $"'{property}'" : $"'{property}' of {Name}");

    /// <summary>The error of a property that must be there.</summary>
    internal FormatException Missing(string property) => new($"{Name} has no '{property}'.");

    private static string Words(JsonValueKind? kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    private FormatException Wrong(string property, string expected, JsonValueKind? kind, string within = "") =>
        new($"{Name} has '{property}' as {within}{Words(kind)}; it must be {expected}.");
}
