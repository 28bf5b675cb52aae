namespace Backprop.Lab.Tests;

public class SeedStudyTests
{
    private static Opening Xor => TestLabs.Xor;

    [Fact]
    public void Slices_train_every_seed_as_a_training_of_its_own()
    {
        var training = new CaseTraining { Rule = new GradientDescent { LearningRate = 0.5, Momentum = 0.9 }, Sweeps = 600 };
        var study = new SeedStudy(Xor, training, firstSeed: 3, seeds: 8);
        for (var slice = 1; !study.HasEnded; slice = (slice % 97) + 1)
            study.Run(slice);
        study.Run(5);
        Assert.Equal(8, study.Runs.Count);
        foreach (var run in study.Runs)
        {
            var alone = training.CreateTrainer<float>(Xor.Net, Xor.Cases, run.Seed);
            var history = alone.Run(training.StopRule);
            Assert.Equal((history.Sweeps, history.Stopped!.Name != "600 sweeps", history.Error), (run.Sweeps, run.Learned, run.Error!.Value));
        }
        Assert.Contains(study.Runs, static run => run.Learned);
        Assert.Contains(study.Runs, static run => !run.Learned);
        Assert.Equal(study.Runs.Count(static run => run.Learned), study.Learned.Count);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(1, true)]
    public async Task By_a_module_every_seed_ends_with_the_bits_of_its_trainer(int? batch, bool shuffle)
    {
        var training = new CaseTraining { Rule = new GradientDescent { LearningRate = 0.5, Momentum = 0.9 }, Sweeps = 600, Batch = batch is { } size ? Batch.Of(size) : Batch.All, Shuffle = shuffle };
        using var host = new WasmtimeHost(sweepsASlice: 37);
        var (expected, found) = (new SeedStudy(Xor, training, firstSeed: 3, seeds: 8), new SeedStudy(Xor, training, firstSeed: 3, seeds: 8, new TrainingEngine(host, TrainingEngine.OfStudy)));
        while (!expected.HasEnded)
            expected.Run(600);
        await found.PrepareAsync();
        while (!found.HasEnded)
            found.Slice(5);
        Assert.Equal(expected.Runs, found.Runs);
        Assert.True(host.Sweeps > expected.Runs.Sum(static run => run.Sweeps) / 2);
    }

    [Fact]
    public void The_command_says_the_same_seeds_and_settings()
    {
        var study = new SeedStudy(Xor, new CaseTraining { Rule = new GradientDescent { LearningRate = 0.5, Momentum = 0.9 } }, firstSeed: 3, seeds: 50);
        Assert.Equal($"backprop study {Xor.CasesFile} --net {Xor.NetFile} --rate 0.5 --seeds 50 --first-seed 3", study.Command);
    }

    [Fact]
    public void A_net_is_studied_only_where_seeds_and_goals_mean_something()
    {
        var opening = Xor with { Training = new CaseTraining() };
        Assert.True(SeedStudy.CanStudy(new LabSession(opening)));
        Assert.False(SeedStudy.CanStudy(new LabSession(opening with { Training = new CaseTraining { Until = [] } })));
        Assert.False(SeedStudy.CanStudy(new LabSession(opening with { Training = new CaseTraining { Until = StopCondition.ReadAll("no-better:9") } })));
        Assert.False(SeedStudy.CanStudy(new LabSession(opening with { Weights = new double[opening.Net.WeightCount] })));
    }

    [Fact]
    public void A_net_whose_numbers_grow_without_end_has_not_learned_and_the_next_goes_on()
    {
        var net = Topology.Build(static net => net.Output("output", 1, UnitFunction.Identity).From(net.Input("input", 2)));
        var study = new SeedStudy(Xor with { Net = net }, new CaseTraining { Rule = new GradientDescent { LearningRate = 100 }, Sweeps = 500 }, firstSeed: 1, seeds: 2);
        while (!study.HasEnded)
            study.Run(50);
        Assert.Equal([(1UL, false, null), (2UL, false, (double?)null)], study.Runs.Select(static run => (run.Seed, run.Learned, run.Error)));
    }

    [Fact]
    public void Bars_count_every_net_that_learned_once()
    {
        var bins = new SweepBins([new(1, 100, true, 0.1), new(2, 120, true, 0.1), new(3, 5000, true, 0.1), new(4, 9999, false, 1)]);
        Assert.Equal(3, bins.Bars.Sum());
        Assert.Equal(1, bins.Bars[^1]);
        Assert.True(bins.Bars[0] >= 1);
        Assert.InRange(100, bins.SweepsOf(0).First, bins.SweepsOf(0).Last + 1);
    }
}
