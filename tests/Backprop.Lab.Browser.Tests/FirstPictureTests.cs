using static Microsoft.Playwright.Assertions;

namespace Backprop.Lab.Browser.Tests;

public class FirstPictureTests(LabBrowser browser)
{
    [Fact]
    public async Task The_net_stands_there_painted_before_the_program_has_come()
    {
        await using var visit = await browser.VisitAsync();
        await visit.Context.RouteAsync("**/_framework/*.wasm", static route => route.AbortAsync());
        var page = await visit.Context.NewPageAsync();
        await page.GotoAsync(visit.Lab.Site);
        await Expect(page.Locator("#still .arc.negative").First).ToBeVisibleAsync();
        await Expect(page.Locator("#still [data-state]").Last).ToHaveTextAsync("0.48");
        await Expect(page.Locator("[role=status]")).ToContainTextAsync("Loading");
        Assert.Equal(0, await page.Locator("#net").CountAsync());
    }

    [Fact]
    public async Task The_page_takes_its_place_without_a_jump_and_an_address_of_another_lab_has_no_such_net()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.Context.NewPageAsync();
        await page.AddInitScriptAsync("addEventListener('DOMContentLoaded', () => { globalThis.stillAt = document.querySelector('#still svg')?.getBoundingClientRect().top ?? null; });");
        await page.GotoAsync(visit.Lab.Site);
        await page.Locator("#net svg").First.WaitForAsync();
        var before = await page.EvaluateAsync<float>("globalThis.stillAt");
        Assert.Equal(0, await page.Locator("#still").CountAsync());
        Assert.InRange((await page.Locator("#net svg").First.BoundingBoxAsync())!.Y, before - 4, before + 4);
        await page.GotoAsync("about:blank");
        await page.GotoAsync(visit.Lab.Site + "#experiment=xor");
        Assert.True(await page.EvaluateAsync<bool>("globalThis.stillAt === null"));
        await page.Locator("#net svg").First.WaitForAsync();
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(4);
        Assert.Empty(visit.Complaints);
    }
}
