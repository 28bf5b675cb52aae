namespace Backprop.Data.Tests;

/// <summary>What a line of a case file can say: names, weights, groups by name, units by number, span and name, clamps, defaults.</summary>
public sealed class CaseNotationTests
{
    private static readonly Topology Family = Topology.Build(static net =>
    {
        var hidden = net.Group("hidden", 3).From(net.Input("person", 5, unitNames: ["Colin", "Penelope", "Arthur James", "Emma", "3"]), net.Input("relation", 2));
        net.Output("person 2", 4, unitNames: ["Colin", "Penelope", "Arthur", "Emma"]).From(hidden);
        net.Output("age", 1).From(hidden);
    });

    private static readonly Topology Plain = Topology.Layered(5, 2, 3);

    [Fact]
    public void A_line_may_begin_with_a_name_and_a_weight()
    {
        var cases = Read("\"zero, \"\"and\"\" # -> one\" *3  0 0 0 0 1 -> 1 0 0\n*0.5 1 0 0 0 0 -> 0 0 0\n1 1 1 1 1 -> 1 1 1\n", Plain);

        Assert.Equal(["zero, \"and\" # -> one", "", ""], cases.Names);
        Assert.Equal([3, 0.5, 1], cases.Weights);
        Assert.Equal([0, 0, 0, 0, 1], Row(cases.Inputs[0], 0));
    }

    [Fact]
    public void Without_names_and_weights_there_are_none()
    {
        var cases = Read("0 0 0 0 1 -> 1 0 0\n", Plain);

        Assert.Empty(cases.Names);
        Assert.Equal(0, cases.Weights.Length);
    }

    [Theory]
    [InlineData("{3 5}", new double[] { 0, 0, 1, 0, 1 })]
    [InlineData("{3}", new double[] { 0, 0, 1, 0, 0 })]
    [InlineData("{3,5}", new double[] { 0, 0, 1, 0, 1 })]
    [InlineData("3 4-5", new double[] { 0, 0, 1, 1, 1 })]
    [InlineData("2-2", new double[] { 0, 1, 0, 0, 0 })]
    [InlineData("1=0.5 4-5=-2", new double[] { 0.5, 0, 0, -2, -2 })]
    [InlineData("{1=0.5 4}", new double[] { 0.5, 0, 0, 1, 0 })]
    [InlineData("*=-1 3", new double[] { -1, -1, 1, -1, -1 })]
    [InlineData("3=0 *", new double[] { 1, 1, 0, 1, 1 })]
    [InlineData("{}", new double[] { 0, 0, 0, 0, 0 })]
    [InlineData("1 2 3 4 5", new double[] { 1, 2, 3, 4, 5 })]
    [InlineData("1 0 -1 2e-1 .5", new double[] { 1, 0, -1, 0.2, 0.5 })]
    public void Numbers_alone_are_states_and_all_else_names_units_from_1(string inputs, double[] states)
    {
        Assert.Equal(states, Row(Read($"{inputs} -> 1 0 0\n", Plain).Inputs[0], 0));
        Assert.Equal(states, Row(Read($"input: {inputs} -> output: 1 0 0\n", Plain).Inputs[0], 0));
    }

    [Fact]
    public void Units_are_named_by_their_names()
    {
        var cases = Read("person: Colin, \"Arthur James\"=0.5 | relation: {2} -> person 2: Penelope Emma=?\nrelation: 1 1 | person: \"3\" 1-2 -> age: 0.5\n", Family);

        Assert.Equal([1, 0, 0.5, 0, 0], Row(cases.Inputs[0], 0));
        Assert.Equal([0, 1], Row(cases.Inputs[1], 0));
        Assert.Equal([0, 1, 0, double.NaN], Row(cases.Targets[0], 0));
        Assert.Equal([1, 1, 0, 0, 1], Row(cases.Inputs[0], 1));
        // A group of which a case says nothing is not cared about.
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN], Row(cases.Targets[0], 1));
        Assert.Equal([[double.NaN], [0.5]], [Row(cases.Targets[1], 0), Row(cases.Targets[1], 1)]);
    }

    [Fact]
    public void Defaults_say_what_is_meant_where_a_case_says_nothing()
    {
        var cases = Read("default inputs -1\ndefault targets ?\ndefault age 0.25\n\nperson: Colin -> \nrelation: 1=0.5 -> person 2: Emma\n", Family);

        Assert.Equal([1, -1, -1, -1, -1], Row(cases.Inputs[0], 0));
        Assert.Equal([-1, -1], Row(cases.Inputs[1], 0));
        Assert.Equal([0.5, -1], Row(cases.Inputs[1], 1));
        Assert.Equal([double.NaN, double.NaN, double.NaN, 1], Row(cases.Targets[0], 1));
        Assert.Equal([0.25], Row(cases.Targets[1], 1));
    }

    [Fact]
    public void A_default_also_holds_for_a_group_that_no_case_mentions()
    {
        var cases = Read("default targets 0\nperson: Colin | relation: 0 1 -> person 2: Emma\n", Family);

        Assert.Equal([0], Row(cases.Targets.Single(static values => values.Group == "age"), 0));
    }

    [Fact]
    public void The_initial_state_of_an_input_is_its_default()
    {
        var topology = Topology.Build(static net => net.Output("y", 1).From(net.Input("a", 1), net.Input("b", 3, initialState: 0.25)));

        var cases = Read("a: 1 -> 1\na: 0 | b: 2=1 -> 0\n1 | 1 2 3 -> 0\n", topology);

        Assert.Equal([[0.25, 0.25, 0.25], [0.25, 1, 0.25], [1, 2, 3]], Enumerable.Range(0, 3).Select(c => Row(cases.Inputs.Single(static values => values.Group == "b"), c)));
    }

    [Fact]
    public void Units_are_held_at_states_by_a_clamp()
    {
        var cases = Read("1 0 0 0 0 | clamp hidden: ? 0.5 -> 1 0 0\nclamp \"hidden\": 1=1 | 0 1 0 0 0 -> 1 0 0\n0 0 0 0 0 -> 1 0 0\n", Plain);

        Assert.Equal("hidden", Assert.Single(cases.Clamps).Group);
        Assert.Equal([[double.NaN, 0.5], [1, double.NaN], [double.NaN, double.NaN]], Enumerable.Range(0, 3).Select(c => Row(cases.Clamps[0], c)));
        Assert.Equal([0, 1, 0, 0, 0], Row(cases.Inputs[0], 1));
    }

    [Fact]
    public void A_case_may_run_over_several_lines()
    {
        var cases = Read("""
            case "Colin's mother" *2
              person: 1 0 0
                      0 0      # five in all
              relation: 0 1
              clamp hidden: 2=1
              -> person 2: Penelope
                 age: 0.5
            case
              person: Emma
              relation: 1 0 -> age: 1
            """, Family);

        Assert.Equal(["Colin's mother", ""], cases.Names);
        Assert.Equal([2, 1], cases.Weights);
        Assert.Equal([[1, 0, 0, 0, 0], [0, 0, 0, 1, 0]], Enumerable.Range(0, 2).Select(c => Row(cases.Inputs[0], c)));
        Assert.Equal([[0.5], [1]], Enumerable.Range(0, 2).Select(c => Row(cases.Targets.Single(static values => values.Group == "age"), c)));
        Assert.Equal([double.NaN, 1, double.NaN], Row(cases.Clamps[0], 0));
    }

    [Fact]
    public void A_case_over_several_lines_of_a_net_with_one_input_group_needs_no_names()
    {
        var cases = Read("case\n 1 0 0\n 0 1 ->\n 1 0\n 0\ncase\n{2}\n->\n{3}\n", Plain);

        Assert.Equal([[1, 0, 0, 0, 1], [0, 1, 0, 0, 0]], Enumerable.Range(0, 2).Select(c => Row(cases.Inputs[0], c)));
        Assert.Equal([[1, 0, 0], [0, 0, 1]], Enumerable.Range(0, 2).Select(c => Row(cases.Targets[0], c)));
    }

    [Fact]
    public void A_backslash_joins_a_line_with_the_next()
    {
        var cases = Read("1 0 0 \\  # first\n\n 1 1 -> 1 0 0\n".Replace("\n\n", "\n", StringComparison.Ordinal), Plain);

        Assert.Equal([1, 0, 0, 1, 1], Row(cases.Inputs[0], 0));
    }

    [Fact]
    public void The_file_may_name_the_units_of_a_net_that_has_no_names()
    {
        using var reader = new StringReader("names input: red green \"dark blue\" white black\nnames hidden: a b\n\"first\" *2 green \"dark blue\"=0.5 -> 1 0 0\n");

        var (cases, topology) = CaseFile.Load(reader, "data", Plain);

        Assert.Equal([0, 1, 0.5, 0, 0], Row(cases.Inputs[0], 0));
        Assert.Equal(["red", "green", "dark blue", "white", "black"], topology["input"].UnitNames);
        Assert.Equal(["a", "b"], topology["hidden"].UnitNames);
        Assert.Empty(Plain["input"].UnitNames);
    }

    [Fact]
    public void Without_names_of_its_own_a_file_leaves_the_net_as_it_is()
    {
        using var reader = new StringReader("0 0 0 0 1 -> 1 0 0\n");

        Assert.Same(Plain, CaseFile.Load(reader, "data", Plain).Topology);
    }

    [Fact]
    public void A_header_may_have_no_inputs_or_no_targets()
    {
        var settled = Topology.Build(static net => net.Output("y", 1).From(net.Input("a", 2, initialState: 1)));

        Assert.Empty(Read("[-> y]\n -> 1\n", settled).Inputs);
        Assert.Empty(Read("[input ->]\n1 0 0 0 0 ->\n", Plain).Targets);
    }

    [Fact]
    public void Names_of_groups_may_stand_in_quotes()
    {
        var topology = Topology.Build(static net => net.Output("to: all|\"b\"", 1).From(net.Input("case", 2)));

        Assert.Equal([1], Row(Read("\"case\": 1 0 -> \"to: all|\"\"b\"\"\": 1\n", topology).Targets[0], 0));
        Assert.Equal([1], Row(Read("[case -> \"to: all|\"\"b\"\"\"]\n1 0 -> 1\n", topology).Targets[0], 0));
    }

    [Theory]
    [InlineData("person: Coln | relation: 0 1 -> age: 1", "data, line 1: input group 'person' has no unit 'Coln'; did you mean 'Colin'?")]
    [InlineData("person: Zacharias | relation: 0 1 -> age: 1", "data, line 1: input group 'person' has no unit 'Zacharias'; it has 'Colin', 'Penelope', 'Arthur James', 'Emma', '3'.")]
    [InlineData("person: {3} | relation: 0 1 -> age: 1", "data, line 1: input group 'person': '3' is unit 3, but also the name of unit 5; write the name in quotes, or the number as 3-3.")]
    [InlineData("person: 7 Colin | relation: 0 1 -> age: 1", "data, line 1: input group 'person': '7' is not among its units, which are numbered 1 … 5.")]
    [InlineData("person: 0-2 | relation: 0 1 -> age: 1", "data, line 1: input group 'person': '0-2' is not among its units, which are numbered 1 … 5.")]
    [InlineData("person: 4-2 | relation: 0 1 -> age: 1", "data, line 1: input group 'person': '4-2' is not among its units, which are numbered 1 … 5; a span begins with the lower number.")]
    [InlineData("person: 1-3 Penelope | relation: 0 1 -> age: 1", "data, line 1: input group 'person': unit 2 'Penelope' is given twice; give it once.")]
    [InlineData("person: Colin=1 Colin=0 | relation: 0 1 -> age: 1", "data, line 1: input group 'person': unit 1 'Colin' is given twice; give it once.")]
    [InlineData("person: *=1 * | relation: 0 1 -> age: 1", "data, line 1: input group 'person': '*' stands twice; say once what the units that are not named have.")]
    [InlineData("person: Colin=? | relation: 0 1 -> age: 1", "data, line 1: input group 'person': '?' stands among the inputs; only targets and clamps can be left open.")]
    [InlineData("person: Colin = 1 | relation: 0 1 -> age: 1", "data, line 1: input group 'person': '=' has no unit; write a unit and its state without blanks, such as 3=0.5.")]
    [InlineData("person: Colin= | relation: 0 1 -> age: 1", "data, line 1: input group 'person': 'Colin=' has no state; write a unit and its state without blanks, such as 3=0.5.")]
    [InlineData("person: Colin=x | relation: 0 1 -> age: 1", "data, line 1: input group 'person': 'x' is not a number; write numbers like 0.5, -1 or 2e-3.")]
    [InlineData("person: 0.5 Colin | relation: 0 1 -> age: 1", "data, line 1: input group 'person': '0.5' is among units, but is not the number of one; write a state with its unit, such as 3=0.5, or states alone, one per unit.")]
    [InlineData("person: 0 O 0 0 1 | relation: 0 1 -> age: 1", "data, line 1: input group 'person' has no unit 'O'; it has 'Colin', 'Penelope', 'Arthur James', 'Emma', '3'.")]
    [InlineData("person: 4 5 | relation: 0 1 -> age: 1", "data, line 1: input group 'person' has 5 units, but 2 values came. Numbers alone are states, one per unit; units by their numbers stand in braces: {4 5}.")]
    [InlineData("person: {4 5 | relation: 0 1 -> age: 1", "data, line 1: input group 'person': the braces around units must begin and end what is said of the group, such as {3 5-7}.")]
    [InlineData("person: { | relation: 0 1 -> age: 1", "data, line 1: input group 'person': the braces around units must begin and end what is said of the group, such as {3 5-7}.")]
    [InlineData("person: \"Colin\"Emma | relation: 0 1 -> age: 1", "data, line 1: input group 'person': '\"Colin\"Emma' goes on behind a name in quotes; separate names by blanks.")]
    [InlineData("person: Colin | 0 1 -> age: 1", "data, line 1: Some parts of the line begin with the name of their group and some do not; name the group of each part, or of none.")]
    [InlineData("person: Colin | person: Emma -> age: 1", "data, line 1: input group 'person' is given twice; give it once.")]
    [InlineData("person: Colin -> age: 1", "data, line 1: The case gives no states for input group 'relation'; give them, or a default before the first case: default relation 0.")]
    [InlineData("persons: Colin | relation: 0 1 -> age: 1", "data, line 1: The net has no input group 'persons'; it has 'person', 'relation'.")]
    [InlineData("age: 1 -> age: 1", "data, line 1: 'age' is not an input group; desired states stand behind the '->', and states that its units are held at are given by 'clamp age: …'.")]
    [InlineData("hidden: {1} -> age: 1", "data, line 1: 'hidden' is not an input group; states that its units are held at are given by 'clamp hidden: …'.")]
    [InlineData("person: Colin | relation: 0 1 -> person: Emma", "data, line 1: 'person' is not an output group; states of inputs stand before the '->'.")]
    [InlineData("person: Colin | relation: 0 1 | clamp relation: 1 1 -> age: 1", "data, line 1: 'relation' is an input group, whose states are given; leave out 'clamp'.")]
    [InlineData("clamp hidden: {1} | clamp hidden: {2} -> age: 1", "data, line 1: The clamp of group 'hidden' is given twice; give it once.")]
    [InlineData("*x person: Colin | relation: 0 1 -> age: 1", "data, line 1: '*x' is not a weight; write a number of 0 or more behind the asterisk, such as *2.")]
    [InlineData("*-1 person: Colin | relation: 0 1 -> age: 1", "data, line 1: '*-1' is not a weight; write a number of 0 or more behind the asterisk, such as *2.")]
    [InlineData("\"a person: Colin | relation: 0 1 -> age: 1", "data, line 1: A quote is not closed on its line.")]
    [InlineData("\" \" person: Colin | relation: 0 1 -> age: 1", "data, line 1: ' ' cannot name a case: a name is not empty and holds no control characters.")]
    [InlineData("\"Colin\" Emma | 0 1 -> Colin | 1", "data, line 1: \"Colin\" at the beginning is the name of the case, but also of a unit of group 'person'; name the groups of the inputs: \"name of the case\" person: \"Colin\".")]
    [InlineData("default person 0\ndefault person 1", "data, line 2: The default of person is given twice; give it once.")]
    [InlineData("default inputs ?", "data, line 1: '?' is not a default of inputs, which must be finite numbers; only targets can be left open.")]
    [InlineData("default person ?", "data, line 1: '?' is not a default of inputs, which must be finite numbers; only targets can be left open.")]
    [InlineData("default inputs", "data, line 1: A default is given as 'default inputs 0', 'default targets 0', 'default targets ?' or 'default group 0'.")]
    [InlineData("default targets none", "data, line 1: 'none' is not a number; a default is one, or '?' for targets that do not matter.")]
    [InlineData("default hidden 0\nperson: Colin | relation: 0 1 -> age: 1", "data, line 1: 'hidden' is neither an input nor an output group; only those have a default.")]
    [InlineData("names relation: father mother\nnames relation: father mother", "data, line 2: The units of group 'relation' are named twice; name them once.")]
    [InlineData("names relation: father", "data, line 1: group 'relation' has 2 units, but 1 name came; names with blanks stand in quotes.")]
    [InlineData("names relation: father father", "data, line 1: group 'relation': two units are called 'father'; give each a name of its own.")]
    [InlineData("names relation: father \"\"", "data, line 1: group 'relation': '' cannot name a unit: a name is not empty and holds no control characters.")]
    [InlineData("names relatives: father mother", "data, line 1: The net has no group 'relatives'; it has 'hidden', 'person', 'relation', 'person 2', 'age'; did you mean 'relation'?")]
    [InlineData("names \"person 2\": a b c d", "data, line 1: The net itself names the units of group 'person 2', and otherwise: Colin, Penelope, Arthur, Emma; leave the line out, or name them alike.")]
    [InlineData("names relation", "data, line 1: Names of units are given as 'names group: first second …'.")]
    [InlineData("person: Colin | relation: 0 1 -> age: 1\ndefault inputs 0", "data, line 2: The line that gives a default must come before the first case.")]
    [InlineData("person: Colin | relation: 0 1 -> age: 1\ncase \"a\"", "data, line 2: The file gives cases on one line each above, but cases over several lines ('case') here; write all in the same way.")]
    [InlineData("sequence", "data, line 1: A sequence is for an iterative net, but this one is layered: give the net \"iterations\" and delays (docs/net-json.md), or write one case per line.")]
    [InlineData("case\ncase", "data, line 1: The case is empty; its lines follow it, such as 'group: 0 1' and '-> group: 1'.")]
    [InlineData("case Colin", "data, line 1: 'Colin' follows 'case', behind which stand at most a name in quotes and a weight, such as \"a name\" *2; what is given stands on the lines below.")]
    [InlineData("case\nperson: Colin\nrelation: 0 1", "data, line 2: There is no '->' between inputs and targets.")]
    [InlineData("case\nperson: Colin\nrelation: {2}\n  1\n-> age: 1", "data, line 3: input group 'relation': the braces around units must begin and end what is said of the group, such as {3 5-7}.")]
    [InlineData("case\nperson: Colin\n\nrelation: 0 red\n-> age: 1", "data, line 4: input group 'relation': 'red' is not a number; write numbers like 0.5, -1 or 2e-3, or give its units names (names relation: …).")]
    [InlineData("person: Colin | relation: 0 1 -> age: 1 \\", "data, line 1: The file ends with a line that a backslash joins with a next one; there is none.")]
    [InlineData("[person | person -> age]\nColin | Colin -> 1", "data, line 1: The line that names the groups names 'person' twice; name it once.")]
    [InlineData("[person -> age]\nColin -> 1\nperson: Colin | relation: 0 1 -> 1", "data, line 2: The case gives no states for input group 'relation', but the one on line 3 does; give them, or a default before the first case: default relation 0.")]
    public void What_is_wrong_is_said_with_its_line_and_group(string text, string message) =>
        Assert.Equal(message, Assert.Throws<DataException>(() => Read(text, Family)).Message);

    [Fact]
    public void A_name_given_twice_is_refused_with_both_places() =>
        Assert.Equal("data, line 3: 'a' is also the name on line 1; give each a name of its own.",
            Assert.Throws<DataException>(() => Read("\"a\" 0 0 0 0 1 -> 1 0 0\n\n\"a\" 0 0 0 0 1 -> 1 0 0\n", Plain)).Message);

    [Fact]
    public void Units_named_by_their_own_numbers_are_clear()
    {
        var topology = Topology.Build(static net => net.Output("y", 1).From(net.Input("digit", 3, unitNames: ["1", "2", "3"])));

        Assert.Equal([0, 1, 0], Row(Read("digit: {2} -> 1\n", topology).Inputs[0], 0));
    }

    private static Cases Read(string text, Topology topology)
    {
        using var reader = new StringReader(text);
        return CaseFile.Read(reader, "data", topology);
    }

    private static double[] Row(CaseValues values, int @case) => [.. Enumerable.Range(0, values.Size).Select(unit => values[@case, unit])];
}
