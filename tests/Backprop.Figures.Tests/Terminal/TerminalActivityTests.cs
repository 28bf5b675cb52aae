namespace Backprop.Figures.Tests;

public sealed class TerminalActivityTests
{
    [Fact]
    public void Each_group_is_a_line_of_bars_with_marks_below()
    {
        var text = TerminalActivity.Draw([new("in", [0, 1]), new("out", [0.1, 0.99, 0.5]) { Marked = [1] }]);
        Assert.Equal("in   ▁█\nout  ▁█▅\n      ^\n", text);
    }

    [Fact]
    public void Wide_groups_break_into_lines()
    {
        var lines = TerminalActivity.Draw([new("x", new double[25])], width: 13).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.True(line.Length <= 13));
    }
}
