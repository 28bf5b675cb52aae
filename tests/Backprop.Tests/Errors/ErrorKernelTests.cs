namespace Backprop.Tests;

/// <summary>The kernels of every measure against their formulas, one unit of one case after the other.</summary>
public sealed unsafe class ErrorKernelTests
{
    private const int Units = 5;

    /// <summary>Measures by name, with the units that they are for.</summary>
    public static TheoryData<string, int, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, int, bool>();
            foreach (var name in (string[])["plain", "dead", "edge", "logistic", "softmax"])
            {
                foreach (var cases in (int[])[16, 48])
                {
                    kinds.Add(name, cases, false);
                    kinds.Add(name, cases, true);
                }
            }
            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Error_and_derivatives_of_many_cases_are_those_of_the_formula(string name, int cases, bool weighted)
    {
        var (measure, function) = Kind(name);
        var kernel = measure.Bind<double>(Topology.Build(net => net.Output("output", Units, function).From(net.Input("input", 1)))["output"]);
        var stride = cases + 16;
        var random = new RandomSource(7);
        AlignedBuffer<double> Filled(Func<double> value)
        {
            var buffer = new AlignedBuffer<double>(Units * stride);
            for (var k = 0; k < buffer.Length; k++)
                buffer.Span[k] = value();
            return buffer;
        }
        var x = Filled(() => (random.NextDouble() - 0.5) * 8);
        var targets = Filled(() => (random.NextDouble() * 4) switch { < 1 => 0, < 2 => 1, < 3 => 0.3, _ => double.NaN });
        var weights = Filled(() => 0.5 + random.NextDouble());
        var y = Filled(() => 0);
        var derivatives = Filled(() => 100);
        for (var c = 0; c < cases; c++)
        {
            for (var unit = 0; unit < Units; unit++)
                y.Span[(unit * stride) + c] = State(unit, c);
        }

        var factors = weighted ? weights.Pointer : null;
        var (sums, states, desired, slopes) = (x.Matrix(Units, cases, stride), y.Matrix(Units, cases, stride), targets.Matrix(Units, cases, stride), derivatives.Matrix(Units, cases, stride));
        Assert.Equal(Total(), kernel.Error(sums, states, desired, factors), 1e-10);
        Assert.Equal(Total(), kernel.ErrorAndDerivative(sums, states, desired, factors, slopes), 1e-10);
        Assert.Equal(name is "logistic" or "softmax", kernel.DerivesTotalInput);
        if (kernel.DerivesTotalInput)
            kernel.AddDerivative(sums, states, desired, factors, slopes);
        for (var k = 0; k < derivatives.Length; k++)
        {
            var before = kernel.DerivesTotalInput ? 100 : 0;
            Assert.Equal(k % stride < cases ? before + Derivative(k / stride, k % stride) : 100, derivatives.Span[k], 1e-12);
        }
        GC.KeepAlive((x, y, targets, weights, derivatives));

        double State(int unit, int c) => name switch
        {
            "softmax" => Math.Exp(x.Span[(unit * stride) + c]) / Enumerable.Range(0, Units).Sum(other => Math.Exp(x.Span[(other * stride) + c])),
            "logistic" => 1 / (1 + Math.Exp(-x.Span[(unit * stride) + c])),
            _ => x.Span[(unit * stride) + c],
        };

        double Weight(int c) => weighted ? weights.Span[c] : 1;

        double Target(int unit, int c) => targets.Span[(unit * stride) + c];

        double Distance(int unit, int c)
        {
            var (state, d) = (y.Span[(unit * stride) + c], Target(unit, c));
            var inBand = name != "plain" && (d == 1 ? state > 0.8 : d == 0 ? state < 0.2 : Math.Abs(state - d) < 0.2);
            return inBand ? 0 : name == "edge" ? state - d + (state < d ? 0.2 : -0.2) : state - d;
        }

        double Total() => Enumerable.Range(0, cases).Sum(c => Weight(c) * Enumerable.Range(0, Units).Where(unit => !double.IsNaN(Target(unit, c))).Sum(unit =>
        {
            var (state, d) = (y.Span[(unit * stride) + c], Target(unit, c));
            return name switch
            {
                "softmax" => -d * Math.Log(state),
                "logistic" => (-d * Math.Log(state)) - ((1 - d) * Math.Log(1 - state)),
                _ => Distance(unit, c) * Distance(unit, c) / 2,
            };
        }));

        double Derivative(int unit, int c)
        {
            var (state, d) = (y.Span[(unit * stride) + c], Target(unit, c));
            if (name == "softmax")
                return Weight(c) * ((state * Enumerable.Range(0, Units).Sum(other => Wanted(Target(other, c)))) - Wanted(d));
            return double.IsNaN(d) ? 0 : Weight(c) * (name == "logistic" ? state - d : Distance(unit, c));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Cross_entropy_of_softmax_units_far_apart_is_the_distance_of_their_total_inputs(int greatest)
    {
        var kernel = new CrossEntropy().Bind<double>(Topology.Build(static net => net.Output("output", 3, UnitFunction.Softmax).From(net.Input("input", 1)))["output"]);
        const int cases = 16;
        var x = new AlignedBuffer<double>(3 * cases);
        var y = new AlignedBuffer<double>(3 * cases);
        var targets = new AlignedBuffer<double>(3 * cases);
        // e^−2000 is 0 in double: only the greatest unit's state is not 0.
        x.Span.Fill(-3000);
        x.Span.Slice(greatest * cases, cases).Fill(-1000);
        y.Span.Slice(greatest * cases, cases).Fill(1);
        targets.Span[..cases].Fill(1);

        var error = kernel.Error(x.Matrix(3, cases, cases), y.Matrix(3, cases, cases), targets.Matrix(3, cases, cases), null);

        Assert.Equal(greatest == 0 ? 0 : cases * 2000, error);
        GC.KeepAlive((x, y, targets));
    }

    private static (ErrorMeasure, UnitFunction) Kind(string name) => name switch
    {
        "plain" => (new SumOfSquares(), UnitFunction.Identity),
        "dead" => (new SumOfSquares { Tolerance = Tolerance.Dead(0.2) }, UnitFunction.Identity),
        "edge" => (new SumOfSquares { Tolerance = Tolerance.Edge(0.2) }, UnitFunction.Identity),
        "logistic" => (new CrossEntropy(), UnitFunction.Logistic),
        _ => (new CrossEntropy(), UnitFunction.Softmax),
    };

    private static double Wanted(double target) => double.IsNaN(target) ? 0 : target;
}
