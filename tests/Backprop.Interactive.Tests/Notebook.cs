using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Backprop.Interactive.Tests;

/// <summary>A notebook file: JSON with the code of each cell and what it showed.</summary>
internal sealed class Notebook
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject content;

    private Notebook(JsonObject content) => this.content = content;

    /// <summary>The text of the file, as notebooks are written.</summary>
    public string Text => content.ToJsonString(Format) + "\n";

    /// <summary>The code of all cells.</summary>
    public string Code => string.Join('\n', CodeCells.Select(Source));

    private IEnumerable<JsonObject> CodeCells => content["cells"]!.AsArray().Select(static cell => cell!.AsObject()).Where(static cell => (string?)cell["cell_type"] == "code");

    public static Notebook Read(string path) => new(JsonNode.Parse(File.ReadAllText(path))!.AsObject());

    /// <summary>Text as notebooks keep it: a string for each line, with its end.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return [.. lines.Select((line, k) => JsonValue.Create(k < lines.Length - 1 ? line + "\n" : line)).Where(static line => ((string)line!).Length > 0)];
    }

    /// <summary>Runs every cell of code, in order, and keeps what each shows.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="package">The code that stands for the cell that fetches the package, whose progress is not kept.</param>
    public async Task RunAsync(Kernel kernel, string package)
    {
        var number = 0;
        foreach (var cell in CodeCells)
        {
            cell["execution_count"] = ++number;
            var code = Source(cell);
            var isPackage = code.StartsWith("#r \"nuget:", StringComparison.Ordinal);
            var outputs = await kernel.RunAsync(isPackage ? package : code, number);
            cell["outputs"] = isPackage ? new JsonArray() : outputs;
        }
    }

    private static string Source(JsonObject cell) => string.Concat(cell["source"]!.AsArray().Select(static line => (string?)line));
}
