using System.Xml.Linq;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Backprop.Lab.Browser.Tests;

/// <summary>What is taken away, used where it is wanted.</summary>
public sealed class TakeAwayTests(LabBrowser browser)
{
    [Fact]
    public async Task The_model_of_a_table_predicts_its_raw_rows()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenAsync();
        var table = Path.Combine(visit.Folder, "flowers.csv");
        await File.WriteAllTextAsync(table, "length,color,kind\n1.5,red,rose\n2.5,blue,iris\n1.0,red,rose\n3.5,blue,iris\n2.0,white,rose\n", TestContext.Current.CancellationToken);
        await page.Locator("#own summary").ClickAsync();
        await page.Locator("#files").SetInputFilesAsync(table);
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(5);
        await page.Locator("#stop-at").FillAsync("200");
        await page.Locator("#stop-at").BlurAsync();
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("200");
        var model = await visit.TakeAsync(page, "save-model");
        await Tool.ShellAsync(visit.Folder, $"backprop predict '{model}' flowers.csv --output answers.csv");
        Assert.Equal(["kind", "rose", "iris", "rose", "iris", "rose"], await File.ReadAllLinesAsync(Path.Combine(visit.Folder, "answers.csv"), TestContext.Current.CancellationToken));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_model_that_is_opened_learns_on_to_the_bits_of_a_command_that_starts_from_it_also_with_rates_changed_on_the_way()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        // Its settings say so many sweeps, which limits what follows.
        for (var sweep = 1; sweep <= 6; sweep++) await page.Locator("#sweep").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("6");
        var (model, cases) = (await visit.TakeAsync(page, "save-model"), await visit.TakeAsync(page, "save-cases"));
        await page.Locator("#own summary").ClickAsync();
        await page.Locator("#files").SetInputFilesAsync([model, cases]);
        await Expect(page.Locator("#save-start")).ToBeVisibleAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("0");
        for (var sweep = 1; sweep <= 3; sweep++) await page.Locator("#sweep").ClickAsync();
        await page.Locator("#rate").FillAsync("0.07");
        await page.Locator("#rate").BlurAsync();
        await page.Locator("#sweep").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("4");
        await Expect(page.Locator("#command")).ToContainTextAsync("--start");
        await Expect(page.Locator("#command")).ToContainTextAsync("--phases");
        await visit.HoldSameBitsAsync(page);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task The_figure_of_each_view_has_its_heading_its_axes_and_its_names()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenAsync();
        await page.Locator("#sweep").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("1");
        foreach (var (view, heading, texts) in new (string, string, string[])[]
        {
            ("net", "Net", ["input 1", "hidden 2", "output"]), ("error", "Curve", ["E per case", "Sweeps", "0"]), ("cases", "Cases", ["Case", "Targets", "E"]),
            ("codes", "Codes", ["Codes of hidden"]), ("regions", "Regions", ["input 1", "input 2", "target above 0.5"]), ("similarity", "Similarity", []),
        })
        {
            await page.Locator("#view-" + view).ClickAsync();
            await Expect(page.Locator("#view-" + view)).ToHaveAttributeAsync("aria-selected", "true");
            var svg = XElement.Load(await visit.TakeAsync(page, "save-svg"));
            string[] said = [.. svg.Descendants().Where(static part => part.Name.LocalName == "text").Select(static text => text.Value)];
            Assert.Contains($"{heading} · symmetry-6-2-1, sweep 1", said);
            Assert.All(texts, text => Assert.Contains(text, said));
            Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), static attribute => attribute.Value.Contains("color-mix", StringComparison.Ordinal) || attribute.Value.Contains("var(", StringComparison.Ordinal));
            byte[] png = await File.ReadAllBytesAsync(await visit.TakeAsync(page, "save-png"), TestContext.Current.CancellationToken);
            Assert.Equal("PNG"u8, png.AsSpan(1, 3));
        }
        Assert.Empty(visit.Complaints);
    }
}
