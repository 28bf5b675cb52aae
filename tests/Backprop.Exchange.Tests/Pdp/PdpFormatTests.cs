using Backprop.Data;

namespace Backprop.Exchange.Tests;

public sealed class PdpFormatTests : IDisposable
{
    private const string Xor = "definitions:\nnunits 5\nninputs 2\nnoutputs 1\nend\nnetwork:\n%r 2 2 0 2\n%r 4 1 2 2\nend\nbiases:\n%r 2 3\nend\n";
    private const string Patterns = "p00 0 0 0\np01 0 1 1\np10 1 0 1\np11 1 1 0\n";

    // The starting weights of the handbook's exercise: by receiving unit, then a bias for each of the five units.
    private const string Weights = "0.432171\n0.448781\n-0.038413\n0.036489\n0.272080\n0.081714\n0.000000\n0.000000\n-0.276589\n-0.402498\n0.279299\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_XOR_of_the_handbook_starts_at_tss_1_0507_and_is_below_0_04_after_288_changes()
    {
        var imported = ForeignFile.Read([folder.Write("xor.net", Xor), folder.Write("xor.pat", Patterns), folder.Write("xor.wts", Weights)]);
        var (network, cases) = (imported.Model!.Network<double>(), Assert.Single(imported.Cases).Cases);
        var trainer = new Trainer<double>(network, cases, new GradientDescent { LearningRate = 0.5, Momentum = 0.9 });

        Assert.Equal(1.0507, 2 * network.Evaluate(cases).Error, 5e-5);
        var changes = 0;
        for (; 2 * network.Evaluate(cases).Error >= 0.04 && changes < 400; changes++) trainer.Step();
        Assert.Equal(288, changes);
    }

    [Fact]
    public void Weights_are_by_receiver_and_biases_those_of_every_unit_inputs_too()
    {
        var network = ForeignFile.ReadPdp(folder.Write("xor.net", Xor), [folder.Write("xor.wts", Weights)]).Model!.Network<double>();

        Assert.Equal([0.432171, 0.448781, -0.038413, 0.036489], network["input->hidden"].ToArray());
        Assert.Equal([0.272080, 0.081714], network["hidden->output"].ToArray());
        Assert.Equal([-0.276589, -0.402498], network.GetBiases("hidden").ToArray());
        Assert.Equal([0.279299], network.GetBiases("output").ToArray());
        Assert.Contains("has 10 numbers, but", Refused(Xor, Weights[9..]), StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_a_script_are_settings_and_others_those_with_which_the_program_starts()
    {
        var script = folder.Write("xor.str", "get network xor.net\nset nepochs 300\nset ecrit .04\nset mode lgrain epoch\nset param lrate .25\nptrain\n");

        var settings = ForeignFile.ReadPdp(folder.Write("xor.net", Xor), [script]).Settings.ToDictionary(static setting => setting.Option, static setting => setting.Value, StringComparer.Ordinal);
        var usual = ForeignFile.ReadPdp(folder.Write("xor.net", Xor)).Settings.ToDictionary(static setting => setting.Option, static setting => setting.Value, StringComparer.Ordinal);

        Assert.Equal(("0.25", "0.9", "sweep", "0.5", "error:0.02", "300"), (settings["rate"], settings["momentum"], settings["update"], settings["range"], settings["until"], settings["sweeps"]));
        Assert.Equal(("0.5", "0.9", "case", "0.5", "sweeps", "500"), (usual["rate"], usual["momentum"], usual["update"], usual["range"], usual["until"], usual["sweeps"]));
    }

    [Fact]
    public void Plus_minus_and_point_are_1_minus_1_and_0_and_a_negative_target_is_don_t_care()
    {
        var cases = ForeignFile.ReadPdp(folder.Write("xor.net", Xor), [folder.Write("a.pat", "a + . -\nb . + +\n")]).Cases[0].Cases;

        Assert.Equal("\"a\" 1 0 -> ?\n\"b\" 0 1 -> 1\n", Text(cases, Topology.Layered(2, 2, 1)));
    }

    [Fact]
    public void Targets_of_1_and_0_become_tmax_and_its_rest_to_1()
    {
        var imported = ForeignFile.ReadPdp(folder.Write("xor.net", Xor), [folder.Write("a.pat", Patterns), folder.Write("a.str", "set param tmax .9\n")]);

        Assert.StartsWith("\"p00\" 0 0 -> 0.09", Text(imported.Cases[0].Cases, imported.Topology!), StringComparison.Ordinal);
        Assert.Contains("\"p01\" 0 1 -> 0.9\n", Text(imported.Cases[0].Cases, imported.Topology!), StringComparison.Ordinal);
        Assert.Contains("targets of 1 and 0 became 0.9 and 0.1 (tmax)", imported.Notes);
    }

    [Fact]
    public void Linked_letters_are_shared_weights_whose_gradients_are_summed()
    {
        const string net = "definitions:\nnunits 6\nninputs 2\nnoutputs 2\nend\nconstraints:\na random linked\nb random linked\nc random linked\nd random linked\nj random negative linked\nk random negative linked\nend\n"
            + "network:\n% 2 2 0 2\nab\ncd\n% 4 2 2 2\nab\ncd\nend\nbiases:\n% 2 4\njkjk\nend\n";
        var imported = ForeignFile.ReadPdp(folder.Write("rec.net", net));
        var topology = imported.Topology!;

        Assert.Equal(6, topology.WeightCount);
        Assert.All(topology.Blocks, static block => Assert.Equal(SharedGradient.Sum, block.Sharing));
        Assert.Same(topology.Projections[0].Weights, topology.Projections[1].Weights);
        Assert.Contains(imported.Notes, static note => note.StartsWith("weights that are positive or negative by constraint", StringComparison.Ordinal));
        Assert.Contains("weights of 'a' are linked in a way that is not supported", Refused(net.Replace("\nab\ncd\n% 4", "\nab\nca\n% 4", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Capital_letters_are_fixed_and_points_no_weights()
    {
        const string net = "definitions:\nnunits 5\nninputs 2\nnoutputs 1\nend\nconstraints:\nt 2.5\nend\nnetwork:\n% 2 2 0 2\nr.\n.r\n%T 4 1 2 2\nend\n";
        var topology = ForeignFile.ReadPdp(folder.Write("fixed.net", net)).Topology!;

        Assert.True(topology.GetWeights("hidden->output").Frozen);
        Assert.False(topology["output"].Biases is not null);
        Assert.Equal([2.5, 2.5], new Network<double>(topology).Randomize(1)["hidden->output"].ToArray());
        Assert.Equal([1.0, 0, 0, 1], topology.Projections[0].Weights.Mask!.Cast<bool>().Select(static there => there ? 1.0 : 0));
    }

    [Fact]
    public void A_negative_input_copies_the_unit_of_its_number_and_keeps_mu_of_itself()
    {
        const string net = "definitions:\nnunits 4\nninputs 2\nnoutputs 1\nend\nnetwork:\n%r 2 1 0 2\n%r 3 1 2 1\nend\nbiases:\n%r 2 2\nend\n";
        double[] w = [0.7, -1.3, 2.1, 0.2, -0.4];
        var imported = ForeignFile.ReadPdp(folder.Write("seq.net", net), [folder.Write("seq.pat", "a 1 0.25 1\nb 0 -3 0\nc 1 -3 1\nd 1 0 1\n"), folder.Write("seq.wts", $"{w[0]}\n{w[1]}\n{w[2]}\n0\n0\n{w[3]}\n{w[4]}\n")]);

        // As bp goes through the patterns: the state is mu times itself and the output of the pattern before.
        var (error, state, output) = (0.0, 0.0, 0.0);
        foreach (var (input, given, target) in new (double, double?, double)[] { (1, 0.25, 1), (0, null, 0), (1, null, 1), (1, 0, 1) })
        {
            state = given ?? ((0.5 * state) + output);
            output = Logistic((w[2] * Logistic((w[0] * input) + (w[1] * state) + w[3])) + w[4]);
            error += 0.5 * Math.Pow(output - target, 2);
        }

        Assert.Equal(error, imported.Model!.Network<double>().Evaluate(imported.Cases[0].Cases).Error, 1e-12);
        Assert.Contains(imported.Settings, static setting => setting is { Option: "update", Value: "window" });
        Assert.StartsWith("sequence \"a\"\n", Text(imported.Cases[0].Cases, imported.Topology!), StringComparison.Ordinal);

        static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
    }

    [Fact]
    public void Patterns_weights_and_scripts_need_their_network()
    {
        Assert.Contains("looks like patterns of the PDP programs, which cannot be read without the network", Message(folder.Write("a.pat", "a 0 0.5 1\nb 1 1 0\n")), StringComparison.Ordinal);
        Assert.Contains("looks like weights of the PDP programs", Message(folder.Write("a.wts", Weights)), StringComparison.Ordinal);
        Assert.Contains("looks like script of the PDP programs", Message(folder.Write("a.str", "set nepochs 3\n")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nunits 5", "nunits 4", "line 8: has a block of the units 4 to 4 that receive from 2 to 3, but the units are 0 to 3")]
    [InlineData("nunits 5", "nunits x", "nunits is 'x'; it must be a whole number")]
    [InlineData("nunits 5", "nunits 100000", "nunits is 100000; it must be from 1 to 16384")]
    [InlineData("noutputs 1", "noutputs 4", "no unit can be both")]
    [InlineData("%r 4 1 2 2", "%r 4 1 2 3", "line 8: unit 4 receives from unit 4, which bp computes after it or with it")]
    [InlineData("%r 4 1 2 2", "%r 2 1 0 2", "line 8: unit 2 receives in two blocks")]
    [InlineData("%r 4 1 2 2", "% 4 1 2 2\nr", "line 9: the row 'r' has 1 characters, but there are 2 weights")]
    [InlineData("%r 4 1 2 2", "%? 4 1 2 2", "'?' stands where a letter or '.' is expected")]
    [InlineData("%r 4 1 2 2", "%r 4 1 2", "line 9: 'end' stands where the number of sending units is expected")]
    [InlineData("biases:", "sigmas:", "line 10: has a section sigmas, which belongs to harmony theory")]
    [InlineData("biases:", "bias:", "line 10: 'bias:' stands where a section is expected")]
    [InlineData("%r 2 3\nend\n", "%r 2 3\n", "ends where a block '%' or 'end' is expected; it is cut short")]
    [InlineData("%r 2 3", "%R 2 3", "the bias of unit 2 is fixed while weights into it change")]
    [InlineData("%r 4 1 2 2", "% 4 1 2 2\nrR", "unit 4 receives from the units 2 and 3, which are of one group, with weights that differ")]
    public void A_damaged_network_is_refused_with_what_is_wrong(string old, string damaged, string problem)
    {
        Assert.Contains(old, Xor, StringComparison.Ordinal);
        Assert.Contains(problem, Refused(Xor.Replace(old, damaged, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a 0 0 0\nb 0 1\n", "ends before target 1 of pattern 'b'; a pattern of this network has a name, 2 inputs and 1 targets")]
    [InlineData("a 0 0 0\nb 0 1 1 1\n", "ends before input 1 of pattern '1'")]
    [InlineData("a 0 -9 0\n", "a negative input names a unit whose state is copied, and the units are 0 to 4")]
    [InlineData("a 0 -3 0\nb 0 -4 0\n", "input 2 copies unit 3 in one pattern and unit 4 in pattern 'b'")]
    public void Damaged_patterns_are_refused_with_their_place(string patterns, string problem) => Assert.Contains(problem, Refused(Xor, patterns), StringComparison.Ordinal);

    private string Refused(string net, string? other = null) =>
        Message([folder.Write("net.net", net), .. other is null ? Array.Empty<string>() : [folder.Write("other.txt", other)]]);

    private static string Message(params string[] paths) => Assert.Throws<ForeignFileException>(() => ForeignFile.Read(paths)).Message;

    private static string Text(Cases cases, Topology topology)
    {
        using var text = new StringWriter { NewLine = "\n" };
        CaseFile.Write(text, cases, topology);
        return text.ToString();
    }
}
