using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>
/// ONNX Runtime, where it is installed for Node.js (<c>npm install onnxruntime-node</c>): a judge of exported files that
/// Backprop did not write. Found or not, nothing is downloaded.
/// </summary>
public sealed class OnnxRuntime
{
    private static readonly Lazy<string> Script = new(() =>
    {
        using var stream = typeof(OnnxRuntime).Assembly.GetManifestResourceStream("onnxruntime.cjs")!;
        return new StreamReader(stream).ReadToEnd();
    });

    private readonly string folder;
    private readonly string? modules;

    private OnnxRuntime(string folder, string? modules, string version)
    {
        this.folder = folder;
        this.modules = modules;
        Version = version;
    }

    /// <summary>Version of the npm package, such as "1.22.0".</summary>
    public string Version { get; }

    /// <summary>Looks for Node.js and the package <c>onnxruntime-node</c> in <paramref name="folder"/> and the folders above it, then among npm's global packages.</summary>
    /// <param name="folder">Where to look; null for the current folder.</param>
    /// <returns>None where either is missing.</returns>
    public static OnnxRuntime? Find(string? folder = null)
    {
        folder = Path.GetFullPath(folder ?? Environment.CurrentDirectory);
        if (VersionAt(folder, null) is { } here) return new OnnxRuntime(folder, null, here);
        if (Start("npm", ["root", "--global"], folder, null, "") is (0, var output, _) && VersionAt(folder, output.Trim()) is { } everywhere)
            return new OnnxRuntime(folder, output.Trim(), everywhere);
        return null;
    }

    /// <exception cref="ModelFileException">ONNX Runtime refuses the file or the inputs; the message is its own.</exception>
    internal Dictionary<string, GraphTensor> Run(string path, IReadOnlyDictionary<string, (GraphTensor Value, DataType Type)> inputs)
    {
        var job = new JsonObject { ["model"] = Path.GetFullPath(path), ["inputs"] = new JsonObject(inputs.Select(input => KeyValuePair.Create(input.Key, (JsonNode?)ToJson(input.Value.Value, input.Value.Type)))) };
        var (code, output, error) = Start("node", ["-e", Script.Value], folder, modules, job.ToJsonString()) ?? (-1, "", "node cannot be started");
        if (code != 0) throw new ModelFileException(path, "ONNX Runtime says: " + error.Trim());
        return JsonNode.Parse(output)!["outputs"]!.AsObject().ToDictionary(entry => entry.Key, entry => FromJson(entry.Value!), StringComparer.Ordinal);
    }

    private static string? VersionAt(string folder, string? modules) =>
        Start("node", ["-p", "require('onnxruntime-node'); require('onnxruntime-node/package.json').version"], folder, modules, "") is (0, var version, _)
            ? version.Trim()
            : null;

    private static JsonObject ToJson(GraphTensor tensor, DataType type) => new()
    {
        ["type"] = type switch { DataType.String => "string", DataType.Int64 => "int64", DataType.Double => "float64", _ => "float32" },
        ["dims"] = new JsonArray([.. tensor.Dims.Select(dimension => (JsonNode)dimension)]),
        ["data"] = tensor.Texts is { } texts
            ? new JsonArray([.. texts.Select(text => (JsonNode)text)])
            : new JsonArray([.. tensor.Numbers!.Select(number => (JsonNode)(double.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture)))]),
    };

    private static GraphTensor FromJson(JsonNode node)
    {
        int[] dims = [.. node["dims"]!.AsArray().Select(dimension => (int)dimension!)];
        var data = node["data"]!.AsArray();
        var texts = data.Count > 0 && data.All(value => value!.GetValueKind() == System.Text.Json.JsonValueKind.String && !double.TryParse((string)value!, CultureInfo.InvariantCulture, out _));
        return texts
            ? new GraphTensor(dims, null, [.. data.Select(value => (string)value!)])
            : new GraphTensor(dims, [.. data.Select(value => value!.GetValueKind() == System.Text.Json.JsonValueKind.String ? double.Parse((string)value!, CultureInfo.InvariantCulture) : (double)value!)]);
    }

    // Runs a command to its end; none where it cannot be started.
    private static (int Code, string Output, string Error)? Start(string command, string[] arguments, string folder, string? modules, string input)
    {
        var info = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (modules is not null) info.Environment["NODE_PATH"] = modules;
        try
        {
            using var process = Process.Start(info)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            try
            {
                process.StandardInput.Write(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading; its exit code and error tell why.
            }
            process.WaitForExit();
            return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
