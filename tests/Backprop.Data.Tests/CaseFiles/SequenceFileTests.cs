using System.Globalization;

namespace Backprop.Data.Tests;

/// <summary>Sequences in a case file: one iteration a line.</summary>
public sealed class SequenceFileTests
{
    private static readonly IterativeTopology Net = Topology.Iterative(static net =>
    {
        var state = net.Group("state", 2, initialState: 0.5).From(net.Input("letter", 3, unitNames: ["a", "b", "c"]), net.Input("task", 1));
        state.From(state, delay: 1).From(state, delay: 2);
        net.Output("next", 3, UnitFunction.Logistic, unitNames: ["a", "b", "c"]).From(state);
    });

    [Fact]
    public void Each_line_is_an_iteration()
    {
        var topology = Net.Unroll(3);

        var cases = Read("""
            # letters
            sequence "abc" *2
              a | 1 -> b
              letter: b -> c=0.9
              -> ? ? 0
            sequence
              0 0 0.5 | 1 ->
            """, topology);

        var expected = new SequencesBuilder(topology, 2)
            .Input(0, "letter", [[1, 0, 0], [0, 1, 0]]).Input(0, "task", [[1]])
            .Target(0, "next", [[0, 1, 0], [0, 0, 0.9], [double.NaN, double.NaN, 0]])
            .Input(1, "letter", [[0, 0, 0.5]]).Input(1, "task", [[1]])
            .Names(["abc", ""]).Weights([2, 1]).ToCases();
        AssertAlike(topology, expected, cases);
    }

    [Fact]
    public void A_line_may_last_for_several_iterations_and_hold_units_and_give_initial_states()
    {
        var topology = Net.Unroll(5);

        var cases = Read("""
            sequence
              initial state: 0.1 0.2
              initial state@-1: {2}
              hold 3 a | 0 | clamp state: ? 1 ->
              clamp state: 1=0.25 ->
              hold 1 -> c
            """, topology);

        double[] first = [1, 0, 0], held = [double.NaN, 1];
        var expected = new SequencesBuilder(topology, 1)
            .InitialState(0, "state", [0.1, 0.2]).InitialState(0, "state", [0.5, 1], iteration: -1)
            .Input(0, "letter", [first, first, first])
            .Clamp(0, "state", [held, held, held, [0.25, double.NaN]])
            .Target(0, "next", [[0, 0, 1]], first: 5).ToCases();
        AssertAlike(topology, expected, cases);
    }

    [Fact]
    public void Lines_may_last_several_iterations_with_targets_after_a_grace()
    {
        var topology = Net.Unroll(6);

        var cases = Read("""
            grace 2
            ticks 3   # each line
            sequence
              a | 1 -> b
              clamp state: 1 ? -> c
            sequence "long"
              hold 2 b | 0 -> a
              c | 0 ->
            """, topology);

        AssertAlike(topology, new SequencesBuilder(topology, 2, length: 3, ticks: 3, grace: 2)
            .Input(0, "letter", [[1, 0, 0]]).Input(0, "task", [[1]]).Clamp(0, "state", [null, [1, double.NaN]]).Target(0, "next", [[0, 1, 0], [0, 0, 1]])
            .Input(1, "letter", [[0, 1, 0], [0, 1, 0], [0, 0, 1]]).Input(1, "task", [[0], [0], [0]]).Target(1, "next", [[1, 0, 0], [1, 0, 0]]).Target(1, "next", [[double.NaN, double.NaN, double.NaN]], first: 3)
            .Names(["", "long"]).ToCases(), cases);
        Assert.Equal((2, 4), (cases.Sequences, cases.Count));
    }

    [Fact]
    public void Leaky_units_may_begin_with_total_inputs()
    {
        var topology = Topology.Iterative(static net =>
        {
            var input = net.Input("in", 1);
            net.Output("total input out", 1, leakRate: 0.5).From(net.Group("out", 2, unitNames: ["p", "q"], leakRate: 0.25).From(input), delay: 1);
        }).Unroll(2);
        var expected = new SequencesBuilder(topology, 2).Input(0, "in", [[1]]).Input(1, "in", [[1]])
            .InitialTotalInput(0, "out", [0, -1.5]).InitialTotalInput(0, "total input out", [2]).InitialState(1, "out", [0.5, 1]).InitialTotalInput(1, "out", [1, 1]).ToCases();

        var text = """
            sequence
              initial total input "out": q=-1.5
              initial total input total input out: 2
              1 ->
            sequence
              initial out: 0.5 1
              initial total input "out": 1 1
              1 ->

            """;

        AssertAlike(topology, expected, Read(text, topology));
        using var written = new StringWriter(CultureInfo.InvariantCulture);
        CaseFile.Write(written, expected, topology);
        AssertAlike(topology, expected, Read(written.ToString(), topology));
    }

    [Fact]
    public void Sequences_longer_than_the_net_is_unrolled_are_cut_into_windows()
    {
        var topology = Net.Unroll(2);

        var cases = Read("sequence \"long\"\nhold 4 a | 1 -> b\nc | 0 -> a\nsequence \"short\"\nb | 0 -> c\n", topology);

        Assert.Equal(2, cases.Sequences);
        Assert.Equal(6, cases.Count);
        Assert.Equal(["long", "short", "long", "short", "long", "short"], Enumerable.Range(0, 6).Select(cases.NameOf));
        double[] a = [1, 0, 0], b = [0, 1, 0];
        AssertAlike(topology, new SequencesBuilder(topology, 2, length: 5)
            .Input(0, "letter", [a, a, a, a, [0, 0, 1]]).Input(0, "task", [[1], [1], [1], [1], [0]]).Target(0, "next", [b, b, b, b, a])
            .Input(1, "letter", [b]).Target(1, "next", [[0, 0, 1]]).Names(["long", "short"]).ToCases(), cases);
    }

    [Fact]
    public void Defaults_hold_at_each_iteration_of_a_sequence_that_says_nothing_of_the_group()
    {
        var topology = Net.Unroll(3);

        var cases = Read("default task 0.5\ndefault targets 0\nsequence\na ->\n -> b\n".Replace("\na ->", "\nletter: a ->", StringComparison.Ordinal), topology);

        AssertAlike(topology, new SequencesBuilder(topology, 1).Input(0, "letter", [[1, 0, 0]]).Input(0, "task", [[0.5], [0.5]]).Target(0, "next", [[0, 0, 0], [0, 1, 0]]).ToCases(), cases);
    }

    [Fact]
    public void A_sequence_lasts_as_long_as_its_lines_also_those_that_say_nothing()
    {
        const string text = "sequence\n  letter: 1 0 0 ->\n  hold 5 ->\n\nsequence\n  ->\n  letter: 0 1 0 -> 0 1 0\n  ->\n";
        var (once, cut) = (Net.Unroll(8), Net.Unroll(2));
        using var whole = new StringWriter(CultureInfo.InvariantCulture);
        using var windows = new StringWriter(CultureInfo.InvariantCulture);

        CaseFile.Write(whole, Read(text, once), once);
        CaseFile.Write(windows, Read(text, cut), cut);

        Assert.Equal(text, whole.ToString());
        Assert.Equal(text, windows.ToString());
    }

    [Fact]
    public void Initial_total_inputs_of_an_output_group_are_not_called_those_of_an_input_group()
    {
        var topology = Topology.Iterative(static net => net.Output("meaning", 2, leakRate: 0.5).From(net.Input("in", 1))).Unroll(2);

        Assert.Equal("data, line 2: group 'meaning' has 2 units, but 1 value came.", Assert.Throws<DataException>(() => Read("sequence\ninitial total input meaning: -2\n1 ->\n", topology)).Message);
    }

    [Fact]
    public void A_header_names_the_groups_of_the_lines()
    {
        var topology = Net.Unroll(2);

        AssertAlike(topology, new SequencesBuilder(topology, 1).Input(0, "task", [[1]]).Target(0, "next", [[1, 0, 0]]).ToCases(), Read("[task -> next]\nsequence\n1 -> a\n", topology));
    }

    [Fact]
    public void An_iterative_net_is_still_given_its_copies_case_by_case()
    {
        var topology = Topology.Iterative(static net =>
        {
            var units = net.Output("units", 2);
            units.From(units, delay: 1);
        }).Unroll(2);

        var cases = Read("[units@0 -> units@2]\n0 1 -> 1 0\n", topology);

        Assert.Equal(("units@0", "units@2"), (cases.Inputs[0].Group, cases.Targets[0].Group));
    }

    [Theory]
    [InlineData("sequence\n", "data, line 1: The sequence has no iterations; give at least one line 'inputs -> targets' below it.")]
    [InlineData("sequence\na | 1 -> b\n\nsequence \"b\"\nsequence\na | 1 -> b\n", "data, line 4: The sequence has no iterations; give at least one line 'inputs -> targets' below it.")]
    [InlineData("sequence\na | 1 b\n", "data, line 2: There is no '->' between inputs and targets.")]
    [InlineData("sequence\nhold a | 1 -> b\n", "data, line 2: 'hold' is followed by 'a'; it must be how many such lines it stands for, from 1 to 10,000.")]
    [InlineData("sequence\nhold 0 a | 1 -> b\n", "data, line 2: 'hold' is followed by '0'; it must be how many such lines it stands for, from 1 to 10,000.")]
    [InlineData("sequence\nhold 10001 a | 1 -> b\n", "data, line 2: 'hold' is followed by '10001'; it must be how many such lines it stands for, from 1 to 10,000.")]
    [InlineData("sequence\na | 1 -> b\ninitial state: 1 1\n", "data, line 3: Initial states must come before the first iteration of their sequence.")]
    [InlineData("sequence\ninitial stats: 1 1\n", "data, line 2: The net has no group 'stats'; it has 'letter', 'task', 'state', 'next'; did you mean 'state'?")]
    [InlineData("sequence\ninitial next: a\n", "data, line 2: Initial states are given for group 'next' at iteration 0, but no projection of this delay sends from it.")]
    [InlineData("sequence\ninitial state@1: 1 1\n", "data, line 2: Initial states are given for group 'state' at iteration 1, but they are at iteration 0 or below.")]
    [InlineData("sequence\ninitial state@-2: 1 1\n", "data, line 2: Initial states are given for group 'state' at iteration -2, but no projection of this delay sends from it.")]
    [InlineData("sequence\ninitial state: 1 1\ninitial state@0: 1 1\n", "data, line 3: The initial states of group 'state' are given twice; give them once.")]
    [InlineData("sequence\ninitial 1 1\n", "data, line 2: Initial states are given as 'initial group: 0 1 …', those of earlier iterations as 'initial group@-1: 0 1 …'.")]
    [InlineData("sequence\ninitial state: 1\n", "data, line 2: group 'state' has 2 units, but 1 value came. Numbers alone are states, one per unit; units by their numbers stand in braces: {1}.")]
    [InlineData("ticks 2\ngrace 2\nsequence\na | 1 -> b\n", "data, line 2: A grace of 2 leaves none of the 2 iterations of a line in which its targets count; give 'ticks' with a number above 2.")]
    [InlineData("grace 1\nsequence\na | 1 -> b\n", "data, line 1: A grace of 1 leaves none of the 1 iteration of a line in which its targets count; give 'ticks' with a number above 1.")]
    [InlineData("ticks 0\nsequence\na | 1 -> b\n", "data, line 1: 'ticks' is followed by '0'; it must be a number of iterations from 1 to 10,000.")]
    [InlineData("ticks 10001\nsequence\na | 1 -> b\n", "data, line 1: 'ticks' is followed by '10001'; it must be a number of iterations from 1 to 10,000.")]
    [InlineData("ticks -1\nsequence\na | 1 -> b\n", "data, line 1: 'ticks' is followed by '-1'; it must be a number of iterations from 1 to 10,000.")]
    [InlineData("ticks x\nsequence\na | 1 -> b\n", "data, line 1: 'ticks' is followed by 'x'; it must be a number of iterations from 1 to 10,000.")]
    [InlineData("ticks 2 3\nsequence\na | 1 -> b\n", "data, line 1: 'ticks' is followed by '2 3'; it must be a number of iterations from 1 to 10,000.")]
    [InlineData("ticks\nsequence\na | 1 -> b\n", "data, line 1: 'ticks' is followed by nothing; it must be a number of iterations from 1 to 10,000.")]
    [InlineData("grace -1\nsequence\na | 1 -> b\n", "data, line 1: 'grace' is followed by '-1'; it must be a number of iterations from 0 to 10,000.")]
    [InlineData("grace\nsequence\na | 1 -> b\n", "data, line 1: 'grace' is followed by nothing; it must be a number of iterations from 0 to 10,000.")]
    [InlineData("sequence\ninitial state: 1 ?\n", "data, line 2: group 'state': '?' stands among the initial values; only targets and clamps can be left open.")]
    [InlineData("sequence\ninitial state: 1 1e999\n", "data, line 2: group 'state': '1e999' is not finite; initial values must be finite numbers.")]
    [InlineData("ticks 2\nticks 3\nsequence\na | 1 -> b\n", "data, line 2: 'ticks' is given twice; give it once.")]
    [InlineData("sequence\na | 1 -> b\nticks 2\n", "data, line 3: The line that gives the ticks must come before the first case.")]
    [InlineData("ticks 2\nletter@1: a -> next@1: b\n", "data, line 1: 'ticks 2' is for sequences, but the file gives cases; leave it out, or begin each sequence with a line 'sequence'.")]
    [InlineData("sequence\ninitial total input state: 1 1\n", "data, line 2: Initial total inputs are given for group 'state', but its units are not leaky, so that no total input lasts to the next iteration (\"leakRate\" in docs/net-json.md).")]
    [InlineData("sequence\ninitial total input letter: 1 1 1\n", "data, line 2: Initial total inputs are given for group 'letter', but it is an input group, whose states are given.")]
    [InlineData("sequence\ninitial total input stats: 1 1\n", "data, line 2: The net has no group 'stats'; it has 'letter', 'task', 'state', 'next'; did you mean 'state'?")]
    [InlineData("sequence\nd | 1 -> b\n", "data, line 2: input group 'letter' has no unit 'd'; it has 'a', 'b', 'c'.")]
    [InlineData("a | 1 -> b\n", "data, line 1: Values for 6 input groups were expected, separated by '|', but 2 came. The net is iterative: if each line is an iteration, write 'sequence' above the first one.")]
    [InlineData("letter: a -> next: b\n", "data, line 1: The net has no input group 'letter'; it has 'state@-1', 'state@0', 'letter@1', 'task@1', 'letter@2', 'task@2'. The net is iterative: if each line is an iteration, write 'sequence' above the first one.")]
    [InlineData("letter@1: a -> next@1: b\n", "data, line 1: The case gives no states for input group 'task@1'; give them, or a default before the first case: default task@1 0.")]
    [InlineData("sequence\na | 1 -> b\ncase\n", "data, line 3: The file gives sequences above, but cases over several lines ('case') here; write all in the same way.")]
    [InlineData("sequence a\n", "data, line 1: 'a' follows 'sequence', behind which stand at most a name in quotes and a weight, such as \"a name\" *2; what is given stands on the lines below.")]
    public void What_is_wrong_is_said_with_its_line_and_group(string text, string message) =>
        Assert.Equal(message, Assert.Throws<DataException>(() => Read(text, Net.Unroll(2))).Message);

    [Fact]
    public void Sequences_that_would_fill_the_memory_are_refused()
    {
        var text = "sequence\n" + string.Concat(Enumerable.Repeat("hold 10000 ->\n", 300)) + string.Concat(Enumerable.Repeat("sequence\n->\n", 10));

        Assert.StartsWith("data, line 1: This sequence of 3,000,000 iterations is the longest, and all 11 take as much room:", Assert.Throws<DataException>(() => Read(text, Net.Unroll(2))).Message, StringComparison.Ordinal);
    }

    private static Cases Read(string text, Topology topology)
    {
        using var reader = new StringReader(text);
        return CaseFile.Read(reader, "data", topology);
    }

    private static void AssertAlike(Topology topology, Cases expected, Cases actual) => CaseComparison.AssertAlike(topology, expected, actual);
}
