namespace Backprop.Experiments.Tests;

public class SeedRunnerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Results_stand_in_the_order_of_the_seeds_whatever_the_number_of_threads(int threads)
    {
        var results = SeedRunner.Run(10, 50, threads, seed =>
        {
            Thread.SpinWait((int)(seed * 7919 % 1000));
            return seed * seed;
        });
        Assert.Equal(Enumerable.Range(10, 50).Select(n => (ulong)(n * n)), results);
    }

    [Fact]
    public void Progress_counts_every_run_once()
    {
        var counts = new List<int>();
        SeedRunner.Run(1, 20, 3, seed => seed, counts.Add);
        Assert.Equal(Enumerable.Range(1, 20), counts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_failure_of_the_least_seed_is_the_one_reported(int threads)
    {
        using var greaterSeedFails = new ManualResetEventSlim(initialState: threads == 1);
        var failure = Assert.Throws<InvalidOperationException>(() => SeedRunner.Run<int>(1, 100, threads, seed =>
        {
            if (seed == 5) greaterSeedFails.Wait();
            if (seed > 5) greaterSeedFails.Set();
            return seed >= 5 ? throw new InvalidOperationException($"seed {seed}") : 0;
        }));
        Assert.Equal("seed 5", failure.Message);
    }

    [Fact]
    public void Canceling_ends_it()
    {
        using var source = new CancellationTokenSource();
        var runs = 0;
        Assert.Throws<OperationCanceledException>(() => SeedRunner.Run(1, 1000, 1, seed =>
        {
            if (++runs == 3) source.Cancel();
            return seed;
        }, cancellationToken: source.Token));
        Assert.Equal(3, runs);
    }

    [Fact]
    public void No_threads_are_too_few() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SeedRunner.Run(1, 1, 0, seed => seed));
}
