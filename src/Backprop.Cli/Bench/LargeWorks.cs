using System.Numerics;

namespace Backprop.Cli;

/// <summary>W3, W4 and W10: random cases through nets of the sizes used for digit recognition.</summary>
internal static class LargeWorks
{
    public static Work Digits<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var cases = new Lazy<Cases>(() => RandomCases(60_000, 784));
        return new("W3", "784-128-10, batch 64, momentum, 60,000 cases, one sweep", Operations([784, 128, 10], 60_000), () =>
        {
            var net = new Network<T>(Topology.Layered(784, 128, 10)).Initialize(1, Initialization.Glorot);
            var rule = new GradientDescent { LearningRate = 1e-3, Momentum = 0.9 };
            var trainer = new Trainer<T>(net, cases.Value, rule, options: new TrainerOptions { Batch = Batch.Of(64) });
            return () => trainer.Step();
        });
    }

    public static Work Rectified<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var cases = new Lazy<Cases>(() => RandomCases(60 * 256, 784));
        return new("W4", "784-1024-1024-10 rectified linear, batch 256, 60 batches", Operations([784, 1024, 1024, 10], 60 * 256), () =>
        {
            var topology = Topology.Build(net =>
            {
                var input = net.Input("input", 784);
                var first = net.Group("first", 1024, UnitFunction.RectifiedLinear).From(input);
                var second = net.Group("second", 1024, UnitFunction.RectifiedLinear).From(first);
                net.Output("output", 10, UnitFunction.Identity).From(second);
            });
            var net = new Network<T>(topology).Initialize(1, Initialization.Glorot);
            var rule = new GradientDescent { LearningRate = 1e-5, Momentum = 0.9 };
            var trainer = new Trainer<T>(net, cases.Value, rule, options: new TrainerOptions { Batch = Batch.Of(256), Threads = threads });
            return () => trainer.Step();
        })
        { Threads = threads };
    }

    /// <summary>As many cases as scikit-learn's digits have; the operations are those of 60 passes, of which a line search needs a few more.</summary>
    public static Work SecondOrder<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var cases = new Lazy<Cases>(() => RandomCases(1_797, 64));
        return new("W10", "64-64-10, softmax, 1,797 cases, L-BFGS, 60 iterations", Operations([64, 64, 10], 60 * 1_797), () =>
        {
            var topology = Topology.Build(net => net.Output("output", 10, UnitFunction.Softmax).From(net.Group("hidden", 64, UnitFunction.Logistic).From(net.Input("input", 64))));
            var net = new Network<T>(topology).Initialize(1, Initialization.Glorot);
            var trainer = new Trainer<T>(net, cases.Value, new Lbfgs { Penalty = 0.01 }, new CrossEntropy());
            return () => trainer.Run(StopWhen.Sweeps(60));
        });
    }

    /// <summary>Forward and gradient through every projection, back through all but the first.</summary>
    private static double Operations(int[] sizes, int cases)
    {
        var weights = sizes.Zip(sizes.Skip(1), (from, to) => (double)from * to).ToArray();
        return 2 * cases * ((3 * weights.Sum()) - weights[0]);
    }

    private static Cases RandomCases(int count, int size)
    {
        var random = new RandomSource(1);
        var inputs = new float[count * size];
        for (var k = 0; k < inputs.Length; k++)
            inputs[k] = (float)random.NextDouble();
        var answers = new int[count];
        for (var c = 0; c < count; c++)
            answers[c] = c * 7 % 10;
        return new CasesBuilder(count).Input(null, inputs, size).TargetOneHot(null, answers, 10).ToCases();
    }
}
