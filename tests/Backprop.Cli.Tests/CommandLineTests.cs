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
    [InlineData("help", "--help")]
    [InlineData("help help", "--help")]
    [InlineData("help train", "train --help")]
    [InlineData("help bench growth", "bench growth --help")]
    [InlineData("help train iris.csv --target", "train --help")]
    [InlineData("help trian", "trian")]
    [InlineData("help trian --rate 1", "trian")]
    public void Help_of_a_verb_is_asked_before_or_after_its_name(string line, string same)
    {
        var (run, expected) = (Run.Of(line.Split(' ')), Run.Of(same.Split(' ')));
        Assert.Equal((expected.ExitCode, expected.Out, expected.Error), (run.ExitCode, run.Out, run.Error));
        Assert.Equal(same.Contains("--help", StringComparison.Ordinal) ? ExitCode.Done : ExitCode.Usage, run.ExitCode);
    }

    [Theory]
    [InlineData("train t.csv --targt species", "There is no option '--targt' here; did you mean '--target'? See 'backprop train --help'.")]
    [InlineData("train t.csv --Target species", "There is no option '--Target' here; did you mean '--target'? See 'backprop train --help'.")]
    [InlineData("train t.csv --keepall", "There is no option '--keepall' here; did you mean '--keep-all'? See 'backprop train --help'.")]
    [InlineData("train t.csv --rule decsent", "--rule must be one of descent, nesterov, doug, quickprop, delta-bar-delta, rprop, rprop-minus, adam, adamw, lbfgs, cg, scg, lm, but was 'decsent'; did you mean 'descent'? See 'backprop train --help'.")]
    [InlineData("paper symetry", "did you mean 'symmetry'? See 'backprop paper --help'.")]
    [InlineData("show m --figure wieghts", "but was 'wieghts'; did you mean 'weights'? See 'backprop show --help'.")]
    public void What_is_mistyped_gets_what_may_have_been_meant(string line, string message)
    {
        var run = Run.Of(line.Split(' '));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.EndsWith(message + "\n", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("train t.csv --rate 0.1 --rate 0.2", "--rate is given 2 times; give it once. See 'backprop train --help'.")]
    [InlineData("study x.cases --seeds 1 --seeds 2 --seeds 3", "--seeds is given 3 times; give it once. See 'backprop study --help'.")]
    [InlineData("train t.csv --rate", "--rate needs a value. See 'backprop train --help'.")]
    [InlineData("train", "<data> is missing. See 'backprop train --help'.")]
    [InlineData("lesion m", "<cases> is missing. See 'backprop lesion --help'.")]
    [InlineData("train a b", "'b' is one argument too many. See 'backprop train --help'.")]
    [InlineData("train - --hidden 2", "train reads its data more than once, and models name them: write standard input to a file first, or write ./- for a file of that name.")]
    [InlineData("study - --hidden 2", "study reads its cases more than once: write standard input to a file first, or write ./- for a file of that name.")]
    public void What_the_parser_or_a_verb_refuses_is_said_in_the_words_of_the_tool(string line, string message)
    {
        var run = Run.Of(line.Split(' '));
        Assert.Equal((ExitCode.Usage, $"backprop: {message}\n"), (run.ExitCode, run.Error));
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

    [Theory]
    [InlineData("train||-t|x", ExitCode.Usage, "<data> must be the name of a file or folder, but was ''.")]
    [InlineData("train|t.csv|-t|x|-o|", ExitCode.Usage, "--output must be the name of a file or folder, but was ''.")]
    [InlineData("check|a\0b", ExitCode.Usage, "<net.json> must be the name of a file or folder, but was 'a\uFFFDb'.")]
    [InlineData("predict||", ExitCode.Usage, "<model> must be the name of a file or folder")]
    [InlineData("paper|--figures|", ExitCode.Usage, "--figures must be the name of a file or folder")]
    [InlineData("train|IRIS|-t|species|--encoding|utf-7", ExitCode.Usage, "--encoding 'utf-7' is not known")]
    [InlineData("train|IRIS|-t|species|--date-format|%", ExitCode.BadInput, "'%' is not a form of dates; expected a .NET date format such as dd.MM.yyyy; --date-format names the form of the dates")]
    [InlineData("train|nowhere.csv|-t|species", ExitCode.BadInput, "nowhere.csv: there is no such file")]
    public void What_a_user_may_write_is_never_called_a_defect(string line, int code, string message)
    {
        using var here = new Workplace();
        var words = line.Split('|');
        if (words[0] == "train" && !words.Contains("-o"))
            words = [.. words, "-o", here["m.safetensors"]];
        var run = Run.Of([.. words.Select(word => word == "IRIS" ? Workplace.Table("iris.csv") : word)]);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(code, run.ExitCode);
    }

    [Fact]
    public void A_figure_of_a_net_too_large_for_it_is_refused_in_one_line()
    {
        using var here = new Workplace();
        new Model(new Network<float>(Topology.Layered(30, 30))).Save(here["m.safetensors"]);
        var run = Run.Of("show", here["m.safetensors"], "--figure", "units");
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.StartsWith("backprop: A net of 900 connections is too large to draw unit by unit", run.Error, StringComparison.Ordinal);
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
