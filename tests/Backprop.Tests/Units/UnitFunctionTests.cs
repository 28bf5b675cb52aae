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
            data.Add("softsign", width);
        return data;
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_derivative_agrees_with_central_differences(string name, LaneWidth width)
    {
        var kernels = UnitFunction.FromName(name, UnitFunction.Of<Softsign>()).Bind<double>(width);
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
        Assert.Same(UnitFunction.Of<Softsign>(), UnitFunction.FromName("softsign", UnitFunction.Of<Softsign>()));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => UnitFunction.FromName("softsign"));
        Assert.StartsWith("There is no unit function 'softsign'; known: logistic, tanh, identity, rectified linear, softplus, softmax", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relu", "rectified linear")]
    [InlineData("Sigmoid", "logistic")]
    [InlineData("softmx", "softmax")]
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

    private readonly struct Softsign : IUnitFunction
    {
        public static string Name => "softsign";

        public static bool UsesTotalInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x / (TLanes.One + TLanes.Abs(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var d = TLanes.One + TLanes.Abs(x);
            return TLanes.One / (d * d);
        }
    }

    public static TheoryData<string> Ours => [.. UnitFunction.All.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Ours))]
    public void States_stay_within_the_bounds_and_come_near_to_them(string name)
    {
        var function = UnitFunction.FromName(name);
        var x = new AlignedBuffer<double>(64);
        var y = new AlignedBuffer<double>(64);
        for (var k = 0; k < 64; k++)
            x.Span[k] = (k - 32) * 2;
        var (rows, columns) = function.IsGroupWide ? (8, 8) : (1, 64);
        function.Bind<double>().Value(x.Matrix(rows, columns, columns), y.Matrix(rows, columns, columns));
        Assert.All(y.Span.ToArray(), state => Assert.InRange(state, function.Least, function.Greatest));
        Assert.True(y.Span.ToArray().Min() < (double.IsFinite(function.Least) ? function.Least + 1e-6 : -60));
        Assert.True(y.Span.ToArray().Max() > (double.IsFinite(function.Greatest) ? function.Greatest - 1e-6 : 60));
    }
}
