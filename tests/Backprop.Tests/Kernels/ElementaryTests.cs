using System.Numerics;
using System.Runtime.CompilerServices;

namespace Backprop.Tests;

public sealed unsafe class ElementaryTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512];

    [Fact]
    public void Exp_is_within_two_units_in_the_last_place() => Measure<ExpFunction>(ExactMath.Exp, Range(-103, 88.7), Range(-740, 709.7));

    [Fact]
    public void Logistic_is_within_two_units_in_the_last_place() => Measure<LogisticFunction>(ExactMath.Logistic, Range(-86.98, 90), Range(-708.04, 60));

    [Fact]
    public void Tanh_is_within_two_units_in_the_last_place() => Measure<TanhFunction>(ExactMath.Tanh, Range(-12, 12), Range(-25, 25));

    [Fact]
    public void Softplus_is_within_two_units_in_the_last_place() => Measure<SoftplusFunction>(ExactMath.Softplus, Range(-87, 100), Range(-708, 800));

    [Fact]
    public void Log_is_within_two_units_in_the_last_place() => Measure<LogFunction>(ExactMath.Log, Powers(-148, 127), Powers(-1070, 1000));

    [Fact]
    public void Log1p_is_within_two_units_in_the_last_place() => Measure<Log1pFunction>(ExactMath.Log1p, Powers(-60, 20), Powers(-80, 60));

    [Fact]
    public void Expm1_is_within_two_units_in_the_last_place() => Measure<Expm1Function>(ExactMath.Expm1, [.. Range(-20, 88.7), .. Powers(-60, 0)], [.. Range(-40, 709.7), .. Powers(-80, 0)]);

    [Fact]
    public void Erf_is_within_two_units_in_the_last_place() => Measure<ErfFunction>(ExactMath.Erf, [.. Range(-4.5, 4.5), .. Powers(-60, 0)], [.. Range(-6.5, 6.5), .. Powers(-80, 0)]);

    [Fact]
    public void The_tail_of_the_normal_distribution_is_within_four_units_in_the_last_place() => Measure<NormalFunction>(ExactMath.Normal, Range(-12.9, 5), Range(-37.4, 8), within: 4);

    [Fact]
    public void Sine_and_cosine_are_within_two_units_in_the_last_place_at_angles_of_every_size()
    {
        Measure<SineFunction>(ExactMath.Sin, [.. Range(-100, 100), .. Powers(-60, 127)], [.. Range(-100, 100), .. Powers(-80, 1023)]);
        Measure<CosineFunction>(ExactMath.Cos, [.. Range(-100, 100), .. Powers(-60, 127)], [.. Range(-100, 100), .. Powers(-80, 1023)]);
    }

    [Fact]
    public void Sine_and_cosine_are_exact_near_their_zeros_too()
    {
        double[] multiples = [.. Enumerable.Range(1, 400).Select(static k => k * Math.PI / 2), .. Enumerable.Range(1, 400).Select(static k => k * 97_531.0 * Math.PI / 2), 16367173.0 * Math.ScaleB(1, 72), 6381956970095103.0 * Math.ScaleB(1, 797)];
        Measure<SineFunction>(ExactMath.Sin, [.. multiples.Where(static x => x < 1e30)], multiples);
        Measure<CosineFunction>(ExactMath.Cos, [.. multiples.Where(static x => x < 1e30)], multiples);
    }

    [Fact]
    public void Limits_are_exact_and_NaN_stays_NaN()
    {
        const double inf = double.PositiveInfinity, nan = double.NaN;
        Limits<ExpFunction>([-inf, -1000, 0, 1000, inf, nan], [0, 0, 1, inf, inf, nan]);
        Limits<LogisticFunction>([-inf, -1e30, -1000, 0, 1000, inf, nan], [0, 0, 0, 0.5, 1, 1, nan]);
        Limits<TanhFunction>([-inf, -1000, 0, 1000, inf, nan], [-1, -1, 0, 1, 1, nan]);
        Limits<SoftplusFunction>([-inf, -1000, 1000, inf, nan], [0, 0, 1000, inf, nan]);
        Limits<LogFunction>([0, 1, inf, nan, -1, -inf], [-inf, 0, inf, nan, nan, nan]);
        Limits<Log1pFunction>([0, -1, inf, nan], [0, -inf, inf, nan]);
        Limits<Expm1Function>([-inf, -1000, 0, 1000, inf, nan], [-1, -1, 0, inf, inf, nan]);
        Limits<ErfFunction>([-inf, -1000, 0, 1000, inf, nan], [-1, -1, 0, 1, 1, nan]);
        Limits<NormalFunction>([-inf, -1000, 0, 1000, inf, nan], [0, 0, 0.5, 1, 1, nan]);
        Limits<SineFunction>([-inf, 0, inf, nan], [nan, 0, nan, nan]);
        Limits<CosineFunction>([-inf, 0, inf, nan], [nan, 1, nan, nan]);
        Limits<RectifiedLinearFunction>([-inf, -2, 0, 3, inf, nan], [0, 0, 0, 3, inf, nan]);
    }

    [Fact]
    public void Every_lane_width_gives_the_same_bits()
    {
        SameBits<ExpFunction>();
        SameBits<LogisticFunction>();
        SameBits<TanhFunction>();
        SameBits<SoftplusFunction>();
        SameBits<LogFunction>();
        SameBits<Log1pFunction>();
        SameBits<Expm1Function>();
        SameBits<ErfFunction>();
        SameBits<SineFunction>();
        SameBits<CosineFunction>();
        SameBits<RectifiedLinearFunction>();
    }

    [Fact]
    public void Logistic_of_x_and_of_minus_x_sum_to_one()
    {
        var x = Range(-20, 20);
        var y = Apply<LogisticFunction, double>(LaneWidth.Bits512, x);
        var mirrored = Apply<LogisticFunction, double>(LaneWidth.Bits512, Array.ConvertAll(x, value => -value));
        for (var i = 0; i < x.Length; i++)
            Assert.Equal(1, y[i] + mirrored[i], 3e-16);
    }

    [Fact]
    public void Logistic_is_never_subnormal_at_its_lower_end_but_exactly_zero()
    {
        double[] single = [.. Range(-89, -86)], @double = [.. Range(-711, -707)];
        foreach (var width in Widths)
        {
            Assert.All(Apply<LogisticFunction, float>(width, single).Zip(single), pair => Assert.True(pair.Second < -86.99 ? pair.First == 0 : float.IsNormal((float)pair.First) || pair.Second < -86.989, $"{pair}"));
            Assert.All(Apply<LogisticFunction, double>(width, @double).Zip(@double), pair => Assert.True(pair.Second < -708.05 ? pair.First == 0 : double.IsNormal(pair.First) || pair.Second < -708.049, $"{pair}"));
        }
    }

    private static void Measure<TFunction>(Func<double, double> exact, double[] single, double[] @double, double within = 2)
        where TFunction : struct, IUnitFunction
    {
        Measure<TFunction, float>(exact, Array.ConvertAll(single, x => (double)(float)x), within);
        Measure<TFunction, double>(exact, @double, within);
    }

    private static void Measure<TFunction, T>(Func<double, double> exact, double[] inputs, double within)
        where TFunction : struct, IUnitFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var outputs = Apply<TFunction, T>(Lanes.Width, inputs);
        for (var i = 0; i < inputs.Length; i++)
        {
            var expected = exact(inputs[i]);
            var distance = ExactMath.UnitsInTheLastPlace<T>(expected, outputs[i]);
            Assert.True(distance <= within, $"{TFunction.Name}({inputs[i]:R}) is {outputs[i]:R}, but {expected:R} was expected: {distance:F2} units in the last place of {typeof(T).Name}.");
        }
    }

    private static void Limits<TFunction>(double[] inputs, double[] expected)
        where TFunction : struct, IUnitFunction
    {
        foreach (var width in Widths)
        {
            Assert.Equal(expected, Apply<TFunction, float>(width, inputs));
            Assert.Equal(expected, Apply<TFunction, double>(width, inputs));
        }
    }

    private static void SameBits<TFunction>()
        where TFunction : struct, IUnitFunction
    {
        double[] inputs = [.. Range(-120, 120), .. Powers(-140, 120), 0, double.PositiveInfinity, double.NegativeInfinity];
        foreach (var width in Widths)
        {
            Assert.Equal(Bits(Apply<TFunction, float>(LaneWidth.Bits128, inputs)), Bits(Apply<TFunction, float>(width, inputs)));
            Assert.Equal(Bits(Apply<TFunction, double>(LaneWidth.Bits128, inputs)), Bits(Apply<TFunction, double>(width, inputs)));
        }
    }

    // Every NaN is one value here: its sign and payload are outside the promise.
    private static long[] Bits(double[] values) => Array.ConvertAll(values, value => double.IsNaN(value) ? -1 : BitConverter.DoubleToInt64Bits(value));

    private static double[] Apply<TFunction, T>(LaneWidth width, double[] inputs)
        where TFunction : struct, IUnitFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var count = (inputs.Length + 15) / 16 * 16;
        var buffer = new AlignedBuffer<T>(count);
        for (var i = 0; i < inputs.Length; i++)
            buffer.Span[i] = T.CreateChecked(inputs[i]);
        UnitFunction.Of<TFunction>().Bind<T>(width).Value(buffer.Matrix(1, count, count), buffer.Matrix(1, count, count));
        return [.. buffer.Span[..inputs.Length].ToArray().Select(double.CreateChecked)];
    }

    private static double[] Range(double from, double to)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 300).Select(_ => from + ((to - from) * random.NextDouble())), .. Enumerable.Range(0, 200).Select(k => (k - 100) / 75.0)];
    }

    private static double[] Powers(int from, int to)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, 300).Select(_ => Math.ScaleB(1 + random.NextDouble(), random.Next(from, to))), .. Enumerable.Range(1, 200).Select(k => k / 100.0)];
    }

    private readonly struct ExpFunction : IUnitFunction
    {
        public static string Name => "exp";

        public static bool UsesTotalInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementary.Exp<TLanes, T>(x);

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => y;
    }

    private readonly struct LogFunction : IUnitFunction
    {
        public static string Name => "log";

        public static bool UsesTotalInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementary.Log<TLanes, T>(x);

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.One / x;
    }

    private readonly struct Log1pFunction : IUnitFunction
    {
        public static string Name => "log1p";

        public static bool UsesTotalInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementary.Log1p<TLanes, T>(x);

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.One / (TLanes.One + x);
    }

    private readonly struct Expm1Function : IUnitFunction
    {
        public static string Name => "expm1";

        public static bool UsesTotalInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementary.Expm1<TLanes, T>(x);

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementary.Exp<TLanes, T>(x);
    }

    private readonly struct ErfFunction : IUnitFunction
    {
        public static string Name => "erf";

        public static bool UsesTotalInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementary.Erf<TLanes, T>(x);

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.Zero;
    }

    private readonly struct NormalFunction : IUnitFunction
    {
        public static string Name => "normal";

        public static bool UsesTotalInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Elementary.Normal<TLanes, T>(x, out _);

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.Zero;
    }
}
