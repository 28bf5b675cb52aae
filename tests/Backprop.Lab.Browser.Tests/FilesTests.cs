using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Backprop.Lab.Browser.Tests;

/// <summary>A visitor's own files and addresses.</summary>
public sealed class FilesTests(LabBrowser browser)
{
    // A category, missing values, decimal commas, and markup for a name.
    private const string Flowers = """
        Länge;Farbe;Preis;Art
        1,5;rot;;Rose
        2,25;blau;3,5;Iris
        1,0;rot;2,25;Rose
        3,5;blau;4,0;Iris
        2,0;weiß;1,5;Rose
        ;blau;4,5;<img src=x onerror=alert(1)>
        3,0;<b>blau</b>;4,5;Iris
        """;

    private static readonly string Net = Path.Combine(Backprop.Tests.Repository.Root, "tests", "Backprop.Exchange.Tests", "samples", "nnet_classes.txt");

    private static async Task<string> WriteAsync(LabVisit visit, string name, string content)
    {
        var path = Path.Combine(visit.Folder, name);
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>Drops a file on the picture of the net, as the system's file manager does.</summary>
    private static async Task DropAsync(LabVisit visit, IPage page, string path)
    {
        var box = (await page.Locator("#net").BoundingBoxAsync())!;
        var session = await visit.Context.NewCDPSessionAsync(page);
        foreach (var type in new[] { "dragEnter", "dragOver", "drop" })
        {
            await session.SendAsync("Input.dispatchDragEvent", new Dictionary<string, object>
            {
                ["type"] = type,
                ["x"] = box.X + (box.Width / 2),
                ["y"] = box.Y + (box.Height / 2),
                ["data"] = new Dictionary<string, object> { ["items"] = Array.Empty<object>(), ["files"] = new[] { path }, ["dragOperationsMask"] = 1 },
            });
        }
    }

    [Fact]
    public async Task A_table_dropped_anywhere_on_the_page_is_learned_to_the_bits_of_the_command()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenAsync();
        await DropAsync(visit, page, await WriteAsync(visit, "flowers.csv", Flowers));
        await Expect(page.Locator("#experiment option:checked")).ToHaveTextAsync("flowers");
        await Expect(page.Locator("#target")).ToHaveValueAsync("Art");
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(7);
        await Expect(page.Locator("img")).ToHaveCountAsync(0);
        // Tables are learned by Adam.
        await page.Locator("#stop-at").FillAsync("321");
        await page.Locator("#stop-at").BlurAsync();
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("321");
        await Expect(page.Locator("#play")).ToHaveTextAsync("Learn");
        await visit.HoldSameWeightsAsync(page);
        await page.Locator("#target").SelectOptionAsync("Preis");
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("0");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_file_that_makes_no_lab_is_refused_where_it_was_given_and_in_the_language_of_the_page()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        await DropAsync(visit, page, await WriteAsync(visit, "<b>x.csv", "a,b\n1,same\n2,same\n3,same\n"));
        await Expect(page.Locator("#own-problem")).ToContainTextAsync("<b>x.csv, column 'b': the target is 'same' in every row");
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(4);
        await page.Locator("#language").ClickAsync();
        await Expect(page.Locator("#own-problem")).ToContainTextAsync("程序库拒绝");
        await page.Locator("#rate").FillAsync("1e999");
        await page.Locator("#rate").BlurAsync();
        await Expect(page.Locator("#rate-problem")).ToHaveTextAsync("学习率是大于 0 的数，但给出的是“1e999”。");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Files_of_other_programs_that_the_command_names_are_opened_by_readers_that_are_fetched_then()
    {
        await using var lab = await LabProcess.StartAsync(Net);
        await using var visit = await browser.VisitAsync(lab);
        var page = await visit.OpenAsync();
        await Expect(page.Locator("#experiment option:checked")).ToHaveTextAsync("nnet_classes");
        Assert.Contains(visit.Requests, static url => url.Contains("Backprop.Exchange", StringComparison.Ordinal));
        await page.Locator("#own summary").ClickAsync();
        await Expect(page.Locator("#own")).ToContainTextAsync("R nnet");
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task After_the_command_has_ended_the_page_goes_on_and_says_what_it_can_no_longer_fetch(string signal)
    {
        if (OperatingSystem.IsWindows() || Backprop.Cli.Tests.InheritedSignals.AreIgnored(signal)) return;
        await using var lab = await LabProcess.StartAsync();
        await using var visit = await browser.VisitAsync(lab);
        var page = await visit.OpenXorAsync();
        Assert.DoesNotContain(visit.Requests, static url => url.Contains("Backprop.Exchange", StringComparison.Ordinal));
        Assert.Equal(0, await lab.EndAsync(signal));
        await page.Locator("#own summary").ClickAsync();
        await page.Locator("#files").SetInputFilesAsync(await WriteAsync(visit, "rows.txt", "x\ty\n1\ta\n2\tb\n3\ta\n"));
        await Expect(page.Locator("#experiment option:checked")).ToHaveTextAsync("rows");
        await page.Locator("#files").SetInputFilesAsync(await WriteAsync(visit, "x.net", "nothing"));
        await Expect(page.Locator("#own-problem")).ToContainTextAsync("cannot be fetched");
        await page.Locator("#sweep").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task What_was_fetched_once_reads_XML_and_old_encodings_after_the_command_has_ended()
    {
        await using var lab = await LabProcess.StartAsync(Net);
        await using var visit = await browser.VisitAsync(lab);
        var page = await visit.OpenAsync();
        await Expect(page.Locator("#experiment option:checked")).ToHaveTextAsync("nnet_classes");
        await lab.DisposeAsync();
        await page.Locator("#own summary").ClickAsync();
        // XML, read by assemblies of the runtime that the readers of other programs need.
        await page.Locator("#files").SetInputFilesAsync(Path.Combine(Path.GetDirectoryName(Net)!, "opencv_own_sym.xml"));
        await Expect(page.Locator("#experiment option:checked")).ToHaveTextAsync("opencv_own_sym");
        await Expect(page.Locator("#own")).ToContainTextAsync("OpenCV");
        // Windows-1252, in which the byte e4 is ä.
        var old = Path.Combine(visit.Folder, "alt.csv");
        await File.WriteAllBytesAsync(old, [.. "L"u8, 0xe4, .. "nge;Art\n1,5;Rose\n2,5;Iris\n1,0;Rose\n"u8], TestContext.Current.CancellationToken);
        await page.Locator("#files").SetInputFilesAsync(old);
        await Expect(page.Locator("#experiment option:checked")).ToHaveTextAsync("alt");
        await Expect(page.Locator("#target option").First).ToHaveTextAsync("Länge");
        await Expect(page.Locator("#cases li").First).ToContainTextAsync("Länge 1,5");
    }

    [Fact]
    public async Task An_address_pasted_into_the_open_page_is_opened()
    {
        await using var visit = await browser.VisitAsync(options: new() { Permissions = ["clipboard-read", "clipboard-write"] });
        var page = await visit.OpenXorAsync();
        await page.Locator("#sweep").ClickAsync();
        await page.Locator("#copy-link").ClickAsync();
        await Expect(page.Locator("#link-state")).ToContainTextAsync("The link is copied");
        var link = page.Url;
        await page.EvaluateAsync("() => { location.hash = '#experiment=symmetry'; }");
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(64);
        await page.EvaluateAsync("address => { location.href = address; }", link);
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(4);
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("1");
        await page.GoBackAsync();
        await Expect(page.Locator("#cases li")).ToHaveCountAsync(64);
        await page.EvaluateAsync("() => { location.hash = '#lab=1.damaged'; }");
        await Expect(page.Locator("[role=alert]")).ToContainTextAsync("The link is damaged");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_checkpoint_of_the_page_is_gone_on_with_by_the_page_and_by_the_command_to_the_same_bits()
    {
        await using var visit = await browser.VisitAsync();
        var page = await visit.OpenXorAsync();
        await page.Locator("#limit").FillAsync("40");
        await page.Locator("#limit").BlurAsync();
        for (var sweep = 0; sweep < 3; sweep++) await page.Locator("#sweep").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("3");
        var checkpoint = await visit.TakeAsync(page, "save-checkpoint");
        await visit.TakeAsync(page, "save-net");
        var cases = await visit.TakeAsync(page, "save-cases");
        await page.Locator("#own summary").ClickAsync();
        await page.Locator("#files").SetInputFilesAsync([checkpoint, cases]);
        await Expect(page.Locator("#experiment option:checked")).ToHaveTextAsync(Path.GetFileNameWithoutExtension(cases));
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("3");
        await page.Locator("#play").ClickAsync();
        await Expect(page.Locator("#sweeps")).ToHaveTextAsync("40");
        await Expect(page.Locator("#state")).ToHaveTextAsync("The limit of sweeps is reached.");
        var model = await visit.TakeAsync(page, "save-model");
        await Tool.ShellAsync(visit.Folder, $"backprop resume '{checkpoint}' --output resumed.safetensors");
        Assert.Equal(await LabVisit.TensorsAsync(Path.Combine(visit.Folder, "resumed.safetensors")), await LabVisit.TensorsAsync(model));
        Assert.Empty(visit.Complaints);
    }
}
