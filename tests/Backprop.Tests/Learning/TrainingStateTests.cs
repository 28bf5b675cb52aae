namespace Backprop.Tests;

public sealed class TrainingStateTests
{
    public static TheoryData<string, int> Trainings() => new()
    {
        { "gradient descent", 0 }, { "gradient descent", 3 }, { "Adam", 3 }, { "iRPROP+", 0 },
    };

    private static Trainer<double> Trainer(string rule, int batch, ulong seed = 1, Cases? cases = null) =>
        new(Xor.Net<double>(seed), cases ?? Xor.Cases, rule switch { "Adam" => new Adam { LearningRate = 0.01 }, "iRPROP+" => new Rprop(), _ => new GradientDescent { LearningRate = 0.5 } }, null,
            new TrainerOptions { Batch = batch == 0 ? Batch.All : Batch.Of(batch), Shuffle = batch > 0, Seed = seed, Validation = Cases.From([[0, 0], [1, 0]], [[1], [1]]) });

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Going_back_to_any_weight_change_gives_the_same_bits_again_here_and_in_another_trainer(string rule, int batch)
    {
        for (var changes = 0; changes < 5; changes++)
        {
            var trainer = Trainer(rule, batch);
            trainer.Run(StopWhen.Sweeps(2));
            for (var change = 0; change < changes; change++)
                trainer.StepBatch();
            var state = trainer.Capture();
            var first = End(trainer);

            trainer.Restore(state);
            Assert.Equal(first, End(trainer));
            var other = Trainer(rule, batch, seed: 9);
            other.Restore(state);
            Assert.Equal(first, End(other));
        }
    }

    [Fact]
    public void A_state_holds_what_its_trainer_had_and_no_later_step_changes_it()
    {
        var trainer = Trainer("gradient descent", 3);
        trainer.Step();
        trainer.StepBatch();
        var weights = trainer.Network.Weights.ToArray();

        var state = trainer.Capture();
        trainer.Run(StopWhen.Sweeps(9));

        Assert.Equal((3L, 1, 3), (state.Changes, state.Sweeps, state.Position));
        Assert.Equal(weights, state.Weights.ToArray());
        Assert.Equal(1, state.History.Sweeps);
    }

    [Fact]
    public void Windows_of_sequences_go_on_with_the_states_that_they_carry()
    {
        var topology = Topology.Iterative(static net =>
        {
            var hidden = net.Group("hidden", 4);
            hidden.From(net.Input("in", 1)).From(hidden, delay: 1);
            net.Output("out", 1).From(hidden);
        }).Unroll(iterations: 2);
        var builder = new SequencesBuilder(topology, 1, length: 8);
        var random = new RandomSource(4);
        builder.Input(0, "in", [.. Enumerable.Range(0, 8).Select(_ => new[] { random.NextSigned() })]);
        builder.Target(0, "out", [.. Enumerable.Range(0, 8).Select(_ => new[] { random.NextDouble() })]);
        var cases = builder.ToCases();
        Trainer<double> Trainer(ulong seed) => new(new Network<double>(topology).Randomize(seed), cases, new GradientDescent(), null, new TrainerOptions { Batch = Batch.Of(1) });
        var trainer = Trainer(1);
        trainer.StepBatch();
        trainer.StepBatch();
        var state = trainer.Capture();
        var end = End(trainer);
        var other = Trainer(2);
        other.Step();

        other.Restore(state);

        Assert.Equal(end, End(other));
        Assert.Equal("hidden@0", Assert.Single(state.Carried).Key);

        var without = new TrainingState<double>(state.Changes, state.Position, state.WeightArray, state.RuleVectors, state.RuleNumbers, null, state.Batch, state.Shuffles, state.Order, state.Generator, 0, 0, new Dictionary<string, double[]>(), state.History);
        var refused = Trainer(3);
        var before = refused.Network.Weights.ToArray();
        Assert.Contains("the states of group 'hidden@0' that the last window passes on are missing", Assert.Throws<ArgumentException>(() => refused.Restore(without)).Message, StringComparison.Ordinal);
        Assert.Equal(before, refused.Network.Weights.ToArray());
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        var state = Trainer("gradient descent", 3).Capture();
        Refused("it has 13 weights, but the net has 9", new Trainer<double>(new Network<double>(Topology.Layered(2, 2, 1)), Xor.Cases, new Adam()));
        Refused("the vector 'gradient mean' of the rule 'Adam' is missing", Trainer("Adam", 3));
        Refused("its order has 4 cases, expected 3", Trainer("gradient descent", 3, cases: Xor.Cases.Subset([0, 1, 2])));
        var within = Trainer("gradient descent", 3);
        within.StepBatch();
        state = within.Capture();
        Refused("its batch is 3 cases, but that of this trainer is 2 cases", Trainer("gradient descent", 2));
        state = Trainer("gradient descent", 3).Capture();
        Refused("its batch is 3 cases, but that of this trainer is all cases", Trainer("gradient descent", 4));
        Refused("it takes the cases in a new order each sweep, but this trainer as they are given", new Trainer<double>(Xor.Net<double>(1), Xor.Cases, new GradientDescent(), null, new TrainerOptions { Batch = Batch.Of(3) }));
        state = With(within.Capture(), changes: -1, best: null);
        Refused("its position is impossible: change -1", Trainer("gradient descent", 3));
        state = With(within.Capture(), changes: 1, best: [1, 2]);
        Refused("it has 2 best weights, but the net has 13", Trainer("gradient descent", 3));

        void Refused(string problem, Trainer<double> other)
        {
            var before = other.Network.Weights.ToArray();
            var error = Assert.Throws<ArgumentException>(() => other.Restore(state));
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, other.Network.Weights.ToArray());
            Assert.Equal(0, other.Changes);
        }
    }

    /// <summary>The same state with other changes and best weights, as a file might hold them.</summary>
    private static TrainingState<double> With(TrainingState<double> state, long changes, double[]? best) =>
        new(changes, state.Position, state.WeightArray, state.RuleVectors, state.RuleNumbers, best, state.Batch, state.Shuffles, state.Order, state.Generator, state.SweepError, state.PreviousError, state.Carried, state.History);

    /// <summary>Weights, curves and best sweep after six more sweeps, as text.</summary>
    private static string End(Trainer<double> trainer)
    {
        var history = trainer.Run(StopWhen.Sweeps(trainer.History.Sweeps + 6));
        return string.Join(' ', [.. trainer.Network.Weights, .. history.Errors, .. history.ValidationErrors, history.BestSweep, history.BestError, trainer.Changes]);
    }

    [Fact]
    public void A_trainer_that_goes_on_from_an_equal_one_gives_the_bits_of_going_on()
    {
        foreach (var rule in new[] { "gradient descent", "Adam", "iRPROP+" })
        {
            var trainer = Trainer(rule, 3);
            trainer.Run(StopWhen.Sweeps(2));
            trainer.StepBatch();
            var next = Trainer(rule, 3);
            next.ContinueFrom(trainer);
            Assert.Equal(End(trainer), End(next));
        }
    }

    [Fact]
    public void Other_settings_keep_the_history_the_counts_and_what_the_new_rule_remembers_too()
    {
        var trainer = Trainer("gradient descent", 3);
        trainer.Run(StopWhen.Sweeps(2));
        trainer.StepBatch();
        var (weights, change) = (trainer.Network.Weights.ToArray(), trainer.RuleState.Vectors[0].Values.ToArray());
        var descent = Trainer("gradient descent", 0);
        descent.ContinueFrom(trainer);
        Assert.Equal((2, trainer.Changes), (descent.History.Sweeps, descent.Changes));
        Assert.Equal(weights, descent.Network.Weights.ToArray());
        Assert.Equal(change, descent.RuleState.Vectors[0].Values.ToArray());
        Assert.True(descent.StepBatch());
        Assert.Equal(3, descent.History.Sweeps);
        var adam = Trainer("Adam", 3);
        adam.ContinueFrom(trainer);
        Assert.All(adam.RuleState.Vectors, static vector => Assert.All(vector.Values.ToArray(), static number => Assert.Equal(0, number)));
        Assert.Equal(weights, adam.Network.Weights.ToArray());
        Assert.Throws<ArgumentException>(() => new Trainer<double>(new Network<double>(Topology.Layered(2, 1)), Xor.Cases, new Adam()).ContinueFrom(trainer));
    }

    [Fact]
    public void Links_that_the_next_net_lacks_are_0_and_nothing_is_remembered_of_them()
    {
        var trainer = Trainer("gradient descent", 0);
        trainer.Run(StopWhen.Sweeps(5));
        var block = trainer.Network.Topology.Blocks[0];
        var next = new Trainer<double>(new Network<double>(trainer.Network.Topology.WithLesion(Lesion.OfLinks(block.Name, new Link(1, 0)))), Xor.Cases, trainer.Rule);
        next.ContinueFrom(trainer);
        var destroyed = block.Offset + block.Columns;
        Assert.Equal((0, 0), (next.Network.Weights[destroyed], next.RuleState.Vectors[0].Values.Span[destroyed]));
        Assert.Equal(trainer.Network.Weights[destroyed + 1], next.Network.Weights[destroyed + 1]);
    }
}
