using System.Text;

namespace Backprop.Tests;

public sealed class TopologyJsonTests
{
    private const string Xor = """
        {
          "groups": [
            { "name": "in", "size": 2, "role": "input" },
            { "name": "hid", "size": 2 },
            { "name": "out", "size": 1, "role": "output", "units": "tanh" }
          ],
          "projections": [
            { "from": "in", "to": "hid" },
            { "from": "hid", "to": "out" }
          ]
        }
        """;

    [Fact]
    public void Random_nets_come_back_from_their_description_equal_in_every_part() => NetPlan.Check(100, static plan =>
    {
        var topology = plan.Build();
        var json = topology.ToJson();

        var back = Topology.FromJson(json);

        AssertEqual(topology, back);
        Assert.Equal(json, back.ToJson());
        // The net that comes back computes the same, bit by bit, from the same weights.
        var (net, again) = (new Network<double>(topology).Randomize(1), new Network<double>(back).Randomize(1));
        Assert.Equal(net.Weights, again.Weights);
        var inputs = new double[topology.Inputs.Sum(static group => group.Size)];
        inputs.AsSpan().Fill(0.5);
        Assert.Equal(net.Run(inputs), again.Run(inputs));
    });

    [Fact]
    public void An_unrolled_net_comes_back_with_its_iterations_sharing_and_initial_states()
    {
        var topology = Topology.Iterative(static net =>
        {
            var input = net.Input("in", 2, initialState: 0.25);
            var state = net.Group("state", 3, UnitFunction.Tanh, initialState: -0.5, initialBiases: Initialization.Constant(0.125));
            state.From(input, initial: Initialization.Glorot).From(state, delay: 1, initial: Initialization.Uniform(0.75)).From(state, delay: 2, initial: Initialization.He);
            net.Output("out", 1).From(state);
        }).Unroll(iterations: 4, SharedGradient.Sum);

        var back = Topology.FromJson(topology.ToJson());

        AssertEqual(topology, back);
        Assert.Equal(4, back.Unrolling!.Iterations);
        Assert.Equal(SharedGradient.Sum, back.Unrolling.Sharing);
        Assert.Equal(-0.5, back["state@0"].InitialState);
        Assert.Equal(Initialization.Uniform(0.75), back.GetWeights("state->state, delay 1").Initial);
    }

    [Fact]
    public void A_description_by_hand_needs_no_more_than_names_sizes_and_roles()
    {
        var topology = Topology.FromJson(Xor);

        Assert.Equal(9, topology.WeightCount);
        Assert.Equal(UnitFunction.Logistic, topology["hid"].UnitFunction);
        Assert.Equal(UnitFunction.Tanh, topology["out"].UnitFunction);
        Assert.NotNull(topology["hid"].Biases);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_welcome()
    {
        Assert.Equal(9, Topology.FromJson(Xor.Replace("} \n", "},\n", StringComparison.Ordinal).Replace("{ \"name\": \"hid\"", "// two are enough\n{ \"name\": \"hid\"", StringComparison.Ordinal)).WeightCount);
        Assert.Equal(2, Topology.FromJson("""{"groups":[{"name":"a","size":1,"role":"input",},{"name":"b","size":1,"role":"output"},],"projections":[{"from":"a","to":"b"},],}""").WeightCount);
    }

    [Fact]
    public void A_unit_function_of_ones_own_is_found_among_those_handed_over()
    {
        var topology = Topology.Build(static net => net.Output("out", 1, UnitFunction.Of<Halving>()).From(net.Input("in", 1)));

        var back = Topology.FromJson(topology.ToJson(), UnitFunction.Of<Halving>());

        Assert.Equal(UnitFunction.Of<Halving>(), back["out"].UnitFunction);
        var problem = Assert.Throws<TopologyException>(() => Topology.FromJson(topology.ToJson()));
        Assert.Contains("group 'out' has units 'halving'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_number_may_be_written_with_an_exponent() =>
        Assert.Equal(20, Topology.FromJson("""{"groups":[{"name":"a","size":2e1,"role":"input"},{"name":"b","size":1.0,"role":"output"}],"projections":[{"from":"a","to":"b"}]}""")["a"].Size);

    [Fact]
    public void An_input_that_cases_may_leave_out_still_may_after_reading_also_at_0()
    {
        var topology = Topology.Build(static net => net.Output("out", 1).From(net.Input("zero", 1, initialState: 0), net.Input("half", 1, initialState: 0.5), net.Input("given", 1)));

        Assert.Equal([0.0, 0.5, null], Topology.FromJson(topology.ToJson()).Inputs.Select(static group => group.InitialState));
    }

    [Fact]
    public void A_description_is_written_over_lines_for_people() =>
        Assert.StartsWith("{\n  \"groups\": [\n    {\n      \"name\": \"input\",\n", Topology.Layered(1, 1).ToJson(), StringComparison.Ordinal);

    [Fact]
    public void A_short_name_of_a_unit_function_is_answered_with_the_full_one() =>
        Assert.StartsWith("group 'b' has units 'relu', which is not a unit function; did you mean 'rectified linear'? Known: logistic, tanh, identity, rectified linear, softplus, softmax, ",
            Assert.Throws<TopologyException>(() => Topology.FromJson("""{"groups":[{"name":"a","size":2,"role":"input"},{"name":"b","size":1,"role":"output","units":"relu"}],"projections":[{"from":"a","to":"b"}]}""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Unit_functions_keep_their_parameters()
    {
        var topology = Topology.Build(static net => net.Output("out", 1, UnitFunction.Clip(-0.1, 1.0 / 3)).From(net.Group("hidden", 2, UnitFunction.LeakyRectifiedLinear(0.3)).From(net.Input("in", 1))));
        Assert.Contains("\"units\": \"leaky rectified linear(0.3)\"", topology.ToJson(), StringComparison.Ordinal);
        var read = Topology.FromJson(topology.ToJson());
        Assert.Equal(topology.Groups.Select(static group => group.UnitFunction), read.Groups.Select(static group => group.UnitFunction));
        Assert.Equal(topology.ToJson(), read.ToJson());
    }

    [Fact]
    public void Wrong_parameters_of_a_unit_function_are_named() =>
        Assert.Equal("group 'b' has units 'clip(6, 0)', which is not a unit function; the first number must be below the second one.",
            Assert.Throws<TopologyException>(() => Topology.FromJson("""{"groups":[{"name":"a","size":2,"role":"input"},{"name":"b","size":1,"role":"output","units":"clip(6, 0)"}],"projections":[{"from":"a","to":"b"}]}""")).Message);

    [Theory]
    [InlineData("", "not JSON: line 1")]
    [InlineData("{\n\"groups\": [}", "not JSON: line 2")]
    [InlineData("[]", "the net is described by a list")]
    [InlineData("{ \"groups\": [] }", "the net has no 'projections'")]
    [InlineData("{ \"groups\": [], \"projections\": [] }", "The net has no groups")]
    [InlineData("{ \"groups\": {}, \"projections\": [] }", "the net has 'groups' as an object; it must be a list")]
    [InlineData("{ \"layers\": [] }", "the net has 'layers', which is not known; it can have 'iterations', 'sharedGradient', 'groups', 'projections'")]
    [InlineData("{ \"groups\": [{ \"size\": 2 }], \"projections\": [] }", "group 1 has no 'name'")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\" }], \"projections\": [] }", "group 'a' has no 'size'")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 2.5 }], \"projections\": [] }", "group 'a' has 'size' 2.5; it must be a whole number")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 1e99 }], \"projections\": [] }", "group 'a' has 'size' 1e99; it must be a whole number")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 2, \"role\": \"teacher\" }], \"projections\": [] }", "group 'a' has the role 'teacher'; it can be 'input', 'hidden' or 'output'")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 2, \"units\": \"sinus\" }], \"projections\": [] }", "group 'a' has units 'sinus'")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 2, \"role\": \"input\", \"units\": \"tanh\" }], \"projections\": [] }", "group 'a' has 'units', which is not known; it can have 'name', 'size', 'role', 'initialState'")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 2, \"size\": 3 }], \"projections\": [] }", "group 1 has 'size' twice")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 2, \"frozen\": 1 }], \"projections\": [] }", "group 'a' has 'frozen' as a number; it must be true or false")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 2, \"initialBiases\": { \"uniform\": -1 } }], \"projections\": [] }", "group 'a' has 'initialBiases' out of range")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 2, \"initialBiases\": \"small\" }], \"projections\": [] }", "group 'a' has 'initialBiases' \"small\"; it can be")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 2, \"initialBiases\": { \"uniform\": 1, \"seed\": 2 } }], \"projections\": [] }", "'initialBiases' of group 'a' has 'seed', which is not known")]
    [InlineData("{ \"groups\": [], \"projections\": [{ \"to\": \"a\" }] }", "projection 1 has no 'from'")]
    [InlineData("{ \"groups\": [], \"projections\": [{ \"from\": \"a\" }] }", "projection 1 has no 'to'")]
    [InlineData("{ \"groups\": [], \"projections\": [{ \"from\": \"a\", \"to\": \"b\", \"gain\": 2 }] }", "projection 1 has 'gain', which is not known")]
    [InlineData("{ \"groups\": [], \"projections\": [{ \"from\": \"a\", \"to\": \"b\", \"mask\": [\"10\", \"1\"] }] }", "projection 'a->b' has a mask")]
    [InlineData("{ \"groups\": [], \"projections\": [{ \"from\": \"a\", \"to\": \"b\", \"frozen\": [\"10\", \"12\"] }] }", "projection 'a->b' has a 'frozen' that is neither true or false nor one string of 0 and 1 for each receiving unit")]
    [InlineData("{ \"groups\": [{ \"name\": \"a\", \"size\": 2, \"frozenBiases\": \"1\" }], \"projections\": [] }", "group 'a' has 'frozenBiases' that are not 2 characters of 0 and 1")]
    [InlineData("{ \"groups\": [{ \"name\": \"\\ud800\", \"size\": 2 }], \"projections\": [] }", "a name with half a surrogate pair")]
    [InlineData("{ \"groups\": [], \"projections\": [], \"sharedGradient\": \"median\" }", "'sharedGradient' is 'median'")]
    [InlineData("{ \"groups\": [], \"projections\": [], \"sharedGradient\": \"sum\" }", "the net has 'sharedGradient', but no 'iterations'")]
    public void A_description_that_cannot_be_is_refused_by_name(string json, string expected)
    {
        var problem = Assert.Throws<TopologyException>(() => Topology.FromJson(json));

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public void Whatever_is_done_to_a_description_it_is_read_or_refused()
    {
        var whole = Topology.Iterative(static net =>
        {
            var state = net.Group("state", 2, UnitFunction.Softplus, shareBiases: "b", initialBiases: Initialization.Constant(-1), frozenBiases: [true, false]);
            state.From(net.Input("in \"ä\"", 2, initialState: 0.5), mask: new[,] { { true, false }, { true, true } }, share: "w", initial: Initialization.He, frozenWeights: new[,] { { false, false }, { true, false } });
            net.Output("out", 2, biases: false, frozen: true).From(state.From(state, delay: 1), oneToOne: true, frozen: true);
        }).Unroll(iterations: 2).ToJson();
        string[] pieces = ["\\ud800", "-1", "1e400", "null", "\"\"", "{", "]", "9999999999", "@", "\u0000", "out", "true", "0"];
        var random = new RandomSource(42);
        var read = 0;
        for (var trial = 0; trial < 2000; trial++)
        {
            var text = new StringBuilder(whole);
            for (var change = 0; change <= random.NextInt(3); change++)
            {
                var at = random.NextInt(text.Length);
                switch (random.NextInt(3))
                {
                    case 0: text.Remove(at, Math.Min(1 + random.NextInt(8), text.Length - at)); break;
                    case 1: text.Insert(at, pieces[random.NextInt(pieces.Length)]); break;
                    default: text[at] = (char)(' ' + random.NextInt(95)); break;
                }
            }
            try
            {
                Topology.FromJson(text.ToString());
                read++;
            }
            catch (TopologyException problem)
            {
                Assert.NotEmpty(problem.Message);
            }
            catch (Exception other)
            {
                Assert.Fail($"{other.GetType().Name}: {other.Message} on\n{text}");
            }
        }
        Assert.InRange(read, 1, 1999);
    }

    private static void AssertEqual(Topology expected, Topology actual)
    {
        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.Equal(expected.WeightCount, actual.WeightCount);
        Assert.Equal(expected.Groups.Select(Describe), actual.Groups.Select(Describe));
        Assert.Equal(expected.Projections.Select(Describe), actual.Projections.Select(Describe));
        Assert.Equal(expected.Blocks.Select(Describe), actual.Blocks.Select(Describe));

        static object Describe(object part) => part switch
        {
            Group group => (group.Name, group.Size, group.UnitFunction, group.IsInput, group.IsOutput, group.Index, group.Depth, group.Biases?.Name, group.InitialState, group.Iteration),
            Projection projection => (projection.Name, projection.Weights.Name, projection.Delay),
            WeightBlock block => (block.Name, block.Rows, block.Columns, block.Offset, block.IsBias, block.IsOneToOne, block.Frozen, block.Copies, block.Sharing, block.Initial,
                Text(block.Mask), Text(block.FrozenWeights)),
            _ => part,
        };

        static string Text(IReadOnlyList<bool>? places) => places is null ? "" : string.Concat(places.Select(static place => place ? '1' : '0'));
    }

    private readonly struct Halving : IUnitFunction
    {
        public static string Name => "halving";

        public static bool UsesTotalInput => false;

        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => x * TLanes.Constant(0.5);

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => TLanes.Constant(0.5);
    }
}
