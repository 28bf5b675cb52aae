using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Backprop.Lab.Browser.Tests;

/// <summary>The rules of axe-core hold in every view; and the picture of a net is for the keyboard too.</summary>
public sealed class AccessibilityTests(LabBrowser browser)
{
    [Theory]
    [InlineData("light", 1280, "en")]
    [InlineData("dark", 400, "zh")]
    public async Task No_view_breaks_a_rule(string theme, int width, string language)
    {
        await using var visit = await browser.VisitAsync(options: new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        var page = await visit.OpenXorAsync();
        if (language == "zh") await page.Locator("#language").ClickAsync();
        await page.Locator("#sweep").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("1");
        foreach (var view in new[] { "net", "error", "cases", "codes", "regions", "similarity", "seeds" })
        {
            await page.Locator("#view-" + view).ClickAsync();
            await Expect(page.Locator("#view-" + view)).ToHaveAttributeAsync("aria-selected", "true");
            if (view == "seeds")
            {
                await page.Locator("#seeds-number").FillAsync("2");
                await page.Locator("#seeds-number").BlurAsync();
                await page.Locator("#seeds-start").ClickAsync();
                await Expect(page.Locator("#seeds button")).ToHaveCountAsync(2);
            }
            await HoldAsync(page, view);
        }
        await page.Locator("#view-net").ClickAsync();
        await page.Locator("#net [data-pick^=u]").Last.ClickAsync();
        await HoldAsync(page, "a unit");
        await page.Locator("#unit .terms button").First.ClickAsync();
        await HoldAsync(page, "a weight");
        await page.Locator("#view-groups").ClickAsync();
        await page.Locator("#step-begin").ClickAsync();
        await page.Locator("details").EvaluateAllAsync<int>("all => all.forEach(each => each.open = true) ?? all.length");
        await page.Locator("#rate").FillAsync("fast");
        await page.Locator("#rate").BlurAsync();
        await Expect(page.Locator("#rate-problem")).ToBeVisibleAsync();
        await HoldAsync(page, "groups, a case step by step, all that opens, a setting that is refused");
        await page.Locator("#experiment").SelectOptionAsync("family-trees");
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(100);
        await HoldAsync(page, "named units");
    }

    [Fact]
    public async Task Every_weight_of_a_diagram_is_reached_by_arrow_keys_and_named_with_its_number()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenAsync();
        await page.Locator("#view-groups").ClickAsync();
        var diagram = page.Locator("#net .hinton").Filter(new() { HasText = "from input" });
        await diagram.Locator("[tabindex='0']").FocusAsync();
        for (var step = 0; step < 5; step++) await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal(1, await diagram.Locator("[tabindex='0']").CountAsync());
        var name = await page.Locator(":focus").GetAttributeAsync("aria-label");
        Assert.Matches("^Weight from input 5 to hidden 2: −?0\\.[0-9]+$", name);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#weight h2")).ToContainTextAsync("Weight from input 5 to hidden 2");
        Assert.Empty(visit.Complaints);
    }

    private static async Task HoldAsync(IPage page, string view)
    {
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, view + ":\n" + string.Join('\n', result.Violations.SelectMany(static rule => rule.Nodes.Select(node => $"{rule.Id}, {rule.Help}: {node.Html}"))));
    }
}
