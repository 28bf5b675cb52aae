namespace Backprop.Experiments.Tests;

public sealed class CostTests
{
    [Fact]
    public void A_gradient_is_one_evaluation_and_a_pass_alone_half()
    {
        Assert.Equal(1, Cost.Gradient.Evaluations);
        Assert.Equal(0.5, new Cost(1, 0).Evaluations);
        Assert.Equal(3, (Cost.Gradient * 3).Evaluations);
    }

    [Fact]
    public void A_rule_that_does_not_search_costs_the_same_each_sweep()
    {
        var trainer = Xor(new GradientDescent());
        trainer.Run(StopWhen.Sweeps(7));
        Assert.Equal(new Cost(7, 7), Cost.Of(trainer, Cost.Gradient));
        Assert.Equal(new Cost(14, 0), Cost.Of(trainer, new Cost(2, 0)));
    }

    [Fact]
    public void A_Jacobian_of_one_output_costs_one_backward_pass()
    {
        var trainer = Xor(new LevenbergMarquardt());
        trainer.Run(StopWhen.Sweeps(3));
        var objective = trainer.Objective!;
        Assert.Equal(new Cost(objective.Derivations + objective.Measurements, objective.Derivations + 3), Cost.Of(trainer, Cost.Gradient));
    }

    private static Trainer<double> Xor(LearningRule rule) => new(new Network<double>(Topology.Layered(2, 2, 1)).Randomize(1, 0.5), BooleanTasks.ExclusiveOr().ToCases(), rule);
}
