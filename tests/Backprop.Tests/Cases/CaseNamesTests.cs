namespace Backprop.Tests;

/// <summary>Names of cases and of sequences.</summary>
public sealed class CaseNamesTests
{
    [Fact]
    public void Cases_have_no_names_unless_they_are_given()
    {
        var cases = Cases.From([[0], [1]], [[1], [0]]);

        Assert.Empty(cases.Names);
        Assert.Null(cases.NameOf(1));
        Assert.Equal("case 1", cases.CaseText(1));
    }

    [Fact]
    public void A_chosen_case_keeps_its_name()
    {
        var cases = new CasesBuilder(3).Input(null, [0.0, 1, 2], 1).Names(["none", "", "two"]).ToCases();

        var chosen = cases.Subset([2, 1, 2]);

        Assert.Equal(["two", "", "two"], chosen.Names);
        Assert.Equal(("two", null), (chosen.NameOf(0), chosen.NameOf(1)));
        Assert.Equal("case 2 'two'", cases.CaseText(2));
        Assert.Equal("case", Assert.Throws<ArgumentOutOfRangeException>(() => chosen.NameOf(3)).ParamName);
    }

    [Fact]
    public void Names_are_copied()
    {
        string[] names = ["a"];
        var cases = new CasesBuilder(1).Input(null, [0.0], 1).Names(names).ToCases();
        names[0] = "b";

        Assert.Equal(["a"], cases.Names);
    }

    [Fact]
    public void Each_window_of_a_sequence_has_the_name_and_the_weight_of_the_sequence()
    {
        var topology = Topology.Iterative(static net =>
        {
            var state = net.Output("state", 1).From(net.Input("in", 1));
            state.From(state, delay: 1);
        }).Unroll(2);

        var cases = new SequencesBuilder(topology, 2, length: 5).Input(1, "in", [[1], [0]]).Names(["still", "pulse"]).Weights([1, 3]).ToCases();

        Assert.Equal(["still", "pulse"], cases.Names);
        Assert.Equal(["still", "pulse", "still", "pulse", "still", "pulse"], Enumerable.Range(0, cases.Count).Select(cases.NameOf));
        Assert.Equal([1, 3, 1, 3, 1, 3], cases.Weights);
    }

    [Theory]
    [InlineData("There is 1 name for 2 cases; give one per case.", "one")]
    [InlineData("case 1 is called '�'; a name holds no control characters and not only blanks, and is empty where there is none.", "one", "\u001b")]
    [InlineData("case 0 is called ' '; a name holds no control characters and not only blanks, and is empty where there is none.", " ", "")]
    [InlineData("case 0 is called 'null'; a name holds no control characters and not only blanks, and is empty where there is none.", null, "")]
    public void Impossible_names_are_refused(string message, params string?[] names) =>
        Assert.Equal(message, Assert.Throws<CasesException>(() => new CasesBuilder(2).Names(names!)).Message);

    [Fact]
    public void Names_and_weights_of_sequences_are_checked_as_those_of_cases()
    {
        var topology = Topology.Iterative(static net => net.Output("out", 1).From(net.Input("in", 1))).Unroll(1);

        Assert.Equal("There are 2 names for 1 sequences; give one per sequence.", Assert.Throws<CasesException>(() => new SequencesBuilder(topology, 1).Names(["a", "b"])).Message);
        Assert.Equal("sequence 0 has the weight -1; it must be a finite number, 0 or more.", Assert.Throws<CasesException>(() => new SequencesBuilder(topology, 1).Weights([-1])).Message);
    }
}
