using Microsoft.AspNetCore.Components.WebAssembly.Services;

namespace Backprop.Lab;

/// <summary>The readers of other programs' files, which a page fetches only when it needs them.</summary>
internal interface IForeignReaders
{
    /// <summary>Fetches them, unless they are there.</summary>
    /// <returns>Whether they are there now.</returns>
    Task<bool> FetchAsync();
}

/// <inheritdoc/>
internal sealed class ForeignReaders(LazyAssemblyLoader loader, Browser browser) : IForeignReaders
{
    private bool areThere;

    /// <inheritdoc/>
    public async Task<bool> FetchAsync()
    {
        // Where they cannot be fetched, the loader waits without end; it then takes them from the browser's cache.
        if (!areThere && await browser.CanFetchAsync([.. ForeignOpening.Assemblies.Select(static assembly => "_framework/" + assembly)]))
        {
            await loader.LoadAssembliesAsync(ForeignOpening.Assemblies);
            areThere = true;
        }
        return areThere;
    }
}
