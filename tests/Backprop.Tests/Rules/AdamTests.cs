namespace Backprop.Tests;

public sealed class AdamTests
{
    [Fact]
    public void The_first_step_is_the_learning_rate_whatever_the_size_of_the_gradient()
    {
        // m̂ = g and √v̂ = |g|, so that Δw = −ε g / (|g| + ϵ).
        Assert.Equal(-0.001, RuleSteps.Weights(new Adam(), (1000, 1))[0], 1e-12);
        Assert.Equal(0.001, RuleSteps.Weights(new Adam(), (-0.001, 1))[0], 1e-7);
    }

    [Fact]
    public void Three_steps_are_those_of_the_published_formulas()
    {
        var rule = new Adam { LearningRate = 0.1, Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-3 };
        double[] gradients = [0.5, -0.25, 2];

        var actual = RuleSteps.Weights(rule, [.. gradients.Select(static gradient => (gradient, 1.0))]);

        var (w, m, v) = (0.0, 0.0, 0.0);
        for (var t = 1; t <= gradients.Length; t++)
        {
            var g = gradients[t - 1];
            m = (0.8 * m) + (0.2 * g);
            v = (0.9 * v) + (0.1 * g * g);
            w -= 0.1 * (m / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.9, t))) + 1e-3);
            Assert.Equal(w, actual[t - 1], 1e-14);
        }
    }

    [Fact]
    public void Hyper_parameters_have_the_published_defaults()
    {
        var rule = new Adam();

        Assert.Equal((0.001, 0.9, 0.999, 1e-8), (rule.LearningRate, rule.Beta1, rule.Beta2, rule.Epsilon));
    }

    [Fact]
    public void Hyper_parameters_outside_their_intervals_are_refused_by_name()
    {
        AssertRefused("LearningRate", new Adam { LearningRate = 0 });
        AssertRefused("LearningRate", new Adam { LearningRate = double.NaN });
        AssertRefused("LearningRate", new Adam { LearningRate = double.PositiveInfinity });
        AssertRefused("Beta1", new Adam { Beta1 = 1 });
        AssertRefused("Beta1", new Adam { Beta1 = -0.1 });
        AssertRefused("Beta2", new Adam { Beta2 = 1 });
        AssertRefused("Beta2", new Adam { Beta2 = -0.1 });
        AssertRefused("Epsilon", new Adam { Epsilon = 0 });
        AssertRefused("Epsilon", new Adam { Epsilon = double.PositiveInfinity });
        AssertRefused("WeightDecay", new Adam { WeightDecay = double.NaN });

        static void AssertRefused(string name, Adam rule) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(rule.Validate).ParamName);
    }

    [Fact]
    public void Without_memory_each_step_is_the_learning_rate_against_the_sign_of_the_gradient()
    {
        var rule = new Adam { LearningRate = 0.1, Beta1 = 0, Beta2 = 0, Epsilon = double.Epsilon };
        rule.Validate();

        var weights = RuleSteps.Weights(rule, (2, 1), (-5, 1), (1e-3, 1));

        Assert.Equal(-0.1, weights[0], 1e-15);
        Assert.Equal(0, weights[1], 1e-15);
        Assert.Equal(-0.1, weights[2], 1e-15);
    }
}
