namespace Backprop.Tests;

public sealed class CaseErrorsTests
{
    [Fact]
    public void The_errors_of_the_cases_are_those_of_each_case_alone_in_every_random_net() => NetPlan.Check(40, static plan =>
    {
        var net = plan.Network();
        var cases = plan.Cases(net.Topology);
        var error = plan.Error(net.Topology);

        var each = net.EvaluateEach(cases, error);

        Assert.Equal(cases.Count, each.Count);
        var sum = 0.0;
        for (var c = 0; c < cases.Count; c++)
        {
            var alone = cases.Subset([c]);
            var weight = cases.Weights.IsEmpty ? 1 : cases.Weights[c];
            Assert.Equal(each[c] * weight, net.Evaluate(alone, error).Error, 1e-12);
            sum += each[c] * weight;
        }
        Assert.Equal(net.Evaluate(cases, error).Error, sum, 1e-9);
    });

    [Fact]
    public void An_output_group_has_its_own_part_and_one_without_targets_none()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("in", 1);
            net.Output("left", 1, UnitFunction.Identity, biases: false).From(input);
            net.Output("right", 2, UnitFunction.Identity, biases: false).From(input);
            net.Output("free", 1).From(input);
        });
        var net = new Network<double>(topology).Initialize(1, Initialization.Constant(1));
        var cases = new CasesBuilder(2).Input("in", [1.0, 2], 1).Target("left", [0.0, 0], 1).Target("right", [0, 1, Cases.DontCare, 1], 2).Weights([5.0, 1]).ToCases();

        var each = net.EvaluateEach(cases);

        Assert.Equal((0.5, 0.5, 0.0), (each[topology["left"], 0], each[topology["right"], 0], each[topology["free"], 0]));
        Assert.Equal((2, 0.5), (each[topology["left"], 1], each[topology["right"], 1]));
        Assert.Equal(2.5, each[1]);
        Assert.Equal("group 'in' is not an output group, so it has no error. (Parameter 'group')", Assert.Throws<ArgumentException>(() => each[topology["in"], 0]).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => each[2]);
    }

    [Fact]
    public void Windows_of_sequences_carry_on_before_they_are_measured() => IterativePlan.Check(20, static plan =>
    {
        var net = new Network<double>(plan.Build().Unroll(plan.Iterations, plan.Sharing)).Randomize(plan.Seed, 0.9);
        var random = new RandomSource(plan.Seed);
        var length = (2 * plan.Iterations) + 1;
        double[][] Rows(int size, Func<double> value) => [.. Enumerable.Range(0, length).Select(_ => Enumerable.Range(0, size).Select(_ => value()).ToArray())];
        var builder = new SequencesBuilder(net.Topology, 2, length);
        for (var sequence = 0; sequence < 2; sequence++)
            builder.Input(sequence, "g0", Rows(plan.Sizes[0], random.NextSigned)).Target(sequence, $"g{plan.Sizes.Length - 1}", Rows(plan.Sizes[^1], random.NextDouble));
        var cases = builder.ToCases();

        var each = net.EvaluateEach(cases);

        Assert.Equal(6, each.Count);
        Assert.Equal(net.Evaluate(cases).Error, Enumerable.Range(0, 6).Sum(c => each[c]), 1e-9);
    });

    [Fact]
    public void More_cases_than_fit_into_a_block_are_measured_each()
    {
        var net = new Network<float>(Topology.Layered(1, 1)).Randomize(1);
        double[] inputs = [.. Enumerable.Range(0, 1030).Select(static k => k / 100.0)];
        var cases = new CasesBuilder(1030).Input("input", inputs, 1).Target("output", new double[1030], 1).ToCases();

        var each = net.EvaluateEach(cases);

        foreach (var c in new[] { 0, 15, 16, 511, 512, 1023, 1024, 1029 })
            Assert.Equal(0.5 * Math.Pow(net.Run([(float)inputs[c]])[0], 2), each[c], 1e-6);
    }
}
