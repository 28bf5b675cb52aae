using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Backprop.Lab.Browser.Tests.LabBrowser))]
// One page after another: two cores do not draw four.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Backprop.Lab.Browser.Tests;

/// <summary>The system's Chromium, and one <c>backprop lab</c> without files. Without Chromium, or without the lab beside the tool, tests are skipped; where <c>CI</c> is set, they fail.</summary>
public sealed class LabBrowser : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? chromium;
    private LabProcess? lab;
    private string? missing;

    /// <summary>A name that leads to this machine, as one of a hostile site may after a while.</summary>
    public const string ReboundName = "rebound.example";

    public async ValueTask InitializeAsync()
    {
        var executable = Array.Find(Places, File.Exists);
        missing = executable is null ? "there is no Chromium at " + string.Join(" or ", Places) : Tool.HasLab ? null : $"there is no lab beside {Tool.Path}; build with -p:WithLab=true";
        if (missing is not null) return;
        // Others may be at work on the machine.
        Assertions.SetDefaultExpectTimeout(30_000);
        lab = await LabProcess.StartAsync();
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", $"--host-resolver-rules=MAP {ReboundName} 127.0.0.1"],
        });
    }

    /// <summary>A browser's profile of its own, at a lab.</summary>
    internal async Task<LabVisit> VisitAsync(LabProcess? other = null, BrowserNewContextOptions? options = null)
    {
        if (missing is not null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))) Assert.Skip(missing);
        Assert.True(missing is null, missing);
        options ??= new();
        options.AcceptDownloads = true;
        options.Locale ??= "en-US";
        var context = await chromium!.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        return new LabVisit(context, other ?? lab!);
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null) await chromium.CloseAsync();
        playwright?.Dispose();
        if (lab is not null) await lab.DisposeAsync();
    }
}
