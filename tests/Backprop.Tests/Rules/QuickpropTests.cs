namespace Backprop.Tests;

public sealed class QuickpropTests
{
    private static readonly Quickprop Rule = new() { LearningRate = 0.1, GrowthLimit = 1.75 };

    [Fact]
    public void The_first_change_is_a_step_of_descent() => AssertSequence([-0.2], 2);

    [Fact]
    public void A_slope_that_has_turned_gives_the_minimum_of_the_parabola_alone() =>
        // Δ = −0.2; S from 2 to −1: Δ = −1/(2 − −1) · −0.2 = 0.0667, without the linear term.
        AssertSequence([-0.2, -0.2 + (0.2 / 3)], 2, -1);

    [Fact]
    public void A_slope_that_goes_on_adds_a_step_of_descent() =>
        // S from 2 to 1, within 1.75/2.75 of 2: Δ = 1/(2 − 1) · −0.2 − 0.1 · 1.
        AssertSequence([-0.2, -0.5], 2, 1);

    [Fact]
    public void A_change_grows_by_no_more_than_the_limit() =>
        // S from 2 to 1.9, beyond 1.75/2.75 of 2: Δ = 1.75 · −0.2 − 0.1 · 1.9. A slope that grew would otherwise turn the step round.
        AssertSequence([-0.2, -0.74], 2, 1.9);

    [Fact]
    public void A_slope_that_grew_goes_on_by_the_limit() => AssertSequence([-0.2, -0.2 - 0.35 - 0.3], 2, 3);

    [Fact]
    public void Upward_and_downward_are_alike() => AssertSequence([0.2, 0.5, 0.5 - 0.1], -2, -1, 0.5);

    [Fact]
    public void A_step_back_is_no_longer_than_the_limit() =>
        // From an uphill step by hand: S from −0.5 to −2 against Δ = −0.2; the parabola has its minimum at −2/(−0.5 − −2) · −0.2 = 0.267 back, within 1.75 · 0.2; with S to −0.6 it would be 1.2 back.
        Assert.Equal([0.2 * 4 / 3, 0.35, 0.35, 0.35], new[] { -2.0, -0.6, -0.5, -0.4 }.Select(static slope => StepAfterUphill(slope)), static (expected, actual) => Math.Abs(expected - actual) < 1e-14);

    [Fact]
    public void A_weight_whose_derivative_vanishes_stays()
    {
        Assert.All(RuleSteps.Weights(Rule, [.. Enumerable.Repeat((0.0, 1.0), 2000).Prepend((2.0, 1.0))]), static weight => Assert.Equal(-0.2, weight));
        Assert.All(RuleSteps.Weights(Rule, [(2.0, 1.0), (-0.0, 1.0), (0.0, 1.0)]), static weight => Assert.Equal(-0.2, weight));
    }

    [Fact]
    public void A_weight_that_did_not_move_begins_anew() => AssertSequence([-0.2, -0.2, -0.3], 2, 0, 1);

    [Fact]
    public void Hyper_parameters_outside_their_intervals_are_refused_by_name()
    {
        Assert.Equal((0.1, 1.75), (new Quickprop().LearningRate, new Quickprop().GrowthLimit));
        Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(new Quickprop { LearningRate = 0 }.Validate).ParamName);
        Assert.Equal("GrowthLimit", Assert.Throws<ArgumentOutOfRangeException>(new Quickprop { GrowthLimit = 0 }.Validate).ParamName);
    }

    /// <summary>The change after one of −0.2 where S was −0.5, which is uphill.</summary>
    private static double StepAfterUphill(double slope)
    {
        var state = Rule.Start<double>(1);
        (state.Vectors[0].Values.Span[0], state.Vectors[1].Values.Span[0]) = (-0.2, -0.5);
        double[] weight = [0], gradient = [slope];
        state.Change(new WeightChange<double> { Weights = weight, Gradient = gradient, Offset = 0, IsBias = false, Number = 2, Sweep = 2, Error = 1, PreviousError = 2 });
        return weight[0];
    }

    private static void AssertSequence(double[] expected, params double[] slopes)
    {
        var actual = RuleSteps.Weights(Rule, [.. slopes.Select(static slope => (slope, 1.0))]);
        for (var k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], 1e-14);
    }
}
