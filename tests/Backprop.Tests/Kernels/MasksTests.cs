using System.Numerics;

namespace Backprop.Tests;

public sealed unsafe class MasksTests
{
    public static TheoryData<LaneWidth> Widths() => [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Derivatives_too_small_to_matter_become_0_and_no_others_change(LaneWidth width)
    {
        CheckVanished<float>(width);
        CheckVanished<double>(width);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Clamped_states_have_the_values_of_the_clamps_and_no_derivatives_and_no_others_change(LaneWidth width)
    {
        CheckClamps<float>(width);
        CheckClamps<double>(width);
    }

    private static void CheckVanished<T>(LaneWidth width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (least, random) = (Kernels<T>.Vanished, new Random(1));
        T[] values = [T.Zero, T.Epsilon, -T.Epsilon, T.BitDecrement(least), -T.BitDecrement(least), least, -least, T.One, -T.One, T.NaN, T.NegativeInfinity];
        for (var cases = 1; cases <= 70; cases++)
        {
            var padded = Padded<T>(cases);
            var dx = new Guarded<T>(random, 3, padded, padded + 16, cases % 3);
            for (var k = 0; k < dx.Plain.Length; k++)
                dx.Plain[k] = dx.Pointer[k] = values[random.Next(values.Length)];
            Kernels<T>.Of(width).ClearVanished(dx.Matrix.Part(0, 3, 0, cases));
            for (var k = 0; k < dx.Plain.Length; k++)
            {
                if (k % dx.Stride < padded && T.Abs(dx.Plain[k]) < least)
                    dx.Plain[k] = T.Zero;
            }
            dx.AssertSameBits($"ClearVanished {cases} cases, {width}, {typeof(T).Name}", 0);
        }
    }

    private static void CheckClamps<T>(LaneWidth width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(2);
        for (var cases = 1; cases <= 70; cases++)
        {
            var padded = Padded<T>(cases);
            var clamps = new Guarded<T>(random, 3, padded, padded, cases % 3);
            for (var k = 0; k < clamps.Plain.Length; k++)
            {
                if (random.Next(2) == 0)
                    clamps.Plain[k] = clamps.Pointer[k] = T.NaN;
            }
            var y = new Guarded<T>(random, 3, padded, padded + 16, cases % 3);
            var dx = new Guarded<T>(random, 3, padded, padded + 16, cases % 3);
            Kernels<T>.Of(width).Clamp(clamps.Matrix.Part(0, 3, 0, cases), y.Matrix.Part(0, 3, 0, cases));
            Kernels<T>.Of(width).ClearClamped(clamps.Matrix.Part(0, 3, 0, cases), dx.Matrix.Part(0, 3, 0, cases));
            for (var unit = 0; unit < 3; unit++)
            {
                for (var c = 0; c < padded; c++)
                {
                    var clamp = clamps.Plain[(unit * clamps.Stride) + c];
                    if (T.IsNaN(clamp))
                        continue;
                    y.Plain[(unit * y.Stride) + c] = clamp;
                    dx.Plain[(unit * dx.Stride) + c] = T.Zero;
                }
            }
            var shape = $"{cases} cases, {width}, {typeof(T).Name}";
            y.AssertSameBits("Clamp " + shape, 0);
            dx.AssertSameBits("ClearClamped " + shape, 0);
            clamps.AssertSameBits("Clamps of " + shape, 0);
        }
    }

    private static int Padded<T>(int cases)
        where T : unmanaged
    {
        var lanes = 64 / sizeof(T);
        return (cases + lanes - 1) / lanes * lanes;
    }
}
