namespace Backprop.Tests;

public sealed class ContrastiveHebbianTests
{
    [Fact]
    public void Two_steps_are_those_of_settled_states_in_plain_arithmetic()
    {
        const double feedback = 0.2;
        PlainTwoLayers.TwoStepsAreThose(new ContrastiveHebbian { Feedback = feedback, Tolerance = 1e-12 }, static (weights, _) => PlainTwoLayers.Sum(PlainTwoLayers.Pairs.Select(pair =>
        {
            var (free, clamped) = (Settle(weights, pair.Input, null), Settle(weights, pair.Input, pair.Target));
            double Hebb(int to, int from) => (clamped[to] * clamped[from]) - (free[to] * free[from]);
            double[] change = [clamped[0] - free[0], clamped[1] - free[1], clamped[2] - free[2]];
            return (double[])
            [
                -change[0] * pair.Input[0] / feedback, -change[0] * pair.Input[1] / feedback, -change[1] * pair.Input[0] / feedback, -change[1] * pair.Input[1] / feedback,
                -Hebb(2, 0), -Hebb(2, 1), -change[0] / feedback, -change[1] / feedback, -change[2],
            ];
        })), near: 1e-10);

        static double[] Settle(double[] w, double[] input, double? target)
        {
            double[] y = [0.5, 0.5, target ?? 0.5];
            for (var k = 0; k < 500; k++)
            {
                y =
                [
                    PlainTwoLayers.Logistic((w[0] * input[0]) + (w[1] * input[1]) + w[6] + (feedback * w[4] * y[2])),
                    PlainTwoLayers.Logistic((w[2] * input[0]) + (w[3] * input[1]) + w[7] + (feedback * w[5] * y[2])),
                    target ?? PlainTwoLayers.Logistic((w[4] * y[0]) + (w[5] * y[1]) + w[8]),
                ];
            }
            return y;
        }
    }

    [Theory]
    [InlineData(3, "cross-entropy")]
    [InlineData(4, "cross-entropy")]
    [InlineData(3, "softmax")]
    [InlineData(3, "identity")]
    public void For_little_feedback_it_is_the_derivative_of_the_E_that_gives_the_difference_of_state_and_target(int layers, string outputs)
    {
        var topology = Topology.Build(net =>
        {
            var input = net.Input("in", 3);
            var last = net.Group("first", 4).From(input);
            if (layers == 4)
                last = net.Group("second", 3, UnitFunction.Tanh).From(last).From(input);
            net.Output("out", 2, outputs switch { "softmax" => UnitFunction.Softmax, "identity" => UnitFunction.Identity, _ => UnitFunction.Logistic }).From(last).From(input);
        });
        var cases = Cases.From([[1, 0, 0.5], [0, 1, -0.5], [1, 1, 1]], [[1, 0], [0, 1], [1, 0]]);
        var network = new Network<double>(topology).Randomize(2, 0.6);
        ErrorMeasure error = outputs == "identity" ? new SumOfSquares() : new CrossEntropy();
        double Angle(double feedback) => GradientCheck.Angles(network, cases, new ContrastiveHebbian { Feedback = feedback, Tolerance = 1e-8 }, error).Degrees;

        Assert.True(Angle(1e-3) < 0.1, $"{Angle(1e-3)}° from the derivative");
        Assert.InRange(Angle(1e-2) / Angle(1e-3), 5, 20);
        if (outputs == "cross-entropy")
            Assert.InRange(GradientCheck.Angles(network, cases, new ContrastiveHebbian { Feedback = 1e-3 }).Degrees, 0.1, 45);
    }

    [Fact]
    public void Links_of_all_kinds_are_settled_over()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("in", 30);
            var mask = new bool[4, 30];
            for (var k = 0; k < 120; k++)
                mask[k / 30, k % 30] = k % 3 != 0;
            var first = net.Group("first", 4).From(input, mask: mask);
            var second = net.Group("second", 4, UnitFunction.Tanh).From(first, oneToOne: true).From(input);
            net.Output("left", 2).From(second).From(input);
            net.Output("right", 3).From(second).From(first);
        });
        var random = new RandomSource(4);
        const int count = 18;
        // Few inputs that are not 0, and targets for one of the outputs in part.
        var cases = new CasesBuilder(count)
            .Input("in", [.. Enumerable.Range(0, count * 30).Select(k => k % 15 == 0 ? 1.0 : 0)], 30)
            .Target("left", [.. Enumerable.Range(0, count * 2).Select(_ => random.NextDouble() < 0.5 ? 1.0 : 0)], 2)
            .Target("right", [.. Enumerable.Range(0, count * 3).Select(_ => random.NextDouble() < 0.5 ? 1.0 : 0)], 3)
            .Weights([.. Enumerable.Range(1, count).Select(static c => c / 9.0)]).ToCases();
        var network = new Network<double>(topology.WithLesion(Lesion.OfUnits("first", 1))).Randomize(3);

        Assert.InRange(GradientCheck.Angles(network, cases, new ContrastiveHebbian { Feedback = 1e-4, Tolerance = 1e-7 }, new CrossEntropy()).Degrees, 0, 0.05);
    }

    [Fact]
    public void What_does_not_settle_ends_the_training_with_a_message()
    {
        // Over a weight of 2, both ways, every round makes the states of linear units four times as great.
        var network = new Network<double>(Topology.Build(static net => net.Output("out", 1, UnitFunction.Identity).From(net.Group("hidden", 1, UnitFunction.Identity).From(net.Input("in", 1)))));
        network.Weights.Fill(2);
        var trainer = new Trainer<double>(network, Cases.From([[1]], [[0]]), new GradientDescent(), options: new TrainerOptions { Gradient = new ContrastiveHebbian { Feedback = 1 } });

        Assert.Contains("sweep 1: the states of the free phase of 'contrastive Hebbian' have not settled in 1000 rounds with the feedback 1; take a smaller feedback", Assert.Throws<TrainingException>(() => trainer.Step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nets_and_measures_for_which_it_is_not_defined_are_refused_by_name()
    {
        var iterative = GradientNets.Of("iterative");
        Assert.Contains("'contrastive Hebbian' is for layered nets", Assert.Throws<TopologyException>(() => GradientCheck.Gradient(new Network<float>(iterative.Topology), iterative.Cases, method: new ContrastiveHebbian())).Message, StringComparison.Ordinal);
        Assert.Contains("has the tolerance Dead 0.2", Assert.Throws<TopologyException>(static () => GradientCheck.Gradient(Xor.Net<float>(), Xor.Cases, new SumOfSquares { Tolerance = Tolerance.Dead() }, new ContrastiveHebbian())).Message, StringComparison.Ordinal);
        Assert.Contains("lost in rounding errors", Assert.Throws<TopologyException>(static () => GradientCheck.Gradient(new Network<float>(Topology.Layered(2, 3, 3, 3, 3, 1)), Xor.Cases, method: new ContrastiveHebbian())).Message, StringComparison.Ordinal);
        Assert.NotEmpty(GradientCheck.Gradient(new Network<double>(Topology.Layered(2, 3, 3, 3, 3, 1)), Xor.Cases, method: new ContrastiveHebbian()));
    }
}
