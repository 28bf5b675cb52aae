namespace Backprop.Tests;

/// <summary>Nothing is learned through threshold units, and that is said before a training seems to run.</summary>
public sealed class StepUnitsTests
{
    private static readonly Cases Or = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [1]]);

    [Fact]
    public void Weights_into_threshold_units_are_refused_by_the_trainer_and_the_gradient_check()
    {
        var net = new Network<double>(Topology.Build(static net => net.Output("out", 1, UnitFunction.Threshold).From(net.Input("in", 2))));
        const string message = "group 'out' has threshold units, whose derivative is 0, so that the weights into it cannot be learned; freeze the group, or train with another unit function.";
        Assert.Equal(message, Assert.Throws<TopologyException>(() => new Trainer<double>(net, Or, new GradientDescent())).Message);
        Assert.Equal(message, Assert.Throws<TopologyException>(() => GradientCheck.Run(net, Or)).Message);
    }

    [Fact]
    public void So_are_weights_that_lead_to_threshold_units_only()
    {
        var topology = Topology.Build(static net =>
        {
            var below = net.Group("below", 2).From(net.Input("in", 2));
            net.Output("out", 1).From(net.Group("step", 2, UnitFunction.Threshold, biases: false).From(below, frozen: true));
        });
        Assert.StartsWith("group 'below' sends to units only whose derivative is 0", Assert.Throws<TopologyException>(() => new Trainer<double>(new(topology), Or, new GradientDescent())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_above_threshold_units_that_are_frozen_are_learned()
    {
        var topology = Topology.Build(static net =>
        {
            var input = net.Input("in", 2);
            var step = net.Group("step", 6, UnitFunction.Threshold, frozen: true).From(input, frozen: true);
            net.Output("out", 1).From(step);
        });
        var net = new Network<double>(topology).Randomize(seed: 3, range: 2);
        Assert.True(GradientCheck.Run(net, Or).Passes(1e-8));
        var history = new Trainer<double>(net, Or, new GradientDescent { LearningRate = 1 }).Run(StopWhen.AllWithin(0.4) | StopWhen.Sweeps(5000));
        Assert.Equal("all within 0.4", history.Stopped!.Name);
    }
}
