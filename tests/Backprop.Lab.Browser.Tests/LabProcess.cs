using System.Diagnostics;
using System.Globalization;

namespace Backprop.Lab.Browser.Tests;

/// <summary><c>backprop lab</c>, serving.</summary>
internal sealed class LabProcess : IAsyncDisposable
{
    private readonly Process process;
    private bool isDisposed;

    private LabProcess(Process process, Uri address) => (this.process, Address) = (process, address);

    /// <summary>The address that it printed.</summary>
    public Uri Address { get; }

    /// <summary>The address without what stands behind '#'.</summary>
    public string Site => Address.GetLeftPart(UriPartial.Path);

    public static async Task<LabProcess> StartAsync(params string[] named)
    {
        // At any free port: a lab of the user may be at the usual one.
        var process = Tool.Start(["lab", .. named, "--no-browser"]);
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (line is not null) return new LabProcess(process, new Uri(line));
        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends a signal and gives the exit code.</summary>
    public async Task<int> EndAsync(string signal)
    {
        using (var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed) return;
        isDisposed = true;
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }
}
