using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class TrainingEngineTests
{
    private static Opening Open(string experiment, Func<CaseTraining, CaseTraining> training)
    {
        var opening = ExperimentOpenings.Of(Paper.Find(experiment))[0];
        return opening with { Training = training(opening.Training) };
    }

    /// <summary>Both have come to the same, to the last bit.</summary>
    private static void AssertSame(LabSession expected, LabSession found)
    {
        Assert.Equal(expected.Trainer.History.Errors, found.Trainer.History.Errors);
        Assert.Equal(expected.Trainer.ToModel().ToBytes(), found.Trainer.ToModel().ToBytes());
        Assert.Equal(expected.Trainer.ToCheckpoint(), found.Trainer.ToCheckpoint());
    }

    [Theory]
    [InlineData("symmetry", "within:0.2", null, false, false)]
    [InlineData("xor", "within:0.2", null, false, true)]
    [InlineData("xor", "no-better:3", null, false, false)]
    [InlineData("xor", "no-better:3,within:0.4", 1, true, false)]
    [InlineData("xor", "right", 3, true, false)]
    [InlineData("xor", "error:0.4,right", 1, false, true)]
    [InlineData("xor", "sweeps", 1, true, false)]
    public async Task Learning_by_modules_in_slices_gives_the_bits_of_a_trainer(string experiment, string until, int? batch, bool shuffle, bool isDouble)
    {
        var opening = Open(experiment, training => training with
        {
            Until = StopCondition.ReadAll(until),
            Batch = batch is { } size ? Batch.Of(size) : Batch.All,
            Shuffle = shuffle,
            IsDouble = isDouble,
            Sweeps = 1500,
        });
        using var host = new WasmtimeHost(sweepsASlice: 37);
        var (engine, found, expected) = (new TrainingEngine(host, TrainingEngine.OfPage), new LabSession(opening), new LabSession(opening));
        found.Change();
        expected.Change();
        await engine.PrepareAsync(found.Trainer);
        Assert.Equal(EngineWay.Fused, engine.Way);
        found.Run(engine, 60, 10);
        found.Run(engine, 60, 10);
        expected.Run(found.Trainer.Sweeps - expected.Trainer.Sweeps);
        AssertSame(expected, found);
        while (!found.Run(engine, int.MaxValue, 10))
        {
        }
        while (!expected.Run(int.MaxValue - expected.Trainer.Sweeps))
        {
        }
        Assert.True(found.HasEnded);
        Assert.True(host.Sweeps > found.Trainer.Sweeps / 2);
        Assert.Equal(expected.Trainer.History.Stopped!.Name, found.Trainer.History.Stopped!.Name);
        AssertSame(expected, found);
    }

    [Fact]
    public async Task Undo_and_other_settings_go_between_slices()
    {
        var opening = Open("symmetry", static training => training);
        using var host = new WasmtimeHost(sweepsASlice: 10);
        var (engine, found, expected) = (new TrainingEngine(host, TrainingEngine.OfPage), new LabSession(opening), new LabSession(opening));
        await engine.PrepareAsync(found.Trainer);
        found.Run(engine, 10, 10);
        found.Mark();
        found.Run(engine, 10, 10);
        found.Undo();
        found.Set(found.Training with { Rule = new Rprop() });
        Assert.False(engine.IsReadyFor(found.Trainer));
        await engine.PrepareAsync(found.Trainer);
        found.Run(engine, 10, 10);
        expected.Run(10);
        expected.Set(expected.Training with { Rule = new Rprop() });
        expected.Run(10);
        AssertSame(expected, found);
        Assert.Equal(30, host.Sweeps);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, 3)]
    public async Task Whatever_rules_follow_each_other_while_modules_train_the_bits_are_those_of_a_trainer(bool isDouble, int? batch)
    {
        var opening = Open("symmetry", training => training with { Until = [], Sweeps = int.MaxValue, IsDouble = isDouble, Batch = batch is { } size ? Batch.Of(size) : Batch.All });
        using var host = new WasmtimeHost(sweepsASlice: 170);
        var (engine, found, expected) = (new TrainingEngine(host, TrainingEngine.OfPage), new LabSession(opening), new LabSession(opening));
        LearningRule[] rules = [new GradientDescent { LearningRate = 0.5, Momentum = 0.9 }, new Adam(), new Adam { LearningRate = 0.1 }, new GradientDescent(), new GradientDescent { LearningRate = 0.11 }, new Rprop(), new Adam { LearningRate = 0.12, WeightDecay = 1e-4 }, new GradientDescent { Phases = [new(0.1, 0.5, 3600), new(0.2, 0.9)] }];
        foreach (var (index, rule) in rules.Index())
        {
            found.Set(found.Training with { Rule = rule });
            expected.Set(expected.Training with { Rule = rule });
            await engine.PrepareAsync(found.Trainer);
            for (var slice = 0; slice < 3; slice++)
                found.Run(engine, int.MaxValue, 10);
            expected.Run(found.Trainer.Sweeps - expected.Trainer.Sweeps);
            Assert.True(expected.Trainer.ToCheckpoint().AsSpan().SequenceEqual(found.Trainer.ToCheckpoint()), $"{index}: {rule}");
        }
    }

    [Fact]
    public async Task What_no_module_does_the_trainer_does_and_the_reason_is_said()
    {
        var opening = Open("xor", static training => training with { Rule = new Lbfgs() });
        using var host = new WasmtimeHost(sweepsASlice: 10);
        var (engine, session) = (new TrainingEngine(host, TrainingEngine.OfPage), new LabSession(opening));
        await engine.PrepareAsync(session.Trainer);
        Assert.Equal(EngineWay.Interpreted, engine.Way);
        Assert.Equal("the rule searches: it runs the cases several times for one change", engine.Reason);
        session.Run(engine, 5, 10);
        Assert.Equal(5, session.Trainer.Sweeps);
    }

    [Fact]
    public async Task A_module_takes_a_trainer_of_another_seed_with_its_noise()
    {
        var noisy = Open("symmetry", static training => training with { Noise = CaseNoise.Read("hidden=0.5"), Until = [], Sweeps = 100 });
        using var host = new WasmtimeHost(sweepsASlice: 10);
        var engine = new TrainingEngine(host, TrainingEngine.OfStudy);
        foreach (var seed in (ulong[])[3, 4])
        {
            LabSession found = new(noisy with { Seed = seed }), expected = new(noisy with { Seed = seed });
            if (seed == 3) await engine.PrepareAsync(found.Trainer);
            else engine.Take(found.Trainer);
            Assert.NotEqual(EngineWay.Interpreted, engine.Way);
            found.Run(engine, 20, 10);
            expected.Run(found.Trainer.Sweeps);
            Assert.True(expected.Trainer.ToCheckpoint().AsSpan().SequenceEqual(found.Trainer.ToCheckpoint()));
        }
    }

    [Fact]
    public void A_long_training_is_known_by_the_work_of_its_sweeps()
    {
        var session = new LabSession(Open("symmetry", static training => training with { Sweeps = 100_000_000 }));
        var outlook = new Outlook();
        Assert.True(outlook.Left(session, EngineWay.Fused) > Outlook.Patience);
        Assert.Contains("--sweeps 100000000", SameBits.ToTheEnd(session), StringComparison.Ordinal);
        var shorter = new LabSession(Open("symmetry", static training => training));
        Assert.True(outlook.Left(shorter, EngineWay.Fused) < Outlook.Patience);
        // What was measured counts for the net itself, and of large sweeps for others; these are small.
        outlook.Measure(session, EngineWay.Fused, 1e6);
        Assert.Equal(TimeSpan.FromSeconds(100), outlook.Left(session, EngineWay.Fused));
        Assert.True(outlook.Left(shorter, EngineWay.Fused) < Outlook.Patience);
        var large = new LabSession(TestLabs.Xor with { Net = Topology.Layered(2, 5_000, 1), Training = TestLabs.Xor.Training with { Sweeps = 1_000 } });
        var before = outlook.Left(large, EngineWay.Software);
        outlook.Measure(large, EngineWay.Software, 1_000 / before.TotalSeconds / 2);
        Assert.Equal(2 * before.TotalSeconds, outlook.Left(new LabSession(large.Opening with { Name = "other" }), EngineWay.Software).TotalSeconds, 1e-3);
    }

    [Fact]
    public void A_pace_makes_its_steps_due_in_time()
    {
        var (clock, steps) = (new PaceClock(), 0);
        for (var frame = 0; frame < 300; frame++)
            steps += clock.Due(new Pace(2, ByChange: false), TimeSpan.FromSeconds(1 / 30.0));
        Assert.InRange(steps, 20, 21);
        Assert.Equal(int.MaxValue, clock.Due(Pace.Full, TimeSpan.Zero));
    }
}
