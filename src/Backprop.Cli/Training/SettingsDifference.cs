using System.Globalization;
using System.Text.Json;

namespace Backprop.Cli;

/// <summary>Tells in which settings two trainings differ.</summary>
internal static class SettingsDifference
{
    /// <summary>Each setting that differs, with both values, such as "rate is 0.5 there and 0.1 in this command"; null where none does.</summary>
    /// <param name="there">Settings of a model, as JSON.</param>
    /// <param name="here">Those of a command.</param>
    public static string? Of(string there, string here)
    {
        var (theirs, ours) = (Flat(there), Flat(here));
        string[] different = [.. ours.Keys.Union(theirs.Keys, StringComparer.Ordinal).Where(name => theirs.GetValueOrDefault(name) != ours.GetValueOrDefault(name))
            .Select(name => $"{name[(name.LastIndexOf('.') + 1)..]} is {Shown(theirs, name)} there and {Shown(ours, name)} in this command")];
        return different.Length == 0 ? null : string.Join("; ", different);
    }

    private static string Shown(Dictionary<string, string> settings, string name) => settings.TryGetValue(name, out var value) ? DisplayText.Of(value, 100) : "not given";

    /// <summary>Every value by its path, such as "training.rate".</summary>
    private static Dictionary<string, string> Flat(string json)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        Collect(document.RootElement, "");
        return flat;

        void Collect(JsonElement element, string path)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in element.EnumerateObject())
                    Collect(property.Value, path.Length == 0 ? property.Name : string.Create(CultureInfo.InvariantCulture, $"{path}.{property.Name}"));
                return;
            }
            flat[path] = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        }
    }
}
