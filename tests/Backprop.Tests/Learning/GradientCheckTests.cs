namespace Backprop.Tests;

/// <summary>Back-propagation against central differences, over a list of nets and over random ones.</summary>
public sealed class GradientCheckTests
{
    private const double Step = 1e-5;

    private static readonly Dictionary<string, Func<UnitFunction, UnitFunction, Topology>> Nets = new(StringComparer.Ordinal)
    {
        ["one layer"] = static (_, output) => Topology.Build(net => net.Output("out", 3, output).From(net.Input("in", 4))),
        ["two layers and a skip"] = static (hidden, output) => Topology.Build(net =>
        {
            var input = net.Input("in", 3);
            net.Output("out", 2, output).From(input, net.Group("hid", 4, hidden).From(input));
        }),
        ["an output that feeds another"] = static (hidden, output) => Topology.Build(net =>
        {
            var first = net.Output("first", 3, output).From(net.Group("hid", 3, hidden).From(net.Input("in", 2)));
            net.Output("out", 2, output).From(first);
        }),
        ["shared, masked and one-to-one"] = static (hidden, output) => Topology.Build(net =>
        {
            var (a, b) = (net.Input("a", 3), net.Input("b", 3));
            var left = net.Group("left", 3, hidden, shareBiases: "both").From(a, share: "code", mask: Mask);
            var right = net.Group("right", 3, hidden, shareBiases: "both").From(b, share: "code", mask: Mask);
            net.Output("out", 3, output, biases: false).From(left, oneToOne: true).From(right);
        }),
        ["unrolled"] = static (hidden, output) => Topology.Iterative(net =>
        {
            var state = net.Group("state", 3, hidden).From(net.Input("in", 2));
            net.Output("out", 2, output).From(state.From(state, delay: 1));
        }).Unroll(iterations: 3, SharedGradient.Sum),
    };

    private static readonly Dictionary<string, ErrorMeasure> Measures = new(StringComparer.Ordinal)
    {
        ["squares"] = new SumOfSquares(),
        ["dead"] = new SumOfSquares { Tolerance = Tolerance.Dead(0.2) },
        ["edge"] = new SumOfSquares { Tolerance = Tolerance.Edge(0.2) },
        ["cross-entropy"] = new CrossEntropy(),
    };

    private static bool[,] Mask => new[,] { { true, false, true }, { true, true, false }, { false, true, true } };

    public static TheoryData<string, string, string, string> NetsTimesFunctionsTimesMeasures()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var net in Nets.Keys)
        {
            foreach (var function in UnitFunction.All.Where(static function => !function.IsStep))
            {
                foreach (var measure in Measures.Keys)
                {
                    // The function in question is the hidden one under cross-entropy, which asks for logistic or softmax outputs.
                    var output = measure != "cross-entropy" || function == UnitFunction.Softmax ? function : UnitFunction.Logistic;
                    data.Add(net, function.Name, output.Name, measure);
                }
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(NetsTimesFunctionsTimesMeasures))]
    public void Back_propagation_agrees_with_central_differences(string name, string hidden, string output, string measure)
    {
        var topology = Nets[name](UnitFunction.FromName(hidden), UnitFunction.FromName(output));
        var net = new Network<double>(topology).Randomize(seed: 7, range: 0.9);
        var random = new RandomSource(8);
        var builder = new CasesBuilder(9);
        foreach (var group in topology.Inputs)
            builder.Input(group.Name, [.. Enumerable.Range(0, 9 * group.Size).Select(_ => random.NextSigned())], group.Size);
        foreach (var group in topology.Outputs)
            builder.Target(group.Name, [.. Enumerable.Range(0, 9 * group.Size).Select(_ => (double)random.NextInt(2))], group.Size);

        var result = GradientCheck.Run(net, builder.ToCases(), Measures[measure]);

        Assert.Equal(topology.Blocks.Sum(static block => block.Count), result.Count);
        Assert.True(result.Passes(1e-8), result.ToString());
    }

    [Fact]
    public void In_random_nets_states_error_and_gradient_are_those_of_the_definitions()
    {
        var (compared, asked) = (0, 0);
        NetPlan.Check(150, plan =>
        {
            asked++;
            var net = plan.Network();
            var cases = plan.Cases(net.Topology);
            var error = plan.Error(net.Topology);
            var plain = new PlainNet(net.Topology, cases, plan.MeasureOf);
            var (expectedError, expectedStates, corner) = plain.Run(net.Weights);

            var activity = net.Run(cases);
            foreach (var group in net.Topology.Groups)
            {
                for (var c = 0; c < cases.Count; c++)
                {
                    for (var unit = 0; unit < group.Size; unit++)
                        Assert.Equal(expectedStates[group.Index][c, unit], activity[group, c][unit], 1e-12);
                }
            }
            Assert.Equal(expectedError, net.Evaluate(cases, error).Error, 1e-11 * Math.Max(1, expectedError));

            // Differences across a corner of E say nothing of its derivative.
            if (corner < 1e-3)
                return;
            compared++;
            AssertGradient(net, cases, error, plain);
        });
        Assert.True(compared > asked / 2, $"only {compared} of {asked} random nets were far enough from corners to be compared");
    }

    [Fact]
    public void Many_blocks_of_cases_add_up_to_the_gradient_of_all()
    {
        var plan = new NetPlan(
            Seed: 3,
            [new(3, GroupKind.Input, UnitFunction.Identity, true, false, false, false), new(4, GroupKind.Hidden, UnitFunction.Tanh, true, false, false, true), new(2, GroupKind.Output, UnitFunction.Logistic, true, false, false, false)],
            [new(0, 1, ProjectionKind.Full, false, false), new(1, 2, ProjectionKind.Full, false, false), new(0, 2, ProjectionKind.Masked, false, false)],
            CaseCount: 1100, Measure: 0);
        var net = plan.Network();
        var cases = plan.Cases(net.Topology);

        AssertGradient(net, cases, new SumOfSquares(), new PlainNet(net.Topology, cases, plan.MeasureOf));
    }

    [Fact]
    public void A_gradient_that_is_wrong_is_found()
    {
        // Dead jumps at its edge: a case within a step of it makes the difference huge, so that a check that passes here checks nothing.
        var net = new Network<double>(Topology.Build(static net => net.Output("out", 1, UnitFunction.Identity, biases: false).From(net.Input("in", 1))));
        net.Weights[0] = 0.2;

        var result = GradientCheck.Run(net, Cases.From([[1]], [[0]]), new SumOfSquares { Tolerance = Tolerance.Dead(0.2) });

        Assert.False(result.Passes());
        Assert.Equal(("in->out", 0, 0), (result.Weights, result.To, result.From));
    }

    [Fact]
    public void The_worst_weight_is_named_by_its_receiving_and_its_sending_unit_and_the_others_are_counted()
    {
        // Unit 1 is at the edge of Dead, and only input 1 moves it.
        var net = new Network<double>(Topology.Build(static net => net.Output("out", 2, UnitFunction.Identity, biases: false).From(net.Input("in", 3))));
        net.Weights[4] = 0.2;

        var result = GradientCheck.Run(net, Cases.From([[0, 1, 0]], [[1, 0]]), new SumOfSquares { Tolerance = Tolerance.Dead(0.2) }, step: 1e-3);

        Assert.Equal(("in->out", 1, 1, 6), (result.Weights, result.To, result.From, result.Count));
        // E is 0 below the edge and ½ · 0.201² above.
        Assert.Equal(0.201 * 0.201 / 2 / 2e-3, result.Numeric, 1e-9);
        Assert.Equal((result.Numeric - result.Analytic) / result.Numeric, result.Difference, 1e-15);
        Assert.Equal("6 weights, largest difference 9.8E-001 at 'in->out' [1, 1]: 0.2 by back-propagation, 10.10025 by differences", result.ToString());
    }

    [Fact]
    public void Of_weights_that_agree_alike_the_first_is_named()
    {
        var net = new Network<double>(Topology.Build(static net => net.Output("out", 2, UnitFunction.Identity, biases: false).From(net.Input("in", 3))));

        // Without an input no weight changes E.
        var result = GradientCheck.Run(net, Cases.From([[0, 0, 0]], [[1, 1]]));

        Assert.Equal(new GradientCheckResult("in->out", 0, 0, 0, 0, 0, 6), result);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(8)]
    public void The_difference_is_absolute_below_1_and_relative_above(double target)
    {
        // E = ½ (tanh w − d)². At w = 0 it falls by d; between w = −1 and 1 it falls by 2d tanh 1.
        var net = new Network<double>(Topology.Build(static net => net.Output("out", 1, UnitFunction.Tanh, biases: false).From(net.Input("in", 1))));

        var result = GradientCheck.Run(net, Cases.From([[1]], [[target]]), step: 1);

        Assert.Equal(-target, result.Analytic, 1e-12);
        Assert.Equal(-target * Math.Tanh(1), result.Numeric, 1e-12);
        Assert.Equal(target * (1 - Math.Tanh(1)) / Math.Max(1, target), result.Difference, 1e-12);
    }

    [Fact]
    public void Weights_that_do_not_learn_are_not_compared()
    {
        var net = new Network<double>(Topology.Build(static net =>
        {
            var input = net.Input("in", 2);
            var kept = net.Group("kept", 2, frozen: true).From(input);
            net.Output("out", 2).From(kept, frozen: true).From(input, mask: new[,] { { true, false }, { false, true } });
        })).Randomize(seed: 4);

        var result = GradientCheck.Run(net, Cases.From([[1, 0.5]], [[1, 0]]));

        Assert.Equal(net.Topology.Blocks.Where(static block => !block.Frozen).Sum(static block => block.Count), result.Count);
        Assert.True(result.Passes(1e-8), result.ToString());
    }

    [Fact]
    public void Means_over_copies_agree_with_the_differences_of_all_copies_divided_by_their_number()
    {
        var topology = Topology.Iterative(static net =>
        {
            var state = net.Output("state", 2);
            state.From(state, delay: 1).From(net.Input("in", 2));
        }).Unroll(iterations: 3, SharedGradient.Mean);
        var cases = new CasesBuilder(1).Input("in@1", [1.0, 0.5], 2).Input("in@2", [0.0, 1], 2).Input("in@3", [1.0, 1], 2).Target("state@3", [1.0, 0], 2).ToCases();

        var result = GradientCheck.Run(new Network<double>(topology).Randomize(seed: 9), cases);

        Assert.True(result.Passes(1e-9), result.ToString());
    }

    [Fact]
    public void A_net_whose_error_is_not_finite_has_no_gradient_and_does_not_pass()
    {
        var net = new Network<double>(Topology.Layered(2, 2, 1)).Randomize(seed: 4);
        net.Weights[^1] = double.NaN;
        var cases = Cases.From([[1, 0.5]], [[1]]);

        Assert.All(GradientCheck.Gradient(net, cases), static value => Assert.Equal(double.NaN, value));
        Assert.Equal(net.Weights.Length, GradientCheck.Gradient(net, cases).Length);
        Assert.False(GradientCheck.Run(net, cases).Passes());
    }

    [Fact]
    public void The_gradient_of_windows_is_that_of_the_trainer_each_window_going_on_from_the_one_before()
    {
        var topology = Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 3);
            hidden.From(net.Input("in", 1)).From(hidden, delay: 1);
            net.Output("out", 1).From(hidden);
        }).Unroll(iterations: 2);
        var builder = new SequencesBuilder(topology, 1, length: 6);
        builder.Input(0, "in", [.. Enumerable.Range(0, 6).Select(static t => new[] { Math.Sin(t) })]);
        builder.Target(0, "out", [.. Enumerable.Range(0, 6).Select(static t => new[] { t % 2.0 })]);
        var cases = builder.ToCases();
        var net = new Network<double>(topology).Randomize(seed: 3);
        var trainer = new Trainer<double>(net.Copy(), cases, new StillRule());

        trainer.Step();

        Assert.Equal(trainer.LastGradient.ToArray(), GradientCheck.Gradient(net, cases));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1e-5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_step_that_is_none_is_refused(double step) =>
        Assert.Equal("step", Assert.Throws<ArgumentOutOfRangeException>(() => GradientCheck.Run(Xor.Net<double>(), Xor.Cases, step: step)).ParamName);

    [Theory]
    [InlineData(1e-7, true)]
    [InlineData(1.0001e-7, false)]
    [InlineData(double.NaN, false)]
    public void A_difference_passes_up_to_the_limit(double difference, bool passes) => Assert.Equal(passes, new GradientCheckResult("w", 0, 0, 0, 0, difference, 1).Passes());

    [Fact]
    public void The_check_leaves_the_net_as_it_was()
    {
        var net = new Network<float>(Topology.Layered(3, 2, 1)).Randomize(seed: 5);
        var before = net.Weights.ToArray();

        GradientCheck.Run(net, Cases.From([[1, 0, 1]], [[1]]));

        Assert.Equal(before, net.Weights);
    }

    [Fact]
    public void The_mean_over_copies_is_the_sum_divided_by_their_number()
    {
        var iterative = Topology.Iterative(static net =>
        {
            var state = net.Output("state", 2);
            state.From(state, delay: 1).From(net.Input("in", 2));
        });
        double[] Gradient(SharedGradient sharing)
        {
            var topology = iterative.Unroll(iterations: 4, sharing);
            var cases = new CasesBuilder(1).Input("in@1", [1.0, 0.5], 2).Input("in@2", [0.0, 1], 2).Input("in@3", [1.0, 1], 2).Input("in@4", [0.0, 0], 2)
                .Target("state@4", [1.0, 0], 2).ToCases();
            return GradientCheck.Gradient(new Network<double>(topology).Randomize(seed: 9), cases);
        }

        var (mean, sum) = (Gradient(SharedGradient.Mean), Gradient(SharedGradient.Sum));

        Assert.All(sum, static value => Assert.NotEqual(0, value));
        Assert.All(mean.Zip(sum), static pair => Assert.Equal(pair.Second / 4, pair.First, 1e-16));
    }

    private static void AssertGradient(Network<double> net, Cases cases, ErrorMeasure error, PlainNet plain)
    {
        var gradient = GradientCheck.Gradient(net, cases, error);
        var weights = net.Weights.ToArray();
        foreach (var block in net.Topology.Blocks)
        {
            for (var k = 0; k < block.Length; k++)
            {
                var at = block.Offset + k;
                if (block.IsFrozen(k) || block.Mask?[k] == false)
                {
                    Assert.True(gradient[at] == 0, $"'{block.Name}' [{k}] does not learn, but its gradient is {gradient[at]}");
                    continue;
                }
                var kept = weights[at];
                weights[at] = kept + Step;
                var above = plain.Run(weights).Error;
                weights[at] = kept - Step;
                var below = plain.Run(weights).Error;
                weights[at] = kept;
                var numeric = (above - below) / (2 * Step);
                Assert.True(Math.Abs(numeric - gradient[at]) <= 1e-7 * Math.Max(1, Math.Abs(numeric)),
                    $"'{block.Name}' [{k}]: {gradient[at]:G12} by back-propagation, {numeric:G12} by differences of the plain net");
            }
        }
    }
}
