namespace Backprop.Tests;

/// <summary>Fig. 5: an iterative net is the layered net of its copies.</summary>
public sealed class IterativeTopologyTests
{
    private static IterativeTopology ThreeUnits(UnitFunction? function = null) => Topology.Iterative(net =>
    {
        var units = net.Output("units", 3, function);
        units.From(units, delay: 1);
    });

    /// <summary>The same net by hand: three layers whose weights and biases are shared by name.</summary>
    private static Topology ThreeLayers() => Topology.Build(net =>
    {
        var below = net.Input("units@0", 3);
        for (var t = 1; t <= 3; t++)
            below = net.Output($"units@{t}", 3, shareBiases: "units").From(below, share: "units->units");
    });

    private static Cases Rotations() => new CasesBuilder(8)
        .Input("units@0", Patterns(0), 3)
        .Target("units@3", Patterns(2), 3)
        .ToCases();

    private static double[] Patterns(int shift) => [.. Enumerable.Range(0, 8).SelectMany(p => Enumerable.Range(0, 3).Select(unit => (double)((p >> ((unit + shift) % 3)) & 1)))];

    [Fact]
    public void An_iterative_net_and_the_layered_net_made_by_hand_have_equal_bits()
    {
        Equal<double>();
        Equal<float>();

        static void Equal<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var iterative = new Network<T>(ThreeUnits().Unroll(3, SharedGradient.Sum)).Randomize(7);
            var layered = new Network<T>(ThreeLayers()).Randomize(7);
            var cases = Rotations();
            Assert.Equal(layered.Weights.ToArray(), iterative.Weights.ToArray());
            var (a, b) = (iterative.Run(cases), layered.Run(cases));
            for (var t = 0; t <= 3; t++)
            {
                for (var c = 0; c < cases.Count; c++)
                    Assert.Equal(b[$"units@{t}", c].ToArray(), a[$"units@{t}", c].ToArray());
            }
            Assert.Equal(GradientCheck.Gradient(layered, cases), GradientCheck.Gradient(iterative, cases));
            var rule = new GradientDescent { LearningRate = 0.1 };
            new Trainer<T>(iterative, cases, rule).Run(StopWhen.Sweeps(50));
            new Trainer<T>(layered, cases, rule).Run(StopWhen.Sweeps(50));
            Assert.Equal(layered.Weights.ToArray(), iterative.Weights.ToArray());
        }
    }

    [Theory, InlineData(2), InlineData(3), InlineData(5)]
    public void The_mean_gradient_is_the_sum_divided_by_the_copies(int iterations)
    {
        var cases = new CasesBuilder(8).Input("units@0", Patterns(0), 3).Target($"units@{iterations}", Patterns(1), 3).ToCases();
        var sum = GradientCheck.Gradient(new Network<double>(ThreeUnits().Unroll(iterations, SharedGradient.Sum)).Randomize(3), cases);
        var mean = GradientCheck.Gradient(new Network<double>(ThreeUnits().Unroll(iterations, SharedGradient.Mean)).Randomize(3), cases);
        Assert.Equal(sum.Select(value => value / iterations), mean);
        Assert.Contains(sum, value => value != 0);
    }

    [Fact]
    public void Learning_with_the_mean_at_a_rate_is_learning_with_the_sum_at_a_third_of_it()
    {
        var mean = new Network<double>(ThreeUnits().Unroll(3, SharedGradient.Mean)).Randomize(5);
        var sum = new Network<double>(ThreeUnits().Unroll(3, SharedGradient.Sum)).Randomize(5);
        new Trainer<double>(mean, Rotations(), new GradientDescent { LearningRate = 0.3 }).Run(StopWhen.Sweeps(40));
        new Trainer<double>(sum, Rotations(), new GradientDescent { LearningRate = 0.1 }).Run(StopWhen.Sweeps(40));
        for (var k = 0; k < mean.Weights.Length; k++)
            Assert.Equal(sum.Weights[k], mean.Weights[k], 1e-12);
    }

    [Fact]
    public void Skips_within_an_iteration_delays_of_two_several_outputs_masks_and_clamps_have_right_gradients()
    {
        var net = Topology.Iterative(net =>
        {
            var input = net.Input("input", 2);
            var hidden = net.Group("hidden", 3, UnitFunction.Tanh, initialState: 0.25).From(input);
            var first = net.Output("first", 2).From(hidden);
            var second = net.Output("second", 3, UnitFunction.Softplus, biases: false).From(input, initial: Initialization.Uniform(1)).From(hidden, oneToOne: true).From(first);
            hidden.From(hidden, delay: 1).From(hidden, delay: 2, mask: new[,] { { true, false, true }, { false, true, true }, { true, true, false } });
            hidden.From(first, delay: 2).From(second, delay: 1, frozen: true);
        });
        foreach (var sharing in new[] { SharedGradient.Sum, SharedGradient.Mean })
        {
            var topology = net.Unroll(4, sharing);
            var random = new RandomSource(11);
            var sequences = new SequencesBuilder(topology, 5);
            for (var s = 0; s < 5; s++)
            {
                sequences.Input(s, "input", [Row(2), Row(2), null, Row(2)]);
                sequences.Target(s, "first", [Row(2), [random.NextDouble(), double.NaN]], first: 2);
                sequences.Target(s, "second", [Row(3)], first: 4);
                sequences.Clamp(s, "hidden", [[double.NaN, 0.5, double.NaN]], first: 2);
                sequences.InitialState(s, "hidden", Row(3));
            }
            var network = new Network<double>(topology).Randomize(2, 0.8);
            var result = GradientCheck.Run(network, sequences.ToCases());
            Assert.True(result.Passes(1e-8), result.ToString());
            Assert.Equal(topology.Blocks.Where(static block => !block.Frozen).Sum(static block => block.Count), result.Count);

            double[] Row(int size) => [.. Enumerable.Range(0, size).Select(_ => random.NextSigned())];
        }
    }

    [Fact]
    public void A_net_prints_itself_as_the_iterative_net_it_is()
    {
        Assert.Equal("""
            units      3 units  output, logistic
            units->units  3 × 3, delay 1
            unrolled over 3 iterations, gradients of shared weights averaged
            12 weights, 3 of them biases
            """.ReplaceLineEndings("\n"), ThreeUnits().Unroll(3).ToString());
        Assert.Equal("units      3 units  output, logistic\nunits->units  3 × 3, delay 1", ThreeUnits().ToString());
    }

    [Fact]
    public void A_description_in_JSON_makes_an_equal_unrolled_net()
    {
        var topology = Topology.Iterative(net =>
        {
            var input = net.Input("input", 2);
            var hidden = net.Group("hidden", 3, UnitFunction.Tanh, initialState: 0.5).From(input, delay: 1);
            hidden.From(hidden, delay: 1).From(hidden, delay: 2);
            net.Output("output", 1).From(hidden);
        }).Unroll(4, SharedGradient.Sum);
        var again = Topology.FromJson(topology.ToJson());
        Assert.Equal(topology.ToJson(), again.ToJson());
        Assert.Equal(topology.ToString(), again.ToString());
        Assert.Equal(topology.Groups.Select(static group => group.Name), again.Groups.Select(static group => group.Name));
        Assert.Equal(topology.Blocks.Select(static block => (block.Name, block.Offset, block.Copies, block.Sharing)), again.Blocks.Select(static block => (block.Name, block.Offset, block.Copies, block.Sharing)));
    }

    [Fact]
    public void A_cycle_without_a_delay_is_refused_by_the_names_of_its_groups()
    {
        var problem = Assert.Throws<TopologyException>(() => Topology.Iterative(net =>
        {
            var input = net.Input("input", 1);
            var first = net.Group("first", 1).From(input);
            var second = net.Output("second", 1).From(first);
            first.From(second);
        }));
        Assert.Contains("'first', 'second'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("delay", problem.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(0), InlineData(-3)]
    public void Fewer_than_one_iteration_is_refused(int iterations)
    {
        var problem = Assert.Throws<TopologyException>(() => ThreeUnits().Unroll(iterations));
        Assert.Contains($"{iterations}", problem.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(65_536), InlineData(int.MaxValue)]
    public void More_copies_than_a_hundred_thousand_are_refused_with_their_number(int iterations)
    {
        var problem = Assert.Throws<TopologyException>(() => ThreeUnits().Unroll(iterations));
        Assert.Contains($"{(iterations + 1L) * 2:N0} copies, but at most 100,000", problem.Message, StringComparison.Ordinal);
        Assert.Equal(49_999, ThreeUnits().Unroll(49_999).Unrolling!.Iterations);
    }

    [Fact]
    public void A_delay_counts_as_copies_too()
    {
        var net = Topology.Iterative(static net =>
        {
            var units = net.Output("units", 1);
            units.From(units, delay: 60_000);
        });

        Assert.Contains("are 120,002 copies, but at most 100,000", Assert.Throws<TopologyException>(() => net.Unroll(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_net_that_cannot_be_is_refused_before_it_is_unrolled_by_the_names_declared()
    {
        Assert.Equal("Two groups are called 'units'; give each a name of its own.", Refused(static net =>
        {
            net.Output("units", 1);
            net.Group("units", 1);
        }));
        Assert.Equal("group 'dead end' leads to no output; project from it or remove it.", Refused(static net =>
        {
            var input = net.Input("in", 1);
            net.Output("out", 1).From(input);
            net.Group("dead end", 1).From(input);
        }));
        Assert.Equal("projection 'out->out' with a delay of 2 is declared twice; declare it once.", Refused(static net =>
        {
            var output = net.Output("out", 1);
            output.From(output, delay: 1).From(output, delay: 2).From(output, delay: 2);
        }));

        static string Refused(Action<TopologyBuilder> describe) => Assert.Throws<TopologyException>(() => Topology.Iterative(describe)).Message;
    }

    [Fact]
    public void Copies_of_inputs_that_no_projection_uses_are_left_out()
    {
        var delayed = Topology.Iterative(static net =>
        {
            var input = net.Input("in", 1);
            net.Output("out", 1).From(input, delay: 1);
        });

        Assert.Equal(["in@0", "out@1"], delayed.Unroll(1).Groups.Select(static group => group.Name));
        Assert.Equal(["in@0", "in@1", "out@1", "in@2", "out@2", "out@3"], delayed.Unroll(3).Groups.Select(static group => group.Name));
    }

    [Fact]
    public void Inputs_must_be_given_from_the_first_iteration_on_unless_they_have_an_initial_state()
    {
        var topology = Topology.Iterative(static net => net.Output("out", 1)
            .From(net.Input("given", 1), delay: 1).From(net.Input("silent", 1, initialState: 0.5), delay: 1)).Unroll(2);

        Assert.Equal([0.0, null, 0.5, 0.5], [topology["given@0"].InitialState, topology["given@1"].InitialState, topology["silent@0"].InitialState, topology["silent@1"].InitialState]);
    }

    [Fact]
    public void Groups_that_share_biases_share_them_in_every_copy()
    {
        var topology = Topology.Iterative(static net =>
        {
            var input = net.Input("in", 1);
            var (a, b) = (net.Group("a", 2, shareBiases: "both").From(input), net.Group("b", 2, shareBiases: "both").From(input));
            net.Output("out", 1, biases: false).From(a, b);
        }).Unroll(3);

        var biases = Assert.Single(topology.Blocks, static block => block.IsBias);
        Assert.Equal(("both", 6, 2), (biases.Name, biases.Copies, biases.Count));
    }

    [Fact]
    public void Copies_of_different_size_cannot_share()
    {
        var problem = Assert.Throws<TopologyException>(() => Topology.Iterative(net =>
        {
            var input = net.Input("input", 2);
            var hidden = net.Group("hidden", 3).From(input, share: "w");
            net.Output("output", 3).From(hidden, share: "w");
        }).Unroll(2));
        Assert.Contains("'input@1->hidden@1'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("3 × 2", problem.Message, StringComparison.Ordinal);
        Assert.Contains("3 × 3", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_of_an_unrolled_net_grows_linearly_with_the_iterations()
    {
        var hidden = Topology.Iterative(net =>
        {
            var units = net.Output("units", 64);
            units.From(units, delay: 1);
        });
        var (one, two, four) = (Bytes(20), Bytes(40), Bytes(80));
        Assert.InRange((double)(four - two) / (two - one), 1.8, 2.2);

        long Bytes(int iterations)
        {
            var network = new Network<float>(hidden.Unroll(iterations));
            var cases = new CasesBuilder(500).Input("units@0", new double[500 * 64], 64).Target($"units@{iterations}", new double[500 * 64], 64).ToCases();
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = new Trainer<float>(network, cases, new GradientDescent());
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
