namespace Backprop.Cli.Tests;

public class StatusLineTests
{
    [Fact]
    public void The_line_replaces_itself_and_is_cut_to_the_present_width()
    {
        using var screen = new StringWriter();
        var width = 10;
        var line = new StatusLine(screen, () => width);
        line.Show("0123456789");
        width = 6;
        line.Show("東京都\u001b[2J");
        line.Clear();
        line.Clear();
        Assert.Equal("\u001b[?7l\r01234567…\u001b[K\u001b[?7h" + "\u001b[?7l\r東京…\u001b[K\u001b[?7h" + "\r\u001b[K", screen.ToString());
    }

    [Fact]
    public void The_cursor_is_never_sent_up()
    {
        using var screen = new StringWriter();
        var line = new StatusLine(screen, () => 0); // a width that nobody knows
        line.Show("some text\nof two lines");
        Assert.DoesNotContain('\n', screen.ToString());
        Assert.Matches("^(\u001b\\[(K|\\?7[lh])|[^\u001b])*$", screen.ToString());
    }
}
