namespace Backprop.Data.Tests;

public class PackTrainingTests
{
    private const int Members = 4;
    private static readonly TableTrainingOptions Options = new() { Hidden = [4], Sweeps = 12, Patience = 3, Seed = 3, Members = Members };

    private static Table Wine() => Table.Read(TemporaryFile.Public("wine.csv"), new ColumnChoices { Targets = ["cultivar"] });

    private static float[] Weights(Model model) => model.Network<float>().Weights.ToArray();

    [Fact]
    public void The_model_is_the_pack_of_the_nets_that_trainers_of_their_own_give()
    {
        var training = TableTraining.Prepare(Wine(), Options);
        var alone = Enumerable.Range(0, Members).Select(training.CreateTrainer).ToArray();
        foreach (var trainer in alone)
            trainer.Run(training.StopRule);

        var trained = training.Run();

        Assert.Equal(Pack.Join<float>([.. alone.Select(static trainer => trainer.Network)]).Weights.ToArray(), Weights(trained.Model));
        Assert.Equal(alone.Select(static trainer => trainer.History.BestError), trained.Histories.Select(static history => history.BestError));
        Assert.Equal(alone.Sum(static trainer => trainer.History.BestError), trained.History.BestError);
        Assert.Equal(trained.History.BestError, trained.History.ValidationErrors[^1], 1e-9);
        Assert.Equal(alone.Max(static trainer => trainer.History.BestSweep), trained.History.BestSweep);
        Assert.Equal(alone.Sum(static trainer => trainer.History.Errors[0]), trained.History.Errors[0], 1e-9);
        Assert.Equal(alone.Sum(static trainer => trainer.History.Errors[^1]), trained.History.Errors[^1], 1e-9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        var one = TableTraining.Train(Wine(), Options);
        var several = TableTraining.Train(Wine(), Options with { Threads = threads });

        Assert.Equal(Weights(one.Model), Weights(several.Model));
        Assert.Equal(one.History.Errors, several.History.Errors);
    }

    [Fact]
    public void Every_training_row_is_held_out_by_one_net_and_learned_by_all_others()
    {
        var training = TableTraining.Prepare(Wine(), Options);
        var trainers = Enumerable.Range(0, Members).Select(training.CreateTrainer).ToArray();

        Assert.Empty(training.Split.Validation);
        Assert.All(trainers, trainer => Assert.Equal(training.Split.Training.Length, trainer.Cases.Count + trainer.Options.Validation!.Count));
        Assert.Equal(training.Split.Training.Length, trainers.Sum(static trainer => trainer.Options.Validation!.Count));
        Assert.Equal(Members, trainers.Select(static trainer => trainer.Options.Seed).Distinct().Count());
    }

    [Fact]
    public void With_a_share_of_0_for_validation_all_nets_learn_all_rows()
    {
        var training = TableTraining.Prepare(Wine(), Options with { ValidationShare = 0 });
        var trained = training.Run();

        Assert.Null(training.CreateTrainer(2).Options.Validation);
        Assert.All(trained.Histories, static history => Assert.Equal(12, history.Sweeps));
        Assert.Empty(trained.History.ValidationErrors);
    }

    [Fact]
    public void The_scores_are_those_of_the_pack_with_probabilities_and_those_of_each_net_alone()
    {
        var trained = TableTraining.Train(Wine(), Options with { Sweeps = 40 });

        Assert.Equal(36, trained.Scores!.Classes["cultivar"].Probabilities!.Count);
        Assert.Equal(Members, trained.SingleScores.Count);
        Assert.True(trained.Scores.Classes["cultivar"].Probabilities!.LogLoss < trained.SingleScores.Average(static scores => scores.Classes["cultivar"].Probabilities!.LogLoss));
    }

    [Fact]
    public void Balanced_classes_weigh_what_is_learned_and_not_what_stops()
    {
        var trainer = TableTraining.Prepare(Wine(), Options with { BalancedClasses = true }).CreateTrainer(1);

        Assert.True(trainer.Cases.Weights.ToArray().Distinct().Count() > 1);
        Assert.Equal(trainer.Options.Validation!.Count, trainer.Options.Validation.TotalWeight);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(110)]
    [InlineData(185)]
    public void A_pack_canceled_at_any_weight_update_is_resumed_to_the_same_bits(int change)
    {
        using var file = new TemporaryFile("");
        var options = Options with { Patience = 12, Rule = new Interrupting() };
        var whole = TableTraining.Train(Wine(), options);
        options = options with { Checkpoints = new CheckpointOptions(new CheckpointFile(file.Path)) };
        using var cancellation = new CancellationTokenSource();
        var canceled = TableTraining.Train(Wine(), options with { Rule = new Interrupting(change, cancellation) }, cancellationToken: cancellation.Token);
        Assert.True(canceled.IsCanceled);
        using var stream = new MemoryStream(File.ReadAllBytes(file.Path));

        var resumed = TableTraining.Prepare(Wine(), options).Resume(file.Path);

        Assert.Equal(Weights(whole.Model), Weights(resumed.Model));
        Assert.Equal(whole.Histories.Select(static history => history.ValidationErrors), resumed.Histories.Select(static history => history.ValidationErrors));
        Assert.Equal(Weights(whole.Model), Weights(TableTraining.Prepare(Wine(), options with { Checkpoints = null, Threads = 2 }).Resume(stream).Model));
    }

    [Fact]
    public void What_was_trained_before_a_checkpoint_is_not_trained_again()
    {
        using var file = new TemporaryFile("");
        using var cancellation = new CancellationTokenSource();
        var options = Options with { Patience = 12, Checkpoints = new CheckpointOptions(new CheckpointFile(file.Path)) };
        const int changesPerNet = 12 * 4;
        TableTraining.Train(Wine(), options with { Rule = new Interrupting((2 * changesPerNet) + 9, cancellation) }, cancellationToken: cancellation.Token);
        using var second = new CancellationTokenSource();

        var rest = TableTraining.Prepare(Wine(), options with { Rule = new Interrupting((2 * changesPerNet) - 8, second) }).Resume(file.Path, cancellationToken: second.Token);

        Assert.False(rest.IsCanceled);
    }

    [Fact]
    public void A_canceled_pack_leaves_a_checkpoint_that_is_a_model_too()
    {
        using var file = new TemporaryFile("");
        var checkpoints = new CheckpointOptions(new CheckpointFile(file.Path)) { Settings = """{"of": "the checkpoints"}""" };

        var canceled = TableTraining.Train(Wine(), Options with { Checkpoints = checkpoints }, cancellationToken: new CancellationToken(canceled: true));

        Assert.True(canceled.IsCanceled);
        var model = Model.Load(file.Path);
        Assert.Equal(Weights(canceled.Model), Weights(model));
        Assert.Equal("""{"of": "the checkpoints"}""", model.Settings);
    }

    [Fact]
    public void A_checkpoint_of_another_pack_or_of_one_net_is_refused_and_says_why()
    {
        using var file = new TemporaryFile("");
        var options = Options with { Rule = new Interrupting(), Checkpoints = new CheckpointOptions(new CheckpointFile(file.Path)) };
        using var cancellation = new CancellationTokenSource();
        TableTraining.Train(Wine(), options with { Rule = new Interrupting(5, cancellation) }, cancellationToken: cancellation.Token);

        Assert.Equal($"{file.Path}: it is a training of 4 nets, but this is one of 5 nets", Refused(options with { Members = 5 }));
        Assert.Equal($"{file.Path}: net 1: it is a training of another net", Refused(options with { Hidden = [5] }));
        Assert.Equal($"{file.Path}: net 1: it is a training on other cases", Refused(options with { TestShare = 0.3 }));
        TableTraining.Train(Wine(), options with { Members = 1 }, cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal($"{file.Path}: it is a training of one net, but this is one of 4 nets", Refused(options));

        string Refused(TableTrainingOptions other) => Assert.Throws<ModelFileException>(() => TableTraining.Prepare(Wine(), other).Resume(file.Path)).Message;
    }

    [Fact]
    public void Restarts_and_a_store_of_ones_own_do_not_go_with_a_pack_nor_do_too_few_rows()
    {
        Assert.Contains("give members or restarts", Assert.Throws<ArgumentException>(static () => TableTraining.Prepare(Wine(), Options with { Restarts = 2 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(static () => TableTraining.Prepare(Wine(), Options with { Members = 0 }));
        Assert.Contains("give a CheckpointFile", Assert.Throws<ArgumentException>(static () => TableTraining.Train(Wine(), Options with { Checkpoints = new CheckpointOptions(new Nowhere()) })).Message, StringComparison.Ordinal);
        Assert.StartsWith("142 training rows are too few for 72 nets", Assert.Throws<DataException>(static () => TableTraining.Prepare(Wine(), Options with { Members = 72 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_of_the_first_net_that_fails_is_thrown_whatever_the_threads()
    {
        var options = Options with { HiddenFunction = UnitFunction.Identity, Rule = new GradientDescent { LearningRate = 1e30 } };

        var one = Assert.Throws<TrainingException>(() => TableTraining.Train(Wine(), options)).Message;

        Assert.Equal(one, Assert.Throws<TrainingException>(() => TableTraining.Train(Wine(), options with { Threads = 3 })).Message);
    }

    [Fact]
    public void What_a_rule_of_ones_own_throws_reaches_the_caller_as_it_is()
    {
        var cancellation = new CancellationTokenSource();
        cancellation.Dispose();

        Assert.Throws<ObjectDisposedException>(() => TableTraining.Train(Wine(), Options with { Rule = new Interrupting(5, cancellation), Threads = 2 }));
    }

    private sealed class Nowhere : ICheckpointStore
    {
        public void Prepare<T>(Trainer<T> trainer)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
        }

        public void Save<T>(Trainer<T> trainer)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
        }
    }
}
