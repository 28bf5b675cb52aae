using System.Text.Json;

namespace Backprop;

/// <summary>An object in a net's description, read strictly: what is unknown or of the wrong kind is refused with the object's name.</summary>
internal readonly struct StrictJsonObject
{
    private readonly JsonElement element;

    internal StrictJsonObject(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new TopologyException($"{name} is described by {Words(element.ValueKind)}; it must be an object {{…}}.");
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
                throw new TopologyException($"{Name} has '{property.Name}', which means nothing here; it can have {Topology.Names(known.ToArray())}.");
            if (!seen.Add(property.Name))
                throw new TopologyException($"{Name} has '{property.Name}' twice; say it once.");
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
            : throw new TopologyException($"{Name} has '{property}' {Element(property).GetRawText()}; it must be a whole number of at most {int.MaxValue}.");
    }

    internal IEnumerable<JsonElement> Items(string property) => Kind(property) switch
    {
        JsonValueKind.Array => Element(property).EnumerateArray(),
        null => throw new TopologyException($"{Name} has no '{property}'; give a list."),
        var kind => throw Wrong(property, "a list", kind),
    };

    private static string Words(JsonValueKind? kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    private TopologyException Wrong(string property, string expected, JsonValueKind? kind) =>
        new($"{Name} has '{property}' as {Words(kind)}; it must be {expected}.");
}
