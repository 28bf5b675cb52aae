using System.Globalization;
using Backprop.Data;

namespace Backprop.Exchange.Tests;

public sealed class SnnsFormatTests : IDisposable
{
    /// <summary>Outputs 5 and 3 in this order of numbers are o3 and o5; unit 4 is hidden and unit 6 leads nowhere.</summary>
    private const string Net = """
        SNNS network definition file V1.4-3D
        generated at Sat Jan  1 10:00:00 2000

        network name : own
        source files :
        no. of units : 6
        no. of connections : 7
        no. of unit types : 1
        no. of site types : 0


        learning function : Std_Backpropagation
        update function   : Topological_Order


        type definition section :

        name   | act func | out func     | sites
        -------|----------|--------------|------
        steep  | Act_TanH | Out_Identity |
        -------|----------|--------------|------


        unit default section :

        act      | bias     | st | subnet | layer | act func     | out func
        ---------|----------|----|--------|-------|--------------|-------------
         0.00000 |  0.00000 | h  |      0 |     1 | Act_Logistic | Out_Identity
        ---------|----------|----|--------|-------|--------------|-------------


        unit definition section :

        no. | typeName | unitName | act      | bias     | st | position | act func | out func | sites
        ----|----------|----------|----------|----------|----|----------|----------|----------|-------
          1 |          | left     |  0.00000 |  9.00000 | i  | 1, 1, 0 |||
          2 |          | right    |  0.00000 |  9.00000 | i  | 1, 2, 0 |||
          3 |          |          |  0.00000 |  0.30000 | o  | 3, 1, 0 |||
          4 | steep    |          |  0.00000 | -0.20000 | h  | 2, 1, 0 |          |          |
          5 |          |          |  0.00000 | -0.10000 | o  | 3, 2, 0 | Act_IdentityPlusBias |          |
          6 |          |          |  0.00000 |  0.00000 | h  | 2, 2, 0 |||
        ----|----------|----------|----------|----------|----|----------|----------|----------|-------


        connection definition section :

        target | site | source:weight
        -------|------|---------------
             4 |      |  2: 0.50000,
                         1:-1.50000
             3 |      |  4:2.00000, 1: 0.25000
             5 |      |  4: 0.75000, 2:-0.50000
             6 |      |  1: 1.00000
        -------|------|---------------
        """;

    private const string Patterns = "SNNS pattern definition file V3.2\ngenerated at Sat Jan  1 10:00:00 2000\n\n\nNo. of patterns : 2\nNo. of input units : 2\nNo. of output units : 2\n\n# Input pattern 1:\n0 1\n# Output pattern 1:\n1\n0.5\n1 1 0 -1\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Answers_are_those_of_the_units_one_by_one_in_the_order_of_the_numbers_of_the_outputs()
    {
        var imported = ForeignFile.Read([folder.Write("own.net", Net)]);

        foreach (var inputs in new double[][] { [0, 1], [1, 1], [-0.5, 2] }) Assert.Equal(Plain(inputs), imported.Model!.Network<double>().Run(inputs), (left, right) => Math.Abs(left - right) < 1e-15);
        Assert.Equal(["left", "right"], imported.Topology!["input"].UnitNames);
        Assert.Equal([1, 1], imported.Topology.Outputs.Select(static group => group.Size));
        Assert.Contains("1 hidden units lead to no output and are left out", imported.Notes);
    }

    [Fact]
    public void Patterns_beside_a_network_are_its_cases_and_alone_cases_of_their_own()
    {
        var path = folder.Write("own.pat", Patterns);
        var imported = ForeignFile.ReadSnns(folder.Write("own.net", Net), [path]);
        var alone = Assert.Single(ForeignFile.Read([path]).Cases);

        var expected = new double[][] { [0, 1], [1, 1] }.Select(Plain).Zip(new double[][] { [1, 0.5], [0, -1] }, static (outputs, targets) => outputs.Zip(targets, static (y, d) => 0.5 * (y - d) * (y - d)).Sum()).Sum();
        Assert.Equal(expected, imported.Model!.Network<double>().Evaluate(imported.Cases[0].Cases).Error, 1e-14);
        Assert.Equal("0 1 -> 1 0.5\n1 1 -> 0 -1\n", Text(alone.Cases, alone.Units!));
    }

    [Fact]
    public void Comments_and_targets_may_be_missing_and_classes_name_the_cases()
    {
        var inputs = Assert.Single(ForeignFile.Read([folder.Write("a.pat", "SNNS pattern definition file V3.2\ngenerated at Sat\n\n\nNo. of patterns : 2\nNo. of input units : 2\n\n0\n1 1 1\n")]).Cases);
        var classes = Assert.Single(ForeignFile.Read([folder.Write("b.pat", "SNNS pattern definition file V4.2\ngenerated at Sat\n\n\nNo. of patterns : 3\nNo. of input units : 1\nNo. of output units : 1\nNo. of classes : 2\nClass redistribution : [ 5 2 ]\n\n0 1\n# Class:\nvowel\n1 0 consonant\n0.5 0 vowel\n")]).Cases);

        Assert.Equal("[input -> ]\n0 1 ->\n1 1 ->\n", Text(inputs.Cases, inputs.Units!));
        Assert.Equal("\"vowel\" 0 -> 1\n\"consonant\" 1 -> 0\n\"vowel 2\" 0.5 -> 0\n", Text(classes.Cases, classes.Units!));
    }

    [Fact]
    public void Each_position_of_the_window_over_a_pattern_of_variable_size_is_a_case()
    {
        // Two units per position; targets are smaller by one in both dimensions, so the window is 2 x 2.
        const string text = "SNNS pattern definition file V3.2\ngenerated at Sat\n\n\nNo. of patterns : 2\nNo. of input units : 2\nNo. of output units : 1\nNo. of variable input dimensions : 2\nMaximum input dimensions : [ 2 3 ]\nNo. of variable output dimensions : 2\nMaximum output dimensions : [ 1 2 ]\n\n"
            + "# Input\n[ 2 3 ]\n11 -11 12 -12 13 -13\n21 -21 22 -22 23 -23\n[1 2]\n0.1 0.2\n[ 2 2]\n31 -31 32 -32\n41 -41 42 -42\n[ 1 1 ] 0.3\n";
        var imported = ForeignFile.Read([folder.Write("window.pat", text)]);

        var alone = Assert.Single(imported.Cases);
        Assert.Equal("11 -11 12 -12 21 -21 22 -22 -> 0.1\n12 -12 13 -13 22 -22 23 -23 -> 0.2\n31 -31 32 -32 41 -41 42 -42 -> 0.3\n", Text(alone.Cases, alone.Units!));
        Assert.Equal("window has patterns of variable size: each position of a window of 2 × 2 is a case, 3 in all; in SNNS the sub-pattern panel says by how much the window moves, here it is 1", Assert.Single(imported.Notes));
    }

    [Fact]
    public void In_one_dimension_the_net_says_how_large_the_window_is()
    {
        const string text = "SNNS pattern definition file V4.2\ngenerated at Sat\n\n\nNo. of patterns : 2\nNo. of input units : 1\nNo. of output units : 2\nNo. of variable input dimensions : 1\nMaximum input dimensions : [ 3 ]\n\n[ 3 ] 0 1 1\n0.25 0.75\n[ 2 ] 1 0 0.5 0\n";
        var (net, pat) = (folder.Write("own.net", Net), folder.Write("own.pat", text));

        var expected = new double[][] { [0, 1], [1, 1], [1, 0] }.Select(Plain).Zip(new double[][] { [0.25, 0.75], [0.25, 0.75], [0.5, 0] }, static (outputs, targets) => outputs.Zip(targets, static (y, d) => 0.5 * (y - d) * (y - d)).Sum()).Sum();
        var imported = ForeignFile.Read([net, pat]);
        Assert.Equal(expected, imported.Model!.Network<double>().Evaluate(imported.Cases[0].Cases).Error, 1e-14);
        Assert.Contains("name the network too, whose input units say how large the window is", Message(pat), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ 2 3 ]", "[ 2 300000000 ]", "the sizes 2 × 300000000, more numbers than there are")]
    [InlineData("[ 1 2 ]", "[ 1 0 ]", "'0' stands where the 2 sizes of pattern 1 of 1: output are expected")]
    [InlineData("[ 1 2 ]", "[ 1 2 3 ]", "'3' stands where the 2 sizes")]
    [InlineData("[ 1 2 ]", "[ 9 2 ] 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "pattern 1 has inputs of the sizes 2 × 3 and outputs of 9 × 2; outputs must be as large as the inputs, or smaller by as much")]
    public void Sizes_that_do_not_belong_together_are_refused(string whole, string damaged, string told)
    {
        var text = "SNNS pattern definition file V3.2\ngenerated at Sat\n\n\nNo. of patterns : 1\nNo. of input units : 1\nNo. of output units : 1\nNo. of variable input dimensions : 2\nMaximum input dimensions : [ 9 9 ]\nNo. of variable output dimensions : 2\nMaximum output dimensions : [ 9 9 ]\n\n[ 2 3 ]\n1 2 3 4 5 6\n[ 1 2 ]\n1 2\n";
        Assert.Contains(whole, text, StringComparison.Ordinal);

        Assert.Contains(told, Message(folder.Write("window.pat", text.Replace(whole, damaged, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_are_compared_to_every_digit_that_is_printed()
    {
        var (net, pat) = (folder.Write("own.net", Net), folder.Write("own.pat", Patterns));
        var results = "SNNS result file V1.4-3D\ngenerated at Sat\n\nNo. of patterns     : 2\nNo. of input units  : 2\nNo. of output units : 2\nstartpattern        : 1\nendpattern          : 2\nteaching output included\n"
            + string.Concat(new double[][] { [0, 1], [1, 1] }.Select((inputs, k) => string.Create(CultureInfo.InvariantCulture, $"#{k + 1}.1\n0 0\n{string.Join(' ', Plain(inputs).Select(static y => y.ToString("0.#####", CultureInfo.InvariantCulture)))}\n")));

        Assert.Contains("the net gives each of the 4 outputs of own to every digit that is printed", ForeignFile.Read([net, pat, folder.Write("own.res", results)]).Notes);
        var wrong = results.Replace("\n0 0\n0.", "\n0 0\n0.9", StringComparison.Ordinal);
        Assert.Contains(ForeignFile.Read([net, pat, folder.Write("own.res", wrong)]).Notes, static note => note.StartsWith("the net gives 2 of the 4 outputs of own to every digit that is printed; output 1 of pattern ", StringComparison.Ordinal));
        Assert.Contains("name the patterns with it", Message(net, folder.Write("own.res", results)), StringComparison.Ordinal);
        Assert.Contains("name the network and the patterns with it", Message(folder.Write("own.res", results)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Act_Identity", 1.3)] // ACT_Linear leaves the bias out
    [InlineData("Act_IdentityPlusBias", 1.8)]
    [InlineData("Act_Elliott", 1.8 / 2.8)]
    [InlineData("Act_Logistic", 0.85814893509951229)]
    [InlineData("Act_TanH", 0.94680601284626865)]
    [InlineData("Act_TanH_Xdiv2", 0.71629787019902447)]
    public void Each_activation_function_is_as_SNNS_computes_it(string function, double state)
    {
        var net = "SNNS network definition file V1.4-3D\nunit default section :\na\n---|---\n0|0|h|0|1|Act_Logistic|Out_Identity\n---|---\nunit definition section :\nno\n---|---\n1| |a|0|0|i|1,1,0|||\n"
            + $"2| |b|0|0.5|o|1,2,0|{function}| |\n---|---\nconnection definition section :\nt\n---|---\n2| |1:1.3\n---|---\n";

        Assert.Equal(state, ForeignFile.Read([folder.Write("one.net", net)]).Model!.Network<double>().Run(1)[0], 1e-12);
    }

    [Fact]
    public void Context_units_hold_the_states_of_the_pattern_before_and_begin_with_what_the_file_holds()
    {
        var imported = ForeignFile.Read([folder.Write("elman.net", Elman()), folder.Write("seq.pat", Series)]);

        var (error, context, hidden) = (0.0, 0.5, 0.0);
        foreach (var (input, target) in new[] { (1.0, 0.0), (0.0, 1.0), (1.0, 1.0) })
        {
            hidden = Logistic((1.5 * input) + (-2 * context) + 0.25);
            error += 0.5 * Math.Pow(Logistic((3 * hidden) - 1) - target, 2);
            context = hidden + (0.3 * context);
        }

        Assert.Equal(error, imported.Model!.Network<double>().Evaluate(imported.Cases[0].Cases).Error, 1e-14);
        Assert.Contains(imported.Settings, static setting => setting is { Option: "update", Value: "window" });
    }

    [Fact]
    public void Links_into_context_units_are_fixed_whatever_the_weights_start_from()
    {
        var topology = ForeignFile.Read([folder.Write("elman.net", Elman())]).Topology!;
        var network = new Network<double>(Topology.FromJson(topology.ToJson())).Randomize(3);

        Assert.Equal([1.0], network["hidden->context"].ToArray());
        Assert.Equal([0.3], network["context->context"].ToArray());
        Assert.True(topology.GetWeights("hidden->context").Frozen && topology.GetWeights("context->context").Frozen);
    }

    [Fact]
    public void Special_units_of_a_layered_net_are_not_trained()
    {
        var topology = ForeignFile.Read([folder.Write("own.net", Net.Replace("| h  | 2, 1, 0", "| sh | 2, 1, 0", StringComparison.Ordinal))]).Topology!;

        Assert.True(topology.GetWeights("input->hidden").Frozen);
        Assert.False(topology.Projections[^1].Weights.Frozen);
    }

    [Fact]
    public void How_SNNS_would_train_is_said_in_options_of_ours()
    {
        var settings = ForeignFile.Read([folder.Write("own.net", Net)]).Settings.Where(static setting => setting.Option.Length > 0).ToDictionary(static setting => setting.Option, static setting => setting.Value, StringComparer.Ordinal);

        Assert.Equal(("0.2", "0", "case", "1"), (settings["rate"], settings["momentum"], settings["update"], settings["range"]));
        Assert.DoesNotContain("tolerance", settings.Keys);
        Assert.Contains(ForeignFile.Read([folder.Write("own.net", Net.Replace("Std_Backpropagation", "Quickprop", StringComparison.Ordinal))]).Settings, static setting => setting is { Option: "", Origin: "learning function Quickprop, which has no counterpart" });
    }

    [Theory]
    [InlineData("no. of units : 6", "no. of units : 7", "announces 7 units (\"no. of units\"), but holds 6; it is cut short or damaged")]
    [InlineData("no. of connections : 7", "no. of connections : 8", "announces 8 connections")]
    [InlineData("Act_IdentityPlusBias", "Act_Perceptron", "line 40: unit 5 has the activation function Act_Perceptron, which is not supported")]
    [InlineData("Act_IdentityPlusBias |          |", "Act_Logistic | Out_Threshold05 |", "line 40: unit 5 has the output function Out_Threshold05")]
    [InlineData("4 | steep ", "4 | stiff ", "unit 4 is of the type 'stiff', which the type definition section does not have")]
    [InlineData("| i  | 1, 2, 0", "| d  | 1, 2, 0", "unit 2 is of the kind 'd', input and output at once")]
    [InlineData("| i  | 1, 2, 0", "| q  | 1, 2, 0", "unit 2 is of the kind 'q'; it must be")]
    [InlineData("4:2.00000, 1: 0.25000", "4:2.00000, 9: 0.25000", "line 51: names unit 9, which the unit definition section does not have")]
    [InlineData("4:2.00000, 1: 0.25000", "4:2.00000, 1 0.25000", "line 51: '1 0.25000' stands where source:weight is expected")]
    [InlineData("4:2.00000, 1: 0.25000", "4:two, 1: 0.25000", "line 51: 'two' stands where the weight is expected")]
    [InlineData("2: 0.50000,", "3: 0.50000,", "unit 3 is in a circle of connections or behind one")]
    [InlineData("     3 |      |", "     1 |      |", "unit 1 is an input unit, but receives from unit 4")]
    [InlineData("     3 |      |", "     3 | pi   |", "unit 3 has the site 'pi' of the function that is not defined; only Site_WeightedSum can be expressed")]
    [InlineData("  6 |          |          |", "  5 |          |          |", "unit 5 is defined a second time")]
    [InlineData("type definition section :", "time delay section :", "line 20: has a time delay section")]
    public void A_damaged_network_is_refused_with_what_is_wrong(string old, string damaged, string problem)
    {
        Assert.Contains(old, Net, StringComparison.Ordinal);
        Assert.Contains(problem, Message(folder.Write("net.net", Net.Replace(old, damaged, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No. of patterns : 2", "No. of patterns : 3", "ends before pattern 3 of 3: input 1 of 2; it is cut short")]
    [InlineData("No. of patterns : 2", "No. of patterns : 1", "line 14: '1' stands behind the last of the 1 patterns")]
    [InlineData("No. of patterns : 2", "No. of patterns : 2000000000", "more numbers than there are; it is cut short")]
    [InlineData("No. of patterns : 2", "No. of things : 2", "has no line \"No. of patterns : …\"")]
    [InlineData("0 1\n", "0 x\n", "line 10: pattern 1 of 2: input 2 is 'x'; it must be a finite number")]
    [InlineData("No. of output units : 2", "No. of variable input dimensions : 3", "has 3 variable input dimensions and 0 variable output dimensions; 1 or 2 of the inputs are read")]
    [InlineData("No. of output units : 2", "No. of variable input dimensions : 2", "line 10: '0' stands where the 2 sizes of pattern 1 of 2: input are expected, as in [ 223 171 ]")]
    public void Damaged_patterns_are_refused_with_their_place(string old, string damaged, string problem)
    {
        Assert.Contains(old, Patterns, StringComparison.Ordinal);
        Assert.Contains(problem, Message(folder.Write("a.pat", Patterns.Replace(old, damaged, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    private const string Series = "SNNS pattern definition file V3.2\ngenerated at Sat\n\n\nNo. of patterns : 3\nNo. of input units : 1\nNo. of output units : 1\n\n1 0\n0 1\n1 1\n";

    private static string Elman() => "SNNS network definition file V1.4-3D\nlearning function : JE_BP\nupdate function : JE_Order\nunit default section :\na\n---|---\n0|0|h|0|1|Act_Logistic|Out_Identity\n---|---\nunit definition section :\nno\n---|---\n"
        + "1| |in|0|0|i|1,1,0|||\n2| |hid|0|0.25|h|1,2,0|||\n3| |out|0|-1|o|1,3,0|||\n4| |con|0.5|0.5|sh|1,4,0|Act_Identity| |\n---|---\nconnection definition section :\nt\n---|---\n2| |1:1.5, 4:-2\n3| |2:3\n4| |2:1, 4:0.3\n---|---\n";

    /// <summary>The outputs of <see cref="Net"/>, units 3 and 5.</summary>
    private static double[] Plain(double[] inputs)
    {
        var hidden = Math.Tanh((0.5 * inputs[1]) - (1.5 * inputs[0]) - 0.2);
        return [Logistic((2 * hidden) + (0.25 * inputs[0]) + 0.3), (0.75 * hidden) - (0.5 * inputs[1]) - 0.1];
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static string Message(params string[] paths) => Assert.Throws<ForeignFileException>(() => ForeignFile.Read(paths)).Message;

    private static string Text(Cases cases, Topology topology)
    {
        using var text = new StringWriter { NewLine = "\n" };
        CaseFile.Write(text, cases, topology);
        return text.ToString();
    }
}
