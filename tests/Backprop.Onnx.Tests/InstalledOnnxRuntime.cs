using System.Diagnostics;

namespace Backprop.Onnx.Tests;

/// <summary>The real ONNX Runtime in tests/onnxruntime, installed by npm from the pinned lock file where that has not yet happened.</summary>
public sealed class InstalledOnnxRuntime : IDisposable
{
    // Test classes run side by side, but the package is installed once.
    private static readonly Lock Installation = new();

    public InstalledOnnxRuntime()
    {
        var folder = Path.Combine(Repository(), "tests", "onnxruntime");
        lock (Installation)
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            {
                using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = folder })!;
                npm.WaitForExit();
            }
        }
        Runtime = OnnxRuntime.Find(folder)
            ?? throw new InvalidOperationException("ONNX Runtime is missing: install Node.js, then 'npm ci --ignore-scripts' in tests/onnxruntime");
    }

    public OnnxRuntime Runtime { get; }

    public void Dispose() => Runtime.Dispose();

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Backprop.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
