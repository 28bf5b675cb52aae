using System.Numerics;

namespace Backprop.Cli;

/// <summary>W3 and W4: minibatches of random cases through nets of the size used for digit recognition.</summary>
internal static class LargeWorks
{
    public static Work Digits<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var cases = new Lazy<Cases>(() => RandomCases(60_000));
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
        var cases = new Lazy<Cases>(() => RandomCases(60 * 256));
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

    /// <summary>Forward and gradient through every projection, back through all but the first.</summary>
    private static double Operations(int[] sizes, int cases)
    {
        var weights = sizes.Zip(sizes.Skip(1), (from, to) => (double)from * to).ToArray();
        return 2 * cases * ((3 * weights.Sum()) - weights[0]);
    }

    private static Cases RandomCases(int count)
    {
        var random = new RandomSource(1);
        var inputs = new float[count * 784];
        for (var k = 0; k < inputs.Length; k++)
            inputs[k] = (float)random.NextDouble();
        var answers = new int[count];
        for (var c = 0; c < count; c++)
            answers[c] = c * 7 % 10;
        return new CasesBuilder(count).Input(null, inputs, 784).TargetOneHot(null, answers, 10).ToCases();
    }
}
