namespace Backprop.Tests;

public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(2, 4000)]
    [InlineData(3, 20)]
    [InlineData(7, 20)]
    [InlineData(3, 0)]
    public void Every_part_runs_once_per_work_whether_the_threads_spin_or_sleep_between_works(int threads, int spins)
    {
        var team = new ThreadTeam(threads, spins);
        var work = new Counting(threads);
        for (var k = 0; k < 500; k++)
            team.Run(work);
        Assert.All(work.Runs, count => Assert.Equal(500, count));
    }

    [Fact]
    public void A_team_that_sleeps_wakes_up()
    {
        using var asleep = new SemaphoreSlim(0);
        var team = new ThreadTeam(3, spins: 0, Timeout.InfiniteTimeSpan) { Asleep = () => asleep.Release() };
        var work = new Counting(3);
        for (var k = 0; k < 20; k++)
        {
            team.Run(work);
            asleep.Wait();
            asleep.Wait();
        }
        Assert.All(work.Runs, count => Assert.Equal(20, count));
    }

    [Fact]
    public void A_team_whose_threads_have_ended_starts_new_ones()
    {
        using var ended = new SemaphoreSlim(0);
        var team = new ThreadTeam(3, spins: 0, patience: TimeSpan.Zero) { Ended = () => ended.Release() };
        var work = new Counting(3);
        for (var k = 0; k < 20; k++)
        {
            team.Run(work);
            ended.Wait();
            ended.Wait();
        }
        Assert.All(work.Runs, count => Assert.Equal(20, count));
    }

    [Fact]
    public void What_a_part_throws_reaches_the_caller()
    {
        var team = new ThreadTeam(3);
        Assert.Throws<InvalidOperationException>(() => team.Run(new Failing()));
        team.Run(new Counting(3));
    }

    [Fact]
    public void Training_gives_the_same_bits_with_any_number_of_threads()
    {
        var expected = Trained(1);
        foreach (var threads in (int[])[2, 3, 7])
            Assert.Equal(expected, Trained(threads));
    }

    private static float[] Trained(int threads)
    {
        var random = new RandomSource(2);
        var inputs = new float[200 * 300];
        for (var k = 0; k < inputs.Length; k++)
            inputs[k] = (float)random.NextDouble();
        var answers = Enumerable.Range(0, 200).Select(c => c * 7 % 10).ToArray();
        var cases = new CasesBuilder(200).Input(null, inputs, 300).TargetOneHot(null, answers, 10).ToCases();
        var network = new Network<float>(Topology.Layered(300, 120, 10)).Randomize(1, 0.1);
        var trainer = new Trainer<float>(network, cases, new GradientDescent { LearningRate = 0.01, Momentum = 0.9, WeightDecay = 1e-4 },
            options: new TrainerOptions { Batch = Batch.Of(96), Threads = threads });
        for (var sweep = 0; sweep < 3; sweep++)
            trainer.Step();
        return network.Weights.ToArray();
    }

    private sealed class Counting(int parts) : ISharedWork
    {
        public int[] Runs { get; } = new int[parts];

        public void Run(int part, int parts) => Runs[part]++;
    }

    private sealed class Failing : ISharedWork
    {
        public void Run(int part, int parts)
        {
            if (part == 1)
                throw new InvalidOperationException("part 1");
        }
    }
}
