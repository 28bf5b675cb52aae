namespace Backprop.Cli.Tests;

public class CaseNetTests
{
    private static Topology Layered(Workplace here, string cases, NetChoice choice) => CaseNet.For(choice, here.Write("a.cases", cases));

    [Fact]
    public void Layers_are_made_between_the_groups_of_the_first_case()
    {
        using var here = new Workplace();
        var net = Layered(here, "# comment\n\n0 1 1 -> 0 ?\n", new() { Hidden = [4] });
        Assert.Equal(Topology.Layered(3, 4, 2).ToJson(), net.ToJson());
        Assert.Equal(Topology.Layered(3, 5, 4, 2).ToJson(), Layered(here, "0 1 1 -> 0 1", new() { Hidden = [5, 4] }).ToJson());
        Assert.Equal(Topology.Layered(2, 3, 1).ToJson(), Layered(here, "names output: yes\ndefault targets ?\n\"zero and one\" *2.5 0 1 -> 1", new() { Hidden = [3] }).ToJson());
        Assert.Equal(Topology.Layered(3, 2).ToJson(), Layered(here, "0, 1, 1 -> 0 1", new() { Hidden = [] }).ToJson());
    }

    [Fact]
    public void Groups_have_the_names_of_the_line_in_brackets_and_every_layer_receives_from_all_below()
    {
        using var here = new Workplace();
        var net = Layered(here, "[person | relation -> answer]\n1 0 0 | 1 0 -> 0 1 0\n", new() { Hidden = [2], Function = UnitFunction.Tanh, Skip = true });
        Assert.Equal(["person 3 identity", "relation 2 identity", "hidden 2 tanh", "answer 3 logistic"], net.Groups.Select(group => $"{group.Name} {group.Size} {group.UnitFunction}"));
        Assert.Equal(["person->hidden", "relation->hidden", "hidden->answer", "person->answer", "relation->answer"], net.Projections.Select(projection => projection.Name));
    }

    [Fact]
    public void Groups_without_names_are_numbered()
    {
        using var here = new Workplace();
        Assert.Equal(["input 1", "input 2", "hidden 1", "hidden 2", "output 1", "output 2"], Layered(here, "1 0 | 1 -> 0 | 1\n", new() { Hidden = [2, 3] }).Groups.Select(group => group.Name));
    }

    [Theory]
    [InlineData("{3} -> 1")]
    [InlineData("person: Colin -> 1")]
    [InlineData("sequence \"a\"\n0 1 -> 1")]
    [InlineData("[a | b -> c]\n1 -> 1")]
    [InlineData("-> 1")]
    [InlineData("")]
    public void Where_the_sizes_cannot_be_told_a_description_is_asked_for(string cases)
    {
        using var here = new Workplace();
        Assert.EndsWith("describe the net in a file: --net", Assert.Throws<InputException>(() => Layered(here, cases, new() { Hidden = [2] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_file_that_is_missing_is_named() =>
        Assert.Equal("backprop: nope.cases: there is no such file\n", Run.Of("train", "nope.cases", "--hidden", "2").Error);

    [Fact]
    public void Without_a_net_the_command_says_what_to_add()
    {
        using var here = new Workplace();
        var run = Run.Of("train", CaseCommandLineTests.Xor(here));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal($"backprop: {here["xor.cases"]} is a case file; say what net to train on it: --net net.json for a net described in a file, --hidden 2 for one with a hidden layer of 2 units, --hidden 0 for one without.\n", run.Error);
    }
}
