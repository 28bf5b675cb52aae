using Microsoft.JSInterop;

namespace Backprop.Lab.Tests;

/// <summary>What lab.js does where nothing is drawn: the next frame comes at once, and modules run.</summary>
internal sealed class PlainBrowser : IJSInProcessRuntime, IDisposable
{
    /// <summary>Runs the modules.</summary>
    public WasmtimeHost Modules { get; } = new(sweepsASlice: 37);

    /// <summary>Whether it is a browser that takes no modules.</summary>
    public bool RefusesModules { get; init; }

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);

    public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
    {
        object? answer = null;
        switch (identifier)
        {
            case "lab.isFused":
                answer = await Modules.IsFusedAsync((byte[])args![0]!);
                break;
            case "lab.openModule" when RefusesModules:
                throw new JSException("no module is taken here");
            case "lab.openModule":
                await Modules.OpenModuleAsync((int)args![0]!, (byte[])args[1]!);
                break;
            default:
                Assert.Equal("lab.nextFrame", identifier);
                break;
        }
        return (TValue)answer!;
    }

    public TValue Invoke<TValue>(string identifier, params object?[]? args)
    {
        Assert.Equal("lab.runModule", identifier);
        return (TValue)(object)Modules.RunModule((int)args![0]!, (byte[])args[1]!, new((int)args[2]!, (double)args[3]!, (double)args[4]!, (bool)args[5]!, (double)args[6]!), (int)args[7]!);
    }

    public void Dispose() => Modules.Dispose();
}
