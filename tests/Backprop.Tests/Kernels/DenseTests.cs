using System.Numerics;

namespace Backprop.Tests;

public sealed unsafe class DenseTests
{
    public static TheoryData<LaneWidth> Widths() => [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_size_from_0_to_70_equals_the_plain_kernel_bit_for_bit_in_float(LaneWidth width) => EverySize<float>(width);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_size_from_0_to_70_equals_the_plain_kernel_bit_for_bit_in_double(LaneWidth width) => EverySize<double>(width);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Large_shapes_equal_the_plain_kernel_bit_for_bit(LaneWidth width)
    {
        foreach (var (to, from, cases) in ((int, int, int)[])[(128, 70, 64), (97, 131, 33), (17, 300, 65), (16, 1100, 20), (70, 33, 130)])
        {
            Check<float>(width, to, from, cases, 0);
            Check<double>(width, to, from, cases, 0);
            Check<float>(width, to, from, cases, 3);
        }
    }

    /// <summary>Several strips of rows, blocks of k and blocks of columns, with rests of all.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Shapes_beyond_the_second_cache_equal_the_plain_kernel_bit_for_bit(LaneWidth width)
    {
        Check<float>(width, 98, 2700, 20, 3);
        Check<double>(width, 101, 1300, 110, 1);
        Check<float>(width, 25, 1100, 270, 2);
        Check<float>(width, 590, 60, 290, 1);
        Check<double>(width, 300, 30, 150, 0);
    }

    /// <summary>Few rows, whose operand is read where it is, near and far apart; and one row more.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Shapes_of_few_units_and_many_cases_equal_the_plain_kernel_bit_for_bit(LaneWidth width)
    {
        foreach (var (to, from, cases) in ((int, int, int)[])[(10, 900, 200), (24, 600, 140), (25, 600, 140), (9, 2100, 300)])
        {
            Check<float>(width, to, from, cases, 2);
            Check<double>(width, to, from, cases, 0);
        }
    }

    /// <summary>Gradients by register tiles of every height, one strip of them and two, with columns that fill whole bundles and others, over many cases and few.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_number_of_units_up_to_14_with_columns_for_tiles_equals_the_plain_kernel_bit_for_bit(LaneWidth width)
    {
        for (var to = 1; to <= 14; to++)
        {
            foreach (var (from, cases) in ((int, int)[])[(16, 130), (31, 128), (46, 20), (48, 200)])
            {
                Check<float>(width, to, from, cases, to % 3);
                Check<double>(width, to, from, cases, to % 2);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_sum_over_several_projections_is_one_chain_through_all_of_them(LaneWidth width)
    {
        foreach (var (units, depths, cases, first) in ((int, int[], int, int)[])[(1, [2], 64, 0), (30, [5, 30], 20, 0), (17, [3, 1, 9], 100, 2), (6, [], 33, 1), (11, [70], 1, 3), (2, [4, 4], 0, 0), (0, [3], 16, 0)])
        {
            CheckTerms<float>(width, units, depths, cases, first);
            CheckTerms<double>(width, units, depths, cases, first);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_rectified_linear_group_stores_its_states_and_derivatives_in_place_of_its_sums(LaneWidth width)
    {
        foreach (var (units, depth, cases) in ((int, int, int)[])[(1, 3, 33), (2, 1, 100), (30, 5, 20), (19, 2, 70), (100, 1, 32), (7, 0, 16)])
        {
            CheckRectifiedLinear<float>(width, units, depth, cases);
            CheckRectifiedLinear<double>(width, units, depth, cases);
        }
    }

    /// <summary>Sums over one projection and what the unit function makes of them; the states also where they are not in place of the total inputs.</summary>
    private static void CheckRectifiedLinear<T>(LaneWidth width, int units, int depth, int cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random((units * 100) + cases);
        var padded = BlockShape.Padded(cases);
        var shape = $"{units} units, {depth} senders or receivers, {cases} cases, {width}, {typeof(T).Name}";
        var kernels = UnitFunction.RectifiedLinear.Bind<T>(width);
        var w = new Guarded<T>(random, units, depth, depth, 1);
        var other = new Guarded<T>(random, depth, cases, padded, 1);
        var start = new Guarded<T>(random, 1, units, units, 1);
        var (inPlace, x, y, dx) = (new Guarded<T>(random, units, cases, padded, 1), new Guarded<T>(random, units, cases, padded, 1), new Guarded<T>(random, units, cases, padded, 1), new Guarded<T>(random, units, cases, padded, 1));
        var term = new Term<T> { A = w.Pointer, ARow = depth, AStep = 1, B = other.Pointer, Depth = depth };
        var sum = new TermSum<T> { Terms = &term, End = &term + 1, CStride = padded, BStride = padded, Start = start.Pointer, StartStep = 1 };
        for (var j = 0; j < units; j++)
            x.Plain.AsSpan(j * padded, cases).Fill(start.Plain[j]);
        PlainKernels.Forward(w.Plain, depth, other.Plain, padded, x.Plain, padded, units, depth, cases);
        for (var k = 0; k < x.Plain.Length; k++)
        {
            if (k % padded < cases)
                inPlace.Plain[k] = y.Plain[k] = T.Zero > x.Plain[k] ? T.Zero : x.Plain[k];
        }
        // The derivatives come over the same weights, as if the others were receivers.
        for (var k = 0; k < x.Plain.Length; k++)
        {
            if (k % padded < cases)
                dx.Plain[k] = x.Plain[k] * (y.Plain[k] > T.Zero ? T.One : T.Zero);
        }

        var pass = new GroupPass<T> { Units = units, Cases = (cases + (64 / sizeof(T)) - 1) / (64 / sizeof(T)) * (64 / sizeof(T)) };
        kernels.SumAndValue(pass with { TotalInputs = sum with { C = inPlace.Pointer }, Y = inPlace.Pointer }, 0, units);
        inPlace.AssertSameBits("States in place of total inputs, " + shape, padded);
        kernels.SumAndValue(pass with { TotalInputs = sum with { C = x.Pointer }, Y = y.Pointer }, 0, units);
        x.AssertSameBits("Total inputs, " + shape, padded);
        y.AssertSameBits("States, " + shape, padded);
        kernels.SumAndDerivative(pass with { TotalInputs = sum with { C = y.Pointer }, FromReceivers = sum with { C = dx.Pointer }, Y = y.Pointer }, 0, units);
        dx.AssertSameBits("Derivatives, " + shape, padded);
        y.AssertSameBits("States after the derivatives, " + shape, padded);
        GC.KeepAlive((w, other, start));
    }

    /// <summary>Units from first on of a group whose total inputs come over projections from groups of the given sizes; those before are left alone.</summary>
    private static void CheckTerms<T>(LaneWidth width, int units, int[] depths, int cases, int first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(units + cases);
        var padded = BlockShape.Padded(cases);
        var end = first + units;
        var x = new Guarded<T>(random, end, cases, padded, 1);
        var start = new Guarded<T>(random, 1, end, end, 1);
        var w = Array.ConvertAll(depths, depth => new Guarded<T>(random, end, depth, depth, 1));
        var y = Array.ConvertAll(depths, depth => new Guarded<T>(random, depth, cases, padded, 1));
        var terms = stackalloc Term<T>[depths.Length];
        var totals = x.Plain[(first * padded)..];
        for (var j = 0; j < units; j++)
            totals.AsSpan(j * padded, cases).Fill(start.Plain[first + j]);
        for (var k = 0; k < depths.Length; k++)
        {
            terms[k] = new Term<T> { A = w[k].Pointer, ARow = depths[k], AStep = 1, B = y[k].Pointer, Depth = depths[k] };
            PlainKernels.Forward(w[k].Plain[(first * depths[k])..], depths[k], y[k].Plain, padded, totals, padded, units, depths[k], cases);
        }
        totals.CopyTo(x.Plain, first * padded);
        var sum = new TermSum<T> { Terms = terms, End = terms + depths.Length, C = x.Pointer, CStride = padded, BStride = padded, Start = start.Pointer, StartStep = 1 };
        var pass = new GroupPass<T> { TotalInputs = sum, Y = x.Pointer, Units = end, Cases = (cases + (64 / sizeof(T)) - 1) / (64 / sizeof(T)) * (64 / sizeof(T)) };
        UnitFunction.Identity.Bind<T>(width).SumAndValue(pass, first, end);
        GC.KeepAlive((w, y, start));
        x.AssertSameBits($"{units} units from {first} on, projections from {string.Join(" and ", depths)}, {cases} cases, {width}", padded);
    }

    private static void EverySize<T>(LaneWidth width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var size = 0; size <= 70; size++)
        {
            Check<T>(width, size, 5, 19, size % 3);
            Check<T>(width, 7, size, 35, size % 3);
            Check<T>(width, 3, 6, size, size % 3);
            if (size % 6 == 5)
                Check<T>(width, size, size, size, 0);
        }
        var random = new Random(5);
        for (var sample = 0; sample < 40; sample++)
            Check<T>(width, random.Next(71), random.Next(71), random.Next(71), random.Next(4));
    }

    /// <summary>All three products of one shape, every operand <paramref name="offset"/> numbers off the aligned address.</summary>
    private static void Check<T>(LaneWidth width, int to, int from, int cases, int offset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var kernels = Kernels<T>.Of(width);
        var random = new Random((to * 5000) + (from * 71) + cases);
        var lanes = 64 / sizeof(T);
        var padded = (cases + lanes - 1) / lanes * lanes;
        var w = new Guarded<T>(random, to, from, from + offset, offset);
        var y = new Guarded<T>(random, from, cases, padded + 16, offset);
        var x = new Guarded<T>(random, to, cases, padded + offset, offset);
        var dx = new Guarded<T>(random, to, cases, padded + 16, offset).Zero(cases, padded);
        var dy = new Guarded<T>(random, from, cases, padded, offset);
        var g = new Guarded<T>(random, to, from, from + offset, offset);
        var b = new Guarded<T>(random, 1, to, to, offset);
        var start = new Guarded<T>(random, 1, to + 1, to + 1, offset);
        var shape = $"{to} x {from} x {cases} cases, {width}, {typeof(T).Name}";

        kernels.Forward(w.Matrix, y.Matrix, x.Matrix, SumStart<T>.Destination);
        PlainKernels.Forward(w.Plain, w.Stride, y.Plain, y.Stride, x.Plain, x.Stride, to, from, cases);
        x.AssertSameBits("Forward " + shape, padded);

        kernels.Forward(w.Matrix, y.Matrix, x.Matrix, SumStart<T>.PerRow(start.Pointer));
        for (var j = 0; j < to; j++)
            x.Plain.AsSpan(j * x.Stride, cases).Fill(start.Plain[j]);
        PlainKernels.Forward(w.Plain, w.Stride, y.Plain, y.Stride, x.Plain, x.Stride, to, from, cases);
        x.AssertSameBits("Forward from biases " + shape, padded);

        kernels.Back(w.Matrix, dx.Matrix, dy.Matrix, SumStart<T>.Destination);
        PlainKernels.Back(w.Plain, w.Stride, dx.Plain, dx.Stride, dy.Plain, dy.Stride, to, from, cases);
        dy.AssertSameBits("Back " + shape, padded);

        kernels.Back(w.Matrix, dx.Matrix, dy.Matrix, SumStart<T>.Same(start.Pointer));
        for (var i = 0; i < from; i++)
            dy.Plain.AsSpan(i * dy.Stride, cases).Fill(start.Plain[0]);
        PlainKernels.Back(w.Plain, w.Stride, dx.Plain, dx.Stride, dy.Plain, dy.Stride, to, from, cases);
        dy.AssertSameBits("Back from a number " + shape, padded);

        foreach (var caseOrder in (bool[])[false, true])
        {
            var order = caseOrder ? "in case order " : "in lanes ";
            kernels.Gradient(dx.Matrix, y.Matrix, g.Matrix, caseOrder, fresh: false, b.Pointer);
            PlainKernels.Gradient(dx.Plain, dx.Stride, y.Plain, y.Stride, g.Plain, g.Stride, to, from, cases, caseOrder);
            PlainKernels.GradientOfBiases(dx.Plain, dx.Stride, b.Plain, to, cases);
            g.AssertSameBits("Gradient " + order + shape, from);
            b.AssertSameBits("Gradient of biases " + order + shape, to);

            kernels.Gradient(dx.Matrix, y.Matrix, g.Matrix, caseOrder, fresh: true, null);
            for (var j = 0; j < to; j++)
                g.Plain.AsSpan(j * g.Stride, from).Clear();
            PlainKernels.Gradient(dx.Plain, dx.Stride, y.Plain, y.Stride, g.Plain, g.Stride, to, from, cases, caseOrder);
            g.AssertSameBits("Fresh gradient without biases " + order + shape, from);
        }

        if (to * from <= 4900)
            CheckLanes(kernels, dx, y, to, from, cases, offset, shape);

        foreach (var read in (Guarded<T>[])[w, y, dx, start])
            read.AssertSameBits("Operand of " + shape, 0);
    }

    /// <summary>The gradient's sums from scratch, in two stretches of cases that go on in the same lanes, joined at the end; the biases' after the weights'.</summary>
    private static void CheckLanes<T>(Kernels<T> kernels, Guarded<T> dx, Guarded<T> y, int to, int from, int cases, int offset, string shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (lanes, count) = (64 / sizeof(T), (to * from) + to);
        var half = cases / 2 / lanes * lanes;
        var (kept, zeros) = (new AlignedBuffer<T>(BlockShape.Padded(count) * lanes), new AlignedBuffer<T>(lanes));
        var joined = new Guarded<T>(new Random(count), 1, count, count + lanes, offset);
        var ofBiases = kept.Pointer + ((nint)to * from * lanes);
        var rows = stackalloc GradientRow<T>[to];
        foreach (var (first, end) in ((int, int)[])[(0, half), (half, cases)])
        {
            for (var j = 0; j < to; j++)
            {
                rows[j] = new GradientRow<T> { Dx = dx.Pointer + ((nint)j * dx.Stride) + first, Y = y.Pointer + first, YStride = y.Stride, Depth = from, Lanes = kept.Pointer + ((nint)j * from * lanes), Bias = ofBiases + (j * lanes) };
                rows[j].Start = first == 0 ? zeros.Pointer : rows[j].Lanes;
                rows[j].StartStep = first == 0 ? 0 : lanes;
                rows[j].BiasStart = first == 0 ? zeros.Pointer : rows[j].Bias;
            }
            if (first < end)
                kernels.GradientInLanes(rows, rows + to, (end - first + lanes - 1) / lanes * lanes);
        }
        kernels.JoinLanes(kept.Pointer, joined.Pointer, count);
        GC.KeepAlive((kept, zeros));
        joined.Plain.AsSpan(0, count).Clear();
        PlainKernels.Gradient(dx.Plain, dx.Stride, y.Plain, y.Stride, joined.Plain, from, to, from, cases, caseOrder: false);
        var sums = new T[to];
        PlainKernels.GradientOfBiases(dx.Plain, dx.Stride, sums, to, cases);
        sums.CopyTo(joined.Plain, to * from);
        joined.AssertSameBits("Gradient in lanes " + shape, joined.Stride);
    }
}
