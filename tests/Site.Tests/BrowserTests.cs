using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Site.Tests;

/// <summary>The documentation site in the system's Chromium. Without Chromium tests are skipped; where <c>CI</c> is set, they fail.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly ConcurrentBag<string> requests = [];
    private readonly ConcurrentBag<string> errors = [];
    private StaticServer server = null!;
    private IPlaywright playwright = null!;
    private IBrowser chromium = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = BuiltSite.Folder;
        var executable = Array.Find(Places, File.Exists);
        if (executable is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))) Assert.Skip("there is no Chromium at " + string.Join(" or ", Places));
        Assert.NotNull(executable);
        // Others may be at work on the machine.
        Assertions.SetDefaultExpectTimeout(60_000);
        server = new StaticServer(folder);
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
    }

    [Theory]
    [InlineData("momentum", "docs/rules.html")]
    [InlineData("TableTraining", "api/Backprop.Data.TableTraining.html")]
    public async Task Search_finds_pages_of_the_documentation_and_types(string words, string page)
    {
        var visit = await VisitAsync("index.html");
        await Assertions.Expect(visit.Locator("#search-query")).ToBeEnabledAsync();
        await visit.Locator("#search-query").FillAsync(words);
        await Assertions.Expect(visit.Locator($"#search-results a[href*='{page}']").First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("index.html", 1280)]
    [InlineData("README.html", 390)]
    [InlineData("README.zh.html", 390)]
    [InlineData("docs/files.html", 390)]
    [InlineData("docs/studies/family-trees.html", 390)]
    [InlineData("docs/studies/second-order.html", 1280)]
    [InlineData("api/Backprop.Trainer-1.html", 390)]
    [InlineData("api/Backprop.Data.TableTraining.html", 1280)]
    public async Task A_page_fits_its_window_shows_its_pictures_and_asks_nobody_else(string page, int width)
    {
        var visit = await VisitAsync(page, width);
        await visit.WaitForLoadStateAsync(LoadState.NetworkIdle);
        // The navigation is there once the scripts ran.
        await Assertions.Expect(visit.Locator("#navbar a").First).ToBeAttachedAsync();

        Assert.Equal(0, await visit.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"));
        Assert.Empty(await visit.EvaluateAsync<string[]>("() => [...document.images].filter(image => image.complete && image.naturalWidth === 0).map(image => image.src)"));
        Assert.All(requests.Where(static request => !request.StartsWith("data:", StringComparison.Ordinal)), request => Assert.StartsWith(server.Address, request, StringComparison.Ordinal));
        Assert.Empty(errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null) await chromium.CloseAsync();
        playwright?.Dispose();
        server?.Dispose();
    }

    private async Task<IPage> VisitAsync(string page, int width = 1280)
    {
        var context = await chromium.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 844 } });
        context.SetDefaultTimeout(60_000);
        context.Request += (_, request) => requests.Add(request.Url);
        context.WebError += (_, error) => errors.Add(error.Error);
        var visit = await context.NewPageAsync();
        await visit.GotoAsync(server.Address + page);
        return visit;
    }
}
