using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Backprop.Tests;

namespace Backprop.Interactive.Tests;

/// <summary>
/// A kernel of .NET Interactive that reads commands from its standard input and writes events to its standard output, a line of JSON each. The tool is restored by
/// <c>dotnet tool restore</c>; without it tests are skipped, and where <c>CI</c> is set, they fail.
/// </summary>
internal sealed class Kernel : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly StringBuilder complaints = new();
    private int submissions;

    private Kernel(string folder)
    {
        process = new Process
        {
            StartInfo = new("dotnet", ["dotnet-interactive", "stdio", "--working-dir", folder])
            {
                UseShellExecute = false,
                WorkingDirectory = Repository.Root,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                StandardOutputEncoding = Encoding.UTF8,
                Environment =
                {
                    ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1",
                    ["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
                    ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                    ["DOTNET_NOLOGO"] = "1",
                },
            },
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (complaints) complaints.AppendLine(line.Data);
        };
    }

    /// <summary>Starts a kernel whose current folder is the given one.</summary>
    public static async Task<Kernel> StartAsync(string folder)
    {
        var kernel = new Kernel(folder);
        try
        {
            kernel.process.Start();
            kernel.process.BeginErrorReadLine();
            while (await kernel.EventAsync() is not { Type: "KernelReady" })
            {
            }

            // A kernel outlives whoever started it, waiting for input: it must end where the tests are killed.
            await kernel.RunAsync(string.Create(CultureInfo.InvariantCulture,
                $"_ = System.Diagnostics.Process.GetProcessById({Environment.ProcessId}).WaitForExitAsync().ContinueWith(_ => System.Environment.Exit(1));"));
            return kernel;
        }
        catch
        {
            kernel.Dispose();
            throw;
        }
    }

    /// <summary>Runs code and returns what it shows, as the outputs of a cell.</summary>
    /// <exception cref="InvalidOperationException">The code, or the script of a package that it loads, does not compile or throws.</exception>
    public async Task<JsonArray> RunAsync(string code, int? number = null, string language = "csharp")
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"cell-{++submissions}");
        var command = new JsonObject { ["commandType"] = "SubmitCode", ["token"] = token, ["command"] = new JsonObject { ["code"] = code, ["targetKernelName"] = language } };
        await process.StandardInput.WriteLineAsync(command.ToJsonString());
        await process.StandardInput.FlushAsync();

        var outputs = new JsonArray();
        while (true)
        {
            var (type, from, content) = await EventAsync();
            if (type == "ErrorProduced" && from?.StartsWith(token, StringComparison.Ordinal) == true)
                throw new InvalidOperationException($"{content["message"]}\nin the cell\n{code}");
            if (from != token) continue;
            switch (type)
            {
                case "CommandSucceeded":
                    return outputs;
                case "CommandFailed":
                    throw new InvalidOperationException($"{content["message"]}\nin the cell\n{code}");
                case "StandardOutputValueProduced":
                    Print(outputs, (string)content["formattedValues"]![0]!["value"]!);
                    break;
                case "ReturnValueProduced":
                    outputs.Add((JsonNode)new JsonObject { ["data"] = Data(content), ["execution_count"] = number, ["metadata"] = new JsonObject(), ["output_type"] = "execute_result" });
                    break;
                case "DisplayedValueProduced":
                    outputs.Add((JsonNode)new JsonObject { ["data"] = Data(content), ["metadata"] = new JsonObject(), ["output_type"] = "display_data" });
                    break;
            }
        }
    }

    public void Dispose()
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It did not start.
        }

        process.Dispose();
    }

    /// <summary>What is printed in parts is one output.</summary>
    private static void Print(JsonArray outputs, string text)
    {
        if (outputs is [.., JsonObject last] && (string?)last["name"] == "stdout")
        {
            text = string.Concat(last["text"]!.AsArray().Select(static line => (string?)line)) + text;
            outputs.RemoveAt(outputs.Count - 1);
        }

        outputs.Add((JsonNode)new JsonObject { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = Notebook.Lines(text) });
    }

    private static JsonObject Data(JsonObject content) =>
        new(content["formattedValues"]!.AsArray().Select(static value => KeyValuePair.Create((string)value!["mimeType"]!, (JsonNode?)Notebook.Lines((string)value["value"]!))));

    /// <summary>The next event: its type, the command that it answers, its content.</summary>
    private async Task<(string? Type, string? From, JsonObject Content)> EventAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (line is null)
        {
            await process.WaitForExitAsync();
            var said = complaints.ToString();
            if (said.Contains("dotnet tool restore", StringComparison.Ordinal) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
                Assert.Skip("the kernel of .NET Interactive is not there; fetch it: dotnet tool restore");
            throw new InvalidOperationException($"the kernel ended: {said}");
        }

        var envelope = JsonNode.Parse(line)!.AsObject();
        return ((string?)envelope["eventType"], (string?)envelope["command"]?["token"], envelope["event"] as JsonObject ?? []);
    }
}
