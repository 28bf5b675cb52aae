using System.ComponentModel;
using System.Diagnostics;

[assembly: AssemblyFixture(typeof(Backprop.Onnx.Tests.InstalledOnnxRuntime))]

namespace Backprop.Onnx.Tests;

/// <summary>
/// The real ONNX Runtime in tests/onnxruntime, one for all tests, installed by npm from the pinned lock file where that has not yet happened.
/// On a machine without Node.js the tests that ask it are skipped and say so; in CI that is a failure.
/// </summary>
public sealed class InstalledOnnxRuntime : IDisposable
{
    private readonly OnnxRuntime? runtime;

    public InstalledOnnxRuntime()
    {
        var folder = Path.Combine(Repository(), "tests", "onnxruntime");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            Install(folder);
        runtime = OnnxRuntime.Find(folder);
    }

    public OnnxRuntime Runtime
    {
        get
        {
            const string Missing = "ONNX Runtime is missing: install Node.js, then 'npm ci --ignore-scripts' in tests/onnxruntime";
            if (runtime is null && Environment.GetEnvironmentVariable("CI") is not "true")
                Assert.Skip(Missing);
            return runtime ?? throw new InvalidOperationException(Missing);
        }
    }

    public void Dispose() => runtime?.Dispose();

    private static void Install(string folder)
    {
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = folder })!;
            npm.WaitForExit();
        }
        catch (Win32Exception)
        {
            // No npm here: the tests say so one by one.
        }
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Backprop.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
