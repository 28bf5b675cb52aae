using Backprop.Tests;

namespace Backprop.Cli.Tests;

public class TrainingProgressViewTests
{
    private static string Shown(bool canRedraw, int reports, int width = 200)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var time = new ManualTime();
        var terminal = new Terminal(TextWriter.Null, error, CancellationToken.None) { Screen = canRedraw ? error : null, ScreenWidth = () => width, Time = time };
        TrainingProgressView.Run(terminal, "training", 1_000, progress =>
        {
            for (var k = 1; k <= reports; k++)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                progress.Report(new TrainingProgress(100 * k, 50.0 / k, 7.5 / k, TimeSpan.FromSeconds(k)) { ErrorPerCase = 0.5 / k, ValidationErrorPerCase = 0.75 / k });
            }
            return 0;
        });
        return error.ToString();
    }

    [Fact]
    public void A_terminal_shows_bar_speed_time_left_errors_and_a_sparkline()
    {
        var text = Shown(canRedraw: true, reports: 4);
        Assert.Contains("\r training ━━━━━─────── █▅▂▁ sweep 400 · E/case 0.125 · validation 0.1875 · 100 sweeps/s · ≤ 6 s left\u001b[K", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\u001b[K", text, StringComparison.Ordinal); // and leaves nothing behind
        Assert.DoesNotContain('\n', text);
    }

    [Theory]
    [InlineData(40, " sweep 400 · E/case 0.125 · validation…")]
    [InlineData(60, " training █▅▂▁ sweep 400 · E/case 0.125 · validation 0.187…")]
    [InlineData(80, " training ━━━━━─────── █▅▂▁ sweep 400 · E/case 0.125 · validation 0.1875 · 100…")]
    public void A_narrow_terminal_shows_the_errors_first(int width, string line) =>
        Assert.Contains($"\r{line}\u001b[K", Shown(canRedraw: true, reports: 4, width), StringComparison.Ordinal);

    [Fact]
    public void Elsewhere_a_short_training_says_nothing() => Assert.Empty(Shown(canRedraw: false, reports: 4));

    [Fact]
    public void Elsewhere_a_line_is_written_every_five_seconds()
    {
        var lines = Shown(canRedraw: false, reports: 12).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, lines.Length);
        Assert.Contains("sweep 500 · E/case 0.1", lines[0], StringComparison.Ordinal);
        Assert.Contains("sweep 1,000 · E/case 0.05", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_is_said_to_be_per_what_it_is()
    {
        using var error = new StringWriter { NewLine = "\n" };
        TrainingProgressView.Run(new Terminal(TextWriter.Null, error, CancellationToken.None) { Screen = error, ScreenWidth = () => 200 }, "training", 1_000, view =>
        {
            view.Report(new TrainingProgress(100, 50, double.NaN, TimeSpan.FromSeconds(1)) { ErrorPerCase = 5 });
            return 0;
        }, "window");
        Assert.Contains("sweep 100 · E/window 5\u001b[K", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_net_begins_with_its_own_title_curve_and_speed()
    {
        using var error = new StringWriter { NewLine = "\n" };
        TrainingProgressView.Run(new Terminal(TextWriter.Null, error, CancellationToken.None) { Screen = error, ScreenWidth = () => 200 }, "training", 1_000, view =>
        {
            view.Report(new TrainingProgress(900, 0.5, double.NaN, TimeSpan.FromSeconds(9)));
            view.Begin("net 2 of 2");
            view.Report(new TrainingProgress(100, 50, double.NaN, TimeSpan.FromSeconds(1)) { ErrorPerCase = 5 });
            return 0;
        });
        Assert.Contains("net 2 of 2 ━─────────── ▁ sweep 100 · E/case 5\u001b[K", error.ToString(), StringComparison.Ordinal);
    }
}
