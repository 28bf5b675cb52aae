using System.Numerics;

namespace Backprop.Tests;

public sealed unsafe class LeakTests
{
    public static TheoryData<LaneWidth> Widths() => [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Total_inputs_keep_a_part_of_those_before_and_derivatives_go_back_by_that_part(LaneWidth width)
    {
        Check<float>(width);
        Check<double>(width);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Soft_clamps_move_states_by_their_strength_and_leave_the_rest_of_the_derivatives(LaneWidth width)
    {
        CheckClamps<float>(width);
        CheckClamps<double>(width);
    }

    private static void Check<T>(LaneWidth width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (random, rate) = (new Random(3), T.CreateChecked(0.3));
        for (var cases = 1; cases <= 40; cases++)
        {
            foreach (var fresh in new[] { false, true })
            {
                var padded = Padded<T>(cases);
                var before = new Guarded<T>(random, 3, padded, padded, cases % 3);
                var x = new Guarded<T>(random, 3, padded, padded + 16, cases % 3);
                var passed = new Guarded<T>(random, 3, padded, padded + 16, cases % 3);
                var dx = new Guarded<T>(random, 3, padded, padded + 16, cases % 3);
                // What is passed back from the first number is too small to matter.
                passed.Plain[0] = passed.Pointer[0] = T.Zero;
                dx.Plain[0] = dx.Pointer[0] = Kernels<T>.Vanished;
                Kernels<T>.Of(width).Leak(before.Matrix.Part(0, 3, 0, cases), x.Matrix.Part(0, 3, 0, cases), rate);
                Kernels<T>.Of(width).BackLeak(passed.Matrix.Part(0, 3, 0, cases), dx.Matrix.Part(0, 3, 0, cases), rate, fresh);
                for (var unit = 0; unit < 3; unit++)
                {
                    for (var c = 0; c < padded; c++)
                    {
                        var (held, at) = (before.Plain[(unit * before.Stride) + c], (unit * x.Stride) + c);
                        x.Plain[at] = T.FusedMultiplyAdd(rate, x.Plain[at] - held, held);
                        var total = fresh ? dx.Plain[at] : dx.Plain[at] + passed.Plain[at];
                        dx.Plain[at] = rate * total;
                        passed.Plain[at] = at == 0 ? T.Zero : (T.One - rate) * total;
                    }
                }
                var shape = $"{cases} cases, {width}, {typeof(T).Name}";
                x.AssertSameBits("Leak " + shape, 0);
                dx.AssertSameBits("BackLeak " + shape, 0);
                passed.AssertSameBits("Passed back " + shape, 0);
                before.AssertSameBits("Before " + shape, 0);
            }
        }
    }

    private static void CheckClamps<T>(LaneWidth width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (random, strength) = (new Random(4), T.CreateChecked(0.3));
        for (var cases = 1; cases <= 40; cases++)
        {
            var padded = Padded<T>(cases);
            var clamps = new Guarded<T>(random, 3, padded, padded, cases % 3);
            for (var k = 0; k < clamps.Plain.Length; k++)
            {
                if (random.Next(2) == 0)
                    clamps.Plain[k] = clamps.Pointer[k] = T.NaN;
            }
            var free = new Guarded<T>(random, 3, padded, padded + 16, cases % 3);
            var y = new Guarded<T>(random, 3, padded, padded + 16, cases % 3);
            var dx = new Guarded<T>(random, 3, padded, padded + 16, cases % 3);
            Kernels<T>.Of(width).ClampSoftly(clamps.Matrix.Part(0, 3, 0, cases), free.Matrix.Part(0, 3, 0, cases), y.Matrix.Part(0, 3, 0, cases), strength);
            Kernels<T>.Of(width).BackClampSoftly(clamps.Matrix.Part(0, 3, 0, cases), dx.Matrix.Part(0, 3, 0, cases), strength);
            for (var unit = 0; unit < 3; unit++)
            {
                for (var c = 0; c < padded; c++)
                {
                    var (clamp, at) = (clamps.Plain[(unit * clamps.Stride) + c], (unit * y.Stride) + c);
                    y.Plain[at] = T.IsNaN(clamp) ? free.Plain[at] : T.FusedMultiplyAdd(strength, clamp - free.Plain[at], free.Plain[at]);
                    dx.Plain[at] = T.IsNaN(clamp) ? dx.Plain[at] : (T.One - strength) * dx.Plain[at];
                }
            }
            var shape = $"{cases} cases, {width}, {typeof(T).Name}";
            y.AssertSameBits("ClampSoftly " + shape, 0);
            dx.AssertSameBits("BackClampSoftly " + shape, 0);
            free.AssertSameBits("Free states of " + shape, 0);
        }
    }

    private static int Padded<T>(int cases)
        where T : unmanaged
    {
        var lanes = 64 / sizeof(T);
        return (cases + lanes - 1) / lanes * lanes;
    }
}
