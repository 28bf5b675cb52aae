namespace Backprop.Experiments.Tests;

public class StopTests
{
    private static readonly Cases Xor = BooleanTasks.ExclusiveOr().ToCases();

    [Fact]
    public void Without_hidden_units_exclusive_or_has_a_true_minimum_where_every_answer_is_one_half()
    {
        var net = new Network<double>(Topology.Layered(2, 1)).Randomize(1, 1);
        new Trainer<double>(net, Xor, new GradientDescent { LearningRate = 0.5 }).Run(StopWhen.Sweeps(2000));
        var stop = Stop.Of(net, Xor);
        Assert.Equal(StopCause.TrueMinimum, stop.Cause);
        Assert.Equal(0.5, stop.Error, 1e-9);
        Assert.True(stop.LeastCurvature > 0.01);
    }

    [Fact]
    public void All_weights_zero_is_a_saddle_of_the_2_2_1_net_and_counts_as_a_plateau()
    {
        var stop = Stop.Of(new Network<double>(Topology.Layered(2, 2, 1)), Xor);
        Assert.Equal(StopCause.Plateau, stop.Cause);
        Assert.Equal(0, stop.Saturated);
    }

    [Fact]
    public void Two_answers_at_one_half_and_growing_weights_are_saturation()
    {
        // Both hidden units answer alike to the last two cases, so these cannot be told apart; E tends to ¼ only as the weights grow.
        var net = new Network<double>(Topology.Layered(2, 2, 1));
        double[] hidden = [12, -6, 12, 6], biases = [-6, -3];
        hidden.CopyTo(net["input->hidden"]);
        biases.CopyTo(net.GetBiases("hidden"));
        new Trainer<double>(net, Xor, new GradientDescent { LearningRate = 0.5 }).Run(StopWhen.Sweeps(20_000));
        Assert.InRange(net.Evaluate(Xor).Error, 0.2, 0.34);
        var stop = Stop.Of(net, Xor);
        Assert.Equal(StopCause.Saturation, stop.Cause);
        Assert.True(stop.Saturated >= 0.5);
    }
}
