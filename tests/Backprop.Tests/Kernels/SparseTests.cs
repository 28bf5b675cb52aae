using System.Numerics;

namespace Backprop.Tests;

public sealed unsafe class SparseTests
{
    public static TheoryData<LaneWidth> Widths() => [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_size_equals_the_plain_kernel_bit_for_bit_in_float(LaneWidth width) => EverySize<float>(width);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_size_equals_the_plain_kernel_bit_for_bit_in_double(LaneWidth width) => EverySize<double>(width);

    /// <summary>Terms that are 0 change no sum: total inputs are those of the dense product to the bit.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Total_inputs_are_those_of_the_dense_product(LaneWidth width)
    {
        foreach (var (to, from, cases) in ((int, int, int)[])[(6, 24, 100), (40, 300, 33), (1, 1, 1)])
        {
            var kernels = Kernels<float>.Of(width);
            var random = new Random(from);
            var padded = BlockShape.Padded(cases);
            var slots = Math.Min(3, from);
            var states = new Slots<float>(random, from, slots, cases, padded);
            var w = new Guarded<float>(random, to, from, from);
            var start = new Guarded<float>(random, 1, to, to);
            var y = new Guarded<float>(random, from, padded, padded).Zero(0, padded);
            for (var at = 0; at < slots * padded; at++)
                y.Pointer[(states.Units[at] * padded) + (at % padded)] += states.Values.Pointer[at];
            var dense = new Guarded<float>(random, to, cases, padded);
            var sparse = new Guarded<float>(random, to, cases, padded);

            kernels.Forward(w.Matrix, y.Matrix.Part(0, from, 0, cases), dense.Matrix, SumStart<float>.PerRow(start.Pointer));
            kernels.ForwardSparse(w.Matrix, states.States, sparse.Matrix, SumStart<float>.PerRow(start.Pointer));

            for (var j = 0; j < to; j++)
                Assert.Equal(new ReadOnlySpan<float>(dense.Pointer + (j * padded), cases), new ReadOnlySpan<float>(sparse.Pointer + (j * padded), cases));
            GC.KeepAlive((states, w, start, y, dense, sparse));
        }
    }

    private static void EverySize<T>(LaneWidth width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var size = 0; size <= 70; size++)
        {
            Check<T>(width, size, 5, size % 4, 19, size % 3);
            Check<T>(width, 7, size + 1, Math.Min(2, size + 1), 35, size % 3);
            Check<T>(width, 15, 40, 2, size, size % 3);
        }
        Check<T>(width, 130, 1000, 5, 200, 1);
    }

    private static void Check<T>(LaneWidth width, int to, int from, int slots, int cases, int offset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var kernels = Kernels<T>.Of(width);
        var random = new Random((to * 5000) + (from * 71) + cases);
        var padded = BlockShape.Padded(cases);
        var states = new Slots<T>(random, from, slots, cases, padded);
        var w = new Guarded<T>(random, to, from, from + offset, offset);
        var x = new Guarded<T>(random, to, cases, padded + offset, offset);
        var dx = new Guarded<T>(random, to, cases, padded + offset, offset).Zero(cases, padded);
        var g = new Guarded<T>(random, to, from, from + offset, offset);
        var start = new Guarded<T>(random, 1, to, to, offset);
        var shape = $"{to} x {from}, {slots} slots, {cases} cases, {width}, {typeof(T).Name}";

        kernels.ForwardSparse(w.Matrix, states.States, x.Matrix, SumStart<T>.Destination);
        PlainKernels.ForwardSparse(w.Plain, w.Stride, states.Units, states.Values.Plain, padded, x.Plain, x.Stride, to, slots, cases);
        x.AssertSameBits("Forward " + shape, padded);

        kernels.ForwardSparse(w.Matrix, states.States, x.Matrix, SumStart<T>.PerRow(start.Pointer));
        for (var j = 0; j < to; j++)
            x.Plain.AsSpan(j * x.Stride, cases).Fill(start.Plain[j]);
        PlainKernels.ForwardSparse(w.Plain, w.Stride, states.Units, states.Values.Plain, padded, x.Plain, x.Stride, to, slots, cases);
        x.AssertSameBits("Forward from biases " + shape, padded);

        kernels.GradientSparse(dx.Matrix, states.States, g.Matrix, fresh: false);
        PlainKernels.GradientSparse(dx.Plain, dx.Stride, states.Units, states.Values.Plain, padded, g.Plain, g.Stride, to, slots, cases);
        g.AssertSameBits("Gradient " + shape, 0);

        kernels.GradientSparse(dx.Matrix, states.States, g.Matrix, fresh: true);
        for (var j = 0; j < to; j++)
            g.Plain.AsSpan(j * g.Stride, from).Clear();
        PlainKernels.GradientSparse(dx.Plain, dx.Stride, states.Units, states.Values.Plain, padded, g.Plain, g.Stride, to, slots, cases);
        g.AssertSameBits("Fresh gradient " + shape, 0);

        states.Values.AssertSameBits("States of " + shape, 0);
        foreach (var read in (Guarded<T>[])[w, dx, start])
            read.AssertSameBits("Operand of " + shape, 0);
    }

    /// <summary>Random slots, in each case units of its own, now and then the state 0; padded cases as the library lays them out.</summary>
    private sealed class Slots<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly AlignedBuffer<int> units;

        public Slots(Random random, int from, int slots, int cases, int stride)
        {
            units = new AlignedBuffer<int>(slots * stride);
            Values = new Guarded<T>(random, slots, stride, stride).Zero(cases, stride);
            States = new SparseStates<T>(units.Pointer, Values.Pointer, slots, stride);
            for (var c = 0; c < cases; c++)
            {
                var chosen = Enumerable.Range(0, from).OrderBy(_ => random.Next()).Take(slots).Order().ToArray();
                for (var s = 0; s < slots; s++)
                {
                    units.Span[(s * stride) + c] = chosen[s];
                    if (random.Next(8) == 0)
                        Values.Plain[(s * stride) + c] = Values.Pointer[(s * stride) + c] = T.Zero;
                }
            }
        }

        public Guarded<T> Values { get; }

        public SparseStates<T> States { get; }

        public ReadOnlySpan<int> Units => units.Span;
    }
}
