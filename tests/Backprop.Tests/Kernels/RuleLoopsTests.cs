namespace Backprop.Tests;

/// <summary>The published formulas over single numbers, in this order of operations, are what bundles must equal bit for bit.</summary>
public sealed unsafe class RuleLoopsTests
{
    /// <summary>What a gradient must not hide behind: each stands among ordinary numbers.</summary>
    private static readonly double[] Special = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-42, -1e30];

    public static TheoryData<int> Widths() => [.. Enum.GetValues<LaneWidth>().Select(static width => (int)width)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Adam_equals_the_plain_loop_at_every_length_and_offset_and_touches_nothing_else(int width)
    {
        foreach (var (count, offset) in Places())
        {
            Adam<float>((LaneWidth)width, count, offset);
            Adam<double>((LaneWidth)width, count, offset);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rprop_equals_the_plain_loop_at_every_length_and_offset_and_touches_nothing_else(int width)
    {
        foreach (var (count, offset) in Places())
        {
            Rprop<float>((LaneWidth)width, count, offset);
            Rprop<double>((LaneWidth)width, count, offset);
        }
    }

    private static IEnumerable<(int Count, int Offset)> Places() =>
        from count in Enumerable.Range(0, 71)
        from offset in Enumerable.Range(0, 4)
        select (count, offset);

    private static void Adam<T>(LaneWidth width, int count, int offset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random((count * 4) + offset);
        Guarded<T> Vector() => new(random, 1, count, count, offset);
        var (w, g, means, squares) = (Vector(), Vector(), Vector(), Vector());
        for (var k = 0; k < count; k++)
            squares.Plain[k] = squares.Pointer[k] = k % 3 == 0 ? T.Epsilon * T.CreateChecked(1 + k) : T.Abs(squares.Plain[k]);
        var factors = new AdamFactors<T>(N<T>(-0.02), N<T>(0.9), N<T>(0.1), N<T>(0.999), N<T>(0.001), N<T>(3.7), N<T>(1e-8));
        for (var step = 0; step < 3; step++)
        {
            Fill(random, g);
            Kernels<T>.Of(width).StepAdam(w.Pointer, g.Pointer, means.Pointer, squares.Pointer, factors, count);
            for (var k = 0; k < count; k++)
            {
                var gradient = g.Plain[k];
                ref var mean = ref means.Plain[k];
                ref var square = ref squares.Plain[k];
                mean = FlushSubnormal(T.FusedMultiplyAdd(factors.Beta1, mean, factors.OneMinusBeta1 * gradient));
                square = FlushSubnormal(T.FusedMultiplyAdd(factors.Beta2, square, factors.OneMinusBeta2 * gradient * gradient));
                w.Plain[k] = T.FusedMultiplyAdd(factors.NegatedRate, mean / (T.Sqrt(square * factors.SquareScale) + factors.Epsilon), w.Plain[k]);
            }
            var what = $"step {step} of {count} weights, {offset} off, {width}, {typeof(T).Name}";
            means.AssertSameBits("mean at " + what, 0);
            squares.AssertSameBits("square at " + what, 0);
            w.AssertSameBits("weights at " + what, 0);
            g.AssertSameBits("gradient at " + what, 0);
        }
    }

    private static void Rprop<T>(LaneWidth width, int count, int offset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random((count * 4) + offset);
        Guarded<T> Vector() => new(random, 1, count, count, offset);
        var (w, g, steps, gradients, changes) = (Vector(), Vector(), Vector(), Vector(), Vector());
        for (var k = 0; k < count; k++)
            steps.Plain[k] = steps.Pointer[k] = T.Abs(steps.Plain[k]);
        for (var round = 0; round < 4; round++)
        {
            // Steps near both limits, so that they cut.
            var factors = new RpropFactors<T>(N<T>(1.2), N<T>(0.5), N<T>(0.2), N<T>(0.8), Worse: round % 2 == 1);
            Fill(random, g);
            Kernels<T>.Of(width).StepRprop(w.Pointer, g.Pointer, steps.Pointer, gradients.Pointer, changes.Pointer, factors, count);
            for (var k = 0; k < count; k++)
            {
                var gradient = g.Plain[k];
                ref var step = ref steps.Plain[k];
                ref var change = ref changes.Plain[k];
                var turn = gradient * gradients.Plain[k];
                if (turn < T.Zero)
                {
                    step = T.Max(step * factors.Shrinkage, factors.Least);
                    change = factors.Worse ? -change : T.Zero;
                    gradient = T.Zero;
                }
                else
                {
                    if (turn > T.Zero)
                        step = T.Min(step * factors.Growth, factors.Greatest);
                    change = gradient > T.Zero ? -step : gradient < T.Zero ? step : gradient;
                }
                w.Plain[k] += change;
                gradients.Plain[k] = gradient;
            }
            var what = $"step {round} of {count} weights, {offset} off, {width}, {typeof(T).Name}";
            steps.AssertSameBits("size at " + what, 0);
            gradients.AssertSameBits("gradient kept at " + what, 0);
            changes.AssertSameBits("change at " + what, 0);
            w.AssertSameBits("weights at " + what, 0);
            g.AssertSameBits("gradient at " + what, 0);
        }
    }

    /// <summary>Fresh gradients in both copies; about one in eight is special.</summary>
    private static void Fill<T>(Random random, Guarded<T> g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var k = 0; k < g.Plain.Length; k++)
            g.Plain[k] = g.Pointer[k] = T.CreateTruncating(random.Next(8) == 0 ? Special[random.Next(Special.Length)] : (2 * random.NextDouble()) - 1);
    }

    private static T FlushSubnormal<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.IsSubnormal(value) ? T.Zero : value;

    private static T N<T>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateTruncating(value);
}
