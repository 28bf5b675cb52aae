namespace Backprop.Tests;

/// <summary>What every elementwise rule may be given besides its own settings: the penalty, limits of the gradient, bounds on weights.</summary>
public sealed class WeightLimitsTests
{
    private static readonly GradientDescent Descent = new() { LearningRate = 0.1, Momentum = 0 };

    [Fact]
    public void The_penalty_adds_its_derivative_to_that_of_every_weight_that_decays()
    {
        var (plain, penalized) = (Xor.Net<double>(), Xor.Net<double>());
        var before = plain.Weights.ToArray();
        new Trainer<double>(plain, Xor.Cases, Descent).Step();
        new Trainer<double>(penalized, Xor.Cases, Descent with { Penalty = 0.5 }).Step();

        foreach (var block in plain.Topology.Blocks)
        {
            for (var k = block.Offset; k < block.Offset + block.Length; k++)
                Assert.Equal(plain.Weights[k] - (block.IsBias ? 0 : 0.1 * 0.5 * before[k]), penalized.Weights[k], 1e-15);
        }
    }

    [Fact]
    public void A_rule_that_compares_E_sees_the_penalty_in_it()
    {
        var rule = new Rprop { Penalty = 2 };
        var trainer = new Trainer<double>(Xor.Net<double>(), Xor.Cases, rule);
        var weights = trainer.Network.Topology.Blocks.Where(static block => !block.IsBias).Sum(block => trainer.Network[block].ToArray().Sum(static w => w * w));
        var error = trainer.Step();

        Assert.Equal(error + weights, trainer.Capture().PreviousError, 1e-12);
        Assert.Equal(trainer.History.Errors[0], error);
    }

    [Fact]
    public void Derivatives_are_cut_one_by_one()
    {
        var (plain, limited) = (Xor.Net<double>(), Xor.Net<double>());
        var before = plain.Weights.ToArray();
        new Trainer<double>(plain, Xor.Cases, Descent).Step();
        var trainer = new Trainer<double>(limited, Xor.Cases, Descent with { DerivativeLimit = 0.01 });
        trainer.Step();

        for (var k = 0; k < before.Length; k++)
            Assert.Equal(Math.Clamp(before[k] - plain.Weights[k], -0.001, 0.001), before[k] - limited.Weights[k], 1e-15);
        Assert.Contains(trainer.LastGradient.ToArray(), static derivative => Math.Abs(derivative) == 0.01);
        Assert.Contains(trainer.LastGradient.ToArray(), static derivative => Math.Abs(derivative) < 0.01);
    }

    [Theory]
    [InlineData(0.05, true)]
    [InlineData(1000, false)]
    public void A_gradient_longer_than_its_limit_is_shortened_to_it(double limit, bool shortened)
    {
        var (plain, limited) = (Xor.Net<double>(), Xor.Net<double>());
        var before = plain.Weights.ToArray();
        new Trainer<double>(plain, Xor.Cases, Descent).Step();
        new Trainer<double>(limited, Xor.Cases, Descent with { GradientLengthLimit = limit }).Step();

        var whole = before.Zip(plain.Weights.ToArray(), static (from, to) => to - from).ToArray();
        var cut = before.Zip(limited.Weights.ToArray(), static (from, to) => to - from).ToArray();
        var length = Math.Sqrt(whole.Sum(static change => change * change));
        var factor = shortened ? 0.1 * limit / length : 1;
        Assert.Equal(shortened, 0.1 * limit < length);
        for (var k = 0; k < before.Length; k++)
            Assert.Equal(whole[k] * factor, cut[k], 1e-15);
    }

    [Fact]
    public void Weights_stay_within_their_bounds_whatever_the_rule()
    {
        foreach (var rule in LearningRuleTests.All.Select(static row => row.Data with { Bounds = new WeightBounds(-0.05, 0.1) }))
        {
            var net = Xor.Net<double>();
            new Trainer<double>(net, Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [0], [0], [1]]), rule).Run(StopWhen.Sweeps(30));
            Assert.All(net.Weights.ToArray(), static weight => Assert.InRange(weight, -0.05, 0.1));
            Assert.True(net.Weights.Contains(-0.05) || net.Weights.Contains(0.1), rule.Name);
        }
    }

    [Fact]
    public void Numbers_outside_their_intervals_are_refused_by_name()
    {
        Refused("Penalty", Descent with { Penalty = -1 });
        Refused("DerivativeLimit", Descent with { DerivativeLimit = 0 });
        Refused("GradientLengthLimit", Descent with { GradientLengthLimit = double.NaN });
        Refused("Minimum", Descent with { Bounds = new WeightBounds(1, 0) });

        static void Refused(string name, LearningRule rule) => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(rule.Validate).ParamName);
    }

    [Fact]
    public void A_checkpoint_is_resumed_with_the_same_limits_only()
    {
        using var folder = new TemporaryFolder();
        var path = folder["run.safetensors"];
        var rule = Descent with { Penalty = 0.1, Schedule = RateSchedule.Cosine(9), DerivativeLimit = 2, GradientLengthLimit = 3, Bounds = new WeightBounds(-4, 5) };
        new Trainer<double>(Xor.Net<double>(), Xor.Cases, rule).SaveCheckpoint(path);

        new Trainer<double>(Xor.Net<double>(), Xor.Cases, rule).Resume(path);
        Refused("penalty", rule with { Penalty = 0 });
        Refused("schedule", rule with { Schedule = RateSchedule.Cosine(8) });
        Refused("derivativeLimit", rule with { DerivativeLimit = 1 });
        Refused("gradientLengthLimit", rule with { GradientLengthLimit = double.PositiveInfinity });
        Refused("minimumWeight", rule with { Bounds = null });
        Refused("maximumWeight", rule with { Bounds = new WeightBounds(-4, 6) });

        void Refused(string name, LearningRule other) =>
            Assert.Contains($"'rule.{name}'", Assert.Throws<ModelFileException>(() => new Trainer<double>(Xor.Net<double>(), Xor.Cases, other).Resume(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ensemble_trains_such_nets_with_the_bits_of_a_trainer()
    {
        var rule = Descent with { Penalty = 0.1 };
        var run = new Ensemble<float>(Topology.Layered(2, 3, 1), Xor.Cases, rule).Run(firstSeed: 4, count: 2, StopWhen.Sweeps(20))[1];
        var net = new Network<float>(Topology.Layered(2, 3, 1)).Randomize(5);
        new Trainer<float>(net, Xor.Cases, rule).Run(StopWhen.Sweeps(20));

        Assert.Equal(net.Weights.ToArray(), run.Weights.ToArray());
    }
}
