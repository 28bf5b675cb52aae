using System.Numerics;

namespace Backprop.Tests;

public sealed unsafe class BiasesTests
{
    public static TheoryData<LaneWidth> Widths() => [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_size_equals_the_plain_kernel_bit_for_bit(LaneWidth width)
    {
        for (var size = 0; size <= 70; size++)
        {
            Check<float>(width, size, 19, size % 3);
            Check<float>(width, 3, size, size % 3);
            Check<double>(width, size, 19, size % 3);
            Check<double>(width, 3, size, size % 3);
        }
    }

    private static void Check<T>(LaneWidth width, int units, int cases, int offset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var kernels = Kernels<T>.Of(width);
        var random = new Random((units * 71) + cases);
        var lanes = 64 / sizeof(T);
        var padded = (cases + lanes - 1) / lanes * lanes;
        var b = new Guarded<T>(random, 1, units + 1, units + 1, offset);
        var x = new Guarded<T>(random, units, cases, padded + offset, offset);
        var dx = new Guarded<T>(random, units, cases, padded, offset).Zero(cases, padded);
        var g = new Guarded<T>(random, 1, units, units, offset);
        var shape = $"{units} units, {cases} cases, {width}, {typeof(T).Name}";

        kernels.Fill(x.Matrix, SumStart<T>.Destination);
        x.AssertSameBits("Fill with what is there " + shape, 0);

        kernels.Fill(x.Matrix, SumStart<T>.PerRow(b.Pointer));
        for (var j = 0; j < units; j++)
            x.Plain.AsSpan(j * x.Stride, padded).Fill(b.Plain[j]);
        x.AssertSameBits("Fill with a number per row " + shape, 0);

        kernels.Fill(x.Matrix, SumStart<T>.Same(b.Pointer + units));
        for (var j = 0; j < units; j++)
            x.Plain.AsSpan(j * x.Stride, padded).Fill(b.Plain[units]);
        x.AssertSameBits("Fill with one number " + shape, 0);

        kernels.GradientOfBiases(dx.Matrix, g.Pointer);
        PlainKernels.GradientOfBiases(dx.Plain, dx.Stride, g.Plain, units, cases);
        g.AssertSameBits("GradientOfBiases " + shape, 0);
    }
}
