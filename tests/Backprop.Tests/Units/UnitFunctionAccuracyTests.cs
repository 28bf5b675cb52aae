using System.Numerics;

namespace Backprop.Tests;

/// <summary>How near values and derivatives are to the exact ones, in units of the last place.</summary>
public sealed unsafe class UnitFunctionAccuracyTests
{
    private static readonly Dictionary<string, Func<double, (double Y, double Slope)>> Exact = new(StringComparer.Ordinal)
    {
        [UnitFunction.Elu().Name] = static x => ExactMath.Elu(x, 1),
        [UnitFunction.Elu(1.7).Name] = static x => ExactMath.Elu(x, 1.7),
        [UnitFunction.Selu.Name] = ExactMath.Selu,
        [UnitFunction.Gelu.Name] = ExactMath.Gelu,
        [UnitFunction.GeluTanh.Name] = ExactMath.GeluTanh,
        [UnitFunction.Silu.Name] = ExactMath.Silu,
        [UnitFunction.Mish.Name] = ExactMath.Mish,
        [UnitFunction.Softsign.Name] = ExactMath.Softsign,
        [UnitFunction.Gaussian.Name] = ExactMath.Gaussian,
        [UnitFunction.Sine.Name] = ExactMath.Sine,
        [UnitFunction.Cosine.Name] = ExactMath.Cosine,
    };

    public static TheoryData<string> Functions => [.. Exact.Keys];

    /// <summary>Functions that are products or sums of several elementary ones.</summary>
    private static readonly HashSet<string> Composed = new(["gelu", "gelu tanh", "silu", "mish", "softsign"], StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Functions))]
    public void Values_are_within_two_units_in_the_last_place_composed_ones_within_five_and_derivatives_within_seven(string name)
    {
        Measure<float>(name);
        Measure<double>(name);
    }

    /// <summary>At the least value of a function its derivative is 0, which no sum of rounded terms can be near to relative to itself: there, the size of the value counts.</summary>
    private static void Measure<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = Arguments<T>();
        var (y, slope) = Apply(UnitFunction.FromName(name), x);
        var vanishing = typeof(T) == typeof(float) ? 1e-35 : 1e-305; // a thousand times the least normal number; what is less may count as 0
        var measured = 0;
        for (var k = 0; k < x.Length; k++)
        {
            var (state, derivative) = (double.CreateChecked(y[k]), double.CreateChecked(slope[k]));
            var (exactState, exactDerivative) = Exact[name](double.CreateChecked(x[k]));
            if (Math.Abs(exactState) < vanishing && exactState != 0)
            {
                Assert.InRange(state, -2 * vanishing, 2 * vanishing);
                Assert.InRange(derivative, -100 * vanishing, 100 * vanishing);
                continue;
            }
            var distance = ExactMath.UnitsInTheLastPlace<T>(exactState, state);
            Assert.True(distance <= (Composed.Contains(name) ? 5 : 2), $"{name} of {x[k]} is {state:R}, but {exactState:R} was expected: {distance:F2} units in the last place of {typeof(T).Name}.");
            distance = Math.Abs(exactDerivative - derivative) / ExactMath.UnitOfTheLastPlace<T>(Math.Max(Math.Abs(exactDerivative), Math.Abs(exactState)));
            Assert.True(distance <= 7, $"The derivative of {name} at {x[k]} is {derivative:R}, but {exactDerivative:R} was expected: {distance:F2} units in the last place of {typeof(T).Name}.");
            measured++;
        }
        Assert.True(measured > x.Length / 2);
    }

    public static TheoryData<string, LaneWidth> FunctionsAndWidths()
    {
        var data = new TheoryData<string, LaneWidth>();
        foreach (var function in UnitFunction.All.Where(static function => !function.IsGroupWide))
            foreach (var width in Enum.GetValues<LaneWidth>())
                data.Add(function.Name, width);
        return data;
    }

    [Theory]
    [MemberData(nameof(FunctionsAndWidths))]
    public void Every_lane_width_gives_the_same_bits(string name, LaneWidth width)
    {
        SameBits<float>(UnitFunction.FromName(name), width);
        SameBits<double>(UnitFunction.FromName(name), width);
    }

    private static void SameBits<T>(UnitFunction function, LaneWidth width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        T[] x = [.. Arguments<T>(), .. Special<T>(), T.CreateTruncating(123456.789), T.CreateTruncating(-1e30), T.MaxValue];
        var (y, slope) = Apply(function, x, LaneWidth.Bits128);
        var (otherY, otherSlope) = Apply(function, x, width);
        for (var k = 0; k < x.Length; k++)
        {
            Assert.True(T.IsNaN(y[k]) ? T.IsNaN(otherY[k]) : y[k].Equals(otherY[k]) && T.IsNegative(y[k]) == T.IsNegative(otherY[k]), $"{function} of {x[k]}");
            Assert.True(T.IsNaN(slope[k]) ? T.IsNaN(otherSlope[k]) : slope[k].Equals(otherSlope[k]), $"derivative of {function} at {x[k]}");
        }
    }

    [Theory]
    [InlineData("leaky rectified linear(0.01)", double.NegativeInfinity, double.PositiveInfinity, 0, 0.01, 1)]
    [InlineData("leaky rectified linear(-0.5)", double.PositiveInfinity, double.PositiveInfinity, 0, -0.5, 1)]
    [InlineData("elu(1)", -1, double.PositiveInfinity, 0, 0, 1)]
    [InlineData("elu(2.5)", -2.5, double.PositiveInfinity, 0, 0, 1)]
    [InlineData("selu", -1.7580993408473768, double.PositiveInfinity, 0, 0, 1.0507009873554805)]
    [InlineData("gelu", 0, double.PositiveInfinity, 0, 0, 1)]
    [InlineData("gelu tanh", 0, double.PositiveInfinity, 0, 0, 1)]
    [InlineData("silu", 0, double.PositiveInfinity, 0, 0, 1)]
    [InlineData("mish", 0, double.PositiveInfinity, 0, 0, 1)]
    [InlineData("softsign", -1, 1, 0, 0, 0)]
    [InlineData("hard sigmoid(0.2, 0.5)", 0, 1, 0.5, 0, 0)]
    [InlineData("hard sigmoid(-0.2, 0.5)", 1, 0, 0.5, 0, 0)]
    [InlineData("clip(0, 6)", 0, 6, 0, 0, 0)]
    [InlineData("clip(-1, Infinity)", -1, double.PositiveInfinity, 0, 0, 0)]
    [InlineData("gaussian", 0, 0, 1, 0, 0)]
    [InlineData("threshold", 0, 1, 1, 0, 0)]
    public void Limits_are_right_NaN_stays_NaN_and_finite_arguments_give_finite_derivatives(string name, double low, double high, double middle, double slopeLow, double slopeHigh)
    {
        foreach (var width in Enum.GetValues<LaneWidth>())
        {
            Limits<float>(UnitFunction.FromName(name), width, low, high, middle, slopeLow, slopeHigh);
            Limits<double>(UnitFunction.FromName(name), width, low, high, middle, slopeLow, slopeHigh);
        }
    }

    private static void Limits<T>(UnitFunction function, LaneWidth width, double low, double high, double middle, double slopeLow, double slopeHigh)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (y, slope) = Apply(function, Special<T>(), width);
        double[] expected = [low, high, middle, middle];
        for (var k = 0; k < 4; k++)
            Assert.True(T.CreateTruncating(expected[k]) == y[k], $"{function} of {Special<T>()[k]} is {y[k]}, but {expected[k]} was expected.");
        Assert.Equal(T.CreateTruncating(slopeLow), slope[0] + T.Zero);
        Assert.Equal(T.CreateTruncating(slopeHigh), slope[1] + T.Zero);
        Assert.True(T.IsNaN(y[^1]));
        Assert.All(Apply(function, [T.MinValue, T.MaxValue, T.Epsilon, -T.Epsilon, .. Arguments<T>()], width).Slope, static derivative => Assert.True(T.IsFinite(derivative)));
    }

    [Theory]
    [InlineData("leaky rectified linear(0.01)")]
    [InlineData("elu(1)")]
    [InlineData("selu")]
    [InlineData("softsign")]
    [InlineData("hard sigmoid(0.2, 0.5)")]
    [InlineData("clip(0, 6)")]
    [InlineData("threshold")]
    [InlineData("tanh")]
    [InlineData("logistic")]
    [InlineData("softplus")]
    public void What_never_falls_never_falls_from_one_argument_to_the_next_but_by_the_last_place(string name)
    {
        float[] x = [.. Enumerable.Range(0, 1 << 16).Select(static k => BitConverter.Int32BitsToSingle(0x3d000000 + (k << 10))).SelectMany(static x => new[] { -x, x }).Order()];
        var (y, _) = Apply(UnitFunction.FromName(name), x);
        for (var k = 1; k < x.Length; k++)
            Assert.True(y[k] >= y[k - 1] || MathF.Abs(y[k] - y[k - 1]) <= MathF.BitIncrement(MathF.Abs(y[k])) - MathF.Abs(y[k]), $"{name} of {x[k - 1]:R} is {y[k - 1]:R}, of {x[k]:R} {y[k]:R}");
    }

    private static T[] Special<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [T.NegativeInfinity, T.PositiveInfinity, T.Zero, -T.Zero, T.NaN];

    private static T[] Arguments<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, 120).Select(k => T.CreateTruncating((random.NextDouble() - 0.5) * (k % 4) switch { 0 => 2, 1 => 10, 2 => 25, _ => typeof(T) == typeof(float) ? 170 : 1400 })), .. Enumerable.Range(-40, 81).Select(k => T.CreateTruncating(k / 8.0))];
    }

    private static (T[] Y, T[] Slope) Apply<T>(UnitFunction function, T[] x, LaneWidth? width = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var count = (x.Length + 15) / 16 * 16;
        AlignedBuffer<T> total = new(count), state = new(count), slope = new(count);
        x.CopyTo(total.Span);
        slope.Span.Fill(T.One);
        var kernels = function.Bind<T>(width);
        kernels.Value(total.Matrix(1, count, count), state.Matrix(1, count, count));
        kernels.Derivative(total.Matrix(1, count, count), state.Matrix(1, count, count), slope.Matrix(1, count, count), slope.Matrix(1, count, count));
        return (state.Span[..x.Length].ToArray(), slope.Span[..x.Length].ToArray());
    }
}
