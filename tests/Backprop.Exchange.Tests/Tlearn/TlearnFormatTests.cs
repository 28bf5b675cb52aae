using System.Globalization;
using System.Text;

namespace Backprop.Exchange.Tests;

public sealed class TlearnFormatTests : IDisposable
{
    private const string Xor = """
        NODES:
        nodes = 3
        inputs = 2
        outputs = 1
        output node is 3
        CONNECTIONS:
        groups = 0
        1-3 from 0
        1-2 from i1-i2
        3 from 1-2
        SPECIAL:
        selected = 1-3
        weight_limit = 0.5
        """;

    // Two hidden nodes, an output, and a copy of the hidden nodes that they receive one step later.
    private const string Recurrent = """
        NODES:
        nodes = 5
        inputs = 2
        outputs = 1
        output nodes are 3
        CONNECTIONS:
        groups = 0
        1-3 from 0
        1-2 from i1-i2
        3 from 1-2
        1-2 from 4-5
        4-5 from 1-2 = 1. & 1. fixed one-to-one
        SPECIAL:
        linear = 4-5
        weight_limit = 1.00
        selected = 1-5
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_layered_net_and_its_patterns_are_a_net_and_cases()
    {
        var imported = ForeignFile.Read([Write(".cf", Xor), Write(".data", "distributed\n4\n0 0\n0 1\n1 0\n1 1\n"), Write(".teach", "distributed\n4\n0\n1\n1\n0\n")]);

        Assert.Equal("tlearn network and patterns", imported.Format);
        Assert.Equal(["input 2", "hidden 2", "output 1"], imported.Topology!.Groups.Select(static group => string.Create(CultureInfo.InvariantCulture, $"{group.Name} {group.Size}")));
        Assert.Equal(9, imported.Topology.WeightCount);
        Assert.Null(imported.Model);
        var cases = Assert.Single(imported.Cases);
        Assert.Equal(("net", 4), (cases.Name, cases.Cases.Count));
        Assert.Equal([0, 1, 1, 0], Enumerable.Range(0, 4).Select(k => cases.Cases.Targets[0][k, 0]));
        Assert.Contains(new ImportedSetting("range", "0.5", "weight_limit = 0.5: the bound of starting weights; its biases of outputs start smaller, bounded by 0.1"), imported.Settings);
        Assert.Contains(imported.Settings, static setting => setting is { Option: "update", Value: "case" });
        Assert.Contains(imported.Settings, static setting => setting is { Option: "error", Value: "squares" });
    }

    [Fact]
    public void Localist_patterns_name_the_units_that_are_1()
    {
        var imported = ForeignFile.Read([Write(".cf", Xor), Write(".data", "localist\n4\n0\n2\n1\n1-2\n"), Write(".teach", "localist\n4\n0\n1\n*\n1\n")]);

        var cases = imported.Cases[0].Cases;
        Assert.Equal([0, 0, 0, 1, 1, 0, 1, 1], Enumerable.Range(0, 8).Select(k => cases.Inputs[0][k / 2, k % 2]));
        Assert.Equal([0, 1, double.NaN, 1], Enumerable.Range(0, 4).Select(k => cases.Targets[0][k, 0]));
    }

    [Fact]
    public void States_are_those_of_nodes_computed_one_after_the_other()
    {
        var weights = new double[5][];
        var random = new Random(7);
        for (var node = 0; node < 5; node++) weights[node] = [.. Enumerable.Range(0, 8).Select(_ => random.NextDouble() - 0.5)];
        weights[3][3] = weights[4][4] = 1;
        var imported = ForeignFile.Read([Write(".cf", Recurrent), Write(".wts", Weights(weights))]);

        var runner = new SequenceRunner<double>(imported.Model!.Network<double>());
        var plain = new PlainTlearn(weights, Connections());
        foreach (var input in new double[][] { [1, 0], [0, 1], [1, 1], [0, 0], [0.5, -0.5] })
        {
            plain.Step(input);
            Assert.Equal(plain.State(3), runner.Step(input)[0], 1e-12);
            Assert.Equal(plain.State(1), runner.State("hidden")[0], 1e-12);
            Assert.Equal(plain.State(5), runner.State("context")[1], 1e-12);
        }

        static bool[,] Connections()
        {
            var connected = new bool[5, 8];
            for (var node = 0; node < 3; node++) connected[node, 0] = true;
            foreach (var node in new[] { 0, 1 }) connected[node, 1] = connected[node, 2] = connected[node, 6] = connected[node, 7] = true;
            connected[2, 3] = connected[2, 4] = connected[3, 3] = connected[4, 4] = true;
            return connected;
        }
    }

    [Theory]
    [InlineData("1. & 1. fixed one-to-one")]
    [InlineData("1. & 1. one-to-one")]
    public void One_to_one_connections_are_fixed_with_or_without_the_word(string terms)
    {
        var topology = ForeignFile.Read([Write(".cf", Recurrent.Replace("1. & 1. fixed one-to-one", terms, StringComparison.Ordinal))]).Topology!;

        var projection = topology.Projections.Single(static projection => projection.To.Origin == "context");
        Assert.True(projection.Description.Frozen);
        var network = new Network<double>(topology).Randomize(seed: 1);
        Assert.Equal([1, 1], network["hidden->context"].ToArray());
        Assert.NotEqual(1, network["hidden->output"][0]);
    }

    [Fact]
    public void Targets_hold_from_their_time_to_the_next()
    {
        var imported = ForeignFile.Read([Write(".cf", Xor), Write(".data", "distributed\n5\n0 0\n0 1\n1 0\n1 1\n0 0\n"), Write(".teach", "distributed\n2\n1 0.25\n3 0.75\n")]);

        Assert.Equal([double.NaN, 0.25, 0.25, 0.75, 0.75], Enumerable.Range(0, 5).Select(k => imported.Cases[0].Cases.Targets[0][k, 0]));
    }

    [Fact]
    public void Resets_cut_the_patterns_of_a_recurrent_net_into_sequences()
    {
        var imported = ForeignFile.Read([Write(".cf", Recurrent), Write(".data", "localist\n5\n1\n2\n1\n1\n2\n"), Write(".teach", "localist\n5\n0 1\n1 1\n2 1\n3 1\n4 1\n"), Write(".reset", "2\n0\n3\n")]);

        Assert.Equal(2, imported.Cases[0].Cases.Sequences);
        Assert.Equal([3, 2], imported.Cases[0].Cases.SequenceLengths);
        Assert.Contains(imported.Settings, static setting => setting is { Option: "update", Value: "window" });
    }

    [Fact]
    public void Without_resets_all_patterns_are_one_sequence_and_a_note_says_so()
    {
        var imported = ForeignFile.Read([Write(".cf", Recurrent), Write(".data", "localist\n5\n1\n2\n1\n1\n2\n"), Write(".teach", "localist\n5\n1\n1\n1\n1\n1\n")]);

        Assert.Equal([5], imported.Cases[0].Cases.SequenceLengths);
        Assert.Contains(imported.Notes, static note => note.StartsWith("there is no .reset file", StringComparison.Ordinal));
    }

    [Fact]
    public void A_note_says_that_tlearn_cuts_total_inputs()
    {
        var path = Write(".cf", Xor);

        Assert.Contains(ForeignFile.Read([path]).Notes, static note => note.StartsWith("tlearn cuts the total inputs", StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_that_are_held_between_bounds_are_free_and_a_note_says_so()
    {
        var imported = ForeignFile.Read([Write(".cf", Xor.Replace("3 from 1-2", "3 from 1-2 = -1 & 1", StringComparison.Ordinal))]);

        Assert.Contains("line 10 holds weights between -1 and 1; nothing holds them here", imported.Notes);
    }

    [Theory]
    [InlineData("selected = 1-3", "bipolar = 1-2", "line 12: has bipolar nodes")]
    [InlineData("selected = 1-3", "binary = 1-2", "line 12: has binary nodes")]
    [InlineData("selected = 1-3", "delayed = 1-2", "line 12: has delayed nodes")]
    [InlineData("3 from 1-2", "3 from 1-2 = group 1", "line 10: ties single weights")]
    [InlineData("3 from 1-2", "3 from 1-2\n3 from 0 = 1 & 1 fixed", "line 11: fixes biases")]
    public void What_a_net_cannot_express_is_refused_by_name(string old, string now, string message) => AssertRefused(Xor.Replace(old, now, StringComparison.Ordinal), message);

    [Theory]
    [InlineData("nodes = 3", "nodes=3", "line 3: 'inputs' stands where '=' is expected, with blanks around it")]
    [InlineData("nodes = 3", "nodes = 999999999", "line 2: '999999999' stands where the number of nodes is expected")]
    [InlineData("output node is 3", "output node is 4", "line 5: '4' names unit 4, but there are 3")]
    [InlineData("output node is 3", "output nodes are 2-3", "line 5: names 2 output nodes, but outputs = 1")]
    [InlineData("1-2 from i1-i2", "1-2 from i1-2", "line 9: 'i1-2' runs from an input to a node")]
    [InlineData("1-2 from i1-i2", "1-2 from 1 -2", "line 9: '-2' stands where a list of units is expected")]
    [InlineData("1-2 from i1-i2", "i1 from 1-2", "line 9: connects to an input")]
    [InlineData("SPECIAL:", "", "'selected' stands where a list of units is expected")]
    public void Damaged_configurations_are_one_line(string old, string now, string message) => AssertRefused(Xor.Replace(old, now, StringComparison.Ordinal), message);

    [Theory]
    [InlineData(".data", "distributed\n4\n0 0\n0 1\n1 0\n", "line 2: announces 4 rows of 2 values but holds 6 words")]
    [InlineData(".data", "distributed\n999999999\n0 0\n", "line 2: announces 999999999 rows")]
    [InlineData(".data", "distributed\n1\n0 x\n", "line 3: 'x' stands where a value is expected")]
    [InlineData(".data", "localist\n1\n3\n", "line 3: '3' names unit 3, but there are 2")]
    [InlineData(".wts", "NETWORK CONFIGURED BY TLEARN\n# TO NODE 1\n1\n2\n", "holds 2 weights, but 3 nodes have 18")]
    public void Damaged_patterns_and_weights_are_one_line(string ending, string text, string message)
    {
        var path = Write(ending, text);

        Assert.StartsWith(path + (message.StartsWith("line", StringComparison.Ordinal) ? ", " : ": ") + message, Assert.Throws<ForeignFileException>(() => ForeignFile.Read([Write(".cf", Xor), path])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Patterns_without_a_configuration_are_refused()
    {
        var path = Write(".data", "distributed\n1\n0 0\n");

        Assert.Contains("name the .cf file too", Assert.Throws<ForeignFileException>(() => ForeignFile.Read([path])).Message, StringComparison.Ordinal);
    }

    private void AssertRefused(string configuration, string message) =>
        Assert.Contains(message, Assert.Throws<ForeignFileException>(() => ForeignFile.Read([Write(".cf", configuration)])).Message, StringComparison.Ordinal);

    private string Write(string ending, string text) => folder.Write("net" + ending, text.TrimEnd() + "\n");

    private static string Weights(double[][] weights)
    {
        var text = new StringBuilder("NETWORK CONFIGURED BY TLEARN\n# weights after 10 sweeps\n# WEIGHTS\n");
        foreach (var (node, row) in weights.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"# TO NODE {node + 1}\n");
            foreach (var weight in row) text.Append(CultureInfo.InvariantCulture, $"{weight:R}\n");
        }
        return text.ToString();
    }

    /// <summary>tlearn's own arithmetic: one node after the other, each from the newest states there are. Nodes 4 and 5 are linear.</summary>
    private sealed class PlainTlearn(double[][] weights, bool[,] connected)
    {
        private readonly double[] states = [1, 0, 0, 0, 0, 0, 0, 0];

        public double State(int node) => states[2 + node];

        public void Step(double[] input)
        {
            input.CopyTo(states, 1);
            for (var node = 0; node < weights.Length; node++)
            {
                var total = 0.0;
                for (var from = 0; from < states.Length; from++)
                    if (connected[node, from]) total += weights[node][from] * states[from];
                states[3 + node] = node >= 3 ? total : 1 / (1 + Math.Exp(-total));
            }
        }
    }
}
