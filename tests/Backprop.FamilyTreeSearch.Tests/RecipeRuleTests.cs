namespace Backprop.FamilyTreeSearch.Tests;

public sealed class RecipeRuleTests
{
    private static readonly Cases Xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_both_can_do_a_recipe_the_bits_are_those_of_gradient_descent(bool decayBiases)
    {
        var recipe = new Recipe { RateTimes = 50, DecayBiases = decayBiases };

        Assert.Equal(Trained<float>(recipe.Rule(4)), Trained<float>(new RecipeRule { Recipe = recipe, ChangesPerSweep = 1 }));
        Assert.Equal(Trained<double>(recipe.Rule(4)), Trained<double>(new RecipeRule { Recipe = recipe, ChangesPerSweep = 1 }));
    }

    [Fact]
    public void Decay_in_the_change_is_repeated_by_momentum()
    {
        var weights = After(new Recipe { Decay = 0.01, DecayPlace = DecayPlace.InChange }, changes: 2);

        // Δw −0.01, then 0.5 · −0.01 − 0.01 · 0.99.
        Assert.Equal(1 - 0.01 - 0.005 - 0.0099, weights, 12);
    }

    [Fact]
    public void Decay_in_the_error_is_multiplied_by_the_rate() =>
        Assert.Equal(1 - (0.01 * 0.005), After(new Recipe { Decay = 0.01, DecayPlace = DecayPlace.InError }, changes: 1), 12);

    [Fact]
    public void Decay_after_the_change_multiplies_the_weight() =>
        Assert.Equal(0.99 * 0.99, After(new Recipe { Decay = 0.01 }, changes: 2), 12);

    [Fact]
    public void Decay_per_sweep_waits_for_the_last_change_of_a_sweep()
    {
        var recipe = new Recipe { Decay = 0.01, DecayPerSweep = true };

        Assert.Equal(1, After(recipe, changes: 3, changesPerSweep: 4));
        Assert.Equal(0.99, After(recipe, changes: 7, changesPerSweep: 4), 12);
    }

    [Fact]
    public void Biases_decay_only_where_the_recipe_says_so()
    {
        Assert.Equal(1, After(new Recipe { Decay = 0.01 }, changes: 5, isBias: true));
        Assert.Equal(0.99, After(new Recipe { Decay = 0.01, DecayBiases = true }, changes: 1, isBias: true), 12);
    }

    [Fact]
    public void The_change_is_forgotten_at_the_second_phase_where_the_recipe_says_so()
    {
        var (kept, forgotten) = (new Recipe { Decay = 0 }, new Recipe { Decay = 0, ForgetsAtPhase = true });

        Assert.Equal(After(kept, 20, gradient: 1), After(forgotten, 20, gradient: 1));
        // Δw has come to −0.01 by then: −ε / (1 − α).
        Assert.Equal(After(kept, 21, gradient: 1) + (0.9 * 0.01), After(forgotten, 21, gradient: 1), 6);
    }

    /// <summary>A weight that starts at 1, after some changes.</summary>
    private static double After(Recipe recipe, int changes, int changesPerSweep = 1, bool isBias = false, double gradient = 0)
    {
        var state = new RecipeState<double>(new RecipeRule { Recipe = recipe, ChangesPerSweep = changesPerSweep }, weightCount: 1);
        double[] weights = [1];
        for (var number = 1; number <= changes; number++)
            state.Change(weights, [gradient], offset: 0, isBias, number);
        return weights[0];
    }

    private static T[] Trained<T>(LearningRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var net = new Network<T>(Topology.Layered(2, 3, 1)).Randomize(seed: 1);
        new Trainer<T>(net, Xor, rule).Run(StopWhen.Sweeps(60));
        return net.Weights.ToArray();
    }
}
