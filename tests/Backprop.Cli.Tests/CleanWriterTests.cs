namespace Backprop.Cli.Tests;

public class CleanWriterTests
{
    private static string Written(params string[] parts)
    {
        using var screen = new StringWriter();
        using var writer = new CleanWriter(screen);
        foreach (var part in parts)
            writer.Write(part);
        writer.Flush();
        return screen.ToString();
    }

    [Fact]
    public void Control_sequences_do_not_reach_a_terminal()
    {
        Assert.Equal("a,b\t1\nplain 東京 µ\n", Written("a,b\t1\nplain 東京 µ\n"));
        Assert.Equal("\uFFFD[2J\uFFFD]0;title\uFFFD \uFFFD31m\uFFFDx", Written("\u001b[2J\u001b]0;title\u0007\r\u009b31m\u202Ex"));
    }

    [Fact]
    public void Pairs_of_surrogates_may_come_in_two_writes()
    {
        Assert.Equal("😀", Written("\uD83D", "\uDE00"));
        Assert.Equal("\uFFFDa\uFFFDb", Written("\uD83D", "a\uDE00b"));
    }

    [Fact]
    public void Characters_arrays_and_lines_are_written_too()
    {
        using var screen = new StringWriter();
        using var writer = new CleanWriter(screen) { NewLine = "\n" };
        writer.Write('\u001b');
        writer.Write(['a', '\u0000', 'b'], 0, 3);
        writer.WriteLine("c");
        Assert.Equal("\uFFFDa\uFFFDbc\n", screen.ToString());
    }
}
