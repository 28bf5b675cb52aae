using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class RegionsTests
{
    [Fact]
    public void The_plane_of_two_inputs_is_what_the_net_answers_there()
    {
        var session = new LabSession(TestLabs.Xor);
        session.Run(100_000);
        var inputs = Regions.Inputs(session.Opening.Cases);
        var regions = Regions.Of(session, 0, inputs[0], inputs[1], session.Trainer.Net.Outputs[0], 0);
        Assert.Equal((-0.25, 1.25, -0.25, 1.25), (regions.Output.Left, regions.Output.Right, regions.Output.Bottom, regions.Output.Top));
        Assert.Equal(4, regions.Cases.Count);
        Assert.All(regions.Cases, item => Assert.Equal(item.Desired, regions.Output.Value(item.Across, item.Up) > 0.5));
        var net = new Network<double>(session.Trainer.Net);
        for (var weight = 0; weight < session.Trainer.WeightCount; weight++)
            net.Weights[weight] = session.Trainer[weight];
        Assert.Equal(net.Run(-0.25, 1.25)[0], regions.Output.Value(-0.25, 1.25), 1e-5);
        Assert.Equal(net.Run(0.3, 0.8)[0], regions.Output.Value(0.3, 0.8), 0.01);
    }

    [Fact]
    public void The_other_inputs_are_those_of_the_case()
    {
        var session = new LabSession(ExperimentOpenings.Of(Paper.Find("symmetry"))[0]);
        var cases = session.Opening.Cases;
        var inputs = Regions.Inputs(cases);
        Assert.Equal(6, inputs.Count);
        var shown = Regions.OnPlane(cases, 9, inputs[1], inputs[4]).ToList();
        Assert.Equal(4, shown.Count);
        Assert.Contains(9, shown);
        var regions = Regions.Of(session, 9, inputs[1], inputs[4], session.Trainer.Net.Outputs[0], 0);
        foreach (var (item, @case) in regions.Cases.Zip(shown))
            Assert.Equal(session.Trainer.States(@case)[^1], regions.Output.Value(item.Across, item.Up), 1e-3);
    }
}
