using Backprop.Experiments;

namespace Backprop.Lab.Tests;

public class ReadingsTests
{
    /// <summary>Every net of the paper's experiments that is small enough to be read in full, after some learning.</summary>
    public static TheoryData<string, int> Nets => [.. Paper.Experiments.SelectMany(experiment => ExperimentOpenings.Of(experiment).Index().Where(static entry => entry.Item.Net.WeightCount < 1500).Select(entry => (experiment.Name, entry.Index)))];

    private static LabSession Learned(string experiment, int opening)
    {
        var session = new LabSession(ExperimentOpenings.Of(Paper.Find(experiment))[opening]);
        for (var change = 0; change < 3; change++)
            session.Change();
        return session;
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void Terms_add_up_to_the_bits_that_the_library_computes(string experiment, int opening)
    {
        var session = Learned(experiment, opening);
        foreach (var @case in new[] { 0, session.Opening.Cases.Count - 1 })
        {
            var reading = session.Trainer.Read(@case);
            foreach (var group in reading.Net.Groups)
            {
                for (var unit = 0; unit < group.Size; unit++)
                {
                    var of = UnitReading.Of(reading, group, unit, session.Opening.Cases, @case);
                    if (!group.IsInput && group.LeakRate == 1) Assert.Equal(of.TotalInput, of.Sum);
                    Assert.Equal(of.ByState, of.SumBack);
                    Assert.Equal(group.Incoming.Sum(static projection => projection.Weights.IsOneToOne ? 1 : projection.From.Size), of.Received.Count);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void Places_of_a_weight_add_up_to_its_derivative(string experiment, int opening)
    {
        var session = Learned(experiment, opening);
        if (session.Opening.Cases.Sequences is not null) return;
        var reading = session.Trainer.Read(0);
        for (var weight = 0; weight < reading.Net.WeightCount; weight++)
        {
            var of = WeightReading.Of(reading, weight);
            if (of.Block.Frozen || !of.Exists) continue;
            Assert.Equal(of.Sum / (of.IsMean ? of.Block.Copies : 1), of.OfCase, 1e-6 * Math.Max(1, Math.Abs(of.OfCase)));
            Assert.Equal(session.Trainer[weight], of.Value);
        }
    }

    [Fact]
    public void A_unit_of_the_symmetry_net_has_the_paper_s_equations()
    {
        var session = Learned("symmetry", 0);
        var reading = session.Trainer.Read(5);
        var output = UnitReading.Of(reading, reading.Net["output"], 0, session.Opening.Cases, 5);
        Assert.Equal(1 / (1 + Math.Exp(-output.TotalInput!.Value)), output.State, 1e-6);
        Assert.Equal(0, output.Target);
        Assert.Equal(output.State - output.Target!.Value, output.ByState, 1e-6);
        Assert.Equal(output.ByState, output.OfError);
        Assert.Equal(output.ByState * output.State * (1 - output.State), output.ByTotalInput!.Value, 1e-6);
        Assert.Equal(0.5 * Math.Pow(output.State, 2), reading.Error, 1e-6);
        Assert.Empty(output.SentBack);
        Assert.Equal(2, output.Received.Count);
        var hidden = UnitReading.Of(reading, reading.Net["hidden"], 1, session.Opening.Cases, 5);
        Assert.Equal(output.ByTotalInput.Value * output.Received[1].Value, hidden.ByState, 1e-7);
        Assert.Null(hidden.Target);
        Assert.Null(hidden.OfError);
    }

    [Fact]
    public void The_gradient_over_all_cases_is_the_sum_of_those_of_the_cases_and_the_last_change_follows_from_it()
    {
        var session = new LabSession(ExperimentOpenings.Of(Paper.Find("xor"))[0]);
        var gradient = session.Trainer.Gradient();
        for (var weight = 0; weight < gradient.Length; weight++)
            Assert.Equal(Enumerable.Range(0, 4).Sum(@case => session.Trainer.Read(@case).ByWeight[weight]), gradient[weight], 1e-6);
        Assert.Equal(0, session.Trainer.LastChange(0));
        var before = session.Trainer[0];
        session.Change();
        Assert.Equal(session.Trainer[0] - before, session.Trainer.LastChange(0)!.Value, 1e-6);
        Assert.Equal(-((GradientDescent)session.Training.Rule).LearningRate * gradient[0], session.Trainer.LastChange(0)!.Value, 1e-6);
    }
}
