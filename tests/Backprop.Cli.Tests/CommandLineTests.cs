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
    [InlineData("flourish", "There is no command 'flourish'.")]
    [InlineData("trian", "There is no command 'trian'; did you mean 'train'?")]
    [InlineData("--flourish", "There is no option '--flourish' here.")]
    [InlineData("--versoin", "There is no option '--versoin' here; did you mean '--version'?")]
    public void What_is_unknown_gets_one_line_and_usage(string argument, string message)
    {
        var run = Run.Of(argument);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal($"backprop: {message} See 'backprop --help'.\n", run.Error);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("train t.csv --targt species", "There is no option '--targt' here; did you mean '--target'? See 'backprop train --help'.")]
    [InlineData("train t.csv --Target species", "There is no option '--Target' here; did you mean '--target'? See 'backprop train --help'.")]
    [InlineData("train t.csv --keepall", "There is no option '--keepall' here; did you mean '--keep-all'? See 'backprop train --help'.")]
    [InlineData("train t.csv --rule decsent", "--rule must be one of adam, descent, rprop, but was 'decsent'; did you mean 'descent'? See 'backprop train --help'.")]
    [InlineData("paper symetry", "did you mean 'symmetry'? See 'backprop paper --help'.")]
    [InlineData("show m --figure wieghts", "but was 'wieghts'; did you mean 'weights'? See 'backprop show --help'.")]
    public void What_is_mistyped_gets_what_may_have_been_meant(string line, string message)
    {
        var run = Run.Of(line.Split(' '));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.EndsWith(message + "\n", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_column_mistyped_gets_its_name()
    {
        Assert.EndsWith("it has sepal length, sepal width, petal length, petal width, species; did you mean 'species'?\n", Run.Of("train", Workplace.Table("iris.csv"), "--target", "specis").Error, StringComparison.Ordinal);
        Assert.EndsWith("did you mean 'petal length'?\n", Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--ignore", "Petal_Length").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("resume")]
    [InlineData("predict")]
    [InlineData("test")]
    [InlineData("show")]
    [InlineData("export")]
    [InlineData("paper")]
    [InlineData("bench growth")]
    public void Every_verb_that_writes_a_file_takes_output(string verb)
    {
        var command = verb.Split(' ').Aggregate((System.CommandLine.Command)CommandLine.Root(new Terminal(TextWriter.Null, TextWriter.Null, CancellationToken.None)), (parent, name) => parent.Subcommands.Single(sub => sub.Name == name));
        var output = Assert.Single(command.Options, option => option.Aliases.Append(option.Name).Contains("--output"));
        Assert.Contains("-o", output.Aliases);
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
