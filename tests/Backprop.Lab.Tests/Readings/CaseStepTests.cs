using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class CaseStepTests
{
    public static TheoryData<string> Names => [.. Paper.Experiments.Select(static experiment => experiment.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Groups_are_computed_after_what_they_receive_from_and_derived_after_what_they_send_to(string experiment)
    {
        var net = ExperimentOpenings.Of(Paper.Find(experiment))[0].Net;
        var steps = CaseStep.Of(net).ToList();
        Assert.Equal((StepKind.Given, StepKind.Weights), (steps[0].Kind, steps[^1].Kind));
        var (forward, back) = (At(StepKind.Forward), At(StepKind.Back));
        Assert.Equal(net.Groups.Count(static group => !group.IsInput), forward.Count);
        foreach (var projection in net.Projections)
        {
            if (!projection.From.IsInput) Assert.True(forward[projection.From] < forward[projection.To] && back[projection.To] < back[projection.From]);
        }
        Assert.True(steps.FindIndex(static step => step.Kind == StepKind.Error) > forward.Values.Max() && back.Values.Min() > forward.Values.Max());

        Dictionary<Group, int> At(StepKind kind) => steps.Index().Where(entry => entry.Item.Kind == kind).SelectMany(static entry => entry.Item.Groups.Select(group => (group, entry.Index))).ToDictionary();
    }

    [Fact]
    public void A_group_shows_nothing_then_its_states_then_its_derivatives()
    {
        var net = Topology.Layered(2, 3, 1);
        var steps = CaseStep.Of(net);
        Assert.Equal(7, steps.Count);
        StepKind?[] Shown(string group) => [.. Enumerable.Range(0, 7).Select(at => CaseStep.Shown(steps, at, net[group]))];
        StepKind? none = null, state = StepKind.Forward, derivative = StepKind.Back;
        Assert.Equal([state, state, state, state, state, state, state], Shown("input"));
        Assert.Equal([none, state, state, state, state, derivative, derivative], Shown("hidden"));
        Assert.Equal([none, none, state, state, derivative, derivative, derivative], Shown("output"));
    }
}
