namespace Backprop.WebAssembly.Tests;

/// <summary>Trains by a module and by a trainer and compares every bit that both have.</summary>
internal static class SameBits
{
    public static void Check(Topology topology, Cases cases, LearningRule rule, ErrorMeasure? error = null, Batch batch = default, int sweeps = 20, ulong seed = 3, double range = 0.5, bool shuffle = false, Noise? noise = null)
    {
        foreach (var fused in (bool[])[true, false])
        {
            Check<float>(topology, cases, rule, error, new TrainerOptions { Batch = batch, Shuffle = shuffle, Seed = seed, Noise = noise }, sweeps, seed, range, fused);
            Check<double>(topology, cases, rule, error, new TrainerOptions { Batch = batch, Shuffle = shuffle, Seed = seed, Noise = noise }, sweeps, seed, range, fused);
        }
    }

    public static void Check<T>(Topology topology, Cases cases, LearningRule rule, ErrorMeasure? error, TrainerOptions options, int sweeps, ulong seed, double range, bool fused)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var net = new Network<T>(topology).Randomize(seed, range);
        var trainer = new Trainer<T>(net, cases, rule, error, options);
        Assert.True(TrainingModule.TryWrite<T>(topology, cases, rule, error, options, fused, out var module, out var reason), reason);
        var layout = module.Layout;
        using var engine = new Engine(module.Bytes.Span);
        // A module begins with all but the weights, and goes on from any state that a page hands over as a whole.
        if (fused)
            net.Weights.CopyTo(engine.Numbers<T>(layout.Weights, layout.WeightCount));
        else
            module.CopyFrom(trainer, engine.Memory.GetSpan(0, layout.Errors));
        var (made, expected) = (0, 0);
        // In slices, as a page makes them.
        foreach (var slice in (int[])[1, sweeps / 2, sweeps - (sweeps / 2) - 1])
        {
            made += engine.Run(slice);
            for (var k = 0; k < slice; k++, expected++)
                trainer.Step();
            var where = $"{typeof(T).Name}, {(fused ? "fused" : "in software")}, sweep {expected}";
            Assert.Equal(expected, made);
            Equal(trainer.LastGradient, engine.Numbers<T>(layout.Gradient, layout.WeightCount), $"gradient, {where}");
            Equal(net.Weights, engine.Numbers<T>(layout.Weights, layout.WeightCount), $"weights, {where}");
            for (var k = 0; k < layout.RuleVectors.Count; k++)
            {
                var vector = trainer.RuleState.Vectors[k];
                Assert.Equal(vector.Name, layout.RuleVectors[k].Name);
                Equal(vector.Values.Span, engine.Numbers<T>(layout.RuleVectors[k].Address, layout.WeightCount), $"{vector.Name}, {where}");
            }
            Equal<double>(trainer.History.Errors.ToArray(), engine.Numbers<double>(layout.Errors, expected), $"E, {where}");
        }
        var state = trainer.Capture();
        if (layout.Order is { } order)
            Assert.Equal(state.Order, engine.Numbers<int>(order, cases.Count));
        if (layout.Generator is { } generator)
            Assert.Equal(state.Generator, engine.Numbers<ulong>(generator, 4));
        Assert.Equal(trainer.Changes, engine.Numbers<long>(layout.Changes, 1)[0]);
        Assert.Equal(sweeps, engine.Numbers<int>(layout.Sweeps, 1)[0]);
        var evaluation = trainer.Evaluate();
        Assert.Equal(evaluation.Error, engine.Evaluate());
        Assert.Equal(evaluation.GreatestDistance, engine.Numbers<double>(layout.GreatestDistance, 1)[0]);
        Assert.Equal(evaluation.AllOnRightSide, engine.Numbers<int>(layout.AllOnRightSide, 1)[0] == 1);
    }

    private static void Equal<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var k = 0; k < expected.Length; k++)
        {
            // The sign of a 0 and the bits of a NaN are not promised.
            if (!expected[k].Equals(actual[k]))
                Assert.Fail($"{what}: number {k} is {actual[k]:R}, expected {expected[k]:R}");
        }
    }
}
