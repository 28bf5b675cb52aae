using System.Diagnostics;

namespace Backprop.Cli.Tests;

/// <summary>A folder for one test, deleted after it.</summary>
internal sealed class Workplace : IDisposable
{
    public Workplace() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "backprop-" + Path.GetRandomFileName());

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>One of the tables in tests/tables.</summary>
    public static string Table(string name) => Path.Combine(AppContext.BaseDirectory, "tables", name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Names of the files that lie here, sorted.</summary>
    public IEnumerable<string> Files => Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    /// <summary>The tool in a process of its own.</summary>
    public static Process Start(params string[] arguments) => StartIn("", arguments);

    /// <summary>The tool in a process of its own, in this folder.</summary>
    public Process StartHere(params string[] arguments) => StartIn(Folder, arguments);

    private static Process StartIn(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Backprop.Cli.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
