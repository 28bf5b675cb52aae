using Wasmtime;

namespace Backprop.Lab.Tests;

/// <summary>Runs modules in the place of a browser. A clock that does not run: time is over after so many sweeps.</summary>
internal sealed class WasmtimeHost(int sweepsASlice) : IModuleHost, IDisposable
{
    private static readonly Engine Wasmtime = new(new Config().WithRelaxedSIMD(true, true).WithOptimizationLevel(OptimizationLevel.None));

    private readonly Store store = new(Wasmtime);
    private readonly Dictionary<int, Instance> trainings = [];

    /// <summary>The sweeps that modules made.</summary>
    public int Sweeps { get; private set; }

    public ValueTask<bool> IsFusedAsync(byte[] probe) => ValueTask.FromResult(Open(probe).GetFunction<int>("fused")!() == 1);

    public ValueTask OpenModuleAsync(int place, byte[] module)
    {
        trainings[place] = Open(module);
        return ValueTask.CompletedTask;
    }

    public byte[] RunModule(int place, byte[] state, ModuleSlice slice, int stateBytes)
    {
        var training = trainings[place];
        state.CopyTo(training.GetMemory("memory")!.GetSpan(0, state.Length));
        Sweeps += training.GetFunction<int, double, double, int, int>("run")!(Math.Min(slice.Sweeps, sweepsASlice), slice.Within, slice.ErrorBelow, slice.RightSide ? 1 : 0);
        return training.GetMemory("memory")!.GetSpan(0, stateBytes).ToArray();
    }

    public void Dispose() => store.Dispose();

    private Instance Open(byte[] bytes)
    {
        using var module = Module.FromBytes(Wasmtime, "training", bytes);
        return new Instance(store, module);
    }
}
