namespace Backprop.Cli.Tests;

public class CommandLineTests
{
    [Fact]
    public void Without_a_verb_the_help_is_shown_and_the_answer_is_usage()
    {
        var run = Run.Of();
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("Exit codes: 0 done, 1 usage, 2 bad data or model, 3", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flourish", "Unrecognized command or argument 'flourish'.")]
    [InlineData("--flourish", "There is no option '--flourish' here.")]
    public void What_is_unknown_gets_one_line_and_usage(string argument, string message)
    {
        var run = Run.Of(argument);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal($"backprop: {message} See 'backprop --help'.\n", run.Error);
        Assert.Empty(run.Out);
    }

    [Fact]
    public void A_verb_asked_for_is_made_alone_and_is_the_one_of_that_name()
    {
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, CancellationToken.None);
        var all = CommandLine.Root(terminal).Subcommands.Select(verb => verb.Name).ToArray();
        Assert.True(all.Length > 8);
        Assert.All(all, name => Assert.Equal([name], CommandLine.Root(terminal, name).Subcommands.Select(verb => verb.Name)));
        Assert.Equal(all, CommandLine.Root(terminal, "flourish").Subcommands.Select(verb => verb.Name));
    }
}
