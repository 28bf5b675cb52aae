using Microsoft.JSInterop;

namespace Backprop.Lab;

/// <summary>What only the browser can do: lab.js.</summary>
internal sealed class Browser(IJSRuntime js)
{
    /// <summary>Waits until the browser is about to draw.</summary>
    public ValueTask NextFrameAsync() => js.InvokeVoidAsync("lab.nextFrame");

    /// <summary>Gives the user a file.</summary>
    public ValueTask SaveAsync(string name, byte[] content) => js.InvokeVoidAsync("lab.save", name, content);

    /// <summary>Gives the user the picture in the middle of the page as a file.</summary>
    /// <returns>Whether there is one.</returns>
    public ValueTask<bool> SaveFigureAsync(string name, bool isPng) => js.InvokeAsync<bool>("lab.saveFigure", name, isPng);

    /// <summary>Copies a text to the clipboard.</summary>
    public ValueTask CopyAsync(string text) => js.InvokeVoidAsync("lab.copy", text);

    /// <summary>What the address of the page says behind '#', this sign included.</summary>
    public ValueTask<string> FragmentAsync() => js.InvokeAsync<string>("lab.fragment");

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

    /// <summary>Draws numbers into a picture that is already there: an arc with data-weight by its weight, a unit with data-unit by its state.</summary>
    public void Paint(string picture, float[] weights, float[] states) => ((IJSInProcessRuntime)js).InvokeVoid("lab.paint", picture, Bytes(weights), Bytes(states));

    /// <summary>Sets the language and the theme of the whole document; null: that of the system.</summary>
    public ValueTask DressAsync(string language, string? theme) => js.InvokeVoidAsync("lab.dress", language, theme);

    private static byte[] Bytes(float[] numbers) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(numbers).ToArray();
}
