using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class LabSessionTests
{
    private static Opening Xor => ExperimentOpenings.Of(Paper.Find("xor"))[0];

    private static byte[] Bits(LabSession session) => session.Trainer.ToModel().ToBytes();

    private static double[] Weights(LabSession session) => [.. Enumerable.Range(0, session.Trainer.WeightCount).Select(weight => session.Trainer[weight])];

    [Fact]
    public void Sweeps_in_slices_give_the_bits_of_one_training()
    {
        var opening = ExperimentOpenings.Of(Paper.Find("symmetry"))[0];
        var session = new LabSession(opening);
        for (var slice = 1; !session.HasEnded; slice++)
            session.Run(slice);
        var whole = opening.Training.CreateTrainer<float>(opening.Net, opening.Cases, opening.Seed);
        whole.Run(opening.Training.StopRule);
        Assert.Equal(whole.History.Sweeps, session.Trainer.Sweeps);
        Assert.Equal([.. whole.Network.Weights.ToArray().Select(weight => (double)weight)], Weights(session));
    }

    [Fact]
    public void Undo_goes_back_over_learning_settings_and_weights_set_by_hand()
    {
        var session = new LabSession(Xor);
        session.Mark();
        session.Run(20);
        var (learned, training) = (Weights(session), session.Training);
        session.Set(training with { Rule = new GradientDescent { LearningRate = 0.25 } });
        session.SetWeight(2, 1.5);
        Assert.Equal(1.5, session.Trainer[2]);
        session.Mark();
        session.Run(5);
        session.Undo();
        Assert.Equal(1.5, session.Trainer[2]);
        session.Undo();
        session.Undo();
        Assert.Equal(learned, Weights(session));
        Assert.Equal(training, session.Training);
        Assert.Equal([new Deed.Learned(20, 20)], session.Deeds);
        session.Undo();
        Assert.Empty(session.Deeds);
        Assert.Equal(Weights(new LabSession(Xor)), Weights(session));
        Assert.False(session.CanUndo);
    }

    [Fact]
    public void A_training_that_goes_on_after_undo_has_the_bits_of_one_that_was_never_undone()
    {
        var (undone, plain) = (new LabSession(Xor), new LabSession(Xor));
        undone.Run(10);
        undone.Mark();
        undone.Run(7);
        undone.Undo();
        undone.Run(30);
        plain.Run(40);
        Assert.Equal(Bits(plain), Bits(undone));
    }

    [Fact]
    public void A_command_is_said_only_for_what_a_command_can_repeat()
    {
        var session = new LabSession(Xor);
        Assert.Null(SameBits.Command(session));
        session.Run(10);
        Assert.Contains("--until sweeps --sweeps 10", SameBits.Command(session), StringComparison.Ordinal);
        session.Set(session.Training with { Rule = new GradientDescent { LearningRate = 0.25, Momentum = 0.5 } });
        session.Run(5);
        Assert.Contains("--phases", SameBits.Command(session), StringComparison.Ordinal);
        Assert.Contains(":10,0.25/0.5", SameBits.Command(session), StringComparison.Ordinal);
        session.SetWeight(0, 1);
        Assert.Null(SameBits.Command(session));
    }

    [Theory]
    [InlineData("right", 100, true)]
    [InlineData("error:10", 100, false)]
    [InlineData("sweeps", 3, true)]
    public void A_training_that_ended_at_the_limit_has_not_met_its_condition(string until, int limit, bool atLimit)
    {
        // Without a hidden layer XOR is not learned.
        var session = new LabSession(Xor with { Training = Xor.Training with { Until = StopCondition.ReadAll(until), Sweeps = limit } });
        Assert.False(session.HasEndedAtLimit);
        Assert.True(session.Run(1000));
        Assert.Equal((true, atLimit), (session.HasEnded, session.HasEndedAtLimit));
    }

    [Fact]
    public void The_table_of_a_long_training_has_as_many_rows_as_a_page_can_make_and_ends_with_the_last_sweep()
    {
        var session = new LabSession(Xor with { Training = Xor.Training with { Until = [], Sweeps = int.MaxValue } });
        Assert.Equal("sweep,error,error per case\n", System.Text.Encoding.UTF8.GetString(HistoryTable.Of(session.Trainer.History)));
        session.Run(3);
        var lines = System.Text.Encoding.UTF8.GetString(HistoryTable.Of(session.Trainer.History)).Split('\n');
        Assert.Equal(["1", "2", "3"], lines[1..4].Select(static line => line.Split(',')[0]));
        session.Run((2 * HistoryTable.MostRows) + 1 - 3);
        lines = System.Text.Encoding.UTF8.GetString(HistoryTable.Of(session.Trainer.History)).TrimEnd().Split('\n');
        Assert.InRange(lines.Length - 1, HistoryTable.MostRows / 2, HistoryTable.MostRows);
        Assert.StartsWith($"{(2 * HistoryTable.MostRows) + 1},{Numeral.Text(session.Trainer.History.Errors[^1])},", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_says_settings_changed_before_learning_and_rates_changed_again_and_again()
    {
        var session = new LabSession(Xor);
        session.Set(session.Training with { Rule = new Adam(), Batch = Batch.Of(1), Until = [] });
        session.Set(session.Training with { Rule = new Adam { LearningRate = 0.02, WeightDecay = 0.001 } });
        session.Run(4);
        Holds(session);
        session.Set(session.Training with { Sweeps = 6 });
        session.Run(10);
        Assert.Contains("--rule adam --rate 0.02 --decay 0.001 --update case", SameBits.Command(session), StringComparison.Ordinal);
        Holds(session);
        session = new LabSession(Xor);
        foreach (var rate in new[] { 0.1, 0.2, 0.3, 0.4 })
        {
            session.Set(session.Training with { Rule = new GradientDescent { LearningRate = rate, Momentum = 0.5, WeightDecay = 0.01 } });
            session.Run(3);
        }
        Assert.Contains("--phases 0.1/0.5:3,0.2/0.5:3,0.3/0.5:3,0.4/0.5 --decay 0.01", SameBits.Command(session), StringComparison.Ordinal);
        Holds(session);
    }

    [Fact]
    public void No_command_is_said_where_decay_or_phases_change_after_learning()
    {
        foreach (var (before, after) in new (LearningRule, LearningRule)[]
        {
            (new GradientDescent(), new GradientDescent { WeightDecay = 0.01 }),
            (new GradientDescent { WeightDecay = 0.01 }, new GradientDescent { WeightDecay = 0.01, DecayBiases = true }),
            (new GradientDescent { Phases = [new(0.1, 0.5, 2), new(0.1, 0.9)] }, new GradientDescent { Phases = [new(0.2, 0.5, 2), new(0.1, 0.9)] }),
            (new Adam(), new Adam { LearningRate = 0.5 }),
        })
        {
            var session = new LabSession(Xor with { Training = Xor.Training with { Rule = before, Until = [] } });
            session.Run(5);
            session.Set(session.Training with { Rule = after });
            session.Run(5);
            Assert.Null(SameBits.Command(session));
        }
    }

    /// <summary>The settings of the command, from the start, give the weights of the lab.</summary>
    private static void Holds(LabSession session)
    {
        var settings = SameBits.Settings(session)!;
        var model = session.Trainer.ToModel() with { Settings = settings };
        var said = ModelSettings.Of(model);
        var again = new LabSession(session.Opening with { Training = said.Training, Seed = said.Seed });
        again.Run(int.MaxValue);
        Assert.Equal(Weights(session), Weights(again));
        Assert.Equal(session.Trainer.History.Errors, again.Trainer.History.Errors);
    }
}
