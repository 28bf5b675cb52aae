namespace Backprop.Tests;

public sealed class DeltaBarDeltaTests
{
    [Fact]
    public void A_rate_grows_by_a_step_and_shrinks_by_a_share_as_the_mean_before_agrees()
    {
        var rule = new DeltaBarDelta { InitialRate = 0.1, Increment = 0.02, Decrement = 0.5, Memory = 0.75 };

        var actual = RuleSteps.Weights(rule, (1, 1), (2, 1), (-1, 1), (-4, 1));

        // Means: 0.25; 0.1875 + 0.5 = 0.6875; 0.515625 − 0.25 = 0.265625. Rates: 0.1 (no mean yet); 0.12; −1 against 0.6875: 0.06; −4 against 0.265625: 0.03.
        double[] changes = [-0.1, -0.24, 0.06, 0.12];
        var w = 0.0;
        for (var t = 0; t < changes.Length; t++)
            Assert.Equal(w += changes[t], actual[t], 1e-14);
    }

    [Fact]
    public void Momentum_adds_the_change_before() =>
        Assert.Equal(-0.1 - (0.1 + 0.01) - 0.05, RuleSteps.Weights(new DeltaBarDelta { Momentum = 0.5 }, (1, 1), (1, 1))[1], 1e-14);

    [Fact]
    public void Hyper_parameters_outside_their_intervals_are_refused_by_name()
    {
        var rule = new DeltaBarDelta();
        Assert.Equal((0.1, 0.01, 0.1, 0.7, 0), (rule.InitialRate, rule.Increment, rule.Decrement, rule.Memory, rule.Momentum));
        Refused("InitialRate", rule with { InitialRate = 0 });
        Refused("Increment", rule with { Increment = -1 });
        Refused("Decrement", rule with { Decrement = 1 });
        Refused("Memory", rule with { Memory = 1 });
        Refused("Momentum", rule with { Momentum = 1 });

        static void Refused(string name, DeltaBarDelta rule) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(rule.Validate).ParamName);
    }
}
