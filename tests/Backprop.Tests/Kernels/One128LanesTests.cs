using System.Numerics;

namespace Backprop.Tests;

/// <summary>A quarter of a bundle as lanes of its own.</summary>
public sealed unsafe class One128LanesTests
{
    [Fact]
    public void Every_unit_function_and_its_derivative_have_the_bits_of_whole_bundles()
    {
        foreach (var function in UnitFunction.All.Where(static function => !function.IsGroupWide))
        {
            Same<float>(function);
            Same<double>(function);
        }
    }

    [Fact]
    public void Lanes_are_taken_and_summed_one_by_one()
    {
        var numbers = stackalloc float[16];
        for (var k = 0; k < 16; k++)
            numbers[k] = k;
        var sums = One128<float>.SumsOfLanes(numbers);
        for (var k = 0; k < 4; k++)
        {
            Assert.Equal(6 + (16 * k), One128<float>.Lane(sums, k));
            Assert.Equal(6 + (16 * k), One128<float>.SumOfLanes(One128<float>.Load(numbers + (4 * k))));
        }
        var indices = stackalloc int[] { 3, 0, 9, 9 };
        Assert.Equal(21, One128<float>.SumOfLanes(One128<float>.Gather(numbers, indices)));
    }

    private static void Same<T>(UnitFunction function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var count = 64 / sizeof(T);
        T* x = stackalloc T[count], y = stackalloc T[2 * count], found = stackalloc T[2 * count];
        var random = new RandomSource(1);
        for (var turn = 0; turn < 20; turn++)
        {
            for (var k = 0; k < count; k++)
                x[k] = T.CreateTruncating(random.NextSigned() * Math.ScaleB(1, random.NextInt(12)));
            Compute<Lanes512<T>, T>(function, x, y, count, count);
            Compute<One128<T>, T>(function, x, found, One128<T>.Count, count);
            Assert.True(new ReadOnlySpan<byte>(y, 2 * count * sizeof(T)).SequenceEqual(new ReadOnlySpan<byte>(found, 2 * count * sizeof(T))), function.Name);
        }
    }

    /// <summary>Writes the values and, behind them, the derivatives.</summary>
    private static void Compute<TLanes, T>(UnitFunction function, T* x, T* y, int lanes, int count)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var k = 0; k < count; k += lanes)
        {
            var total = TLanes.Load(x + k);
            var state = function.Value<TLanes, T>(total);
            TLanes.Store(y + k, state);
            TLanes.Store(y + count + k, function.Derivative<TLanes, T>(total, state));
        }
    }
}
