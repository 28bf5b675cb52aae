namespace Backprop.Tests;

public sealed class RpropTests
{
    private static readonly Rprop Rule = new() { InitialStep = 0.1, IncreaseFactor = 1.2, DecreaseFactor = 0.5, MinimumStep = 0.02, MaximumStep = 0.13 };

    [Fact]
    public void Steps_grow_while_the_sign_stays_up_to_the_greatest() =>
        // −0.1, then −0.12, then 0.144 is cut to 0.13, and stays.
        AssertSequence([-0.1, -0.22, -0.35, -0.48], (1, 4), (5, 3), (0.1, 2), (7, 1));

    [Fact]
    public void A_step_goes_against_the_gradient_whatever_its_size() => AssertSequence([0.1, 0.22], (-1e-9, 2), (-1e9, 1));

    [Fact]
    public void A_turn_that_made_E_greater_is_taken_back_and_the_next_step_is_half() =>
        // −0.1; −0.12; turn, worse: +0.12 back, step 0.06, gradient forgotten; then −(−1) · 0.06 without growing.
        AssertSequence([-0.1, -0.22, -0.1, -0.04], (1, 4), (1, 3), (-1, 5), (-1, 4));

    [Fact]
    public void A_turn_that_made_E_smaller_is_left_where_it_is() =>
        // −0.1; −0.12; turn, better: no change, step 0.06; then +0.06.
        AssertSequence([-0.1, -0.22, -0.22, -0.16], (1, 4), (1, 3), (-1, 2), (-1, 1));

    [Fact]
    public void A_step_shrinks_no_further_than_the_least() =>
        // Turns halve 0.1 to 0.05, 0.025, then 0.02. Every other change is the one after a turn, without growth.
        AssertSequence([-0.1, -0.1, -0.05, -0.05, -0.075, -0.075, -0.055], (1, 9), (-1, 8), (-1, 7), (1, 6), (1, 5), (-1, 4), (-1, 3));

    [Fact]
    public void A_gradient_of_zero_moves_nothing() => AssertSequence([0, -0.1], (0, 2), (1, 1));

    [Fact]
    public void Hyper_parameters_have_the_published_defaults()
    {
        var rule = new Rprop();

        Assert.Equal((0.0125, 1.2, 0.5, 1e-6, 50.0), (rule.InitialStep, rule.IncreaseFactor, rule.DecreaseFactor, rule.MinimumStep, rule.MaximumStep));
    }

    [Fact]
    public void Hyper_parameters_outside_their_intervals_are_refused_by_name()
    {
        AssertRefused("InitialStep", new Rprop { InitialStep = 0 });
        AssertRefused("InitialStep", new Rprop { InitialStep = double.PositiveInfinity });
        AssertRefused("IncreaseFactor", new Rprop { IncreaseFactor = 1 });
        AssertRefused("IncreaseFactor", new Rprop { IncreaseFactor = double.PositiveInfinity });
        AssertRefused("DecreaseFactor", new Rprop { DecreaseFactor = 0 });
        AssertRefused("DecreaseFactor", new Rprop { DecreaseFactor = 1 });
        AssertRefused("MinimumStep", new Rprop { MinimumStep = -1 });
        AssertRefused("MinimumStep", new Rprop { MinimumStep = 60 });
        AssertRefused("MaximumStep", new Rprop { MaximumStep = double.PositiveInfinity });
        AssertRefused("WeightDecay", new Rprop { WeightDecay = 1 });

        static void AssertRefused(string name, Rprop rule) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(rule.Validate).ParamName);
    }

    [Fact]
    public void The_least_and_the_greatest_step_may_be_one_or_the_least_0()
    {
        new Rprop { MinimumStep = 0 }.Validate();
        var rule = new Rprop { InitialStep = 0.1, MinimumStep = 0.1, MaximumStep = 0.1 };
        rule.Validate();

        // Neither a sign that stays nor a turn changes the step.
        var weights = RuleSteps.Weights(rule, (1, 4), (1, 3), (-1, 2), (-1, 1));

        Assert.Equal([-0.1, -0.2, -0.2, -0.1], weights.Select(static weight => Math.Round(weight, 12)));
    }

    [Fact]
    public void A_turn_that_left_E_as_it_was_is_not_taken_back() => AssertSequence([-0.1, -0.22, -0.22, -0.16], (1, 4), (1, 3), (-1, 3), (-1, 1));

    private static void AssertSequence(double[] expected, params (double Gradient, double Error)[] steps)
    {
        var actual = RuleSteps.Weights(Rule, steps);
        for (var k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], 1e-15);
    }
}
