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
}
