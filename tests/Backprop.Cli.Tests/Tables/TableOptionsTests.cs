using Backprop.Data;

namespace Backprop.Cli.Tests;

public class TableOptionsTests
{
    private static TableFormat Read(params string[] words) => TrainCommandLineTests.Read(["t.csv", "--target", "b", .. words]).Format;

    [Fact]
    public void A_header_is_detected_unless_an_option_says_whether_there_is_one()
    {
        Assert.Null(Read().Header);
        Assert.True(Read("--header").Header);
        Assert.False(Read("--no-header").Header);
        Assert.Equal("--header and --no-header exclude each other; give one.", Assert.Throws<UsageException>(() => Read("--header", "--no-header")).Message);
    }

    [Fact]
    public void The_first_row_is_read_as_the_option_says()
    {
        using var here = new Workplace();
        var table = here.Write("t.csv", string.Concat(Enumerable.Range(0, 60).Select(static i => $"{i % 7}.5,{(i % 2 == 0 ? "odd" : "even")}\n")));
        Assert.Equal(ExitCode.Done, Run.Of("train", table, "--no-header", "--target", "column 2", "--model", here["m.safetensors"], "--sweeps", "1").ExitCode);
        Assert.Equal(ExitCode.Done, Run.Of("train", table, "--header", "--target", "odd", "--model", here["n.safetensors"], "--sweeps", "1").ExitCode);
    }

    [Theory]
    [InlineData(";", ';')]
    [InlineData("tab", '\t')]
    [InlineData("\\t", '\t')]
    [InlineData("\u007F", '\u007F')]
    public void A_delimiter_is_a_character_or_a_tab(string text, char delimiter) => Assert.Equal(delimiter, Read("--delimiter", text).Delimiter);

    [Theory]
    [InlineData("ab")]
    [InlineData("\u0080")]
    [InlineData("€")]
    [InlineData("\n")]
    [InlineData("\r")]
    public void Anything_else_is_refused_as_a_delimiter_and_as_a_quote(string text)
    {
        Assert.StartsWith("--delimiter must be one ASCII character", Assert.Throws<UsageException>(() => Read("--delimiter", text)).Message, StringComparison.Ordinal);
        Assert.StartsWith("--quote must be one ASCII character", Assert.Throws<UsageException>(() => Read("--quote", text)).Message, StringComparison.Ordinal);
    }
}
