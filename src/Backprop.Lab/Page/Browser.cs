using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Backprop.Lab;

/// <summary>What only the browser can do: lab.js.</summary>
internal sealed class Browser(IJSRuntime js) : IModuleHost
{
    /// <summary>Waits until the browser is about to draw.</summary>
    public ValueTask NextFrameAsync() => js.InvokeVoidAsync("lab.nextFrame");

    /// <summary>Gives the user a file.</summary>
    public ValueTask SaveAsync(string name, byte[] content) => js.InvokeVoidAsync("lab.save", name, content);

    /// <summary>Gives the user the picture in the middle of the page as a file, with a heading: the name of the view, and a title.</summary>
    /// <returns>Whether there is one.</returns>
    public ValueTask<bool> SaveFigureAsync(string name, string title, bool isPng) => js.InvokeAsync<bool>("lab.saveFigure", name, title, isPng);

    /// <summary>Makes a fragment that of the page's address, and copies the whole address to the clipboard.</summary>
    public ValueTask CopyAddressAsync(string fragment) => js.InvokeVoidAsync("lab.copyAddress", fragment);

    /// <summary>Copies a text to the clipboard.</summary>
    public ValueTask CopyAsync(string text) => js.InvokeVoidAsync("lab.copy", text);

    /// <summary>What the address of the page says behind '#', this sign included.</summary>
    public ValueTask<string> FragmentAsync() => js.InvokeAsync<string>("lab.fragment");

    /// <summary>Calls the method OpenAddress of an object with the same when the user gives the page another address.</summary>
    public ValueTask WatchAddressAsync<TPanel>(DotNetObjectReference<TPanel> panel)
        where TPanel : class => js.InvokeVoidAsync("lab.watchAddress", panel);

    /// <summary>The files that <c>backprop lab</c> was given, in the order of the command.</summary>
    /// <exception cref="JSException">They cannot be read: the server has ended, or the token is of another one.</exception>
    public async Task<IReadOnlyList<(string Name, byte[] Content)>> NamedFilesAsync(string token)
    {
        using var names = System.Text.Json.JsonDocument.Parse(await js.InvokeAsync<byte[]>("lab.named", token, null));
        var files = new List<(string, byte[])>();
        foreach (var name in names.RootElement.EnumerateArray())
            files.Add((name.GetString()!, await js.InvokeAsync<byte[]>("lab.named", token, files.Count)));
        return files;
    }

    /// <summary>Fetches files of the site into the browser's cache.</summary>
    /// <returns>Whether all can be fetched.</returns>
    public ValueTask<bool> CanFetchAsync(IReadOnlyList<string> files) => js.InvokeAsync<bool>("lab.canFetch", [files]);

    /// <summary>Draws numbers into a picture of a net that is already there.</summary>
    /// <param name="picture">The id of the element.</param>
    /// <param name="weights">By the place in the flat vector: widths of arcs, sizes of Hinton cells, numbers.</param>
    /// <param name="units">By the unit shown: its number.</param>
    /// <param name="kinds">By the unit shown: 0 for no number, 1 for a state, 2 for a derivative; 4 more where the present step computes it.</param>
    public void Paint(string picture, float[] weights, float[] units, byte[] kinds) => ((IJSInProcessRuntime)js).InvokeVoid("lab.paint", picture, Bytes(weights), Bytes(units), kinds);

    /// <summary>Calls the method Pick of an object with what is chosen in a picture, and NameOf for what a part is called: "u" and the number of a unit, or "w" and the place of a weight.</summary>
    public ValueTask WatchAsync<TPanel>(string picture, DotNetObjectReference<TPanel> panel)
        where TPanel : class => js.InvokeVoidAsync("lab.watch", picture, panel);

    /// <summary>Shows what is chosen in a picture; null for nothing.</summary>
    public ValueTask MarkAsync(string picture, string? chosen) => js.InvokeVoidAsync("lab.mark", picture, chosen);

    /// <summary>Sets the language and the theme of the whole document; null: that of the system.</summary>
    public ValueTask DressAsync(string language, string? theme) => js.InvokeVoidAsync("lab.dress", language, theme);

    /// <summary>Whether the page is as narrow as on a phone.</summary>
    public bool IsNarrow() => ((IJSInProcessRuntime)js).Invoke<bool>("lab.isNarrow");

    /// <summary>The width of an element on the screen.</summary>
    public double WidthOf(ElementReference element) => ((IJSInProcessRuntime)js).Invoke<double>("lab.width", element);

    /// <inheritdoc/>
    public ValueTask<bool> IsFusedAsync(byte[] probe) => js.InvokeAsync<bool>("lab.isFused", probe);

    /// <inheritdoc/>
    public ValueTask OpenModuleAsync(int place, byte[] module) => js.InvokeVoidAsync("lab.openModule", place, module);

    /// <inheritdoc/>
    public byte[] RunModule(int place, byte[] state, ModuleSlice slice, int stateBytes) =>
        ((IJSInProcessRuntime)js).Invoke<byte[]>("lab.runModule", place, state, slice.Sweeps, slice.Within, slice.ErrorBelow, slice.RightSide, slice.Milliseconds, stateBytes);

    private static byte[] Bytes(float[] numbers) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(numbers).ToArray();
}
