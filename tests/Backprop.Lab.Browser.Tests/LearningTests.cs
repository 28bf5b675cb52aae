using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Backprop.Lab.Browser.Tests;

/// <summary>What a visitor does with a net.</summary>
public sealed class LearningTests(LabBrowser browser)
{
    [Fact]
    public async Task XOR_is_learned_by_a_click_to_the_bits_of_the_command_that_the_page_shows()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        // The first net of this experiment has no hidden unit, and does not learn it.
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#state")).ToHaveTextAsync("The limit of sweeps is reached.", new() { Timeout = 60_000 });
        await page.Locator("#opening").SelectOptionAsync(new SelectOptionValue { Label = "xor-2-2-1" });
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#state")).ToHaveTextAsync("The stop rule holds.", new() { Timeout = 60_000 });
        Assert.InRange(await LabVisit.SweepsAsync(page), 10, 9_999);
        await visit.HoldSameBitsAsync(page);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Sweeps_one_by_one_and_sweeps_in_a_run_have_the_bits_of_the_command()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        for (var sweep = 1; sweep <= 12; sweep++)
            await page.Locator("#sweep").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("12");
        await visit.HoldSameBitsAsync(page);
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#sweeps")).Not.ToHaveTextAsync("12");
        // Paused, unless the net was faster.
        await page.Locator("#play").ClickAsync(new() { Timeout = 5_000 }).ContinueWith(static _ => { }, TaskScheduler.Default);
        Assert.InRange(await LabVisit.SweepsAsync(page), 13, 100_000);
        await visit.HoldSameBitsAsync(page);
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task At_full_speed_the_net_has_the_bits_of_the_command_whatever_learns(bool interpreted)
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenAsync();
        await page.Locator("#experiment").SelectOptionAsync("symmetry");
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(64);
        if (interpreted) await page.EvaluateAsync("() => { lab.openModule = async () => { throw new Error('it is not wanted here'); }; }");
        await page.Locator("#until").FillAsync("sweeps");
        await page.Locator("#stop-at").FillAsync("3210");
        await page.Locator("#stop-at").BlurAsync();
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("3,210", new() { Timeout = 60_000 });
        await Expect(page.Locator("#play")).ToHaveTextAsync("Learn");
        await Expect(page.Locator("#engine")).ToContainTextAsync(interpreted ? "it is not wanted here" : "WebAssembly module");
        await visit.HoldSameBitsAsync(page);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_weight_frozen_by_a_click_or_by_a_key_stays_as_it_is_and_the_command_of_the_page_has_the_same_bits()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenAsync();
        await page.Locator("#experiment").SelectOptionAsync("symmetry");
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(64);
        await page.Locator("text.number[data-pick=w12]").ClickAsync();
        await page.Locator("#weight-freeze").ClickAsync();
        await Expect(page.Locator("#weight-freeze")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Locator("text.number[data-pick=w12]")).ToContainTextAsync("❄");
        await page.Locator("#view-groups").ClickAsync();
        var first = page.Locator("rect.hit[data-pick=w0]");
        await first.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("f");
        await Expect(page.Locator("#net rect.frost")).ToHaveCountAsync(2);
        await Expect(page.Locator("rect.hit[data-pick=w1]")).ToBeFocusedAsync();
        var kept = await page.Locator("#weight-value").InputValueAsync();
        await page.Locator("#stop-at").FillAsync("40");
        await page.Locator("#stop-at").BlurAsync();
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("40");
        await Expect(page.Locator("#play")).ToHaveTextAsync("Learn");
        Assert.Equal(kept, await page.Locator("#weight-value").InputValueAsync());
        await visit.HoldSameBitsAsync(page);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_slow_net_makes_the_steps_of_its_pace()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        await page.Locator("#pace").FillAsync("3");
        await page.Locator("#pace-unit").SelectOptionAsync("change");
        await page.Locator("#stop-at").FillAsync("5");
        await page.Locator("#stop-at").BlurAsync();
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("5");
        await Expect(page.Locator("#play")).ToHaveTextAsync("Learn");
        await visit.HoldSameBitsAsync(page);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task What_takes_long_is_said_with_the_command_that_does_it()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        await page.Locator("#opening").SelectOptionAsync(new SelectOptionValue { Label = "xor-2-2-1" });
        await page.Locator("#limit").FillAsync("2000000000");
        await page.Locator("#limit").BlurAsync();
        await Expect(page.Locator("#full-speed-command")).ToContainTextAsync("--sweeps 2000000000");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Undo_takes_back_the_last_deed()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        await Expect(page.Locator("#undo")).ToBeDisabledAsync();
        var start = await File.ReadAllBytesAsync(await visit.TakeAsync(page, "save-model"), TestContext.Current.CancellationToken);
        await page.Locator("#sweep").ClickAsync();
        await page.Locator("#sweep").ClickAsync();
        await page.Locator("#undo").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("1");
        await page.Locator("#undo").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("0");
        Assert.Equal(start, await File.ReadAllBytesAsync(await visit.TakeAsync(page, "save-model"), TestContext.Current.CancellationToken));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Units_and_links_brushed_over_are_destroyed_and_undo_brings_them_back()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        await page.Locator("#opening").SelectOptionAsync(new SelectOptionValue { Label = "xor-2-2-1" });
        await page.Locator("#sweep").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("1");
        var start = await File.ReadAllBytesAsync(await visit.TakeAsync(page, "save-model"), TestContext.Current.CancellationToken);
        await page.Locator("#brush").ClickAsync();
        // The units are in/1, in/2, hidden/1, hidden/2, out/1; the brush goes over both hidden ones and what lies between.
        var (from, to) = (await MiddleAsync("u2"), await MiddleAsync("u3"));
        await page.Mouse.MoveAsync(from.X - 40, from.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(to.X, to.Y, new() { Steps = 30 });
        await page.Mouse.UpAsync();
        await page.Locator("#deeds summary").ClickAsync();
        await Expect(page.Locator("#deeds")).ToContainTextAsync("Destroyed hidden: 2");
        var lesioned = await File.ReadAllBytesAsync(await visit.TakeAsync(page, "save-model"), TestContext.Current.CancellationToken);
        Assert.NotEqual(start, lesioned);
        await page.Locator("#sweep").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("2");
        for (var undos = 0; await page.Locator("#deeds li").CountAsync() > 1 && undos < 20; undos++)
        {
            var deeds = await page.Locator("#deeds summary").InnerTextAsync();
            await page.Locator("#undo").ClickAsync();
            await Expect(page.Locator("#deeds summary")).Not.ToHaveTextAsync(deeds);
        }
        Assert.Equal(start, await File.ReadAllBytesAsync(await visit.TakeAsync(page, "save-model"), TestContext.Current.CancellationToken));
        Assert.Empty(visit.Complaints);

        async Task<(float X, float Y)> MiddleAsync(string part)
        {
            var box = (await page.Locator($"#net [data-pick={part}]").First.BoundingBoxAsync())!;
            return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        }
    }

    [Fact]
    public async Task The_tabs_of_the_views_are_walked_by_arrow_keys()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        await page.Locator("#view-net").FocusAsync();
        var seen = new List<string>();
        foreach (var key in new[] { "ArrowRight", "ArrowRight", "End", "ArrowRight", "ArrowLeft", "Home" })
        {
            await page.Keyboard.PressAsync(key);
            var tab = page.Locator("[role=tab][aria-selected=true]");
            await Expect(tab).ToBeFocusedAsync();
            await Expect(tab).ToHaveAttributeAsync("tabindex", "0");
            seen.Add((await tab.GetAttributeAsync("id"))!);
            Assert.Equal(seen[^1], await page.Locator("#view").GetAttributeAsync("aria-labelledby"));
        }
        Assert.Equal(["view-error", "view-cases", "view-seeds", "view-net", "view-seeds", "view-net"], seen);
        Assert.Equal(6, await page.Locator("[role=tab][tabindex='-1']").CountAsync());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Many_seeds_are_trained_shown_as_they_come_and_one_of_them_is_opened_to_the_bits_of_the_command()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        await page.Locator("#opening").SelectOptionAsync(new SelectOptionValue { Label = "xor-2-2-1" });
        await page.Locator("#until").FillAsync("within:0.4");
        await page.Locator("#until").BlurAsync();
        await page.Locator("#limit").FillAsync("400");
        await page.Locator("#limit").BlurAsync();
        await page.Locator("#view-seeds").ClickAsync();
        await page.Locator("#seeds-first").FillAsync("3");
        await page.Locator("#seeds-number").FillAsync("6");
        await page.Locator("#seeds-number").BlurAsync();
        await page.Locator("#seeds-start").ClickAsync();
        await Expect(page.Locator("#seeds button")).ToHaveCountAsync(6, new() { Timeout = 120_000 });
        var text = await page.Locator("#seeds button").Nth(2).GetAttributeAsync("aria-label");
        await page.Locator("#seeds button").Nth(2).ClickAsync();
        await Expect(page.Locator("#seed")).ToHaveValueAsync("5");
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#play")).ToBeDisabledAsync(new() { Timeout = 60_000 });
        Assert.Contains($" {await LabVisit.SweepsAsync(page)} sweeps", text, StringComparison.Ordinal);
        await visit.HoldSameBitsAsync(page);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task No_id_occurs_twice_in_any_view()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        await page.Locator("#net [data-pick^=u]").First.ClickAsync();
        foreach (var view in await page.Locator("[role=tab]").AllAsync())
        {
            await view.ClickAsync();
            Assert.Empty(await page.EvaluateAsync<string[]>("() => { const ids = [...document.querySelectorAll('[id]')].map(part => part.id); return ids.filter((id, index) => ids.indexOf(id) !== index); }"));
        }
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task The_language_is_switched_and_switched_back()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        await page.Locator("#sweep").ClickAsync();
        await page.Locator("#language").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh");
        await Expect(page.Locator("#play")).ToHaveTextAsync("学习");
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("1");
        await page.Locator("#language").ClickAsync();
        await Expect(page.Locator("#play")).ToHaveTextAsync("Learn");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenAsync();
        async Task GoToAsync(string id)
        {
            for (var tabs = 0; tabs < 60; tabs++)
            {
                if (await page.Locator($"#{id}:focus").CountAsync() > 0) return;
                await page.Keyboard.PressAsync("Tab");
            }
            Assert.Fail($"60 tabs do not lead to {id}");
        }
        await GoToAsync("experiment");
        await page.Keyboard.TypeAsync("xor");
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(4);
        await GoToAsync("sweep");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("2");
        await GoToAsync("undo");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("1");
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(1280)]
    [InlineData(2560)]
    public async Task The_page_needs_no_scrolling_to_the_side(int width)
    {
        await using var visit = await browser.VisitAsync(options: new() { ViewportSize = new() { Width = width, Height = 800 } });
        var page = await visit.OpenXorAsync();
        var widest = await page.Locator("html").EvaluateAsync<int>("root => root.scrollWidth");
        Assert.InRange(widest, 1, width);
        await page.Locator("#sweep").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("1");
    }
}
