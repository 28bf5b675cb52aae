namespace Backprop.Tests;

public sealed class ProgressReportsTests
{
    [Fact]
    public void A_report_comes_when_the_interval_since_the_last_one_has_passed()
    {
        var received = new List<TrainingProgress>();
        var history = new History { TrainingWeight = 4, ValidationWeight = 2 };
        history.Add(3);
        var reports = new ProgressReports(new Receiver(received), history);

        foreach (var milliseconds in (int[])[0, 49, 50, 99, 100, 260, 309, 310])
            reports.ReportIfDue(TimeSpan.FromMilliseconds(milliseconds), validationError: 5);

        Assert.Equal([50, 100, 260, 310], received.Select(static report => (int)report.Elapsed.TotalMilliseconds));
        Assert.All(received, static report => Assert.Equal((1, 3.0, 5.0, 0.75, 2.5), (report.Sweeps, report.Error, report.ValidationError, report.ErrorPerCase, report.ValidationErrorPerCase)));
    }

    private sealed class Receiver(List<TrainingProgress> received) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => received.Add(value);
    }
}
