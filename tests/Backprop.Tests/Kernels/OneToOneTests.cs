using System.Numerics;

namespace Backprop.Tests;

public sealed unsafe class OneToOneTests
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
        var w = new Guarded<T>(random, 1, units, units, offset);
        var y = new Guarded<T>(random, units, cases, padded + 16, offset);
        var x = new Guarded<T>(random, units, cases, padded + offset, offset);
        var dx = new Guarded<T>(random, units, cases, padded, offset).Zero(cases, padded);
        var g = new Guarded<T>(random, 1, units, units, offset);
        var shape = $"{units} units, {cases} cases, {width}, {typeof(T).Name}";

        kernels.ForwardOneToOne(w.Pointer, y.Matrix, x.Matrix);
        PlainKernels.ForwardOneToOne(w.Plain, y.Plain, y.Stride, x.Plain, x.Stride, units, cases);
        x.AssertSameBits("ForwardOneToOne " + shape, padded);

        kernels.BackOneToOne(w.Pointer, dx.Matrix, x.Matrix);
        PlainKernels.ForwardOneToOne(w.Plain, dx.Plain, dx.Stride, x.Plain, x.Stride, units, cases);
        x.AssertSameBits("BackOneToOne " + shape, padded);

        kernels.GradientOneToOne(dx.Matrix, y.Matrix, g.Pointer);
        PlainKernels.GradientOneToOne(dx.Plain, dx.Stride, y.Plain, y.Stride, g.Plain, units, cases);
        g.AssertSameBits("GradientOneToOne " + shape, 0);

        foreach (var read in (Guarded<T>[])[w, y, dx])
            read.AssertSameBits("Operand of " + shape, 0);
    }
}
