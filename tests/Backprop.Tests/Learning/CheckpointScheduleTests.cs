namespace Backprop.Tests;

public sealed class CheckpointScheduleTests
{
    [Fact]
    public void A_checkpoint_is_saved_when_the_interval_since_the_end_of_the_last_one_has_passed()
    {
        var time = new ManualTime();
        var store = new Store { WhileSaving = () => time.Advance(TimeSpan.FromSeconds(5)) };
        var trainer = Trainer(store, TimeSpan.FromSeconds(60), time);
        var schedule = trainer.Checkpoints!;

        var saves = new List<int>();
        foreach (var seconds in (int[])[0, 59, 1, 59, 1, 120, 0])
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            schedule.SaveIfDue(trainer);
            saves.Add(store.Saves);
        }

        Assert.Equal([0, 0, 1, 1, 2, 3, 3], saves);
    }

    [Theory]
    [InlineData(1, 0, 12)]
    [InlineData(1, 2, 6)]
    [InlineData(1, 100, 0)]
    [InlineData(4, 0, 3)]
    [InlineData(4, 2, 1)]
    public void A_run_saves_after_the_weight_changes_at_which_it_is_due(int batch, int every, int saves)
    {
        var time = new ManualTime();
        var store = new Store();
        var trainer = Trainer(store, TimeSpan.FromSeconds(every), time, new Ticking(time), batch: batch);

        trainer.Run(StopWhen.Sweeps(3)); // of four cases each; a change takes one second

        Assert.Equal((1, saves), (store.Prepared, store.Saves));
    }

    [Fact]
    public void A_canceled_run_saves_once_more_before_the_best_weights_replace_the_last_ones()
    {
        var store = new Store();
        var trainer = Trainer(store, TimeSpan.FromDays(1), new ManualTime(), validation: Cases.From([[0, 0]], [[1]]));
        using var source = new CancellationTokenSource();
        var last = Array.Empty<float>();

        trainer.Run(StopWhen.Condition("never", status =>
        {
            last = trainer.Network.Weights.ToArray();
            if (status.Sweeps == 30)
                source.Cancel();
            return false;
        }), cancellationToken: source.Token);

        Assert.Equal(1, store.Saves);
        Assert.NotEqual(last, store.Saved!);
        Assert.NotEqual(trainer.Network.Weights.ToArray(), store.Saved!);
        Assert.Equal(trainer.Validation!.Weights, trainer.Network.Weights.ToArray());
    }

    [Fact]
    public void Weights_that_are_not_finite_are_not_saved()
    {
        var store = new Store();
        var trainer = Trainer(store, TimeSpan.Zero, new ManualTime());
        trainer.Network.Weights[3] = float.NaN;

        trainer.Checkpoints!.Save(trainer);
        Assert.Equal(0, store.Saves);

        trainer.Network.Weights[3] = 0;
        trainer.RuleState.Vectors[0].Values.Span[5] = float.NaN;
        trainer.Checkpoints!.Save(trainer);
        Assert.Equal(0, store.Saves);

        trainer.RuleState.Vectors[0].Values.Span[5] = float.PositiveInfinity;
        trainer.Checkpoints!.Save(trainer);
        Assert.Equal(1, store.Saves);
    }

    [Fact]
    public void Options_without_a_store_are_refused_by_name()
    {
        Assert.Equal("Store", Assert.Throws<ArgumentNullException>(() => new CheckpointOptions(null!)).ParamName);
        Assert.Equal("Store", Assert.Throws<ArgumentNullException>(() => new CheckpointOptions(new Store()) with { Store = null! }).ParamName);
    }

    private static Trainer<float> Trainer(Store store, TimeSpan every, ManualTime time, LearningRule? rule = null, Cases? validation = null, int batch = 1) =>
        new(Xor.Net<float>(), Xor.Cases, rule ?? new GradientDescent { LearningRate = 0.5 }, null,
            new TrainerOptions { Batch = Batch.Of(batch), Validation = validation, TimeProvider = time, Checkpoints = new CheckpointOptions(store) { Every = every } });

    private sealed class Store : ICheckpointStore
    {
        public int Prepared { get; private set; }

        public int Saves { get; private set; }

        public float[]? Saved { get; private set; }

        public Action? WhileSaving { get; init; }

        public void Prepare<T>(Trainer<T> trainer)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Prepared++;

        public void Save<T>(Trainer<T> trainer)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Saves++;
            Saved = (float[])(object)trainer.Network.Weights.ToArray();
            WhileSaving?.Invoke();
        }
    }

    /// <summary>A rule whose every change takes a second.</summary>
    private sealed record Ticking(ManualTime Time) : LearningRule
    {
        public override string Name => "ticking";

        public override RuleState<T> Start<T>(int weightCount) => new State<T>(Time);

        protected internal override void WriteSettings(System.Text.Json.Utf8JsonWriter json) { }

        private sealed class State<T>(ManualTime time) : RuleState<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override IReadOnlyList<RuleVector<T>> Vectors => [];

            public override void Change(in WeightChange<T> change)
            {
                if (change.Offset == 0)
                    time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }
}
