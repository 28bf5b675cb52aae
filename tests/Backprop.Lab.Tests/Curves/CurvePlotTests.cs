using System.Globalization;

namespace Backprop.Lab.Tests;

public class CurvePlotTests
{
    private static LabRun Run(int sweeps)
    {
        var session = new LabSession(TestLabs.Xor);
        session.Run(sweeps);
        var runs = new Runs();
        runs.Follow(session);
        return runs.Present;
    }

    private static (int X, int Y)[] Points(string text) =>
        [.. text.Split(' ').Select(static point => point.Split(',')).Select(static pair => (int.Parse(pair[0], CultureInfo.InvariantCulture), int.Parse(pair[1], CultureInfo.InvariantCulture)))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Points_lie_within_the_picture_at_the_errors_per_case(bool isLogarithmic)
    {
        var run = Run(60);
        var plot = new CurvePlot([run], [], isLogarithmic);
        var points = Points(plot.Points(run));
        Assert.All(points, static point => Assert.True(point is { X: >= 0 and <= CurvePlot.Side, Y: >= 0 and <= CurvePlot.Side }));
        Assert.Equal(run.Course.Sweeps, plot.Sweeps);
        Assert.Equal(CurvePlot.Side, points[^1].X);
        Assert.Equal((int)Math.Round(CurvePlot.Side * (1 - plot.HeightOf(run.Course.Spans[^1].Last / 4))), points[^1].Y);
        Assert.Equal(4, run.Weight);
        Assert.Equal(30, plot.SweepAt(plot.ShareOf(30)));
    }

    [Fact]
    public void A_run_without_sweeps_has_no_points_and_axes_all_the_same()
    {
        var runs = new Runs();
        runs.Follow(new LabSession(TestLabs.Xor));
        foreach (var isLogarithmic in new[] { false, true })
        {
            var plot = new CurvePlot([runs.Present], [], isLogarithmic);
            Assert.Equal("", plot.Points(runs.Present));
            Assert.NotEmpty(plot.ErrorTicks(6));
            Assert.NotEmpty(plot.SweepTicks(6));
        }
    }

    [Fact]
    public void A_stop_rule_is_a_line_at_the_error_per_case_that_it_needs()
    {
        var net = Topology.Layered(2, 2, 3);
        var training = new CaseTraining { Until = [StopCondition.Within(0.2), .. StopCondition.ReadAll("error:2")], Sweeps = 700 };
        Assert.Equal([new(0.5 * 0.2 * 0.2 * 3, false, 0.2), new(2 / 4.0, false), new StopLine(700, true)], StopLine.Of(training, net, 4));
        Assert.Equal([new StopLine(700, true)], StopLine.Of(training with { Until = [StopCondition.Within(0.2)], Error = CaseError.Read("cross-entropy", null) }, net, 4));
    }
}
