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
