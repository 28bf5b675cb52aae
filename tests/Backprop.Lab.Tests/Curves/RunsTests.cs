using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class RunsTests
{
    private static Opening Xor => TestLabs.Xor;

    [Fact]
    public void Starting_again_makes_a_run_that_learned_an_earlier_one()
    {
        var (runs, session) = (new Runs(), new LabSession(Xor));
        runs.Follow(session);
        session.Restart(seed: 5);
        runs.Follow(session);
        Assert.Empty(runs.Earlier);
        session.Run(20);
        runs.Follow(session);
        session.Restart(seed: 6);
        runs.Follow(session);
        var earlier = Assert.Single(runs.Earlier);
        Assert.Equal(20, earlier.Course.Sweeps);
        Assert.EndsWith("--seed 5", earlier.Words, StringComparison.Ordinal);
        Assert.Equal(0, runs.Present.Course.Sweeps);
    }

    [Fact]
    public void Starting_again_by_the_same_settings_ends_a_run_too()
    {
        var (runs, session) = (new Runs(), new LabSession(Xor));
        session.Run(20);
        runs.Follow(session);
        session.Restart();
        runs.Follow(session);
        session.Run(5);
        runs.Follow(session);
        Assert.Equal(20, Assert.Single(runs.Earlier).Course.Sweeps);
        Assert.Equal(5, runs.Present.Course.Sweeps);
    }

    [Fact]
    public void The_last_ten_are_kept_also_when_the_same_net_is_opened_anew_and_none_of_another_net()
    {
        var runs = new Runs();
        for (ulong seed = 1; seed <= 13; seed++)
        {
            var session = new LabSession(Xor with { Seed = seed });
            runs.Follow(session);
            session.Run(2);
            runs.Follow(session);
        }
        Assert.Equal(Runs.MostEarlier, runs.Earlier.Count);
        Assert.Equal(12UL, runs.Earlier[^1].Opening.Seed);
        runs.Follow(new LabSession(ExperimentOpenings.Of(Paper.Find("symmetry"))[0]));
        Assert.Empty(runs.Earlier);
    }

    [Fact]
    public void A_run_says_whether_it_was_touched_and_whether_it_ended()
    {
        var (runs, session) = (new Runs(), new LabSession(Xor));
        session.Run(3);
        runs.Follow(session);
        Assert.False(runs.Present.WasTouched);
        session.SetWeight(0, 0.5);
        session.Run(100_000);
        runs.Follow(session);
        Assert.True(runs.Present.WasTouched);
        Assert.True(runs.Present.HasEnded);
        Assert.Equal(session.Trainer.Sweeps, runs.Present.Course.Sweeps);
    }
}
