using System.Text.Json;

namespace Backprop;

/// <summary>An object in a net's description, read strictly: what is unknown or of the wrong kind is refused with the object's name.</summary>
internal readonly struct StrictJsonObject
{
    private readonly JsonElement element;

    internal StrictJsonObject(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new TopologyException($"{name} is described by {element.ValueKind}; it must be an object {{…}}.");
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
        return Element(property).TryGetInt32(out var whole) ? whole : throw new TopologyException($"{Name} has '{property}' {number}; it must be a whole number.");
    }

    internal IEnumerable<JsonElement> Items(string property) => Kind(property) switch
    {
        JsonValueKind.Array => Element(property).EnumerateArray(),
        null => throw new TopologyException($"{Name} has no '{property}'; give a list."),
        var kind => throw Wrong(property, "a list", kind),
    };

    private TopologyException Wrong(string property, string expected, JsonValueKind? kind) =>
        new($"{Name} has '{property}' of kind {kind}; it must be {expected}.");
}
