using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>
/// ONNX Runtime, where it is installed for Node.js (<c>npm install onnxruntime-node</c>): a judge of exported files that
/// Backprop did not write. Found or not, nothing is downloaded. One process serves all calls; use it from one thread at a time.
/// </summary>
public sealed class OnnxRuntime : IDisposable
{
    private readonly Process process;

    // One question, one answer: callers on several threads take turns.
    private readonly Lock turn = new();

    private OnnxRuntime(Process process, string version)
    {
        this.process = process;
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
        string? modules = null;
        var version = VersionAt(folder, modules);
        if (version is null && Answer("npm", ["root", "--global"], folder, null) is { } everywhere)
            version = VersionAt(folder, modules = everywhere);
        if (version is null) return null;

        using var script = new StreamReader(typeof(OnnxRuntime).Assembly.GetManifestResourceStream("onnxruntime.cjs")!);
        return Start("node", ["-e", script.ReadToEnd()], folder, modules) is { } process ? new OnnxRuntime(process, version) : null;
    }

    /// <exception cref="ModelFileException">ONNX Runtime refuses the file or the inputs; the message is its own.</exception>
    internal Dictionary<string, GraphTensor> Run(string path, IReadOnlyDictionary<string, (GraphTensor Value, DataType Type)> inputs)
    {
        var given = new JsonObject();
        foreach (var (name, (value, type)) in inputs) given[name] = ToJson(value, type);
        var question = new JsonObject { ["model"] = Path.GetFullPath(path), ["inputs"] = given }.ToJsonString();
        string? reply;
        lock (turn)
        {
            process.StandardInput.WriteLine(question);
            process.StandardInput.Flush();
            reply = process.StandardOutput.ReadLine();
        }
        if (reply is null) throw new ModelFileException(path, "ONNX Runtime ended without an answer");
        var answer = JsonNode.Parse(reply)!;
        if (answer["error"] is { } error) throw new ModelFileException(path, $"ONNX Runtime says: {error}");
        return answer["outputs"]!.AsObject().ToDictionary(entry => entry.Key, entry => FromJson(entry.Value!), StringComparer.Ordinal);
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        process.StandardInput.Dispose();
        if (!process.WaitForExit(2000)) process.Kill();
        process.Dispose();
    }

    private static string? VersionAt(string folder, string? modules) =>
        Answer("node", ["-p", "require('onnxruntime-node'); require('onnxruntime-node/package.json').version"], folder, modules);

    private static string? Answer(string command, string[] arguments, string folder, string? modules)
    {
        using var process = Start(command, arguments, folder, modules);
        if (process is null) return null;
        var answer = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? answer : null;
    }

    // None where the command is not installed. What it says of its troubles is not for the user: they are told that it is missing.
    private static Process? Start(string command, string[] arguments, string folder, string? modules)
    {
        var info = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (modules is not null) info.Environment["NODE_PATH"] = modules;
        try
        {
            var process = Process.Start(info)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

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
        return (string)node["type"]! == "string"
            ? new GraphTensor(dims, null, [.. data.Select(value => (string)value!)])
            : new GraphTensor(dims, [.. data.Select(value => Number(value!))]);
    }

    private static double Number(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => double.Parse((string)value!, CultureInfo.InvariantCulture),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => (double)value,
    };
}
