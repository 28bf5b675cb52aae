using System.Numerics;

namespace Backprop.Tests;

public sealed unsafe class BiasesTests
{
    public static TheoryData<LaneWidth> Widths() => [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_size_equals_the_plain_kernel_bit_for_bit(LaneWidth width)
    {
        foreach (var size in BlockSize<float>.Every(width))
            Check(size);
        foreach (var size in BlockSize<double>.Every(width))
            Check(size);
    }

    private static void Check<T>(BlockSize<T> size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (width, units, cases, offset) = size;
        var (kernels, random, padded) = (Kernels<T>.Of(width), size.Random(), size.Padded);
        var b = new Guarded<T>(random, 1, units + 1, units + 1, offset);
        var x = new Guarded<T>(random, units, cases, padded + offset, offset);
        var dx = new Guarded<T>(random, units, cases, padded, offset).Zero(cases, padded);
        var g = new Guarded<T>(random, 1, units, units, offset);

        kernels.Fill(x.Matrix, SumStart<T>.Destination);
        x.AssertSameBits("Fill with what is there " + size, 0);

        kernels.Fill(x.Matrix, SumStart<T>.PerRow(b.Pointer));
        for (var j = 0; j < units; j++)
            x.Plain.AsSpan(j * x.Stride, padded).Fill(b.Plain[j]);
        x.AssertSameBits("Fill with a number per row " + size, 0);

        kernels.Fill(x.Matrix, SumStart<T>.Same(b.Pointer + units));
        for (var j = 0; j < units; j++)
            x.Plain.AsSpan(j * x.Stride, padded).Fill(b.Plain[units]);
        x.AssertSameBits("Fill with one number " + size, 0);

        kernels.GradientOfBiases(dx.Matrix, g.Pointer);
        PlainKernels.GradientOfBiases(dx.Plain, dx.Stride, g.Plain, units, cases);
        g.AssertSameBits("GradientOfBiases " + size, 0);
    }
}
