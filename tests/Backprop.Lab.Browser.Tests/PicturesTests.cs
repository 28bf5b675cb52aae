using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Backprop.Lab.Browser.Tests;

/// <summary>Every view of a net that has learned. With BACKPROP_PICTURES=FOLDER in the environment they are written there, as docs/lab holds some of them.</summary>
public sealed class PicturesTests(LabBrowser browser)
{
    private static readonly string[] Views = ["net", "error", "cases", "codes", "regions", "similarity", "seeds"];

    [Theory]
    [InlineData(400, "light", "zh")]
    [InlineData(1280, "light", "en")]
    [InlineData(1600, "dark", "zh")]
    [InlineData(2560, "dark", "en")]
    public async Task Every_view_of_a_net_that_has_learned_fits_the_page(int width, string theme, string language)
    {
        await using var visit = await browser.VisitAsync(options: new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        var page = await visit.OpenAsync();
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("1,078", new() { Timeout = 60_000 });
        if (language == "zh") await page.Locator("#language").ClickAsync();
        foreach (var view in Views)
        {
            await page.Locator("#view-" + view).ClickAsync();
            await Expect(page.Locator("#view-" + view)).ToHaveAttributeAsync("aria-selected", "true");
            Assert.InRange(await page.Locator("html").EvaluateAsync<int>("root => root.scrollWidth"), 1, width);
            if (Environment.GetEnvironmentVariable("BACKPROP_PICTURES") is { Length: > 0 } folder)
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{view}-{width}-{theme}-{language}.png") });
        }
        Assert.Empty(visit.Complaints);
    }
}
