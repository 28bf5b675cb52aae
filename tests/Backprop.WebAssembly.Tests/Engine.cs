using System.Runtime.InteropServices;
using Wasmtime;

namespace Backprop.WebAssembly.Tests;

/// <summary>An instance of a module in Wasmtime, whose relaxed multiply-adds round once.</summary>
internal sealed class Engine : IDisposable
{
    private static readonly Wasmtime.Engine Wasmtime = new(new Config().WithRelaxedSIMD(true, true).WithOptimizationLevel(OptimizationLevel.None));

    private readonly Store store = new(Wasmtime);
    private readonly Module module;
    private readonly Instance instance;

    public Engine(ReadOnlySpan<byte> bytes)
    {
        module = Module.FromBytes(Wasmtime, "training", bytes);
        instance = new Instance(store, module);
    }

    public Instance Instance => instance;

    public Memory Memory => instance.GetMemory("memory")!;

    /// <summary>Numbers in the memory.</summary>
    public Span<T> Numbers<T>(int address, int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Memory.GetSpan(address, count * Marshal.SizeOf<T>()));

    public int Run(int sweeps, double within = 0, double errorBelow = 0, bool rightSide = false) =>
        instance.GetFunction<int, double, double, int, int>("run")!(sweeps, within, errorBelow, rightSide ? 1 : 0);

    public double Evaluate() => instance.GetFunction<double>("evaluate")!();

    public void Dispose()
    {
        store.Dispose();
        module.Dispose();
    }
}
