using System.Numerics;

namespace Backprop.Tests;

public sealed class TrainingRunTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_better_evaluates_the_training_cases_only_if_there_are_no_validation_cases(bool validates)
    {
        // Both rules end after ten sweeps, so that only what they need makes a difference.
        var counters = Values(StopWhen.Sweeps(10), validates);
        var better = Values(StopWhen.Sweeps(10) | StopWhen.NoBetter(1000), validates);
        if (validates)
            Assert.Equal(counters, better);
        else
            Assert.True(better > counters, $"{better} values, {counters} without the rule");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void The_error_of_a_run_is_that_of_the_weights_at_its_end(int batch)
    {
        var trainer = new Trainer<double>(Xor.Net<double>(), Xor.Cases, new GradientDescent { LearningRate = 0.5 }, null, new TrainerOptions { Batch = batch == 0 ? Batch.All : Batch.Of(batch) });

        var history = trainer.Run(StopWhen.Sweeps(7));

        Assert.Equal(trainer.Network.Evaluate(Xor.Cases).Error, history.Error, 1e-15);
        Assert.NotEqual(history.Errors[^1], history.Error);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_that_is_canceled_within_a_sweep_ends_with_the_best_weights_whichever_sweep_they_are_of(int best)
    {
        // Each of the four changes of a sweep adds a quarter to the one weight, and the validation case asks for a whole number.
        using var source = new CancellationTokenSource();
        var net = new Network<double>(Topology.Build(static net => net.Output("out", 1, UnitFunction.Identity, biases: false).From(net.Input("in", 1))));
        var cases = Cases.From([[1], [1], [1], [1]], [[9], [9], [9], [9]]);
        var trainer = new Trainer<double>(net, cases, new Quarters(source, 10), null, new TrainerOptions { Batch = Batch.EachCase, Validation = Cases.From([[1]], [[best]]) });

        var history = trainer.Run(StopWhen.Sweeps(100), cancellationToken: source.Token);

        Assert.Equal((StopWhen.Canceled, 2, best), (history.Stopped, history.Sweeps, history.BestSweep));
        Assert.Equal(best, net.Weights[0]);
        Assert.Equal(4 * (9 - best) * (9 - best) / 2.0, history.Error);
    }

    /// <summary>Adds a quarter to each weight, and cancels the run at a change.</summary>
    private sealed record Quarters(CancellationTokenSource Source, int Last) : LearningRule
    {
        public override string Name => "quarters";

        public override RuleState<T> Start<T>(int weightCount) => new State<T>(this);

        protected internal override void WriteSettings(System.Text.Json.Utf8JsonWriter json) { }

        private sealed class State<T>(Quarters rule) : RuleState<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override IReadOnlyList<RuleVector<T>> Vectors => [];

            public override void Change(in WeightChange<T> change)
            {
                foreach (ref var weight in change.Weights)
                    weight += T.CreateTruncating(0.25);
                if (change.Number == rule.Last)
                    rule.Source.Cancel();
            }
        }
    }

    /// <summary>How often a training of batches computes the unit function.</summary>
    private static long Values(StopRule stop, bool validates)
    {
        var counting = UnitFunction.Of<Counting>();
        var topology = Topology.Build(net => net.Output("output", 1, counting).From(net.Group("hidden", 3, counting).From(net.Input("input", 2))));
        var cases = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
        var trainer = new Trainer<float>(
            new Network<float>(topology).Randomize(1, 0.3), cases, new GradientDescent { LearningRate = 0.1 },
            options: new TrainerOptions { Batch = Batch.Of(2), Validation = validates ? cases : null });
        Counting.Values = 0;
        trainer.Run(stop);
        return Counting.Values;
    }

    private readonly struct Counting : IUnitFunction
    {
        [ThreadStatic]
        private static long values;

        public static long Values { get => values; set => values = value; }

        public static string Name => "counting";

        public static bool UsesTotalInput => false;

        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            values++;
            return x;
        }

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.One;
    }
}
