namespace Backprop.Data.Tests;

public class TableTrainingRunTests
{
    private static readonly TableTrainingOptions Options = new() { Hidden = [4], Sweeps = 12, Seed = 3, Members = 1 };

    private static Table Wine() => Table.Read(TemporaryFile.Public("wine.csv"), new ColumnChoices { Targets = ["cultivar"] });

    private static float[] Weights(Model model) => model.Network<float>().Weights.ToArray();

    [Fact]
    public void One_call_gives_a_model_that_predicts_raw_rows()
    {
        var table = Wine();
        var trained = TableTraining.Train(table, Options with { Settings = """{"mine": 1}""" });
        var row = table.Columns.Where(c => !c.IsTarget).ToDictionary(c => c.Name, c => (object?)((NumberColumn)c)[0], StringComparer.Ordinal);
        Assert.Equal("cultivar", Assert.Single(trained.Model.Predict(row)).Target);
        Assert.Equal("""{"mine": 1}""", trained.Model.Settings);
        Assert.Same(trained.History, trained.Model.History);
        Assert.Equal(36, trained.Scores!.Classes["cultivar"].Count);
        Assert.False(trained.IsCanceled);
    }

    [Fact]
    public void The_best_of_the_restarts_on_the_validation_rows_is_kept()
    {
        var training = TableTraining.Prepare(Wine(), Options with { Restarts = 5 });
        var trained = training.Run();
        Assert.Equal(5, trained.Histories.Count);
        Assert.Equal(trained.Histories.Min(h => h.BestError), trained.History.BestError);
        Assert.NotEqual(0, trained.Restart);
        var alone = training.CreateTrainer(trained.Restart);
        alone.Run(training.StopRule);
        Assert.Equal(alone.Network.Weights.ToArray(), Weights(trained.Model));
    }

    [Fact]
    public void Without_validation_rows_the_error_of_the_training_rows_at_the_end_decides()
    {
        // Steps so large that the error rises again: the net that once was best is not the best at the end.
        var options = Options with { Restarts = 4, ValidationShare = 0, TestShare = 0, HiddenFunction = UnitFunction.Tanh, Rule = new Adam { LearningRate = 0.3 } };
        var trainings = Enumerable.Range(1, 10).Select(seed => TableTraining.Train(Wine(), options with { Seed = (ulong)seed })).ToArray();
        Assert.All(trainings, static trained => Assert.Equal(trained.Histories.Min(static h => h.Error), trained.History.Error));
        Assert.Contains(trainings, static trained => trained.History.BestError > trained.Histories.Min(static h => h.BestError));
        Assert.All(trainings, static trained => Assert.Null(trained.Scores));
    }

    [Fact]
    public void With_validation_rows_their_least_error_decides_and_not_that_of_the_training_rows()
    {
        var trainings = Enumerable.Range(1, 6).Select(seed => TableTraining.Train(Wine(), Options with { Restarts = 4, Seed = (ulong)seed })).ToArray();
        Assert.All(trainings, static trained => Assert.Equal(trained.Histories.Min(static h => h.BestError), trained.History.BestError));
        Assert.Contains(trainings, static trained => trained.History.Error > trained.Histories.Min(static h => h.Error));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_training_canceled_in_any_restart_is_resumed_to_the_same_bits(int restart)
    {
        using var file = new TemporaryFile("");
        var options = Options with { Restarts = 3, Rule = new Interrupting() };
        var whole = TableTraining.Train(Wine(), options);
        options = options with { Checkpoints = new CheckpointOptions(new CheckpointFile(file.Path)) };
        using var cancellation = new CancellationTokenSource();
        const int changesPerNet = 12 * 4;
        var interrupted = options with { Rule = new Interrupting((restart * changesPerNet) + 21, cancellation) };
        var canceled = TableTraining.Train(Wine(), interrupted, cancellationToken: cancellation.Token);
        Assert.True(canceled.IsCanceled);
        Assert.Equal(restart + 1, canceled.Histories.Count);
        using var stream = new MemoryStream(File.ReadAllBytes(file.Path));
        Assert.Equal(Weights(whole.Model), Weights(TableTraining.Prepare(Wine(), options with { Checkpoints = null }).Resume(stream).Model));
        var resumed = TableTraining.Prepare(Wine(), options).Resume(file.Path);
        Assert.Equal(Weights(whole.Model), Weights(resumed.Model));
        Assert.Equal(whole.Histories.Select(h => h.BestError), resumed.Histories.Select(h => h.BestError));
    }

    [Fact]
    public void What_was_trained_before_a_checkpoint_is_not_trained_again()
    {
        using var file = new TemporaryFile("");
        using var cancellation = new CancellationTokenSource();
        var options = Options with { Rule = new Interrupting(21, cancellation), Checkpoints = new CheckpointOptions(new CheckpointFile(file.Path)) };
        TableTraining.Train(Wine(), options, cancellationToken: cancellation.Token);
        // 48 weight changes in all; 27 are left, so that none is the 40th.
        using var second = new CancellationTokenSource();
        var rest = Options with { Rule = new Interrupting(40, second) };
        using var stream = new MemoryStream(File.ReadAllBytes(file.Path));
        Assert.False(TableTraining.Prepare(Wine(), rest).Resume(stream, cancellationToken: second.Token).IsCanceled);
        Assert.False(TableTraining.Prepare(Wine(), rest with { Rule = new Interrupting(40, second) }).Resume(file.Path, cancellationToken: second.Token).IsCanceled);
    }

    [Theory]
    [InlineData(null, "{\"of\": \"the options\"}")]
    [InlineData("{\"of\": \"the checkpoints\"}", "{\"of\": \"the checkpoints\"}")]
    public void Checkpoints_keep_their_own_settings_or_else_those_of_the_options(string? own, string expected)
    {
        using var file = new TemporaryFile("");
        var checkpoints = new CheckpointOptions(new CheckpointFile(file.Path)) { Settings = own };
        TableTraining.Train(Wine(), Options with { Settings = "{\"of\": \"the options\"}", Checkpoints = checkpoints }, cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal(expected, Model.Load(file.Path).Settings);
    }

    [Fact]
    public void A_checkpoint_of_a_restart_that_the_options_do_not_have_is_refused()
    {
        using var file = new TemporaryFile("");
        using var cancellation = new CancellationTokenSource();
        var options = Options with { Restarts = 3, Checkpoints = new CheckpointOptions(new CheckpointFile(file.Path)) };
        TableTraining.Train(Wine(), options with { Rule = new Interrupting((2 * 12 * 4) + 5, cancellation) }, cancellationToken: cancellation.Token);
        var e = Assert.Throws<ModelFileException>(() => TableTraining.Prepare(Wine(), options with { Restarts = 2, Rule = new Interrupting() }).Resume(file.Path));
        Assert.Contains("seed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_say_which_restart_is_under_training()
    {
        var reports = new Reports();
        TableTraining.Train(Wine(), Options with { Restarts = 2, Sweeps = 2, Batch = Batch.All, TimeProvider = new SlowClock() }, reports);
        Assert.Equal([0, 1], reports.Select(static report => report.Restart).Distinct());
        Assert.All(reports, static report => Assert.InRange(report.Training.Sweeps, 1, 2));
    }

    /// <summary>A clock by which everything takes longer than the time between two reports.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now += TimeSpan.TicksPerSecond;
    }

    private sealed class Reports : List<TableTrainingProgress>, IProgress<TableTrainingProgress>
    {
        public void Report(TableTrainingProgress value) => Add(value);
    }

    [Fact]
    public void A_canceled_training_gives_the_best_net_until_then()
    {
        using var cancellation = new CancellationTokenSource();
        var canceled = TableTraining.Train(Wine(), Options with { Rule = new Interrupting(21, cancellation) }, cancellationToken: cancellation.Token);
        Assert.Equal(6, canceled.History.ValidationErrors.Count);
        Assert.Equal(canceled.History.ValidationErrors.Min(), canceled.History.BestError);
    }

    [Fact]
    public void A_checkpoint_of_another_training_says_what_differs()
    {
        using var file = new TemporaryFile("");
        var options = Options with { Restarts = 3, Checkpoints = new CheckpointOptions(new CheckpointFile(file.Path)) };
        TableTraining.Train(Wine(), options, cancellationToken: new CancellationToken(canceled: true));
        Assert.Contains("other cases", Assert.Throws<ModelFileException>(() => TableTraining.Prepare(Wine(), options with { ValidationShare = 0.2 }).Resume(file.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("another net", Assert.Throws<ModelFileException>(() => TableTraining.Prepare(Wine(), options with { Hidden = [5] }).Resume(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_diverges_while_it_is_finite_says_so()
    {
        using var file = new TemporaryFile("a,b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{i % 4},{(2 * (i % 7)) + 0.5}\n")));
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Numbers = ["a", "b", "y"] });
        var options = new TableTrainingOptions { Members = 1, Hidden = [], Sweeps = 60, ValidationShare = 0, Batch = Batch.All, Rule = new GradientDescent { LearningRate = 0.07, Momentum = 0 } };
        var trained = TableTraining.Train(table, options);
        Assert.True(double.IsFinite(trained.History.Error));
        Assert.StartsWith("the training diverged: E was ", Assert.Single(trained.Notes), StringComparison.Ordinal);
        Assert.Empty(TableTraining.Train(table, options with { Rule = new GradientDescent { LearningRate = 0.02, Momentum = 0 } }).Notes);
        Assert.Contains(TableTraining.Train(table, options with { ValidationShare = 0.1, Rule = new GradientDescent { LearningRate = 1, Momentum = 0 }, Sweeps = 5 }).Notes, note => note.StartsWith("the net learned nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_row_without_a_finite_answer_costs_its_scores_but_not_the_training()
    {
        using var file = new TemporaryFile("a,b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i == 0 ? "3e38" : $"0.{i % 7}")},{i % 4},{(2 * (i % 7)) + 0.5}\n")));
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Numbers = ["a", "b", "y"] });
        var options = new TableTrainingOptions { Members = 1, Hidden = [], Sweeps = 2 };
        // A seed by which the far row is held out.
        options = Enumerable.Range(1, 100).Select(seed => options with { Seed = (ulong)seed }).First(o => TableTraining.Prepare(table, o).Split.Test.Contains(0));
        var trained = TableTraining.Train(table, options);
        Assert.Null(trained.Scores);
        Assert.Contains("column 'a': holds 3E+38", Assert.Single(trained.Notes), StringComparison.Ordinal);
    }
}
