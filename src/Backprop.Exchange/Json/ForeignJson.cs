using System.Globalization;
using System.Text.Json;

namespace Backprop.Exchange;

/// <summary>A value in a JSON file of another program, which knows its place in it: what it is not is refused by that place.</summary>
/// <param name="file">The file that messages name.</param>
/// <param name="element">The value.</param>
/// <param name="place">Where it is, for messages: "'layers' [2]"; empty for the whole file.</param>
internal readonly struct ForeignJson(ForeignText file, JsonElement element, string place)
{
    private const int Deepest = 32;

    /// <summary>Where it is, for messages.</summary>
    public string Place => place.Length == 0 ? "the file" : place;

    /// <summary>Whether it is null.</summary>
    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    /// <summary>Whether it is an object.</summary>
    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether it is a list.</summary>
    public bool IsList => element.ValueKind == JsonValueKind.Array;

    /// <summary>Whether it is true.</summary>
    public bool IsTrue => element.ValueKind == JsonValueKind.True;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ForeignFileException">It is not JSON, or not an object.</exception>
    public static ForeignJson Read(ForeignText file)
    {
        try
        {
            var root = new ForeignJson(file, JsonDocument.Parse(file.Text, new JsonDocumentOptions { MaxDepth = Deepest }).RootElement, "");
            return root.IsObject ? root : throw root.Wrong("an object {…}");
        }
        catch (JsonException e)
        {
            throw file.Problem("is not whole JSON, or is damaged here", e.LineNumber is { } line ? line + 1 : null, e);
        }
        catch (ArgumentException e) // half a surrogate pair
        {
            throw file.Problem("is not text that JSON can hold", inner: e);
        }
    }

    /// <summary>The value of a property, of two of one name the last; null where there is none.</summary>
    public ForeignJson? Find(string name)
    {
        if (!IsObject)
            throw Wrong("an object {…}");
        var within = element;
        return Decoded(() => within.TryGetProperty(name, out var value) ? value : (JsonElement?)null) is { } found ? At(found, $"'{name}'") : null;
    }

    /// <summary>The value of a property.</summary>
    /// <exception cref="ForeignFileException">There is none.</exception>
    public ForeignJson this[string name] => Find(name) ?? throw Problem($"has no '{name}'");

    /// <summary>The properties in the order of the file, of two of one name the last.</summary>
    public IReadOnlyList<(string Name, ForeignJson Value)> Properties()
    {
        if (!IsObject)
            throw Wrong("an object {…}");
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var properties = new List<(string, ForeignJson)>();
        foreach (var property in element.EnumerateObject())
        {
            var name = Decoded(() => property.Name);
            var value = (name, At(property.Value, $"'{DisplayText.Name(name)}'"));
            if (names.TryAdd(name, properties.Count)) properties.Add(value);
            else properties[names[name]] = value;
        }
        return properties;
    }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<ForeignJson> Items()
    {
        if (!IsList)
            throw Wrong("a list […]");
        var items = new List<ForeignJson>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
            items.Add(new ForeignJson(file, item, string.Create(CultureInfo.InvariantCulture, $"{place} [{items.Count}]")));
        return items;
    }

    /// <summary>A list of finite numbers.</summary>
    public double[] Numbers()
    {
        if (!IsList)
            throw Wrong("a list of numbers");
        var numbers = new double[element.GetArrayLength()];
        var at = 0;
        foreach (var item in element.EnumerateArray())
            numbers[at++] = IsFinite(item, out var number) ? number : throw Wrong("a list of finite numbers");
        return numbers;
    }

    /// <summary>A finite number.</summary>
    public double Number() => IsFinite(element, out var number) ? number : throw Wrong("a finite number");

    /// <summary>A whole number from 0 to <paramref name="most"/>.</summary>
    public int Count(int most = int.MaxValue)
    {
        var number = Number();
        return number >= 0 && number <= most && number == Math.Floor(number) ? (int)number
            : throw Wrong(most == int.MaxValue ? "a whole number, 0 or more" : string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {most}"));
    }

    /// <summary>A text.</summary>
    public string Text()
    {
        if (element.ValueKind != JsonValueKind.String)
            throw Wrong("a text");
        var text = element;
        return Decoded(() => text.GetString()!);
    }

    /// <summary>A value as a word: a text, a number as the file writes it, true or false.</summary>
    public string Word() => element.ValueKind switch
    {
        JsonValueKind.String => Text(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => throw Wrong("a text, a number, true or false"),
    };

    /// <summary>The error of this place.</summary>
    public ForeignFileException Problem(string message, Exception? inner = null) => file.Problem(place.Length == 0 ? message : $"{place} {message}", inner: inner);

    /// <summary>The error of a value that is of another kind.</summary>
    public ForeignFileException Wrong(string expected) => Problem($"is {Found()}, but {expected} is expected");

    private static bool IsFinite(JsonElement element, out double number)
    {
        number = double.NaN;
        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out number) && double.IsFinite(number);
    }

    private ForeignJson At(JsonElement value, string name) => new(file, value, place.Length == 0 ? name : $"{place} {name}");

    private T Decoded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e) // half a surrogate pair
        {
            throw Problem("holds text that is not Unicode", e);
        }
    }

    private string Found() => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text '{DisplayText.Name(Text())}'",
        JsonValueKind.Number => $"the number {DisplayText.Name(element.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
