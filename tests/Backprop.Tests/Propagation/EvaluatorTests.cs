namespace Backprop.Tests;

public sealed class EvaluatorTests
{
    [Fact]
    public void The_right_side_of_one_half_is_strict_and_one_half_itself_is_desired_above()
    {
        // Without weights the state is 0.5: on neither side.
        var net = new Network<double>(Topology.Layered(1, 1));

        Assert.False(net.Evaluate(Cases.From([[0]], [[1]])).AllOnRightSide);
        Assert.False(net.Evaluate(Cases.From([[0]], [[0]])).AllOnRightSide);
        net.GetBiases("output")[0] = 0.1;
        Assert.True(net.Evaluate(Cases.From([[0]], [[1]])).AllOnRightSide);
        Assert.False(net.Evaluate(Cases.From([[0]], [[0]])).AllOnRightSide);
        Assert.True(net.Evaluate(Cases.From([[0]], [[0.5]])).AllOnRightSide);
    }

    [Fact]
    public void What_nobody_cares_about_counts_as_reached_and_one_that_is_not_reached_is_enough()
    {
        var net = new Network<double>(Topology.Layered(1, 1));
        net.GetBiases("output")[0] = 2;
        double[][] inputs = [.. Enumerable.Repeat(0, 40).Select(static _ => new double[] { 0 })];
        double[][] targets = [.. Enumerable.Range(0, 40).Select(static c => new[] { c % 3 == 0 ? Cases.DontCare : 1 })];

        var reached = net.Evaluate(Cases.From(inputs, targets));
        targets[37] = [0];
        var missed = net.Evaluate(Cases.From(inputs, targets));

        Assert.True(reached.AllOnRightSide);
        Assert.Equal(1 - net.Run(0)[0], reached.GreatestDistance, 1e-15);
        Assert.False(missed.AllOnRightSide);
        Assert.Equal(net.Run(0)[0], missed.GreatestDistance, 1e-15);
        Assert.Equal(40, missed.Cases);
    }

    [Fact]
    public void A_case_of_weight_0_counts_for_nothing_but_has_an_error_of_its_own()
    {
        var net = new Network<double>(Topology.Layered(1, 1));
        net.GetBiases("output")[0] = 2;
        var near = 1 - net.Run(0)[0];
        CasesBuilder Two() => new CasesBuilder(2).Input(null, [0.0, 0], 1).Target(null, [1.0, 0], 1);

        var evaluation = net.Evaluate(Two().Weights([1, 0]).ToCases());

        Assert.Equal((near, true), (evaluation.GreatestDistance, evaluation.AllOnRightSide));
        Assert.Equal(near * near / 2, evaluation.Error, 1e-15);
        Assert.False(net.Evaluate(Two().Weights([1, 1e-9]).ToCases()).AllOnRightSide);
        Assert.Equal((1 - near) * (1 - near) / 2, net.EvaluateEach(Two().Weights([1, 0]).ToCases())[net.Topology["output"], 1], 1e-15);
    }

    /// <summary>One case in a thousand is far from its target, in the first, second or third block of 512.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(1199)]
    public void One_case_that_is_missed_is_noticed_in_whichever_block_it_stands(int odd)
    {
        var net = new Network<double>(Topology.Layered(1, 1));
        net.GetBiases("output")[0] = 2;
        var near = 1 - net.Run(0)[0];

        var evaluation = net.Evaluate(Cases.From([.. Enumerable.Repeat(new double[] { 0 }, 1200)], [.. Enumerable.Range(0, 1200).Select(c => new double[] { c == odd ? 0 : 1 })]));

        Assert.Equal((1200, false), (evaluation.Cases, evaluation.AllOnRightSide));
        Assert.Equal(1 - near, evaluation.GreatestDistance, 1e-15);
        Assert.Equal((1199 * near * near / 2) + ((1 - near) * (1 - near) / 2), evaluation.Error, 1e-10);
    }

    [Fact]
    public void Of_several_output_groups_the_errors_add_up_the_greatest_distance_counts_and_all_must_be_on_the_right_side()
    {
        var net = new Network<double>(Topology.Build(static net =>
        {
            var input = net.Input("in", 1);
            foreach (var name in (string[])["a", "b", "c"])
                net.Output(name, 1, UnitFunction.Identity, biases: false).From(input);
        }));
        net.Weights[0] = net.Weights[1] = net.Weights[2] = 1;
        Evaluation Evaluate(double a, double b, double? c)
        {
            var cases = new CasesBuilder(1).Input("in", [1.0], 1).Target("a", [a], 1).Target("b", [b], 1);
            return net.Evaluate((c is { } third ? cases.Target("c", [third], 1) : cases).ToCases());
        }

        Assert.Equal(new Evaluation(1, (0.0625 + 0.25 + 0.015625) / 2, 0.5, true), Evaluate(0.75, 1.5, 1.125));
        Assert.Equal(new Evaluation(1, (1 + 0.25) / 2, 1, false), Evaluate(0, 1.5, null));
        Assert.Equal(new Evaluation(1, (1 + 0.25) / 2, 1, false), Evaluate(1.5, 0, null));
        Assert.Equal(new Evaluation(1, 0, 0, true), Evaluate(1, 1, null));
    }
}
