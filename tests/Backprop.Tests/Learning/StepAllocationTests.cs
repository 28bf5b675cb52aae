namespace Backprop.Tests;

public sealed class StepAllocationTests
{
    [Theory]
    [InlineData("gradient descent", 0, 1, 3)]
    [InlineData("gradient descent", 3, 1, 3)]
    [InlineData("gradient descent", 0, 2, 3)]
    [InlineData("gradient descent", 0, 1, 80)]
    [InlineData("gradient descent", 3, 1, 80)]
    [InlineData("iRPROP+", 0, 1, 3)]
    [InlineData("Adam", 3, 1, 3)]
    public void A_step_allocates_nothing(string ruleName, int batch, int threads, int units)
    {
        // Three units that count, perhaps among so many that are always 0 that the group is kept sparse.
        double[][] inputs = [.. Enumerable.Range(0, 8).Select(c => (double[])[c & 1, (c >> 1) & 1, c >> 2, .. new double[units - 3]])];
        double[][] targets = [.. inputs.Select(static input => (double[])[input.Sum() % 2])];
        LearningRule rule = ruleName switch
        {
            "Adam" => new Adam(),
            "iRPROP+" => new Rprop(),
            _ => new GradientDescent { Phases = [new(0.1, 0.5, 10), new(0.1, 0.9)], WeightDecay = 0.001 },
        };
        var options = new TrainerOptions { Batch = batch == 0 ? Batch.All : Batch.Of(batch), Shuffle = batch > 0, Threads = threads };
        var trainer = new Trainer<float>(new Network<float>(Topology.Layered(units, 4, 1)).Randomize(1), Cases.From(inputs, targets), rule, options: options);
        // The list of errors doubles now and then: after 520 sweeps there is room for 1,024.
        for (var k = 0; k < 520; k++)
            trainer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 300; k++)
            trainer.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
