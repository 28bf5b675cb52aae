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
internal sealed class ForeignReaders(LazyAssemblyLoader loader) : IForeignReaders
{
    /// <inheritdoc/>
    public async Task<bool> FetchAsync()
    {
        try
        {
            await loader.LoadAssembliesAsync(ForeignOpening.Assemblies);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or Microsoft.JSInterop.JSException)
        {
            return false;
        }
    }
}
