namespace Backprop.Tests;

public sealed class NesterovTests
{
    [Fact]
    public void Three_steps_are_those_of_the_published_form_seen_from_where_the_gradient_is_taken()
    {
        // Sutskever's form on E = ½w²: the gradient is taken at w + αv, which is what the net holds.
        const double rate = 0.1, momentum = 0.8;
        var (w, v) = (2.0, 0.0);
        var expected = new List<double>();
        var gradients = new List<(double, double)>();
        for (var t = 1; t <= 3; t++)
        {
            var ahead = w + (momentum * v);
            gradients.Add((ahead, 1));
            v = (momentum * v) - (rate * ahead);
            w += v;
            expected.Add(w + (momentum * v) - 2);
        }

        var actual = RuleSteps.Weights(new Nesterov { LearningRate = rate, Momentum = momentum }, [.. gradients]);

        for (var t = 0; t < 3; t++)
            Assert.Equal(expected[t], actual[t], 1e-14);
    }

    [Fact]
    public void Without_momentum_it_is_gradient_descent() =>
        Assert.Equal(RuleSteps.Weights(new GradientDescent { LearningRate = 0.3, Momentum = 0 }, (1, 1), (-2, 1)), RuleSteps.Weights(new Nesterov { LearningRate = 0.3, Momentum = 0 }, (1, 1), (-2, 1)));

    [Fact]
    public void Hyper_parameters_outside_their_intervals_are_refused_by_name()
    {
        Assert.Equal((0.1, 0.9), (new Nesterov().LearningRate, new Nesterov().Momentum));
        Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(new Nesterov { LearningRate = 0 }.Validate).ParamName);
        Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(new Nesterov { LearningRate = double.PositiveInfinity }.Validate).ParamName);
        Assert.Equal("Momentum", Assert.Throws<ArgumentOutOfRangeException>(new Nesterov { Momentum = 1 }.Validate).ParamName);
    }
}
