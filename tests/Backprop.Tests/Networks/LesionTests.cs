namespace Backprop.Tests;

public sealed class LesionTests
{
    private static readonly Cases Xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);

    private static readonly Cases Inputs = new CasesBuilder(4).Input("input", [0.0, 0, 0, 1, 1, 0, 1, 1], 2).ToCases();

    private static Network<double> Net(params int[] sizes) => new Network<double>(Topology.Layered(sizes)).Randomize(1, 0.9);

    [Fact]
    public void A_lesioned_unit_is_0_in_every_case_and_the_others_miss_only_what_it_sent()
    {
        var net = Net(2, 3, 2);
        var silenced = net.Copy();
        silenced["hidden->output"][1] = silenced["hidden->output"][4] = 0;

        var (lesioned, without) = (net.WithLesion(Lesion.OfUnits("hidden", 1)).Run(Inputs), silenced.Run(Inputs));

        for (var c = 0; c < 4; c++)
        {
            Assert.Equal([without["hidden", c][0], 0, without["hidden", c][2]], lesioned["hidden", c]);
            Assert.Equal(without["output", c], lesioned["output", c]);
        }
        Assert.NotEqual(net.Run(Inputs)["output", 3].ToArray(), lesioned["output", 3].ToArray());
    }

    [Fact]
    public void Input_and_output_units_are_held_at_0_too()
    {
        var lesioned = Net(2, 3, 2).WithLesion(Lesion.OfUnits("input", 0) | Lesion.OfUnits("output", 1));
        var activity = lesioned.Run(Inputs);

        Assert.Equal([0, 1], activity["input", 3].ToArray());
        Assert.Equal(activity["output", 1], activity["output", 3]);
        Assert.Equal(0, activity["output", 3][1]);
        Assert.Equal(activity["output", 3].ToArray(), lesioned.Run([1, 1]));
    }

    [Fact]
    public void Every_way_of_running_a_random_lesioned_net_has_the_same_bits() => NetPlan.Check(60, static plan =>
    {
        var net = plan.Network();
        var random = new RandomSource(plan.Seed);
        double[] inputs = [.. Enumerable.Range(0, net.Topology.Inputs.Sum(static group => group.Size)).Select(_ => random.NextSigned())];
        var builder = new CasesBuilder(1);
        var at = 0;
        foreach (var group in net.Topology.Inputs)
            builder.Input(group.Name, inputs.AsSpan(at..(at += group.Size)), group.Size);

        var activity = net.Run(builder.ToCases());

        double[] outputs = [.. net.Topology.Outputs.SelectMany(group => activity[group, 0].ToArray())];
        Assert.Equal(outputs, net.Run(inputs));
        Assert.Equal(outputs, new Runner<double>(net).Run(inputs));
        foreach (var group in net.Topology.Groups)
            Assert.All(group.LesionedUnits, unit => Assert.Equal(0, activity[group, 0][unit]));
    });

    [Fact]
    public void A_lesioned_iterative_net_runs_on_from_call_to_call_with_the_bits_of_the_unrolled_one() => IterativePlan.Check(60, static plan =>
    {
        var random = new RandomSource(plan.Seed + 3);
        var lesion = Lesion.ShareOfUnits("g0", 0.5, plan.Seed);
        for (var group = 1; group < plan.Sizes.Length; group++)
        {
            if (plan.Function(group) != UnitFunction.Softmax)
                lesion |= Lesion.ShareOfUnits($"g{group}", 0.4, plan.Seed);
        }
        var net = new Network<double>(plan.Build().Unroll(plan.Iterations, plan.Sharing)).Randomize(plan.Seed, 0.9).WithLesion(lesion);
        double[][] inputs = [.. Enumerable.Range(0, plan.Iterations).Select(_ => Enumerable.Range(0, plan.Sizes[0]).Select(_ => random.NextSigned()).ToArray())];
        var activity = net.Run(new SequencesBuilder(net.Topology, 1).Input(0, "g0", inputs).ToCases());
        var runner = new SequenceRunner<double>(net);

        for (var t = 1; t <= plan.Iterations; t++)
        {
            runner.Step(inputs[t - 1]);
            for (var group = 1; group < plan.Sizes.Length; group++)
            {
                Assert.Equal(activity[$"g{group}@{t}", 0].ToArray(), runner.State($"g{group}"));
                Assert.All(net.Topology[$"g{group}@{t}"].LesionedUnits, unit => Assert.Equal(0, runner.State($"g{group}")[unit]));
            }
        }
    });

    [Fact]
    public void A_state_before_the_first_iteration_of_a_lesioned_unit_is_0_whatever_is_set()
    {
        var topology = Topology.Iterative(static net =>
        {
            var state = net.Output("state", 2, UnitFunction.Identity, initialState: 0.5).From(net.Input("in", 1));
            state.From(state, delay: 1);
        }).Unroll(1);
        var net = new Network<double>(topology).Initialize(1, Initialization.Constant(1)).WithLesion(Lesion.OfUnits("state", 1));
        var runner = new SequenceRunner<double>(net);
        Assert.Equal([2.5, 0], runner.Step(1 - 0.0));   // bias 1 + input 1 + 0.5 of the unit that is intact

        runner.SetState("state", [10, 20]);

        Assert.Equal([11, 0], runner.Step(0));
        Assert.Equal([11, 0], net.Run(new SequencesBuilder(topology, 1).Input(0, "in", [[0]]).InitialState(0, "state", [10, 20]).ToCases())["state@1", 0].ToArray());
    }

    [Fact]
    public void Lesioned_units_of_sparse_inputs_send_nothing()
    {
        var net = Net(96, 3, 1);
        int[] ones = [5, 17, 30, 95];
        var cases = new CasesBuilder(4).InputOneHot("input", ones, 96).ToCases();

        var activity = net.WithLesion(Lesion.OfUnits("input", 17, 95)).Run(cases);

        Assert.Equal(net.Run(cases)["hidden", 2], activity["hidden", 2]);
        Assert.Equal(activity["hidden", 1], activity["hidden", 3]);
        Assert.NotEqual(activity["hidden", 1].ToArray(), activity["hidden", 2].ToArray());
        Assert.Equal(net.Run(new double[96]), activity["output", 1].ToArray());
        Assert.DoesNotContain(1, activity["input", 1].ToArray());
        Assert.Equal(1, activity["input", 2][30]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 3)]
    [InlineData(0.375, 5)]
    [InlineData(1, 12)]
    public void A_share_is_rounded_to_whole_units_and_links(double share, int expected)
    {
        var units = Net(2, 12, 1).WithLesion(Lesion.ShareOfUnits("hidden", share, 1));
        var links = Net(4, 3, 1).WithLesion(Lesion.ShareOfLinks("input->hidden", share, 1));

        Assert.Equal(expected, units.Topology["hidden"].LesionedUnits.Count);
        Assert.Equal(12 - expected, links.Topology.GetWeights("input->hidden").Count);
        Assert.Equal(expected, links["input->hidden"].ToArray().Count(static weight => weight == 0));
    }

    [Fact]
    public void A_greater_share_of_one_seed_destroys_what_a_smaller_one_does_and_another_seed_something_else()
    {
        int[] Lesioned(double share, ulong seed) => [.. Net(2, 20, 1).WithLesion(Lesion.ShareOfUnits("hidden", share, seed)).Topology["hidden"].LesionedUnits];

        Assert.Subset(Lesioned(0.6, 1).ToHashSet(), Lesioned(0.3, 1).ToHashSet());
        Assert.NotEqual(Lesioned(0.3, 1), Lesioned(0.3, 2));
        Assert.Equal(Lesioned(0.3, 1).Order(), Lesioned(0.3, 1));
    }

    [Fact]
    public void A_second_lesion_counts_what_the_first_left()
    {
        var half = Lesion.ShareOfUnits("hidden", 0.5, 1);

        Assert.Equal(6, Net(2, 8, 1).WithLesion(half | half).Topology["hidden"].LesionedUnits.Count);
        Assert.Equal(6, Net(2, 8, 1).WithLesion(half).WithLesion(half).Topology["hidden"].LesionedUnits.Count);
    }

    [Fact]
    public void Links_and_units_are_named_by_number_or_by_name()
    {
        var topology = Topology.Build(static net => net.Output("out", 2).From(net.Input("animal", 3, unitNames: ["cat", "dog", "emu"])));
        var net = new Network<double>(topology).Randomize(1);

        Assert.Equal([1, 2], net.WithLesion(Lesion.OfUnits("animal", "emu", "dog")).Topology["animal"].LesionedUnits);
        var lesioned = net.WithLesion(Lesion.OfLinks("animal->out", new Link(1, 0), new Link(0, 2)));
        Assert.Equal([net.Weights[0], net.Weights[1], 0, 0, net.Weights[4], net.Weights[5]], lesioned["animal->out"].ToArray());
        Assert.NotEqual(0, net.Weights[2]);
    }

    [Fact]
    public void A_link_of_a_one_to_one_projection_can_be_destroyed_and_the_description_keeps_it()
    {
        var topology = Topology.Build(static net => net.Output("out", 3, UnitFunction.Identity, biases: false).From(net.Input("in", 3), oneToOne: true));
        var net = new Network<double>(topology).Initialize(1, Initialization.Constant(2)).WithLesion(Lesion.OfLinks("in->out", new Link(1, 1)));

        Assert.Equal([2, 0, 2], net.Run([1, 1, 1]));
        Assert.Equal(net.Topology.ToJson(), Topology.FromJson(net.Topology.ToJson()).ToJson());
        Assert.Equal("each of its 3 links runs from a unit to the one of the same number.", Assert.Throws<TopologyException>(() => net.WithLesion(Lesion.OfLinks("in->out", new Link(0, 1)))).Message.Split(", but ")[1]);
    }

    [Fact]
    public void A_lesion_of_shared_weights_takes_the_link_from_all_that_share_them()
    {
        var topology = Topology.Build(static net =>
        {
            var left = net.Output("left", 2).From(net.Input("first", 2), share: "code");
            net.Output("right", 2).From(net.Input("second", 2), share: "code");
        });

        var lesioned = topology.WithLesion(Lesion.OfLinks("code", new Link(0, 1)));

        Assert.All(lesioned.Projections, static projection => Assert.Equal([true, false, true, true], projection.Weights.Mask!));
    }

    public static TheoryData<string> Rules => ["descent", "rprop", "adam"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Nothing_that_a_lesion_destroyed_comes_back_by_learning_and_the_rest_learns_again(string name)
    {
        LearningRule rule = name switch
        {
            "descent" => new GradientDescent { LearningRate = 0.5, Momentum = 0.9, WeightDecay = 1e-4, DecayBiases = true },
            "rprop" => new Rprop { WeightDecay = 1e-4 },
            _ => new Adam { LearningRate = 0.05, WeightDecay = 1e-4 },
        };
        var net = Net(2, 6, 1);
        new Trainer<double>(net, Xor, rule).Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(3000));
        var lesioned = net.WithLesion(Lesion.OfUnits("hidden", 0, 4) | Lesion.ShareOfLinks("input->hidden", 0.25, 1));
        var trainer = new Trainer<double>(lesioned, Xor, rule);
        var before = trainer.Evaluate().Error;

        trainer.Run(StopWhen.Sweeps(500));

        Assert.True(trainer.Evaluate().Error < before / 2, $"{before} → {trainer.Evaluate().Error}");
        var mask = lesioned.Topology.GetWeights("input->hidden").Mask!;
        Assert.Equal(3, mask.Count(static exists => !exists));
        Assert.All(mask.Index(), link => Assert.True(link.Item || lesioned["input->hidden"][link.Index] == 0));
        for (var c = 0; c < 4; c++)
            Assert.Equal((0, 0), (lesioned.Run(Xor)["hidden", c][0], lesioned.Run(Xor)["hidden", c][4]));
    }

    [Fact]
    public void Nets_trained_side_by_side_respect_a_lesion()
    {
        var topology = Topology.Layered(2, 4, 1).WithLesion(Lesion.OfUnits("hidden", 1) | Lesion.OfLinks("input->hidden", new Link(0, 0)));
        var rule = new GradientDescent { LearningRate = 0.5 };

        foreach (var run in new Ensemble<double>(topology, Xor, rule).Run(1, 20, StopWhen.Sweeps(50)))
        {
            var alone = new Network<double>(topology).Randomize(run.Net.Seed);
            new Trainer<double>(alone, Xor, rule).Run(StopWhen.Sweeps(50));
            Assert.Equal(alone.Weights.ToArray(), run.Weights.ToArray());
        }
    }

    [Fact]
    public void Models_keep_lesions()
    {
        var net = Net(2, 4, 1).WithLesion(Lesion.OfUnits("hidden", 2) | Lesion.OfLinks("hidden->output", new Link(0, 1)));

        var back = Model.Load(Model.Of(net).ToBytes()).Network<double>();

        Assert.Equal([2], back.Topology["hidden"].LesionedUnits);
        Assert.Equal(net.Topology.ToJson(), back.Topology.ToJson());
        Assert.Equal(net.Run([1, 0]), back.Run([1, 0]));
        Assert.Contains("hidden      4 units  hidden, logistic, 1 lesioned", net.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Cross_entropy_leaves_lesioned_outputs_out_and_the_sum_of_squares_counts_them()
    {
        var cases = Cases.From([[1, 1]], [[1, 1]]);
        var net = Net(2, 2, 2);
        var lesioned = net.WithLesion(Lesion.OfUnits("output", 1));
        var y = net.Run([1, 1])[0];

        Assert.Equal(-Math.Log(y), lesioned.Evaluate(cases, new CrossEntropy()).Error, 1e-12);
        Assert.Equal(0.5 * (((1 - y) * (1 - y)) + 1), lesioned.Evaluate(cases).Error, 1e-12);
        Assert.True(GradientCheck.Run(lesioned, cases, new CrossEntropy()).Passes());
    }

    public static TheoryData<Lesion, string> Impossible => new()
    {
        { Lesion.OfUnits("hiden", 0), "The lesion destroys units of group 'hiden', which the net does not have; its groups are 'input', 'hidden', 'class'; did you mean 'hidden'?" },
        { Lesion.OfUnits("hidden", 3), "The lesion destroys unit 3 of group 'hidden', whose units are 0 … 2." },
        { Lesion.OfUnits("hidden", "cat"), "The lesion destroys unit 'cat' of group 'hidden', whose units have no names; give their numbers" },
        { Lesion.OfUnits("input", "cta"), "The lesion destroys unit 'cta' of group 'input', which has no such unit; did you mean 'cat'?" },
        { Lesion.ShareOfLinks("input->clas", 0.5, 1), "The lesion destroys links of 'input->clas', which the net does not have; its projections are 'input->hidden', 'hidden->class'." },
        { Lesion.OfLinks("input->hidden", new Link(0, 2)), "The lesion destroys the link of 'input->hidden' to unit 0 from unit 2, but it has links to the units 0 … 2 from the units 0 … 1." },
        { Lesion.ShareOfUnits("class", 0.5, 1), "group 'class' has lesioned units, but softmax sets its units together, so that none can be held at 0 alone; lesion the links into the group or out of it." },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_the_net_does_not_have_is_refused_by_name(Lesion lesion, string message)
    {
        var topology = Topology.Build(static net =>
        {
            var hidden = net.Input("input", 2, unitNames: ["cat", "dog"]);
            hidden = net.Group("hidden", 3).From(hidden);
            net.Output("class", 2, UnitFunction.Softmax).From(hidden);
        });

        Assert.Equal(message, Assert.Throws<TopologyException>(() => topology.WithLesion(lesion)).Message);
    }

    [Fact]
    public void A_share_beyond_all_or_below_none_is_refused()
    {
        Assert.StartsWith("The share of what is destroyed must be from 0 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => Lesion.ShareOfUnits("hidden", 1.5, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Lesion.ShareOfLinks("a->b", double.NaN, 1));
    }

    [Fact]
    public void Lesions_of_equal_content_are_equal()
    {
        Assert.Equal(Lesion.OfUnits("hidden", 1, 2) | Lesion.OfLinks("a->b", new Link(1, 2)), Lesion.OfUnits("hidden", 1, 2).And(Lesion.OfLinks("a->b", new Link(1, 2))));
        Assert.NotEqual(Lesion.OfUnits("hidden", 1, 2), Lesion.OfUnits("hidden", 2, 1));
    }
}
