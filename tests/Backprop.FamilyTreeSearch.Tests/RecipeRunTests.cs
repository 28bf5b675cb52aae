using Backprop.Experiments;

namespace Backprop.FamilyTreeSearch.Tests;

public sealed class RecipeRunTests
{
    [Fact]
    public void Without_options_a_run_is_that_of_the_experiment_as_printed()
    {
        var experiment = new FamilyTreesExperiment();
        var runs = experiment.Run(experiment.Defaults with { FirstSeed = 7, Seeds = 2 }, threads: 1).Runs;

        foreach (var expected in runs)
        {
            var run = RecipeRun.Of(Recipe.Printed, expected.Seed);
            Assert.Equal(expected.AsPrinted.Error, run.Error);
            Assert.Equal(expected.AsPrinted.Trained, run.Trained);
            Assert.Equal(expected.AsPrinted.HeldOut, run.HeldOut);
        }
    }

    [Fact]
    public void The_working_preset_of_the_experiment_is_a_recipe_too()
    {
        var working = new Recipe { Range = 1.5, Tolerance = ToleranceReading.Edge, RateTimes = 5 };

        Assert.Equal(FamilyTreesPreset.Working.Rule, working.Rule(100));
        Assert.Equal(FamilyTreesPreset.Working.Error, working.Error);
        Assert.Equal(FamilyTreesPreset.Working.Range, working.Range);
    }

    [Fact]
    public void Nets_that_learn_say_after_which_sweep()
    {
        var runs = Enumerable.Range(1, 6).Select(static seed => RecipeRun.Of(new Recipe { Range = 2, Tolerance = ToleranceReading.Edge, RateTimes = 5 }, (ulong)seed)).ToList();

        Assert.Contains(runs, static run => run.Learned);
        Assert.All(runs.Where(static run => run.Learned), static run => Assert.InRange(run.RightAfter!.Value, 100, 1500));
        Assert.All(runs, static run => Assert.InRange(run.MeanOn, 0.5, 1));
        Assert.All(runs, static run => Assert.InRange(run.MeanOff, 0, 0.2));
    }

    [Fact]
    public void Leaving_out_whole_cases_changes_nothing_before_a_case_is_within_the_band()
    {
        var without = RecipeRun.Of(Recipe.Printed with { Tolerance = ToleranceReading.None, Sweeps = 200 }, 1);
        var cases = RecipeRun.Of(Recipe.Printed with { Tolerance = ToleranceReading.Case, Sweeps = 200 }, 1);

        Assert.Equal(0, without.Within);
        Assert.Equal(without.Error, cases.Error, 1e-3);
        Assert.Equal(without.RootMeanSquare, cases.RootMeanSquare, 1e-6);
    }

    [Fact]
    public void Leaving_out_whole_cases_leaves_no_error_at_those_within_the_band()
    {
        var recipe = new Recipe { Range = 2, RateTimes = 5, Tolerance = ToleranceReading.Case };
        var cases = RecipeRun.Of(recipe, 1);
        var without = RecipeRun.Of(recipe with { Tolerance = ToleranceReading.None }, 1);

        Assert.InRange(cases.Within, 20, 100);
        // A case that is not within the band has an output at least 0.2 from its target: ½ · 0.2².
        Assert.True(cases.Error >= (100 - cases.Within) * 0.02);
        // What is within is no longer pushed on.
        Assert.True(cases.Within < without.Within);
        Assert.True(cases.MeanOff > without.MeanOff);
    }

    [Fact]
    public void A_change_after_each_case_takes_the_cases_in_their_order_or_shuffled()
    {
        var recipe = new Recipe { Sweeps = 5, Order = UpdateOrder.Case, DecayPerSweep = true };

        Assert.NotEqual(RecipeRun.Of(recipe, 1).Error, RecipeRun.Of(recipe with { Order = UpdateOrder.ShuffledCase }, 1).Error);
        Assert.NotEqual(RecipeRun.Of(recipe, 1).RootMeanSquare, RecipeRun.Of(recipe with { DecayPerSweep = false }, 1).RootMeanSquare);
    }

    [Fact]
    public void A_net_without_biases_has_none() => Assert.DoesNotContain((Recipe.Printed with { NoBiases = true }).Net.Blocks, static block => block.IsBias);

    [Fact]
    public void Targets_lie_as_far_from_0_as_from_1()
    {
        var targets = (Recipe.Printed with { LowTarget = 0.1 }).Cases();
        var run = RecipeRun.Of(Recipe.Printed with { LowTarget = 0.1, Tolerance = ToleranceReading.None, Sweeps = 100 }, 1);

        Assert.Equal(FamilyTrees.AllCases.Count, targets.Count);
        // Outputs settle near the mean of the targets, 0.1 + 0.8 · 112 / (104 · 24).
        Assert.Equal(0.136, run.MeanOff, 0.01);
    }
}
