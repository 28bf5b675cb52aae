using System.Diagnostics;
using System.Reflection;

namespace Backprop.Lab.Browser.Tests;

/// <summary>The tool as a user starts it.</summary>
internal static class Tool
{
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(typeof(Tool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "ToolFolder").Value!, "Backprop.Cli.dll"));

    /// <summary>Whether the site lies beside the tool.</summary>
    public static bool HasLab => File.Exists(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "lab", "index.html"));

    /// <summary>Starts the tool.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Runs a command line as the page shows it, in a folder.</summary>
    public static async Task ShellAsync(string folder, string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"backprop() {{ dotnet '{Path}' \"$@\"; }}; {command}"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(shell.ExitCode == 0, $"{command}\n{await output}{error}");
    }
}
