namespace Backprop.Tests;

public sealed class ErrorMeasureTests
{
    /// <summary>An identity unit whose state is its input, so that E is a function of y alone.</summary>
    private static (double Error, double Derivative) Of(double y, double d, ErrorMeasure error)
    {
        var net = new Network<double>(Topology.Build(static net => net.Output("output", 1, UnitFunction.Identity).From(net.Input("input", 1))));
        net.Weights[0] = 1;
        var cases = Cases.From([[y]], [[d]]);
        return (net.Evaluate(cases, error).Error, GradientCheck.Gradient(net, cases, error)[1]);
    }

    [Theory]
    [InlineData(0.5, 1, -0.5)]
    [InlineData(0.8, 1, -0.2)]
    [InlineData(0.81, 1, 0)]
    [InlineData(1.7, 1, 0)]
    [InlineData(0.2, 0, 0.2)]
    [InlineData(0.19, 0, 0)]
    [InlineData(-0.7, 0, 0)]
    [InlineData(0.35, 0.5, 0)]
    [InlineData(0.25, 0.5, -0.25)]
    public void The_dead_reading_counts_the_whole_distance_outside_the_band(double y, double d, double e)
    {
        var (error, derivative) = Of(y, d, new SumOfSquares { Tolerance = Tolerance.Dead(0.2) });
        Assert.Equal(e, derivative, 1e-15);
        Assert.Equal(e * e / 2, error, 1e-15);
    }

    [Theory]
    [InlineData(0.5, 1, -0.3)]
    [InlineData(0.81, 1, 0)]
    [InlineData(1.7, 1, 0)]
    [InlineData(0.5, 0, 0.3)]
    [InlineData(0.19, 0, 0)]
    [InlineData(0.25, 0.5, -0.05)]
    [InlineData(0.8, 0.5, 0.1)]
    public void The_edge_reading_counts_from_the_edge_of_the_band(double y, double d, double e)
    {
        var (error, derivative) = Of(y, d, new SumOfSquares { Tolerance = Tolerance.Edge(0.2) });
        Assert.Equal(e, derivative, 1e-15);
        Assert.Equal(e * e / 2, error, 1e-15);
    }

    [Theory]
    [InlineData(0.75, 1)]
    [InlineData(0.25, 0)]
    [InlineData(0.25, 0.5)]
    [InlineData(0.75, 0.5)]
    public void A_state_at_the_edge_of_the_band_is_outside(double y, double d)
    {
        // All of these numbers are exact in binary.
        var (error, derivative) = Of(y, d, new SumOfSquares { Tolerance = Tolerance.Dead(0.25) });
        Assert.Equal((1 / 32.0, y - d), (error, derivative));
        var inside = Of(y + (d > y ? 1e-12 : -1e-12), d, new SumOfSquares { Tolerance = Tolerance.Dead(0.25) });
        Assert.Equal((0, 0), inside);
    }

    [Fact]
    public void A_target_that_nobody_cares_about_adds_nothing()
    {
        foreach (var error in new ErrorMeasure[] { new SumOfSquares(), new SumOfSquares { Tolerance = Tolerance.Dead() }, new CrossEntropy() })
        {
            var net = new Network<double>(Topology.Layered(1, 2)).Randomize(1);
            var both = net.Evaluate(Cases.From([[1]], [[1, Cases.DontCare]]), error).Error;
            var none = net.Evaluate(Cases.From([[1]], [[Cases.DontCare, Cases.DontCare]]), error).Error;
            Assert.True(both > 0);
            Assert.Equal(0, none);
            Assert.Equal(0, GradientCheck.Gradient(net, Cases.From([[1]], [[1, Cases.DontCare]]), error)[1]);
        }
    }

    [Fact]
    public void Cross_entropy_is_minus_the_logarithm_of_what_was_given_to_the_right_answer()
    {
        var logistic = new Network<double>(Topology.Layered(1, 1));
        logistic.Weights[0] = Math.Log(3);
        Assert.Equal(-Math.Log(0.75), logistic.Evaluate(Cases.From([[1]], [[1]]), new CrossEntropy()).Error, 1e-15);
        Assert.Equal(-Math.Log(0.25), logistic.Evaluate(Cases.From([[1]], [[0]]), new CrossEntropy()).Error, 1e-15);

        var softmax = new Network<double>(Topology.Build(static net => net.Output("output", 3, UnitFunction.Softmax).From(net.Input("input", 1))));
        new[] { 0, Math.Log(2), 0 }.CopyTo(softmax.Weights);
        Assert.Equal(-Math.Log(0.5), softmax.Evaluate(Cases.From([[1]], [[0, 1, 0]]), new CrossEntropy()).Error, 1e-15);
        Assert.Equal([0.25, -0.5, 0.25], GradientCheck.Gradient(softmax, Cases.From([[1]], [[0, 1, 0]]), new CrossEntropy())[..3].Select(static g => Math.Round(g, 14)));
    }

    [Fact]
    public void Cross_entropy_of_saturated_units_is_finite()
    {
        foreach (var function in new[] { UnitFunction.Logistic, UnitFunction.Softmax })
        {
            var net = new Network<float>(Topology.Build(net => net.Output("output", 2, function).From(net.Input("input", 1))));
            net.Weights[0] = 500;
            net.Weights[1] = -500;
            var error = net.Evaluate(Cases.From([[1]], [[0, 1]]), new CrossEntropy()).Error;
            Assert.InRange(error, 999, 1001);
        }
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(-0.25)]
    public void Cross_entropy_refuses_targets_that_are_no_chances_wherever_it_is_asked(double target)
    {
        var cases = Cases.From([[0, 0], [1, 0]], [[1, 0], [Cases.DontCare, target]]);
        foreach (var function in new[] { UnitFunction.Logistic, UnitFunction.Softmax })
        {
            var net = new Network<float>(Topology.Build(net => net.Output("answer", 2, function).From(net.Input("input", 2))));
            AssertRefused(() => net.Evaluate(cases, new CrossEntropy()));
            AssertRefused(() => GradientCheck.Gradient(net, cases, new CrossEntropy()));
            AssertRefused(() => new Trainer<float>(net, cases, new GradientDescent(), new CrossEntropy()));
            AssertRefused(() => new Trainer<float>(net, cases, new GradientDescent(), ErrorMeasure.ByGroup(new SumOfSquares(), new Dictionary<string, ErrorMeasure> { ["answer"] = new CrossEntropy() })));
            Assert.True(double.IsFinite(net.Evaluate(cases).Error));
        }

        void AssertRefused(Func<object> use)
        {
            var message = Assert.Throws<CasesException>(use).Message;
            Assert.Equal(FormattableString.Invariant($"case 1 desires {target} of unit 1 of group 'answer', but cross-entropy needs desired states from 0 to 1; scale them, or use the sum of squares."), message);
        }
    }

    [Fact]
    public void Under_cross_entropy_a_clamped_unit_has_no_error_whatever_its_total_input()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("input", 2);
            net.Output("chances", 2).From(input);
            net.Output("kind", 3, UnitFunction.Softmax).From(input);
        });
        var net = new Network<double>(topology).Randomize(1);
        var builder = new CasesBuilder(2).Input("input", [0.5, 1, 1.0, -1], 2).Target("chances", [1.0, 0, 0, 1], 2).TargetOneHot("kind", new[] { 2, 0 }, 3);
        const double free = Cases.DontCare;
        var whole = net.Evaluate(builder.ToCases(), new CrossEntropy()).Error;
        var states = net.Run(builder.ToCases());
        var clamped = builder.Clamp("chances", [free, 0.5, free, free], 2).Clamp("kind", [free, free, free, 0, 1, 0], 3).ToCases();

        var result = GradientCheck.Run(net, clamped, new CrossEntropy());

        Assert.True(result.Passes(1e-9), result.ToString());
        Assert.Equal(whole + Math.Log(1 - states["chances", 0][1]) + Math.Log(states["kind", 1][0]), net.Evaluate(clamped, new CrossEntropy()).Error, 1e-14);
    }

    [Fact]
    public void Groups_can_have_measures_of_their_own()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("input", 2);
            net.Output("kind", 3, UnitFunction.Softmax).From(input);
            net.Output("size", 1, UnitFunction.Identity).From(input);
        });
        var cases = new CasesBuilder(2).Input("input", [0, 1, 1.0, 0], 2).TargetOneHot("kind", new[] { 2, 0 }, 3).Target("size", [1.5, -0.5], 1).ToCases();
        var error = ErrorMeasure.ByGroup(new SumOfSquares(), new Dictionary<string, ErrorMeasure> { ["kind"] = new CrossEntropy() });
        var net = new Network<double>(topology).Randomize(1);
        var result = GradientCheck.Run(net, cases, error);
        Assert.True(result.Passes(1e-9), result.ToString());
        var a = net.Run(cases);
        var expected = -Math.Log(a["kind", 0][2]) - Math.Log(a["kind", 1][0]) + (0.5 * (Math.Pow(a["size", 0][0] - 1.5, 2) + Math.Pow(a["size", 1][0] + 0.5, 2)));
        Assert.Equal(expected, net.Evaluate(cases, error).Error, 1e-14);
    }

    [Fact]
    public void A_measure_for_a_group_that_is_not_an_output_is_refused_by_name()
    {
        var sum = new SumOfSquares();
        var unknown = Assert.Throws<ArgumentException>(() => Xor.Net<double>().Evaluate(Xor.Cases, ErrorMeasure.ByGroup(sum, new Dictionary<string, ErrorMeasure> { ["hiden"] = sum })));
        Assert.Contains("'hiden'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measures_by_group_are_copied_and_compared_by_value()
    {
        var groups = new Dictionary<string, ErrorMeasure> { ["kind"] = new CrossEntropy() };
        var measure = ErrorMeasure.ByGroup(new SumOfSquares(), groups);
        var equal = ErrorMeasure.ByGroup(new SumOfSquares(), groups);
        Assert.Equal(measure, equal);
        Assert.Equal(measure.GetHashCode(), equal.GetHashCode());

        groups["size"] = new CrossEntropy();
        Assert.Equal(measure, equal);
        Assert.NotEqual(measure, ErrorMeasure.ByGroup(new SumOfSquares(), groups));
        Assert.NotEqual(measure, ErrorMeasure.ByGroup(new CrossEntropy(), new Dictionary<string, ErrorMeasure> { ["kind"] = new CrossEntropy() }));
        Assert.NotEqual(measure, ErrorMeasure.ByGroup(new SumOfSquares(), new Dictionary<string, ErrorMeasure> { ["kind"] = new SumOfSquares() }));
        Assert.NotEqual(ErrorMeasure.ByGroup(new SumOfSquares(), groups), ErrorMeasure.ByGroup(new SumOfSquares(), new Dictionary<string, ErrorMeasure> { ["kind"] = new CrossEntropy(), ["size"] = new SumOfSquares() }));
    }

    [Fact]
    public void A_number_beyond_single_precision_is_refused_not_made_infinite()
    {
        var problem = Assert.Throws<CasesException>(() => Xor.Net<float>().Evaluate(Cases.From([[0, 1e300]], [[1]])));
        Assert.Contains("case 0, unit 1", problem.Message, StringComparison.Ordinal);
        Assert.Contains("double", problem.Message, StringComparison.Ordinal);
        Assert.True(double.IsFinite(Xor.Net<double>().Evaluate(Cases.From([[0, 1e300]], [[1]])).Error));
    }
}
