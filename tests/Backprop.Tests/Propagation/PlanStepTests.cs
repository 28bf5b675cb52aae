namespace Backprop.Tests;

public sealed class PlanStepTests
{
    private static readonly Topology Net = Topology.Build(static net => net.Output("out", 2).From(net.Input("in", 3)).From(net.Input("more", 1)));

    private static Projection From(string group) => Net["out"].Incoming.Single(projection => projection.From.Name == group);

    /// <summary>A step, and others that differ from it in one thing each.</summary>
    private static PlanStep[] Steps()
    {
        var step = new PlanStep(Operation.SparseGradient, From("in"));
        return
        [
            step,
            step with { Operation = Operation.DenseGradient },
            step with { Projection = From("more") },
            step with { Projection = null },
            step with { Start = StartValue.Zero },
            step with { Writes = true },
            step with { ByColumns = true },
            step with { InCaseOrder = true },
            step with { Biases = BiasUse.Write },
            step with { Biases = BiasUse.Add },
            step with { Parts = [new PlanStep(Operation.Value)] },
            step with { Parts = [new PlanStep(Operation.Derivative)] },
        ];
    }

    [Fact]
    public void Steps_are_equal_if_they_do_the_same()
    {
        var (steps, same) = (Steps(), Steps());
        for (var one = 0; one < steps.Length; one++)
        {
            for (var other = 0; other < steps.Length; other++)
                Assert.Equal(one == other, steps[one] == same[other]);
            Assert.Equal(steps[one].GetHashCode(), same[one].GetHashCode());
        }
        Assert.False(steps[0].Equals(null));
    }

    [Fact]
    public void Steps_of_a_group_are_equal_if_the_group_the_threads_and_the_steps_are()
    {
        static GroupSteps[] All() => [.. Steps().Select(static step => new GroupSteps(Net["out"], false, [step])), new(Net["out"], true, [Steps()[0]]), new(Net["in"], false, [Steps()[0]]), new(Net["out"], false, [])];
        var (groups, same) = (All(), All());
        for (var one = 0; one < groups.Length; one++)
        {
            for (var other = 0; other < groups.Length; other++)
                Assert.Equal(one == other, groups[one] == same[other]);
            Assert.Equal(groups[one].GetHashCode(), same[one].GetHashCode());
        }
        Assert.False(groups[0].Equals(null));
    }

    [Fact]
    public void A_step_is_written_with_all_that_it_does()
    {
        Assert.Equal(
            [
                "SparseGradient in->out, added",
                "DenseGradient in->out, added",
                "SparseGradient more->out, added",
                "SparseGradient",
                "SparseGradient in->out from 0, added",
                "SparseGradient in->out, written",
                "SparseGradient in->out, added, by columns",
                "SparseGradient in->out, added, in case order",
                "SparseGradient in->out, added, biases written",
                "SparseGradient in->out, added, biases added",
                "SparseGradient in->out, added (Value)",
                "SparseGradient in->out, added (Derivative)",
            ],
            Steps().Select(static step => step.ToString()));
        Assert.Equal("Dense in->out from the biases", new PlanStep(Operation.Dense, From("in")) { Start = StartValue.Biases, ByColumns = true, Writes = true }.ToString());
        Assert.Equal("OneToOneGradient in->out, written", new PlanStep(Operation.OneToOneGradient, From("in")) { Writes = true }.ToString());
    }
}
