using System.Runtime.InteropServices;

namespace Backprop.WebAssembly;

/// <summary>The factors of a schedule of rates as runs of sweeps, and the code that finds that of a sweep.</summary>
internal sealed class ScheduleTable
{
    /// <summary>The most runs: a mebibyte of the module.</summary>
    public const int MostRuns = 1 << 16;

    private const int FactorOffset = 8;

    private readonly int address;
    private readonly int count;

    /// <summary>Reserves the table, which the code only reads.</summary>
    public ScheduleTable(MemoryMap map, ModuleWriter module, RateSchedule schedule)
    {
        var runs = new List<Run>();
        var end = 0L;
        foreach (var run in schedule.Runs)
        {
            end += run.Sweeps;
            runs.Add(new Run((int)Math.Min(end, int.MaxValue), run.Factor));
        }
        count = runs.Count;
        address = map.Reserve((long)count * Marshal.SizeOf<Run>());
        module.Initialize(address, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(runs)).ToArray());
    }

    /// <summary>Leaves the factor of the sweep that follows the counted ones on the stack, a double.</summary>
    public void Push(FunctionCode code, Counters counters) => code.Scope(() =>
    {
        // The first run that ends after the sweeps made.
        Local low = code.New(ValueType.I32), high = code.New(ValueType.I32), middle = code.New(ValueType.I32);
        code.I32(0).Set(low).I32(count - 1).Set(high);
        if (count > 1)
        {
            code.DoWhile(() =>
            {
                code.Get(low).Get(high).Do(Op.I32Add).I32(1).Do(Op.I32ShiftRightUnsigned).Set(middle);
                code.I32(0).At(Op.I32Load, counters.Sweeps).Get(middle).I32(4).Do(Op.I32ShiftLeft).At(Op.I32Load, address).Do(Op.I32LessSigned);
                code.If(() => code.Get(middle).Set(high), () => code.Get(middle).I32(1).Do(Op.I32Add).Set(low));
                code.Get(low).Get(high).Do(Op.I32LessSigned);
            });
        }
        code.Get(low).I32(4).Do(Op.I32ShiftLeft).At(Op.F64Load, address + FactorOffset);
    });

    /// <summary>A run.</summary>
    /// <param name="End">The sweeps until its end.</param>
    /// <param name="Factor">The factor.</param>
    [StructLayout(LayoutKind.Sequential, Pack = 8, Size = 16)]
    private readonly record struct Run(int End, double Factor);
}
