using System.Numerics;

namespace Backprop.Tests;

public sealed unsafe class OneToOneTests
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
        var w = new Guarded<T>(random, 1, units, units, offset);
        var y = new Guarded<T>(random, units, cases, padded + 16, offset);
        var x = new Guarded<T>(random, units, cases, padded + offset, offset);
        var dx = new Guarded<T>(random, units, cases, padded, offset).Zero(cases, padded);
        var g = new Guarded<T>(random, 1, units, units, offset);

        kernels.ForwardOneToOne(w.Pointer, y.Matrix, x.Matrix);
        PlainKernels.ForwardOneToOne(w.Plain, y.Plain, y.Stride, x.Plain, x.Stride, units, cases);
        x.AssertSameBits("ForwardOneToOne " + size, padded);

        kernels.BackOneToOne(w.Pointer, dx.Matrix, x.Matrix);
        PlainKernels.ForwardOneToOne(w.Plain, dx.Plain, dx.Stride, x.Plain, x.Stride, units, cases);
        x.AssertSameBits("BackOneToOne " + size, padded);

        kernels.GradientOneToOne(dx.Matrix, y.Matrix, g.Pointer);
        PlainKernels.GradientOneToOne(dx.Plain, dx.Stride, y.Plain, y.Stride, g.Plain, units, cases);
        g.AssertSameBits("GradientOneToOne " + size, 0);

        foreach (var read in (Guarded<T>[])[w, y, dx])
            read.AssertSameBits("Operand of " + size, 0);
    }
}
