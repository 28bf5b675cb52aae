namespace Backprop.Tests;

public sealed class DougsMomentumTests
{
    private static readonly DougsMomentum Rule = new() { LearningRate = 0.5, Momentum = 0.5 };

    [Fact]
    public void The_step_before_momentum_is_no_longer_than_the_rate_over_all_weights_together()
    {
        // Gradient (3, 4) has the length 5: Δ = −0.5 · (0.6, 0.8). Then (0.3, 0.4), length 0.5, is not shortened: Δ = −0.5 · (0.3, 0.4) + 0.5 · Δ before.
        var (w, state) = (new double[2], Rule.Start<double>(2));
        Apply(state, w, [3, 4], 1);
        Assert.Equal([-0.3, -0.4], w.Select(static weight => Math.Round(weight, 14)));
        Apply(state, w, [0.3, 0.4], 2);
        Assert.Equal([-0.6, -0.8], w.Select(static weight => Math.Round(weight, 14)));
    }

    [Fact]
    public void A_trainer_measures_the_length_over_all_weights_that_learn()
    {
        // One linear unit with two inputs and a bias; the gradient is (y − d)(1, 2, 1), of length |y − d| √6.
        var topology = Topology.Build(static net => net.Output("out", 1, UnitFunction.Identity).From(net.Input("in", 2)));
        var trainer = new Trainer<double>(new Network<double>(topology), Cases.From([[1, 2]], [[10]]), Rule);

        trainer.Step();

        Assert.Equal(0.5, Math.Sqrt(trainer.Network.Weights.ToArray().Sum(static weight => weight * weight)), 1e-14);
        Assert.Equal(2 * trainer.Network.Weights[0], trainer.Network.Weights[1], 1e-14);
    }

    [Fact]
    public void Short_gradients_give_gradient_descent()
    {
        var doug = new Trainer<double>(Xor.Net<double>(), Xor.Cases, new DougsMomentum { LearningRate = 0.1, Momentum = 0.5 });
        var plain = new Trainer<double>(Xor.Net<double>(), Xor.Cases, new GradientDescent { LearningRate = 0.1, Momentum = 0.5 });
        for (var sweep = 0; sweep < 5; sweep++)
        {
            doug.Step();
            plain.Step();
            Assert.True(Math.Sqrt(plain.LastGradient.ToArray().Sum(static g => g * g)) < 1);
        }

        Assert.Equal(plain.Network.Weights.ToArray(), doug.Network.Weights.ToArray());
    }

    [Fact]
    public void Hyper_parameters_outside_their_intervals_are_refused_by_name()
    {
        Assert.Equal((0.1, 0.9), (new DougsMomentum().LearningRate, new DougsMomentum().Momentum));
        Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(new DougsMomentum { LearningRate = -1 }.Validate).ParamName);
        Assert.Equal("Momentum", Assert.Throws<ArgumentOutOfRangeException>(new DougsMomentum { Momentum = 1 }.Validate).ParamName);
    }

    private static void Apply(RuleState<double> state, double[] weights, double[] gradient, int number) => state.Change(new WeightChange<double>
    {
        Weights = weights,
        Gradient = gradient,
        Offset = 0,
        IsBias = false,
        Number = number,
        Sweep = number,
        Error = 1,
        PreviousError = 1,
        GradientLength = Math.Sqrt(gradient.Sum(static g => g * g)),
    });
}
