namespace Backprop.Data.Tests;

public class TableBudgetTests
{
    private static Table Wine() => Table.Read(TemporaryFile.Public("wine.csv"), new ColumnChoices { Targets = ["cultivar"] });

    /// <summary>A weight update takes a millisecond, and a sweep of the 142 training rows four or five of them.</summary>
    private static TableTrainingOptions Within(double seconds) =>
        new() { Hidden = [4], Within = TimeSpan.FromSeconds(seconds), TimeProvider = new TickingClock(TimeSpan.FromMilliseconds(1)) };

    private static float[] Weights(TableTrainingResult trained) => trained.Model.Network<float>().Weights.ToArray();

    [Theory]
    [InlineData(60, 8)]
    [InlineData(1, 8)]
    [InlineData(0.6, 4)]
    [InlineData(0.3, 2)]
    [InlineData(0.12, 1)]
    [InlineData(0.00001, 1)]
    public void The_most_nets_are_trained_that_make_twenty_sweeps_each(double seconds, int members)
    {
        var budget = TableBudget.Choose(Wine(), Within(seconds));

        Assert.Equal(members, budget.Options.Members);
        Assert.Null(budget.Options.Within);
        Assert.Equal((8, TimeSpan.FromSeconds(seconds)), (budget.MembersWithoutLimit, budget.Within));
        Assert.InRange(budget.SweepTime.TotalMilliseconds, 3, budget.IsTooShort ? 10 : 5.5); // of a single update the clock's own ticks count
        Assert.Equal(seconds < 0.001, budget.IsTooShort);
        var sweeps = budget.Options.Sweeps!.Value;
        Assert.InRange(sweeps, members > 1 ? TableBudget.FewestSweeps : 1, TableDefaults.Sweeps);
        if (!budget.IsTooShort)
            Assert.InRange(sweeps * members * budget.SweepTime.TotalSeconds / seconds, sweeps == TableDefaults.Sweeps ? 0 : 0.8, 1);
    }

    [Fact]
    public void The_training_is_the_one_of_the_chosen_numbers_whatever_the_clock_says()
    {
        var training = TableTraining.Prepare(Wine(), Within(0.6));
        Assert.Equal((4, null), (training.Options.Members, training.Options.Within));
        Assert.Equal(training.Budget!.Options, training.Options);
        var trained = training.Run();
        Assert.Equal(Weights(trained), Weights(TableTraining.Train(Wine(), new TableTrainingOptions { Hidden = [4], Members = 4, Sweeps = training.Options.Sweeps })));
        Assert.Equal(Weights(trained), Weights(TableTraining.Train(Wine(), Within(0.6))));
        Assert.Null(TableTraining.Prepare(Wine(), new TableTrainingOptions { Hidden = [4] }).Budget);
    }

    [Fact]
    public void What_the_options_give_is_kept()
    {
        var members = TableBudget.Choose(Wine(), Within(0.05) with { Members = 3 });
        Assert.Equal((3, 3), (members.Options.Members, members.MembersWithoutLimit));
        Assert.InRange(members.Options.Sweeps!.Value, 1, 4);
        // Where no more sweeps are asked for, fewer than twenty are enough for all nets.
        var sweeps = TableBudget.Choose(Wine(), Within(0.6) with { Sweeps = 3 });
        Assert.Equal((8, 3), (sweeps.Options.Members, sweeps.Options.Sweeps));
        // Restarts are trained one after the other.
        var (one, three) = (TableBudget.Choose(Wine(), Within(1) with { Members = 1 }), TableBudget.Choose(Wine(), Within(1) with { Restarts = 3 }));
        Assert.Equal((1, 3), (three.Options.Members, three.Options.Restarts));
        Assert.Equal(one.Options.Sweeps!.Value / 3.0, three.Options.Sweeps!.Value, 1.0);
    }

    [Fact]
    public void Nets_that_are_trained_at_a_time_share_it()
    {
        var four = TableBudget.Choose(Wine(), Within(60) with { Threads = 4 });
        Assert.Equal(8, four.Options.Members);
        Assert.EndsWith(" and 4 nets are trained at a time", four.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, "^8 nets of at most 1,000 sweeps each, since a sweep takes [34]\\.[0-9]{2} ms and one net is trained at a time$")]
    [InlineData(0.3, "^2 nets of at most [2-4][0-9] sweeps each, since a sweep takes [34]\\.[0-9]{2} ms and one net is trained at a time; more nets would have less than 20 each$")]
    [InlineData(0.00001, "^one net of at most 1 sweep, since a sweep takes [0-9]\\.[0-9]{2} ms; more nets would have less than 20 each$")]
    public void The_choice_has_its_reason(double seconds, string expected) =>
        Assert.Matches(expected, TableBudget.Choose(Wine(), Within(seconds)).ToString());

    [Fact]
    public void Folds_share_the_time()
    {
        var options = Within(3);
        var measured = TableCrossValidation.Run(Wine(), 5, options);
        // A fold has the 0.6 s by which four nets are trained.
        var chosen = TableBudget.Choose(Wine(), Within(0.6));
        Assert.Equal(TableCrossValidation.Run(Wine(), 5, chosen.Options).Scores.Select(static scores => scores.Classes["cultivar"].Probabilities!.LogLoss),
            measured.Scores.Select(static scores => scores.Classes["cultivar"].Probabilities!.LogLoss));
    }

    [Fact]
    public void A_time_that_was_not_turned_into_numbers_or_is_not_above_0_is_refused()
    {
        Assert.Contains("more than 0", Assert.Throws<ArgumentOutOfRangeException>(static () => new TableTrainingOptions { Within = TimeSpan.Zero }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TableTraining.Divide(Wine(), Within(1)));
        Assert.Throws<ArgumentException>(() => TableTraining.Folds(Wine(), 2, Within(1)));
        Assert.Throws<ArgumentException>(() => TableBudget.Choose(Wine(), new TableTrainingOptions()));
    }

    [Fact]
    public void An_error_of_the_measurement_is_that_of_the_training() =>
        Assert.Throws<TrainingException>(() => TableBudget.Choose(Wine(), Within(1) with { Rule = new GradientDescent { LearningRate = 1e30 } }));
}
