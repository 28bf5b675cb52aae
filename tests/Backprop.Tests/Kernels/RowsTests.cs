using System.Numerics;

namespace Backprop.Tests;

public sealed unsafe class RowsTests
{
    public static TheoryData<LaneWidth> Widths() => [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Biases_and_one_to_one_projections_equal_the_plain_kernels_bit_for_bit(LaneWidth width)
    {
        for (var size = 0; size <= 70; size++)
        {
            Check<float>(width, size, 19, size % 3);
            Check<float>(width, 3, size, size % 3);
            Check<double>(width, size, 19, size % 3);
            Check<double>(width, 3, size, size % 3);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Derivatives_too_small_to_matter_become_0_and_no_others_change(LaneWidth width)
    {
        CheckVanished<float>(width);
        CheckVanished<double>(width);
    }

    private static void CheckVanished<T>(LaneWidth width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (least, random) = (Kernels<T>.Vanished, new Random(1));
        T[] values = [T.Zero, T.Epsilon, -T.Epsilon, T.BitDecrement(least), -T.BitDecrement(least), least, -least, T.One, -T.One, T.NaN, T.NegativeInfinity];
        var lanes = 64 / sizeof(T);
        for (var cases = 1; cases <= 70; cases++)
        {
            var padded = (cases + lanes - 1) / lanes * lanes;
            var dx = new Guarded<T>(random, 3, padded, padded + 16, cases % 3);
            for (var k = 0; k < dx.Plain.Length; k++)
                dx.Plain[k] = dx.Pointer[k] = values[random.Next(values.Length)];
            Kernels<T>.Of(width).ClearVanished(dx.Pointer, dx.Stride, 3, cases);
            for (var k = 0; k < dx.Plain.Length; k++)
            {
                if (k % dx.Stride < padded && T.Abs(dx.Plain[k]) < least)
                    dx.Plain[k] = T.Zero;
            }
            dx.AssertSameBits($"ClearVanished {cases} cases, {width}, {typeof(T).Name}", 0);
        }
    }

    private static void Check<T>(LaneWidth width, int units, int cases, int offset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var kernels = Kernels<T>.Of(width);
        var random = new Random((units * 71) + cases);
        var lanes = 64 / sizeof(T);
        var padded = (cases + lanes - 1) / lanes * lanes;
        var w = new Guarded<T>(random, 1, units, units, offset);
        var y = new Guarded<T>(random, units, cases, padded + 16, offset);
        var x = new Guarded<T>(random, units, cases, padded + offset, offset);
        var dx = new Guarded<T>(random, units, cases, padded, offset).Zero(cases, padded);
        var g = new Guarded<T>(random, 1, units, units, offset);
        var b = new Guarded<T>(random, 1, units, units, offset);
        var shape = $"{units} units, {cases} cases, {width}, {typeof(T).Name}";

        kernels.FillBiases(w.Pointer, x.Pointer, x.Stride, units, cases);
        for (var j = 0; j < units; j++)
            x.Plain.AsSpan(j * x.Stride, padded).Fill(w.Plain[j]);
        x.AssertSameBits("Fill " + shape, 0);

        kernels.ForwardOneToOne(w.Pointer, y.Pointer, y.Stride, x.Pointer, x.Stride, units, cases);
        PlainKernels.ForwardOneToOne(w.Plain, y.Plain, y.Stride, x.Plain, x.Stride, units, cases);
        x.AssertSameBits("ForwardOneToOne " + shape, padded);

        kernels.BackOneToOne(w.Pointer, dx.Pointer, dx.Stride, x.Pointer, x.Stride, units, cases);
        PlainKernels.ForwardOneToOne(w.Plain, dx.Plain, dx.Stride, x.Plain, x.Stride, units, cases);
        x.AssertSameBits("BackOneToOne " + shape, padded);

        kernels.GradientOneToOne(dx.Pointer, dx.Stride, y.Pointer, y.Stride, g.Pointer, units, cases);
        PlainKernels.GradientOneToOne(dx.Plain, dx.Stride, y.Plain, y.Stride, g.Plain, units, cases);
        g.AssertSameBits("GradientOneToOne " + shape, 0);

        kernels.GradientOfBiases(dx.Pointer, dx.Stride, b.Pointer, units, cases);
        PlainKernels.GradientOfBiases(dx.Plain, dx.Stride, b.Plain, units, cases);
        b.AssertSameBits("GradientOfBiases " + shape, 0);
    }
}
