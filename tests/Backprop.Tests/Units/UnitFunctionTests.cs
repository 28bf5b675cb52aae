using System.Numerics;
using System.Runtime.CompilerServices;

namespace Backprop.Tests;

public sealed unsafe class UnitFunctionTests
{
    private const int Units = 3;
    private const int Count = 16;

    public static TheoryData<string, LaneWidth> Functions()
    {
        var data = new TheoryData<string, LaneWidth>();
        foreach (var function in UnitFunction.All)
            foreach (var width in Enum.GetValues<LaneWidth>())
                data.Add(function.Name, width);
        foreach (var width in Enum.GetValues<LaneWidth>())
            data.Add("inverse root", width);
        return data;
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_derivative_agrees_with_central_differences(string name, LaneWidth width)
    {
        var kernels = UnitFunction.FromName(name, UnitFunction.Of<InverseRoot>()).Bind<double>(width);
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, Units * Count).Select(_ => (4 * random.NextDouble()) - 2)];
        double[] dy = [.. x.Select(_ => random.NextDouble() - 0.5)];
        var dx = Derivative(kernels, x, dy);
        const double h = 1e-5;
        for (var k = 0; k < x.Length; k++)
        {
            double[] above = [.. x], below = [.. x];
            above[k] += h;
            below[k] -= h;
            var difference = Value(kernels, above).Zip(dy, (y, d) => y * d).Sum() - Value(kernels, below).Zip(dy, (y, d) => y * d).Sum();
            Assert.Equal(difference / (2 * h), dx[k], 1e-9);
        }
    }

    [Fact]
    public void Softmax_survives_total_inputs_that_overflow_the_exponential()
    {
        var x = new double[Units * Count];
        x.AsSpan(0, Count).Fill(1000);
        x.AsSpan(Count, Count).Fill(1000);
        x.AsSpan(2 * Count, Count).Fill(-1000);
        var y = Value(UnitFunction.Softmax.Bind<double>(), x);
        Assert.Equal(0.5, y[0]);
        Assert.Equal(0.5, y[Count]);
        Assert.Equal(0, y[2 * Count]);
    }

    [Fact]
    public void A_function_is_found_by_its_name()
    {
        foreach (var function in UnitFunction.All)
            Assert.Same(function, UnitFunction.FromName(function.Name));
        Assert.Same(UnitFunction.Of<InverseRoot>(), UnitFunction.FromName("inverse root", UnitFunction.Of<InverseRoot>()));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => UnitFunction.FromName("inverse root"));
        Assert.StartsWith("There is no unit function 'inverse root'; known: logistic, tanh, identity, rectified linear, softplus, softmax, leaky rectified linear(0.01), elu(1), selu", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relu", "rectified linear")]
    [InlineData("Sigmoid", "logistic")]
    [InlineData("softmx", "softmax")]
    [InlineData("leaky relu", "leaky rectified linear(0.01)")]
    [InlineData("leaky relu(0.2)", "leaky rectified linear(0.2)")]
    [InlineData("ELU", "elu(1)")]
    [InlineData("swish", "silu")]
    [InlineData("ReLU6", "clip(0, 6)")]
    [InlineData("hard tanh", "clip(-1, 1)")]
    public void A_name_of_other_tools_is_not_taken_for_one_of_ours_but_ours_is_named(string name, string meant)
    {
        var error = Assert.Throws<ArgumentException>(() => UnitFunction.FromName(name));
        Assert.Contains($"did you mean '{meant}'?", error.Message, StringComparison.Ordinal);
    }

    private static double[] Value(GroupKernels<double> kernels, double[] x)
    {
        var buffer = new AlignedBuffer<double>(x.Length);
        x.CopyTo(buffer.Span);
        kernels.Value(buffer.Matrix(Units, Count, Count), buffer.Matrix(Units, Count, Count));
        return buffer.Span.ToArray();
    }

    private static double[] Derivative(GroupKernels<double> kernels, double[] x, double[] dy)
    {
        var totals = new AlignedBuffer<double>(x.Length);
        var states = new AlignedBuffer<double>(x.Length);
        var slopes = new AlignedBuffer<double>(x.Length);
        x.CopyTo(totals.Span);
        dy.CopyTo(slopes.Span);
        var (t, s, d) = (totals.Matrix(Units, Count, Count), states.Matrix(Units, Count, Count), slopes.Matrix(Units, Count, Count));
        kernels.Value(t, s);
        kernels.Derivative(t, s, d, d);
        return slopes.Span.ToArray();
    }

    private readonly struct InverseRoot : IUnitFunction
    {
        public static string Name => "inverse root";

        public static bool UsesTotalInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x / TLanes.Sqrt(TLanes.MultiplyAdd(x, x, TLanes.One));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var d = TLanes.Sqrt(TLanes.MultiplyAdd(x, x, TLanes.One));
            return TLanes.One / (d * d * d);
        }
    }

    public static TheoryData<string> Ours => [.. UnitFunction.All.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Ours))]
    public void States_stay_within_the_bounds_and_come_near_to_them(string name)
    {
        var function = UnitFunction.FromName(name);
        var x = new AlignedBuffer<double>(4096);
        var y = new AlignedBuffer<double>(4096);
        for (var k = 0; k < 4096; k++)
            x.Span[k] = (k - 2048) / 32.0;
        var (rows, columns) = function.IsGroupWide ? (8, 512) : (1, 4096);
        function.Bind<double>().Value(x.Matrix(rows, columns, columns), y.Matrix(rows, columns, columns));
        Assert.All(y.Span.ToArray(), state => Assert.InRange(state, function.Least, function.Greatest));
        var near = function == UnitFunction.Softsign ? 0.02 : 1e-3;
        Assert.True(y.Span.ToArray().Min() < (double.IsFinite(function.Least) ? function.Least + near : -0.6));
        Assert.True(y.Span.ToArray().Max() > (double.IsFinite(function.Greatest) ? function.Greatest - near : 60));
    }

    [Fact]
    public void Functions_are_equal_where_their_parameters_are()
    {
        Assert.Equal(UnitFunction.LeakyRectifiedLinear(0.2), UnitFunction.LeakyRectifiedLinear(0.2));
        Assert.True(UnitFunction.Clip(0, 6) == UnitFunction.FromName("clip(0, 6)"));
        Assert.Equal(UnitFunction.Elu(2).GetHashCode(), UnitFunction.Elu(2).GetHashCode());
        Assert.True(UnitFunction.LeakyRectifiedLinear(0.2) != UnitFunction.LeakyRectifiedLinear(0.3));
        Assert.NotEqual(UnitFunction.Elu(0.2), UnitFunction.LeakyRectifiedLinear(0.2));
        Assert.Same(UnitFunction.RectifiedLinear, UnitFunction.LeakyRectifiedLinear(0));
        Assert.Same(UnitFunction.RectifiedLinear, UnitFunction.Elu(0));
        Assert.Same(UnitFunction.RectifiedLinear, UnitFunction.Clip(0, double.PositiveInfinity));
        Assert.Same(UnitFunction.Identity, UnitFunction.Clip(double.NegativeInfinity, double.PositiveInfinity));
    }

    [Fact]
    public void A_name_holds_exactly_the_parameters()
    {
        var random = new Random(5);
        for (var k = 0; k < 1000; k++)
        {
            var a = BitConverter.Int64BitsToDouble(random.NextInt64());
            var b = BitConverter.Int64BitsToDouble(random.NextInt64() | long.MinValue);
            if (!double.IsFinite(a) || !double.IsFinite(b) || a == 0)
                continue;
            foreach (var function in new[] { UnitFunction.LeakyRectifiedLinear(a), UnitFunction.Elu(b), UnitFunction.HardSigmoid(a, b), UnitFunction.Clip(b, a), UnitFunction.Clip(b, double.PositiveInfinity) })
            {
                var read = UnitFunction.FromName(function.Name);
                Assert.Equal(function, read);
                Assert.Equal(BitConverter.DoubleToInt64Bits(function.Least), BitConverter.DoubleToInt64Bits(read.Least));
                Assert.Equal(Value(function.Bind<double>(), [.. Enumerable.Repeat(-0.7, Units * Count)]), Value(read.Bind<double>(), [.. Enumerable.Repeat(-0.7, Units * Count)]));
            }
        }
        Assert.Equal("leaky rectified linear(0.01)", UnitFunction.LeakyRectifiedLinear().Name);
        Assert.Equal(UnitFunction.Clip(0, 6), UnitFunction.FromName("clip(0,6.0)"));
    }

    [Theory]
    [InlineData("clip(6, 0)", "the first number must be below the second one")]
    [InlineData("clip(NaN, 1)", "must be two numbers, as in 'clip(0, 6)'")]
    [InlineData("clip(1)", "'clip' needs two numbers in parentheses")]
    [InlineData("elu()", "must be a number, as in 'elu(1)'")]
    [InlineData("leaky rectified linear(Infinity)", "the number must be finite")]
    [InlineData("hard sigmoid(0, 1)", "the numbers must be finite, and the first one not 0")]
    [InlineData("leaky rectified linear", "did you mean 'leaky rectified linear(0.01)'?")]
    public void Wrong_parameters_are_named(string name, string problem) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => UnitFunction.FromName(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parameters_that_make_no_function_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitFunction.LeakyRectifiedLinear(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitFunction.Elu(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitFunction.HardSigmoid(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitFunction.HardSigmoid(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitFunction.Clip(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitFunction.Clip(double.NaN, 1));
    }
}
