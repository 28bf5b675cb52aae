namespace Backprop.Cli.Tests;

public class TrainingProgressViewTests
{
    private static string Shown(bool canRedraw, int reports, TimeSpan pause)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(TextWriter.Null, error, CancellationToken.None) { CanRedraw = canRedraw };
        TrainingProgressView.Run(terminal, "training", 1_000, progress =>
        {
            for (var k = 1; k <= reports; k++)
            {
                progress.Report(new TrainingProgress(100 * k, 50.0 / k, 7.5 / k, TimeSpan.FromSeconds(k)) { ErrorPerCase = 0.5 / k, ValidationErrorPerCase = 0.75 / k });
                Thread.Sleep(pause);
            }
            return new Trainer<float>(new Network<float>(Topology.Layered(1, 1)), Cases.From([[0]], [[0]]), new GradientDescent()).History;
        });
        return error.ToString();
    }

    [Fact]
    public void A_terminal_shows_bar_speed_time_left_errors_and_a_sparkline()
    {
        var text = Shown(canRedraw: true, reports: 4, TimeSpan.FromMilliseconds(5));
        Assert.Contains("training ━━━━━─────── █▅▂▁ sweep 400 · E/case 0.125 · validation 0.1875 · 100 sweeps/s · ≤ 6 s left", text, StringComparison.Ordinal);
        Assert.Contains("\u001b[", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Elsewhere_a_short_training_says_nothing() => Assert.Empty(Shown(canRedraw: false, reports: 4, TimeSpan.Zero));

    [Fact]
    public void Another_net_begins_with_its_own_title_curve_and_speed()
    {
        using var error = new StringWriter { NewLine = "\n" };
        TrainingProgressView.Run(new Terminal(TextWriter.Null, error, CancellationToken.None) { CanRedraw = true }, "training", 1_000, view =>
        {
            view.Report(new TrainingProgress(900, 0.5, double.NaN, TimeSpan.FromSeconds(9)));
            view.Begin("net 2 of 2");
            view.Report(new TrainingProgress(100, 50, double.NaN, TimeSpan.FromSeconds(1)));
            return 0;
        });
        Assert.Contains("net 2 of 2 ━─────────── ▁ sweep 100 · E 50", error.ToString(), StringComparison.Ordinal);
    }
}
