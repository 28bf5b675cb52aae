using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Backprop.Tests;

public sealed class TrainerCheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Checkpoint => folder["net.checkpoint"];

    public static TheoryData<string, int, bool> Trainings()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (var (batch, shuffle) in new[] { (0, false), (1, true), (6, false), (6, true) }) data.Add("gradient descent", batch, shuffle);
        data.Add("iRPROP+", 0, false);
        data.Add("Adam", 6, true);
        return data;
    }

    private static LearningRule Rule(string name) => name switch
    {
        "Adam" => new Adam { LearningRate = 0.01 },
        "iRPROP+" => new Rprop(),
        _ => new GradientDescent { Phases = [new(0.05, 0.5, 4), new(0.02, 0.9)], WeightDecay = 0.001 },
    };

    private static Trainer<float> Trainer(LearningRule rule, int batch, bool shuffle, bool validation = false, CheckpointOptions? checkpoints = null, int threads = 1)
    {
        var options = new TrainerOptions
        {
            Batch = batch == 0 ? Batch.All : Batch.Of(batch),
            Shuffle = shuffle,
            Seed = 11,
            Validation = validation ? ModelTests.RichCases(7) : null,
            Checkpoints = checkpoints,
            Threads = threads,
        };
        return new Trainer<float>(new Network<float>(ModelTests.Rich()).Randomize(seed: 3), ModelTests.RichCases(20), rule, null, options);
    }

    private byte[] FinalFile(Trainer<float> trainer)
    {
        Model.Of(trainer).Save(folder["net.safetensors"]);
        return File.ReadAllBytes(folder["net.safetensors"]);
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Resuming_after_any_weight_change_ends_in_the_same_file(string rule, int batch, bool shuffle)
    {
        var whole = Trainer(Rule(rule), batch, shuffle);
        whole.Run(StopWhen.Sweeps(6));
        var expected = FinalFile(whole);
        foreach (var changes in batch == 0 ? new[] { 0, 1, 5 } : [0, 1, 3, 4, 10])
        {
            var first = Trainer(Rule(rule), batch, shuffle);
            for (var change = 0; change < changes; change++) first.StepBatch();
            first.SaveCheckpoint(Checkpoint);
            var second = Trainer(Rule(rule), batch, shuffle, threads: 2);
            second.Network.Randomize(seed: 99);
            second.Resume(Checkpoint);
            second.Run(StopWhen.Sweeps(6));
            // The best sweep is noted by Run, which has not seen the first sweeps.
            Assert.Equal(whole.Network.Weights.ToArray(), second.Network.Weights.ToArray());
            Assert.Equal(whole.History.Errors, second.History.Errors);
            if (changes == 0) Assert.Equal(expected, FinalFile(second));
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void A_run_canceled_at_any_weight_change_and_resumed_ends_in_the_same_file(string rule, int batch, bool shuffle)
    {
        var stop = StopWhen.NoBetter(4) | StopWhen.Sweeps(12);
        foreach (var validation in new[] { false, true })
        {
            var whole = Trainer(new Interruptible(Rule(rule)), batch, shuffle, validation);
            whole.Run(stop);
            var expected = FinalFile(whole);
            foreach (var cancelAt in new[] { 1, 2, 4, 6, 11 }.Where(change => change < whole.Changes))
            {
                using var source = new CancellationTokenSource();
                var checkpoints = new CheckpointOptions(new CheckpointFile(Checkpoint)) { Every = TimeSpan.FromDays(1) };
                var first = Trainer(new Interruptible(Rule(rule)) { At = cancelAt, Source = source }, batch, shuffle, validation, checkpoints);
                Assert.Same(StopWhen.Canceled, first.Run(stop, cancellationToken: source.Token).Stopped);
                var second = Trainer(new Interruptible(Rule(rule)), batch, shuffle, validation);
                second.Resume(Checkpoint);
                second.Run(stop);
                Assert.Equal(expected, FinalFile(second));
            }
        }
    }

    [Theory, InlineData(0), InlineData(6)]
    public void The_first_change_after_resuming_knows_the_error_of_the_change_before(int batch)
    {
        var (rule, resumed) = (new StillRule(), new StillRule());
        var first = Trainer(rule, batch, false);
        for (var change = 0; change < 3; change++) first.StepBatch();
        first.SaveCheckpoint(Checkpoint);
        var second = Trainer(resumed, batch, false);
        second.Resume(Checkpoint);
        second.Network.Weights.Clear();

        second.StepBatch();

        Assert.Equal(rule.Changes[2].Error, resumed.Changes[^1].PreviousError);
        Assert.NotEqual(rule.Changes[2].Error, resumed.Changes[^1].Error);
    }

    [Fact]
    public void Windows_of_sequences_are_resumed_with_the_states_that_they_carry()
    {
        var topology = Topology.Iterative(net =>
        {
            var hidden = net.Group("hidden", 5);
            hidden.From(net.Input("in", 2)).From(hidden, delay: 1).From(hidden, delay: 2);
            net.Output("out", 1).From(hidden);
        }).Unroll(iterations: 3);
        var builder = new SequencesBuilder(topology, 2, length: 12);
        var random = new RandomSource(4);
        for (var sequence = 0; sequence < 2; sequence++)
        {
            builder.Input(sequence, "in", [.. Enumerable.Range(0, 12).Select(_ => new[] { random.NextSigned(), random.NextSigned() })]);
            builder.Target(sequence, "out", [.. Enumerable.Range(0, 12).Select(_ => new[] { random.NextDouble() })]);
        }
        var cases = builder.ToCases();
        Trainer<float> Trainer(ulong seed) => new(new Network<float>(topology).Randomize(seed), cases, new GradientDescent(), null, new TrainerOptions { Batch = Batch.Of(2) });
        var whole = Trainer(1);
        whole.Run(StopWhen.Sweeps(3));
        for (var changes = 0; changes < 9; changes++)
        {
            var first = Trainer(1);
            for (var change = 0; change < changes; change++) first.StepBatch();
            first.SaveCheckpoint(Checkpoint);
            var second = Trainer(99);
            second.Resume(Checkpoint);
            second.Run(StopWhen.Sweeps(3));
            Assert.Equal(whole.Network.Weights.ToArray(), second.Network.Weights.ToArray());
        }
    }

    [Fact]
    public void Checkpoints_are_saved_as_often_as_asked_and_are_models_too()
    {
        var trainer = Trainer(Rule("gradient descent"), 6, true, true, new CheckpointOptions(new CheckpointFile(Checkpoint)) { Every = TimeSpan.Zero, Encodings = """{"a":1}""", Settings = """{"b":2}""" });
        trainer.Run(StopWhen.Sweeps(2));
        var model = Model.Load(Checkpoint);
        Assert.Equal(("""{"a":1}""", """{"b":2}"""), (model.Encodings, model.Settings));
        Assert.Equal(2, model.History!.Sweeps);
    }

    [Fact]
    public void A_checkpoint_goes_through_a_stream_with_the_bytes_of_the_file()
    {
        var whole = Trainer(Rule("Adam"), 6, true, true);
        whole.Run(StopWhen.Sweeps(2));
        whole.StepBatch();
        whole.SaveCheckpoint(Checkpoint);
        using var stream = new MemoryStream();
        whole.SaveCheckpoint(stream);
        whole.Run(StopWhen.Sweeps(6));
        var resumed = Trainer(Rule("Adam"), 6, true, true);
        stream.Position = 0;

        resumed.Resume(stream);
        resumed.Run(StopWhen.Sweeps(6));

        Assert.Equal(File.ReadAllBytes(Checkpoint), stream.ToArray());
        Assert.Equal(FinalFile(whole), FinalFile(resumed));
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_and_changes_nothing()
    {
        Trainer(Rule("gradient descent"), 6, true, false).SaveCheckpoint(Checkpoint);
        void Refused(Trainer<float> other, string problem)
        {
            other.Step();
            var before = other.Network.Weights.ToArray();
            var error = Assert.Throws<ModelFileException>(() => other.Resume(Checkpoint));
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, other.Network.Weights.ToArray());
        }
        Refused(Trainer(Rule("Adam"), 6, true, false), "other settings: 'rule.name' is \"gradient descent\" in the file, but \"Adam\" in this training");
        Refused(Trainer(new GradientDescent { Phases = [new(0.05, 0.5, 4), new(0.02, 0.8)], WeightDecay = 0.001 }, 6, true, false), "other settings: 'rule.phases[1].momentum' is 0.9 in the file, but 0.8 in this training");
        Refused(Trainer(Rule("gradient descent"), 5, true, false), "other settings: 'batch' is \"6 cases\" in the file, but \"5 cases\" in this training");
        Refused(Trainer(Rule("gradient descent"), 6, false, false), "other settings: 'shuffle' is true in the file, but false in this training");
        Refused(Trainer(Rule("gradient descent"), 6, true, true), "other cases");
        Refused(new Trainer<float>(new Network<float>(ModelTests.Rich()), ModelTests.RichCases(19), new Adam()), "other settings");
        Refused(new Trainer<float>(new Network<float>(Topology.Layered(2, 1)), Cases.From([[0, 1]], [[1]]), new Adam()), "another net");
        Assert.Contains("in float", Assert.Throws<ModelFileException>(() =>
            new Trainer<double>(new Network<double>(ModelTests.Rich()), ModelTests.RichCases(20), new Adam()).Resume(Checkpoint)).Message, StringComparison.Ordinal);

        Model.Of(Trainer(Rule("Adam"), 6, true, false)).Save(Checkpoint);
        Refused(Trainer(Rule("Adam"), 6, true, false), "not a checkpoint");
    }

    [Fact]
    public void A_checkpoint_with_a_number_that_is_not_finite_is_not_written_over_a_good_one_and_not_read()
    {
        foreach (var rule in (string[])["gradient descent", "Adam", "iRPROP+"])
        {
            Trainer<float> Sound() => Trainer(Rule(rule), 0, false);
            Sound().SaveCheckpoint(Checkpoint);
            var good = File.ReadAllBytes(Checkpoint);
            void Refused(Action<Trainer<float>> spoil, string tensor)
            {
                var trainer = Sound();
                spoil(trainer);
                var error = Assert.Throws<ModelFileException>(() => trainer.SaveCheckpoint(Checkpoint));
                Assert.Contains($"{Checkpoint}: not saved: tensor '{tensor}", error.Message, StringComparison.Ordinal);
                Assert.Equal(good, File.ReadAllBytes(Checkpoint));
            }
            Refused(trainer => trainer.Network.Weights[0] = float.NaN, "code' holds a weight that is not finite");
            Refused(trainer => trainer.Network.Weights[^1] = float.PositiveInfinity, "");
            Refused(trainer => trainer.RuleState.Vectors[0].Values.Span[3] = float.NaN, "training/rule/");
        }
    }

    [Fact]
    public void A_training_that_leaves_the_finite_numbers_keeps_its_last_good_checkpoint_and_says_what_happened()
    {
        var rule = new GradientDescent { LearningRate = 1e30, Momentum = 0.9 };
        var trainer = Trainer(rule, 1, false, false, new CheckpointOptions(new CheckpointFile(Checkpoint)) { Every = TimeSpan.Zero });
        Trainer(rule, 1, false).SaveCheckpoint(Checkpoint);
        Assert.Throws<TrainingException>(() => trainer.Run(StopWhen.Sweeps(1000)));
        Assert.All(Model.Load(Checkpoint).Network<float>().Weights.ToArray(), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_ends_the_run_before_it_begins_or_goes_elsewhere()
    {
        var none = folder["none/net.checkpoint"];
        var ended = Trainer(Rule("Adam"), 6, true, false, new CheckpointOptions(new CheckpointFile(none)));
        Assert.Throws<ModelFileException>(() => ended.Run(StopWhen.Sweeps(2)));
        Assert.Equal(0, ended.Changes);

        var asked = new List<string>();
        string? Elsewhere(ModelFileException e)
        {
            asked.Add(e.Path);
            return e.Path == none ? Checkpoint : null;
        }
        var trainer = Trainer(Rule("Adam"), 6, true, false, new CheckpointOptions(new CheckpointFile(none) { Elsewhere = Elsewhere }) { Every = TimeSpan.FromDays(1) });
        Assert.Same(StopWhen.Canceled, trainer.Run(StopWhen.Sweeps(9), cancellationToken: new CancellationToken(canceled: true)).Stopped);
        Assert.Equal([none], asked);
        Trainer(Rule("Adam"), 6, true, false).Resume(Checkpoint);

        asked.Clear();
        File.Delete(Checkpoint);
        Directory.CreateDirectory(Checkpoint);
        var unsaved = Trainer(Rule("Adam"), 6, true, false, new CheckpointOptions(new CheckpointFile(none) { Elsewhere = Elsewhere }) { Every = TimeSpan.Zero });
        Assert.Equal(2, unsaved.Run(StopWhen.Sweeps(2)).Sweeps);
        Assert.Equal([none, Checkpoint], asked.Distinct());
    }

    [Theory]
    [InlineData("version\\\": 2", "it is a checkpoint of version 2; this program reads version 1")]
    [InlineData("version\\\": x", "its 'checkpoint' cannot be read: ")]
    [InlineData("edition\\\": 1", "it is a checkpoint of version unknown; this program reads version 1")]
    public void A_checkpoint_of_another_version_is_refused(string altered, string problem)
    {
        Trainer(Rule("Adam"), 6, true).SaveCheckpoint(Checkpoint);
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(Checkpoint));
        var file = Encoding.Latin1.GetBytes(text.Replace("version\\\": 1", altered, StringComparison.Ordinal));
        Assert.True(Mutation.MakeChecksumRight(file));
        File.WriteAllBytes(Checkpoint, file);

        var error = Assert.Throws<ModelFileException>(() => Trainer(Rule("Adam"), 6, true).Resume(Checkpoint));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_checkpoints_refuse_what_cannot_be_used_and_name_it()
    {
        Assert.Equal("Store", Assert.Throws<ArgumentNullException>(() => new CheckpointOptions(null!)).ParamName);
        Assert.Equal("Path", Assert.Throws<ArgumentNullException>(() => new CheckpointFile(null!)).ParamName);
        Assert.Equal("Path", Assert.Throws<ArgumentException>(() => new CheckpointFile("")).ParamName);
        Assert.Equal("Every", Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointOptions(new CheckpointFile("a")) { Every = TimeSpan.FromTicks(-1) }).ParamName);
        Assert.Equal("TimeProvider", Assert.Throws<ArgumentNullException>(() => new TrainerOptions { TimeProvider = null! }).ParamName);
    }

    [Fact]
    public void A_mutated_checkpoint_is_refused_or_harmless()
    {
        var trainer = Trainer(Rule("Adam"), 6, true, true, new CheckpointOptions(new CheckpointFile(Checkpoint)) { Every = TimeSpan.Zero });
        trainer.Run(StopWhen.Sweeps(2));
        var good = File.ReadAllBytes(Checkpoint);
        var random = new Random(1986);
        for (var run = 0; run < 1_000; run++)
        {
            var file = Mutation.Of(good, random);
            if (!Mutation.MakeChecksumRight(file)) continue;
            File.WriteAllBytes(Checkpoint, file);
            var second = Trainer(Rule("Adam"), 6, true, true);
            try
            {
                second.Resume(Checkpoint);
                second.Step();
            }
            catch (Exception e) when (e is ModelFileException or TrainingException)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    /// <summary>A rule that works like another and cancels the run at a weight change, in the midst of a sweep or not.</summary>
    private sealed record Interruptible(LearningRule Inner) : LearningRule
    {
        public override string Name => Inner.Name;

        public int At { get; init; }

        public CancellationTokenSource? Source { get; init; }

        public override RuleState<T> Start<T>(int weightCount) => new State<T>(this, Inner.Start<T>(weightCount));

        protected internal override void WriteSettings(Utf8JsonWriter json) => Inner.WriteSettings(json);

        private sealed class State<T>(Interruptible rule, RuleState<T> inner) : RuleState<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override IReadOnlyList<RuleVector<T>> Vectors => inner.Vectors;

            public override void Change(in WeightChange<T> change)
            {
                if (change.Number == rule.At) rule.Source?.Cancel();
                inner.Change(change);
            }
        }
    }
}
