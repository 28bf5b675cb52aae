namespace Backprop.Tests;

public sealed class NoiseTests
{
    private const int Count = 1030;

    /// <summary>in → hidden → out, all of them identity, so that noise adds up and can be read off.</summary>
    private static Network<double> Net() => new Network<double>(Topology.Build(static net =>
    {
        var input = net.Input("in", 2);
        var hidden = net.Group("hidden", 3, UnitFunction.Identity).From(input);
        net.Output("out", 1, UnitFunction.Identity).From(hidden);
    })).Randomize(1, 0.9);

    private static Cases Data(int count = Count) => new CasesBuilder(count).Input("in", [.. Enumerable.Range(0, count * 2).Select(static k => k % 7 * 0.25)], 2).Target("out", new double[count], 1).ToCases();

    private static Noise On(string group, double deviation, bool states = false, ulong seed = 1)
    {
        var deviations = new Dictionary<string, double> { [group] = deviation };
        return states ? new Noise { States = deviations, Seed = seed } : new Noise { TotalInputs = deviations, Seed = seed };
    }

    private static double[] Differences(Network<double> net, Cases cases, Noise noise, string group)
    {
        var (with, without) = (net.Run(cases, noise), net.Run(cases));
        return [.. Enumerable.Range(0, cases.Count).SelectMany(c => with[group, c].ToArray().Zip(without[group, c].ToArray(), static (a, b) => a - b))];
    }

    [Theory]
    [InlineData("hidden", false)]
    [InlineData("hidden", true)]
    [InlineData("in", true)]
    public void Noise_is_normal_and_independent_for_every_unit_and_case(string group, bool states)
    {
        var noise = Differences(Net(), Data(), On(group, 0.5, states), group);
        double Moment(int power) => noise.Average(x => Math.Pow(x / 0.5, power));

        Assert.Equal((0, 1, 0, 3), (Math.Round(Moment(1), 0), Math.Round(Moment(2), 0), Math.Round(Moment(3), 0), Math.Round(Moment(4), 0)));
        Assert.Equal(noise.Length, noise.Distinct().Count());
        // Neighbors, and the same unit in the next case, have nothing in common.
        Assert.Equal(0, noise.Zip(noise.Skip(1), static (a, b) => a * b).Average() / 0.25, 0.1);
        Assert.Equal(0, noise.Zip(noise.Skip(noise.Length / Count), static (a, b) => a * b).Average() / 0.25, 0.1);
    }

    [Fact]
    public void The_noise_of_a_case_does_not_depend_on_the_cases_beside_it_and_grows_with_its_deviation()
    {
        var net = Net();
        var many = Differences(net, Data(), On("hidden", 1), "hidden");

        Assert.Equal(many[..30], Differences(net, Data(10), On("hidden", 1), "hidden"));
        Assert.Equal(many[..30].Select(static x => 2 * x), Differences(net, Data(10), On("hidden", 2), "hidden").Select(static x => x), static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.NotEqual(many[..30], Differences(net, Data(10), On("hidden", 1, seed: 2), "hidden"));
        Assert.NotEqual(many[..30], Differences(net, Data(10), On("hidden", 1, states: true), "hidden"));
    }

    [Fact]
    public void Groups_without_noise_have_none_but_what_they_receive()
    {
        var net = Net();
        Assert.All(Differences(net, Data(20), On("out", 1), "hidden"), static x => Assert.Equal(0, x));
        Assert.All(Differences(net, Data(20), On("hidden", 1), "out"), static x => Assert.NotEqual(0, x));
        Assert.Equal(net.Run(Data(20))["out", 3].ToArray(), net.Run(Data(20), new Noise())["out", 3].ToArray());
        Assert.Equal(net.Run(Data(20))["out", 3].ToArray(), net.Run(Data(20), On("hidden", 0))["out", 3].ToArray());
    }

    [Fact]
    public void Noise_on_total_inputs_goes_through_the_unit_function()
    {
        var net = new Network<double>(Topology.Build(static net => net.Output("class", 3, UnitFunction.Softmax).From(net.Input("in", 2)))).Randomize(1, 0.9);
        var activity = net.Run(new CasesBuilder(50).Input("in", new double[100], 2).ToCases(), On("class", 2));

        for (var c = 0; c < 50; c++)
            Assert.Equal(1, activity["class", c].ToArray().Sum(), 1e-12);
        Assert.NotEqual(activity["class", 0].ToArray(), activity["class", 1].ToArray());
    }

    [Fact]
    public void Clamped_and_lesioned_units_have_no_noise()
    {
        var net = Net().WithLesion(Lesion.OfUnits("hidden", 0) | Lesion.OfUnits("in", 1));
        var cases = new CasesBuilder(1).Input("in", [1.0, 1], 2).Clamp("hidden", [Cases.DontCare, 0.5, Cases.DontCare], 3).ToCases();
        var noise = new Noise { States = new Dictionary<string, double> { ["hidden"] = 1, ["in"] = 1 }, TotalInputs = new Dictionary<string, double> { ["hidden"] = 1 } };

        var activity = net.Run(cases, noise);

        Assert.Equal((0, 0.5), (activity["hidden", 0][0], activity["hidden", 0][1]));
        Assert.Equal(0, activity["in", 0][1]);
        Assert.NotEqual(1, activity["in", 0][0]);
    }

    [Fact]
    public void An_evaluation_measures_the_states_of_the_run_with_the_same_noise()
    {
        var net = Net();
        var (cases, noise) = (Data(), new Noise { States = new Dictionary<string, double> { ["in"] = 0.3 }, TotalInputs = new Dictionary<string, double> { ["hidden"] = 0.5 }, Seed = 9 });
        var activity = net.Run(cases, noise);
        var errors = Enumerable.Range(0, Count).Select(c => 0.5 * activity["out", c][0] * activity["out", c][0]).ToArray();

        Assert.Equal(errors.Sum(), net.Evaluate(cases, noise: noise).Error, 1e-8);
        Assert.Equal(errors[1029], net.EvaluateEach(cases, noise: noise)[1029], 1e-12);
        Assert.NotEqual(net.Evaluate(cases).Error, net.Evaluate(cases, noise: noise).Error);
    }

    [Fact]
    public void Sparse_inputs_get_noise_on_every_unit()
    {
        var net = new Network<double>(Topology.Layered(96, 1)).Randomize(1);
        var cases = new CasesBuilder(2).InputOneHot("input", [5, 17], 96).ToCases();

        Assert.Equal(192, Differences(net, cases, On("input", 0.1, states: true), "input").Distinct().Count());
        Assert.Equal(1, net.Run(cases, On("output", 0.1))["input", 0][5]);
    }

    [Fact]
    public void Copies_of_a_group_have_noise_of_their_own_and_windows_carry_it_on()
    {
        var topology = Topology.Iterative(static net =>
        {
            var state = net.Output("state", 1, UnitFunction.Identity, biases: false).From(net.Input("in", 1));
            state.From(state, delay: 1);
        }).Unroll(2);
        var net = new Network<double>(topology).Initialize(1, Initialization.Constant(1));
        var cases = new SequencesBuilder(topology, 1, 4).Input(0, "in", [[0], [0], [0], [0]]).ToCases();

        var activity = net.Run(cases, On("state", 1));

        double[] states = [activity["state@1", 0][0], activity["state@2", 0][0], activity["state@1", 1][0], activity["state@2", 1][0]];
        double[] noise = [states[0], states[1] - states[0], states[2] - states[1], states[3] - states[2]];
        Assert.Equal(4, noise.Select(static x => Math.Round(x, 9)).Distinct().Count());
        Assert.Equal(states[1], activity["state@0", 1][0]);
        Assert.Equal(0, net.Run(cases, On("state", 1, states: true))["state@0", 0][0]);
    }

    public static TheoryData<Noise, string> Impossible => new()
    {
        { On("hiden", 1), "Noise is given for the total inputs of group 'hiden', which the net does not have; its groups are 'in', 'hidden', 'out'; did you mean 'hidden'?" },
        { On("hidden", -1, states: true), "Noise on the states of group 'hidden' has the deviation -1; it must be a finite number, 0 or more." },
        { On("in", 1), "Noise is given for the total inputs of the input group 'in', whose states are given; give it noise on its states." },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Noise_that_the_net_cannot_have_is_refused_by_name(Noise noise, string message) =>
        Assert.Equal(message, Assert.Throws<TopologyException>(() => Net().Run(Data(1), noise)).Message);
}
