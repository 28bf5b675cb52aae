using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Backprop.Cli;

/// <summary>The measured peak of one core of this machine, from the same run as the benchmarks that it is compared with.</summary>
/// <param name="OperationsPerSecond">Fused multiply-adds from registers, two operations each, with the vector width of the kernels and the given precision.</param>
/// <param name="BytesPerSecond">Sequential memory reads.</param>
/// <param name="UpdatedBytesPerSecond">Sequential reads and writes of numbers that are changed in place, both counted.</param>
internal sealed record MachinePeak(double OperationsPerSecond, double BytesPerSecond, double UpdatedBytesPerSecond)
{
    private const int ChainsAtOnce = 12;
    private const int Steps = 100_000;
    private const int Floats = 1 << 25;

    /// <summary>The best of many short measurements.</summary>
    /// <param name="elementSize">Bytes per number: 4 for float, 8 for double.</param>
    public static MachinePeak Measure(int elementSize)
    {
        var operations = 2.0 * Steps * ChainsAtOnce * (int)Lanes.Width / 8 / elementSize;
        var array = new float[Floats];
        array.AsSpan().Fill(1);
        return new MachinePeak(operations / Best(40, () => Chains()), 4.0 * Floats / Best(5, () => Read(array)), 8.0 * Floats / Best(5, () => Update(array)));
    }

    private static double Best(int repetitions, Func<float> run)
    {
        var best = double.PositiveInfinity;
        for (var k = 0; k < repetitions; k++)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }

    private static float Chains() => Lanes.Width switch
    {
        LaneWidth.Bits512 => Chains512(Steps),
        LaneWidth.Bits256 => Chains256(Steps),
        _ => Chains128(Steps),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Read(float[] array)
    {
        var values = array.AsSpan();
        Vector<float> a = default, b = default, c = default, d = default;
        var step = Vector<float>.Count;
        for (var k = 0; k + (4 * step) <= values.Length; k += 4 * step)
        {
            a += new Vector<float>(values[k..]);
            b += new Vector<float>(values[(k + step)..]);
            c += new Vector<float>(values[(k + (2 * step))..]);
            d += new Vector<float>(values[(k + (3 * step))..]);
        }
        return Vector.Sum(a + b + c + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Update(float[] array)
    {
        var values = array.AsSpan();
        var (factor, step) = (new Vector<float>(0.999f), Vector<float>.Count);
        for (var k = 0; k + (4 * step) <= values.Length; k += 4 * step)
        {
            (new Vector<float>(values[k..]) * factor).CopyTo(values[k..]);
            (new Vector<float>(values[(k + step)..]) * factor).CopyTo(values[(k + step)..]);
            (new Vector<float>(values[(k + (2 * step))..]) * factor).CopyTo(values[(k + (2 * step))..]);
            (new Vector<float>(values[(k + (3 * step))..]) * factor).CopyTo(values[(k + (3 * step))..]);
        }
        return array[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chains512(int steps)
    {
        var x = Vector512.Create(0.999f);
        var y = Vector512.Create(0.001f);
        Vector512<float> a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x, a6 = x, a7 = x, a8 = x, a9 = x, a10 = x, a11 = x;
        for (var k = 0; k < steps; k++)
        {
            a0 = Vector512.FusedMultiplyAdd(a0, x, y);
            a1 = Vector512.FusedMultiplyAdd(a1, x, y);
            a2 = Vector512.FusedMultiplyAdd(a2, x, y);
            a3 = Vector512.FusedMultiplyAdd(a3, x, y);
            a4 = Vector512.FusedMultiplyAdd(a4, x, y);
            a5 = Vector512.FusedMultiplyAdd(a5, x, y);
            a6 = Vector512.FusedMultiplyAdd(a6, x, y);
            a7 = Vector512.FusedMultiplyAdd(a7, x, y);
            a8 = Vector512.FusedMultiplyAdd(a8, x, y);
            a9 = Vector512.FusedMultiplyAdd(a9, x, y);
            a10 = Vector512.FusedMultiplyAdd(a10, x, y);
            a11 = Vector512.FusedMultiplyAdd(a11, x, y);
        }
        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chains256(int steps)
    {
        var x = Vector256.Create(0.999f);
        var y = Vector256.Create(0.001f);
        Vector256<float> a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x, a6 = x, a7 = x, a8 = x, a9 = x, a10 = x, a11 = x;
        for (var k = 0; k < steps; k++)
        {
            a0 = Vector256.FusedMultiplyAdd(a0, x, y);
            a1 = Vector256.FusedMultiplyAdd(a1, x, y);
            a2 = Vector256.FusedMultiplyAdd(a2, x, y);
            a3 = Vector256.FusedMultiplyAdd(a3, x, y);
            a4 = Vector256.FusedMultiplyAdd(a4, x, y);
            a5 = Vector256.FusedMultiplyAdd(a5, x, y);
            a6 = Vector256.FusedMultiplyAdd(a6, x, y);
            a7 = Vector256.FusedMultiplyAdd(a7, x, y);
            a8 = Vector256.FusedMultiplyAdd(a8, x, y);
            a9 = Vector256.FusedMultiplyAdd(a9, x, y);
            a10 = Vector256.FusedMultiplyAdd(a10, x, y);
            a11 = Vector256.FusedMultiplyAdd(a11, x, y);
        }
        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chains128(int steps)
    {
        var x = Vector128.Create(0.999f);
        var y = Vector128.Create(0.001f);
        Vector128<float> a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x, a6 = x, a7 = x, a8 = x, a9 = x, a10 = x, a11 = x;
        for (var k = 0; k < steps; k++)
        {
            a0 = Vector128.FusedMultiplyAdd(a0, x, y);
            a1 = Vector128.FusedMultiplyAdd(a1, x, y);
            a2 = Vector128.FusedMultiplyAdd(a2, x, y);
            a3 = Vector128.FusedMultiplyAdd(a3, x, y);
            a4 = Vector128.FusedMultiplyAdd(a4, x, y);
            a5 = Vector128.FusedMultiplyAdd(a5, x, y);
            a6 = Vector128.FusedMultiplyAdd(a6, x, y);
            a7 = Vector128.FusedMultiplyAdd(a7, x, y);
            a8 = Vector128.FusedMultiplyAdd(a8, x, y);
            a9 = Vector128.FusedMultiplyAdd(a9, x, y);
            a10 = Vector128.FusedMultiplyAdd(a10, x, y);
            a11 = Vector128.FusedMultiplyAdd(a11, x, y);
        }
        return Vector128.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }
}
