namespace Backprop.Tests;

public sealed class GradientDescentTests
{
    [Fact]
    public void The_change_is_the_gradient_step_and_a_share_of_the_change_before()
    {
        // Δw = −0.1 · 1 = −0.1; −0.1 · 2 + 0.5 · −0.1 = −0.25; −0.1 · −4 + 0.5 · −0.25 = 0.275.
        var weights = RuleSteps.Weights(new GradientDescent { LearningRate = 0.1, Momentum = 0.5 }, (1, 1), (2, 1), (-4, 1));

        Assert.Equal(-0.1, weights[0], 1e-15);
        Assert.Equal(-0.35, weights[1], 1e-15);
        Assert.Equal(-0.075, weights[2], 1e-15);
    }

    [Fact]
    public void A_change_of_phase_keeps_the_change_before()
    {
        var rule = new GradientDescent { Phases = [new(LearningRate: 0.1, Momentum: 0, Sweeps: 1), new(LearningRate: 0.2, Momentum: 0.5)] };

        // −0.1, then −0.2 + 0.5 · −0.1 = −0.25, then −0.2 + 0.5 · −0.25 = −0.325.
        var weights = RuleSteps.Weights(rule, (1, 1), (1, 1), (1, 1));

        Assert.Equal(-0.1, weights[0], 1e-15);
        Assert.Equal(-0.35, weights[1], 1e-15);
        Assert.Equal(-0.675, weights[2], 1e-15);
    }

    [Fact]
    public void The_last_phase_goes_on_without_end()
    {
        var rule = new GradientDescent { Phases = [new(0.1, 0, Sweeps: 1), new(0.2, 0, Sweeps: 1)] };

        Assert.Equal(-0.1 - 0.2 - 0.2 - 0.2, RuleSteps.Weights(rule, (1, 1), (1, 1), (1, 1), (1, 1))[3], 1e-15);
    }

    [Fact]
    public void The_defaults_are_those_of_the_symmetry_net_without_decay()
    {
        var rule = new GradientDescent();

        Assert.Equal((0.1, 0.9, 0.0, false), (rule.LearningRate, rule.Momentum, rule.WeightDecay, rule.DecayBiases));
        Assert.Empty(rule.Phases);
    }

    [Fact]
    public void Hyper_parameters_outside_their_intervals_are_refused_by_name()
    {
        AssertRefused("LearningRate", new GradientDescent { LearningRate = 0 });
        AssertRefused("LearningRate", new GradientDescent { LearningRate = double.PositiveInfinity });
        AssertRefused("Momentum", new GradientDescent { Momentum = 1 });
        AssertRefused("Momentum", new GradientDescent { Momentum = double.NaN });
        AssertRefused("WeightDecay", new GradientDescent { WeightDecay = -0.1 });
        AssertRefused("Phases[1].Momentum", new GradientDescent { Phases = [new(0.1, 0.5, 10), new(0.1, -1)] });
        AssertRefused("Phases[0].LearningRate", new GradientDescent { Phases = [new(0, 0.5)] });
        AssertRefused("Phases[0].Sweeps", new GradientDescent { Phases = [new(0.1, 0.5, 0)] });

        static void AssertRefused(string name, GradientDescent rule)
        {
            var problem = Assert.Throws<ArgumentOutOfRangeException>(rule.Validate);
            Assert.Equal(name, problem.ParamName);
            Assert.StartsWith($"{name} must be ", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_momentum_and_no_decay_are_allowed()
    {
        new GradientDescent { Momentum = 0, WeightDecay = 0 }.Validate();
        new GradientDescent { Phases = [new(0.1, 0, Sweeps: 1)] }.Validate();
    }

    [Fact]
    public void A_phase_begins_in_the_sweep_after_the_phases_before_it()
    {
        var rule = new GradientDescent { Phases = [new(0.1, 0, Sweeps: 2), new(0.2, 0, Sweeps: 3), new(0.3, 0), new(0.4, 0)] };

        Assert.Equal([0.1, 0.1, 0.2, 0.2, 0.2, 0.3, 0.3], Enumerable.Range(1, 7).Select(sweep => rule.PhaseOf(sweep).LearningRate));
        Assert.Equal(0.3, rule.PhaseOf(int.MaxValue).LearningRate);
        Assert.Equal(new Phase(0.5, 0.25), new GradientDescent { LearningRate = 0.5, Momentum = 0.25 }.PhaseOf(1));
    }

    [Fact]
    public void Phases_that_are_null_are_refused_by_name()
    {
        Assert.Equal("Phases", Assert.Throws<ArgumentNullException>(() => new GradientDescent { Phases = null! }).ParamName);
        Assert.Equal("Phases", Assert.Throws<ArgumentException>(() => new GradientDescent { Phases = [null!] }.Validate()).ParamName);
    }
}
