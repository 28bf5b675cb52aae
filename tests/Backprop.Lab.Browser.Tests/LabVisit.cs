using System.Globalization;
using Microsoft.Playwright;

namespace Backprop.Lab.Browser.Tests;

/// <summary>A visit to a lab in a profile of its own: what was asked for, and what the console said.</summary>
internal sealed class LabVisit : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("backprop-visit-");

    public LabVisit(IBrowserContext context, LabProcess lab)
    {
        (Context, Lab) = (context, lab);
        context.Request += (_, request) =>
        {
            lock (Requests) Requests.Add(request.Url);
        };
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                lock (Complaints) Complaints.Add(message.Text);
        };
        context.WebError += (_, error) =>
        {
            lock (Complaints) Complaints.Add(error.Error);
        };
    }

    public IBrowserContext Context { get; }

    public LabProcess Lab { get; }

    /// <summary>Every URL that was asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors and warnings of the console, violations of the content security policy among them.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>A folder for what is taken away.</summary>
    public string Folder => folder.FullName;

    /// <summary>Opens the page and waits for its net.</summary>
    public async Task<IPage> OpenAsync(string? address = null)
    {
        var page = await Context.NewPageAsync();
        await page.GotoAsync(address ?? Lab.Address.ToString());
        await page.Locator("#net svg").First.WaitForAsync();
        return page;
    }

    /// <summary>Opens the page and chooses XOR by its list.</summary>
    public async Task<IPage> OpenXorAsync()
    {
        var page = await OpenAsync();
        await page.Locator("#experiment").SelectOptionAsync("xor");
        await Assertions.Expect(page.Locator("#cases li")).ToHaveCountAsync(4);
        return page;
    }

    /// <summary>The number of sweeps that the page shows.</summary>
    public static async Task<int> SweepsAsync(IPage page) => int.Parse(await page.Locator("#sweeps").InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    /// <summary>Presses a button that gives a file, and says where the file is.</summary>
    public async Task<string> TakeAsync(IPage page, string button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#" + button).ClickAsync());
        var path = Path.Combine(Folder, download.SuggestedFilename);
        await download.SaveAsAsync(path);
        return path;
    }

    /// <summary>Holds that the command on the page, given the page's net and cases, writes the page's model file to the last byte.</summary>
    public async Task HoldSameBitsAsync(IPage page)
    {
        var model = await TakeAsync(page, "save-model");
        var kept = model + ".of-the-page";
        File.Move(model, kept, overwrite: true);
        await TakeAsync(page, "save-net");
        await TakeAsync(page, "save-cases");
        if (await page.Locator("#save-start").CountAsync() > 0) await TakeAsync(page, "save-start");
        await Tool.ShellAsync(Folder, await page.Locator("#command").InnerTextAsync() + $" --model '{model}' --force");
        Assert.Equal(await File.ReadAllBytesAsync(model), await File.ReadAllBytesAsync(kept));
    }

    /// <summary>Holds that the command on the page, given the page's net and cases, trains the weights of the page's net to the last bit.</summary>
    public async Task HoldSameWeightsAsync(IPage page)
    {
        var model = await TakeAsync(page, "save-model");
        await TakeAsync(page, "save-net");
        await TakeAsync(page, "save-cases");
        var other = model + ".of-the-command.safetensors";
        await Tool.ShellAsync(Folder, await page.Locator("#command").InnerTextAsync() + $" --model '{other}'");
        Assert.Equal(await TensorsAsync(other), await TensorsAsync(model));
    }

    /// <summary>The numbers of a model file.</summary>
    public static async Task<byte[]> TensorsAsync(string model)
    {
        var bytes = await File.ReadAllBytesAsync(model);
        return bytes[(8 + (int)System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(bytes))..];
    }

    public async ValueTask DisposeAsync()
    {
        await Context.CloseAsync();
        folder.Delete(recursive: true);
    }
}
