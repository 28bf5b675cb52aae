using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Backprop.Cli;

/// <summary>How results are written as JSON: indented, names as they are. They are built as nodes, which need no reflection, so that a tool that is compiled ahead of time writes them too.</summary>
internal static class CliJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a result.</summary>
    public static string Text(JsonObject result) => result.ToJsonString(Options);

    /// <summary>A list with a node for each item.</summary>
    public static JsonArray List<TItem>(IEnumerable<TItem> items, Func<TItem, JsonNode?> node) => [.. items.Select(node)];

    /// <inheritdoc cref="List{TItem}"/>
    public static JsonArray List(IEnumerable<string> items) => List(items, static item => item);

    /// <inheritdoc cref="List{TItem}"/>
    public static JsonArray List(IEnumerable<double> items) => List(items, static item => item);

    /// <summary>An object with a property for each item, in their order.</summary>
    public static JsonObject Map<TItem>(IEnumerable<TItem> items, Func<TItem, string> name, Func<TItem, JsonNode?> node) =>
        new(items.Select(item => KeyValuePair.Create(name(item), node(item))));

    /// <summary>A number; null if it is infinite or NaN, which JSON lacks.</summary>
    public static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
