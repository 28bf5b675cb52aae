namespace Backprop.Lab.Tests;

public class SnapshotsTests
{
    private static LabSession Xor => new(TestLabs.Xor with { Training = new CaseTraining { Until = [], Sweeps = 1_000_000 } });

    [Fact]
    public void Snapshots_begin_at_the_start_grow_apart_and_stay_few()
    {
        var (snapshots, session) = (new Snapshots(), Xor);
        snapshots.Follow(session);
        for (var slice = 0; slice < 3000; slice++)
        {
            session.Run(1);
            snapshots.Follow(session);
        }
        Assert.Equal(0, snapshots.All[0].Sweeps);
        Assert.InRange(snapshots.All.Count, 20, Snapshots.Most);
        int[] gaps = [.. snapshots.All.Zip(snapshots.All.Skip(1), static (a, b) => b.Sweeps - a.Sweeps)];
        Assert.All(gaps, static gap => Assert.True(gap > 0));
        Assert.True(gaps[^2] > 20 * gaps[0]);
    }

    [Fact]
    public void Codes_of_a_snapshot_are_those_that_the_net_had_then()
    {
        var (snapshots, session) = (new Snapshots(), Xor);
        var group = GroupCodes.First(session.Trainer.Net);
        double[][] then = [.. GroupCodes.Of(session, group, 10).Select(static code => code.States.ToArray())];
        snapshots.Follow(session);
        session.Run(200);
        snapshots.Follow(session);
        Assert.NotEqual(then[0], GroupCodes.Of(session, group, 10)[0].States);
        Assert.Equal(then, GroupCodes.Of(session, group, 10, snapshots.All[0].Weights).Select(static code => code.States.ToArray()));
    }

    [Fact]
    public void Undo_drops_the_snapshots_of_what_was_undone()
    {
        var (snapshots, session) = (new Snapshots(), Xor);
        snapshots.Follow(session);
        session.Mark();
        session.Run(50);
        snapshots.Follow(session);
        Assert.Equal(2, snapshots.All.Count);
        session.Undo();
        snapshots.Follow(session);
        Assert.Equal(0, Assert.Single(snapshots.All).Sweeps);
    }
}
