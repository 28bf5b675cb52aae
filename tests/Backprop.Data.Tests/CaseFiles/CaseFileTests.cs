using System.Text;

namespace Backprop.Data.Tests;

public class CaseFileTests
{
    private static readonly Topology Xor = Topology.Layered(2, 2, 1);

    private static readonly Topology Several = Topology.Build(net =>
    {
        var a = net.Input("a", 2);
        var b = net.Input("b", 1, initialState: 0.25);
        var y = net.Output("y", 1).From(a, b);
        net.Output("z", 2).From(y);
    });

    [Fact]
    public void One_case_a_line_with_comments_blanks_and_commas()
    {
        var cases = Read("# exclusive-or\n0 0 -> 0\n\n 0,1->1  # the second\n1\t0 -> 1e0\r\n1 1 -> -0.5\n", Xor);
        Assert.Equal(4, cases.Count);
        Assert.Equal([0, 1], [cases.Inputs[0][1, 0], cases.Inputs[0][1, 1]]);
        Assert.Equal([0, 1, 1, -0.5], Enumerable.Range(0, 4).Select(c => cases.Targets[0][c, 0]));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("windows-1252")]
    public void The_encoding_is_detected(string name)
    {
        var encoding = name == "windows-1252" ? Encoding.Latin1 : Encoding.GetEncoding(name);
        using var file = new MemoryStream([.. encoding.Preamble, .. encoding.GetBytes("\"Müller\" 0 1 -> 1\n")]);
        using var text = CaseFile.OpenText(file);
        Assert.Equal("Müller", CaseFile.Read(text, "a.cases", Xor).NameOf(0));
    }

    [Fact]
    public void A_line_that_is_not_in_the_encoding_of_those_above_is_refused()
    {
        // Far behind the beginning, by which the encoding is judged.
        using var file = new MemoryStream([.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("# Müller\n", 40_000)) + "0 0 -> 0\n"), .. Encoding.Latin1.GetBytes("\"Müller\" 0 1 -> 1\n")]);
        using var text = CaseFile.OpenText(file);
        var problem = Assert.Throws<DataException>(() => CaseFile.Read(text, "a.cases", Xor));
        Assert.Equal("a.cases, line 40002: The line holds bytes that are not text in the encoding of the lines above; write the file in UTF-8.", problem.Message);
    }

    [Fact]
    public void Groups_are_separated_by_bars_and_targets_may_be_left_open()
    {
        var cases = Read("1 0 | 0.5 -> ? | 1 0", Several);
        Assert.Equal(["a", "b"], cases.Inputs.Select(values => values.Group));
        Assert.True(double.IsNaN(cases.Targets[0][0, 0]));
        Assert.Equal(1, cases.Targets[1][0, 0]);
    }

    [Fact]
    public void A_first_line_names_the_groups()
    {
        var cases = Read("[a -> z]\n1 0 -> 1 0\n", Several);
        Assert.Equal("a", Assert.Single(cases.Inputs).Group);
        Assert.Equal("z", Assert.Single(cases.Targets).Group);
        Assert.True(double.IsFinite(new Network<double>(Several).Evaluate(cases).Error));
    }

    [Fact]
    public void Blanks_around_a_line_mean_nothing()
    {
        var cases = Read("  \t\n  [a -> z]  # names\n  1 0 -> 1 0  \n", Several);
        Assert.Equal(("a", "z"), (Assert.Single(cases.Inputs).Group, Assert.Single(cases.Targets).Group));
        Assert.Equal(1, cases.Count);
    }

    [Theory]
    [InlineData("-> 0\n", "data, line 1: input group 'input' has 2 units, but 0 values came.")]
    [InlineData("", "data: There are no cases; give at least one line 'inputs -> targets'.")]
    [InlineData("# nothing\n\n", "data: There are no cases; give at least one line 'inputs -> targets'.")]
    [InlineData("0 0 -> 0\n0 1 1\n", "data, line 2: There is no '->' between inputs and targets.")]
    [InlineData("0 0 -> 0 -> 1\n", "data, line 1: There is more than one '->'.")]
    [InlineData("0 -> 0\n", "data, line 1: input group 'input' has 2 units, but 1 value came.")]
    [InlineData("0 0 0 -> 0\n", "data, line 1: input group 'input' has 2 units, but 3 values came.")]
    [InlineData("0 0 ->\n", "data, line 1: output group 'output' has 1 unit, but 0 values came.")]
    [InlineData("0 0 | 1 -> 0\n", "data, line 1: Values for 1 input group were expected, separated by '|', but 2 came.")]
    [InlineData("0 1\u00A00 -> 0\n", "data, line 1: input group 'input': '1\u00A00' holds a no-break space or another blank that does not separate; write plain spaces between numbers and none within them.")]
    [InlineData("0 red -> 0\n", "data, line 1: input group 'input': 'red' is not a number; write numbers like 0.5, -1 or 2e-3, or give its units names (names input: …).")]
    [InlineData("0 NaN -> 0\n", "data, line 1: input group 'input': 'NaN' is not finite; inputs must be finite numbers.")]
    [InlineData("0 1e999 -> 0\n", "data, line 1: input group 'input': '1e999' is not finite; inputs must be finite numbers.")]
    [InlineData("0 1 -> NaN\n", "data, line 1: output group 'output': 'NaN' is not finite; write '?' where a target does not matter.")]
    [InlineData("0 ? -> 0\n", "data, line 1: input group 'input': '?' stands among the inputs; only targets and clamps can be left open.")]
    [InlineData("[input -> outputs]\n", "data, line 1: The net has no output group 'outputs'; it has 'output'.")]
    [InlineData("[input -> output\n", "data, line 1: The line that names the groups must end with ']'.")]
    [InlineData("0 0 -> 0\n[input -> output]\n", "data, line 2: The line that names the groups must come before the first case.")]
    public void What_is_wrong_is_said_in_one_line_with_its_place(string text, string message) =>
        Assert.Equal(message, Assert.Throws<DataException>(() => Read(text, Xor)).Message);

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Equal("nowhere.cases: there is no such file", Assert.Throws<DataException>(() => CaseFile.Read("nowhere.cases", Xor)).Message);

    private static Cases Read(string text, Topology topology)
    {
        using var reader = new StringReader(text);
        return CaseFile.Read(reader, "data", topology);
    }
}
