using System.Numerics;

namespace Backprop.Tests;

public sealed unsafe class ElementwiseTests
{
    [Fact]
    public void Every_length_equals_the_plain_loop_bit_for_bit_and_touches_nothing_else()
    {
        foreach (var width in Enum.GetValues<LaneWidth>())
        {
            for (var count = 0; count <= 70; count++)
            {
                Check<float>(width, count);
                Check<double>(width, count);
            }
        }
    }

    private static void Check<T>(LaneWidth width, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var kernels = Kernels<T>.Of(width);
        var random = new Random(count);
        var w = new Guarded<T>(random, 1, count, count, count % 3);
        var g = new Guarded<T>(random, 1, count, count, count % 3);
        var change = new Guarded<T>(random, 1, count, count, count % 3);
        // Every third is a change that has all but died away.
        for (var k = 0; k < count; k += 3)
            (change.Plain[k], g.Plain[k]) = (change.Pointer[k], g.Pointer[k]) = (T.Epsilon * T.CreateChecked(1 + k), T.Zero);
        var (rate, momentum, factor) = (T.CreateChecked(0.1), T.CreateChecked(0.9), T.CreateChecked(0.998));
        kernels.Descend(w.Pointer, g.Pointer, change.Pointer, rate, momentum, count);
        kernels.Scale(w.Pointer, factor, count);
        for (var k = 0; k < count; k++)
        {
            var step = T.FusedMultiplyAdd(-rate, g.Plain[k], momentum * change.Plain[k]);
            change.Plain[k] = T.IsSubnormal(step) ? T.Zero : step;
            w.Plain[k] = (w.Plain[k] + change.Plain[k]) * factor;
        }
        var what = $"{count} weights, {width}, {typeof(T).Name}";
        change.AssertSameBits("Descend " + what, 0);
        w.AssertSameBits("Descend and Scale " + what, 0);
        g.AssertSameBits("Gradient of " + what, 0);
        kernels.Divide(g.Pointer, T.CreateChecked(3), count);
        for (var k = 0; k < count; k++)
            g.Plain[k] /= T.CreateChecked(3);
        g.AssertSameBits("Divide " + what, 0);
        Assert.True(kernels.AreFinite(w.Pointer, count));
        if (count == 0)
            return;
        w.Pointer[count - 1] = T.PositiveInfinity;
        Assert.False(kernels.AreFinite(w.Pointer, count));
    }
}
