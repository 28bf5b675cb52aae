using System.Globalization;

namespace Backprop.Exchange.Tests;

public sealed class LensFormatTests : IDisposable
{
    private const string Xor = "I: 0 0 T: 0;\nI: 0 1 T: 1;\nI: 1 0 T: 1;\nI: 1 1 T: 0;\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_layered_network_and_its_examples_are_a_net_and_cases()
    {
        var imported = Read("# exclusive or\naddNet xor 2 2 1\nloadExamples xor.ex\nsetObj learningRate 0.5\nsetObj numUpdates 200\nautoPlot 3\n", ("xor.ex", Xor));

        Assert.Equal("Lens network and examples", imported.Format);
        Assert.Equal(["input 2", "hidden 2", "output 1"], Groups(imported));
        Assert.Equal(9, imported.Topology!.WeightCount);
        Assert.Equal(("xor", 4), (imported.Cases[0].Name, imported.Cases[0].Cases.Count));
        Assert.Equal(["rule=descent", "rate=0.5", "momentum=0.9", "error=cross-entropy", "update=sweep", "sweeps=200", "range=1"], Options(imported));
        Assert.Empty(imported.Notes);
    }

    [Fact]
    public void Targets_that_are_not_given_are_0_and_a_dash_is_not_cared_about()
    {
        var cases = Read("addNet n 1 2\n", ("n.ex", "I: 1;\nI: 1 T: - 1;\n")).Cases[0].Cases;

        Assert.Equal([0, 0, double.NaN, 1], Enumerable.Range(0, 4).Select(k => cases.Targets[0][k / 2, k % 2]));
    }

    [Fact]
    public void Groups_are_filled_by_name_and_unknown_ones_are_said()
    {
        var imported = Read("addNet n\naddGroup a 2 INPUT\naddGroup b 3 INPUT\naddGroup out 1 OUTPUT\nconnectGroups {a b} out\n", ("n.ex", "I: (b) 1 0.5 (a 1) 2 {c} 1 T: 1;\nI: 1 2 3 4 5;\n"));

        var cases = imported.Cases[0].Cases;
        Assert.Equal([0, 2, 1, 2], Enumerable.Range(0, 4).Select(k => cases.Inputs[0][k / 2, k % 2]));
        Assert.Equal([1, 0.5, 0, 3, 4, 5], Enumerable.Range(0, 6).Select(k => cases.Inputs[1][k / 3, k % 3]));
        Assert.Contains("n: what it says of a group 'c' is left out, as the net has none that takes it; Lens does the same without a word", imported.Notes);
    }

    [Fact]
    public void Frequencies_are_no_weights_of_cases()
    {
        var imported = Read("addNet n 1 1\n", ("n.ex", "freq: 3 I: 1 T: 1;\nI: 0 T: 0;\n"));

        Assert.Equal(0, imported.Cases[0].Cases.Weights.Length);
        Assert.Contains(imported.Notes, static note => note.StartsWith("n: freq:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_simple_recurrent_network_receives_its_states_of_the_tick_before_beginning_with_one_half()
    {
        var imported = Read("addNet srn -i 3 SRBPTT 1 2 ELMAN 1\n", ("srn.ex", "name:a 3 I: 1 T: 0 I: 0 T: 1 I: 1 T: -;\nname:b 2 I: 1 T: 0 I: 0 T: 1;\n"), ("srn.wt", Weights(1, 2, 3, 4)));

        Assert.Equal(["context", "hidden", "input", "output"], imported.Topology!.Unrolling!.Net.GroupNames.Order(StringComparer.Ordinal));
        Assert.Equal(3, imported.Topology.Unrolling.Iterations);
        Assert.Equal(SharedGradient.Sum, imported.Topology.Unrolling.Sharing);
        Assert.Equal([3, 2], imported.Cases[0].Cases.SequenceLengths);
        Assert.Equal(["a", "b"], imported.Cases[0].Cases.Names);

        // By hand: context first, then hidden from bias, context and input, then the output.
        var runner = new SequenceRunner<double>(imported.Model!.Network<double>());
        double[] hidden = [0.5, 0.5];
        foreach (var input in new[] { 1.0, 0, 1 })
        {
            hidden = [Logistic(0.1 + (0.2 * hidden[0]) + (0.3 * hidden[1]) + (0.4 * input)), Logistic(0.5 + (0.6 * hidden[0]) + (0.7 * hidden[1]) + (0.8 * input))];
            Assert.Equal(Logistic(0.9 + (1.0 * hidden[0]) + (1.1 * hidden[1])), runner.Step(input)[0], 1e-12);
        }

        static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

        static string Weights(params int[] rows) => "1431655766\n11\n1\n5\n" + string.Concat(Enumerable.Range(1, 11).Select(static k => string.Create(CultureInfo.InvariantCulture, $"{k / 10.0}\n")));
    }

    [Fact]
    public void Without_SRBPTT_derivatives_reach_back_one_tick()
    {
        var imported = Read("addNet srn -i 9 1 2 ELMAN 1\nsetObj batchSize 1\n");

        Assert.Equal(1, imported.Topology!.Unrolling!.Iterations);
        Assert.Contains("update=sequence", Options(imported));
        Assert.Contains(imported.Notes, static note => note.StartsWith("backpropTicks 1: derivatives reach back 1 ticks", StringComparison.Ordinal));
    }

    [Fact]
    public void Groups_built_one_by_one_are_computed_in_the_order_that_the_script_gives()
    {
        const string net = "addNet n -i 4 SRBPTT\naddGroup input 2 INPUT\naddGroup hidden 3\naddGroup context 3 ELMAN\naddGroup output 1 OUTPUT\nconnectGroups {input context} hidden output\nelmanConnect hidden context\n";

        // A context behind its source copies the new states; before it, those of the tick before.
        var before = Read(net + "orderGroups bias input context hidden output\n").Topology!.Unrolling!.Net;
        var behind = Read(net + "orderGroups bias input hidden context output\n").Topology!.Unrolling!.Net;

        Assert.Equal(("hidden->context", 1), Delays(before).Single(static pair => pair.Delay > 0));
        Assert.Equal(("context->hidden", 1), Delays(behind).Single(static pair => pair.Delay > 0));

        static IEnumerable<(string Name, int Delay)> Delays(IterativeTopology net) => net.Projections.Select(static projection => (projection.Name, projection.Delay));
    }

    [Fact]
    public void Continuous_networks_are_computed_from_the_tick_before_and_their_total_inputs_leak()
    {
        var imported = Read("addNet c -i 4 -t 5 CONTINUOUS\naddGroup in 2 INPUT\naddGroup out 2 OUTPUT IN_INTEGR\nconnectGroups in out out\n", ("c.ex", "max:2 grace:1;\n2 i:0 t:0 i:1 t:1;\n"));

        var net = imported.Topology!.Unrolling!;
        Assert.Equal(20, net.Iterations);
        Assert.All(net.Net.Projections, static projection => Assert.Equal(1, projection.Delay));
        Assert.Equal(0.2, net.Net.Groups.Single(static group => group.Name == "out").LeakRate, 1e-15);
        var cases = imported.Cases[0].Cases;
        Assert.Equal([20], cases.SequenceLengths);
        // Ten ticks an event, targets in the last five of them.
        Assert.Equal([.. Enumerable.Range(6, 5), .. Enumerable.Range(16, 5)], cases.Targets.Where(static target => !double.IsNaN(target[0, 0])).Select(static target => int.Parse(target.Group!.Split('@')[1], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void One_to_one_links_are_frozen_at_1_unless_thawed()
    {
        const string net = "addNet n\naddGroup input 2 INPUT\naddGroup hidden 2\naddGroup output 2 OUTPUT\nconnectGroups input hidden output\nconnectGroups input output -p ONE\n";
        var (frozen, thawed) = (Read(net).Topology!, Read(net + "thawWeights\n").Topology!);

        Assert.True(Skip(frozen).Frozen);
        Assert.True(Skip(frozen).OneToOne);
        Assert.Equal([1, 1], new Network<double>(frozen).Randomize(seed: 1)["input->output"].ToArray());
        Assert.False(Skip(thawed).Frozen);

        static ProjectionDescription Skip(Topology topology) => topology.Projections.Select(static projection => projection.Description).Single(static projection => projection is { From: "input", To: "output" });
    }

    [Fact]
    public void The_defaults_of_training_are_settings_by_name()
    {
        var settings = Read("addNet n 2 2 1\n").Settings;

        Assert.Contains(settings, static setting => setting.Option.Length == 0 && setting.Origin.StartsWith("Doug's momentum, the default", StringComparison.Ordinal));
        Assert.Contains(settings, static setting => setting is { Option: "rate", Value: "0.1", Origin: "learningRate 0.1, the default" });
        Assert.Contains(settings, static setting => setting is { Option: "momentum", Value: "0.9" });
        Assert.Contains(settings, static setting => setting is { Option: "error", Value: "cross-entropy" });
        Assert.Contains(settings, static setting => setting is { Option: "update", Value: "sweep" });
        Assert.Contains(settings, static setting => setting is { Option: "range", Value: "1" });
    }

    [Fact]
    public void Sums_of_squares_have_no_half_so_the_rate_doubles()
    {
        var settings = Read("addNet n 2 2 1 SUM_SQUARED\nsetObj learningRate 0.2\nsteepest 50\n").Settings;

        Assert.Contains(settings, static setting => setting is { Option: "rate", Value: "0.4" });
        Assert.Contains(settings, static setting => setting is { Option: "error", Value: "squares" });
        Assert.Contains(settings, static setting => setting is { Option: "momentum", Value: "0" });
        Assert.Contains(settings, static setting => setting is { Option: "sweeps", Value: "50" });
    }

    [Fact]
    public void Decay_inside_the_change_is_said()
    {
        var imported = Read("addNet n 2 2 1\nsetObj weightDecay 0.001\nsetObj zeroErrorRadius 0.1\nsetObj frobnicate 3\n");

        Assert.Contains("decay=0.0001", Options(imported));
        Assert.Contains("tolerance=dead:0.1", Options(imported));
        Assert.Contains(imported.Notes, static note => note.StartsWith("weightDecay decays through the momentum", StringComparison.Ordinal));
        Assert.Contains("setObj frobnicate is left out", imported.Notes);
    }

    [Fact]
    public void Variables_continued_lines_and_procedures_that_are_not_called_are_read()
    {
        var imported = Read("set hid 4 ;# units\naddNet \"my net\" 2 $hid ${hid} \\\n  1 SOFT_MAX\nproc again {n} {\n  repeat $n { train }\n}\n");

        Assert.Equal(["input 2", "hidden 4", "hidden2 4", "output 1"], Groups(imported));
        Assert.Equal(["line 4: the procedure 'again' is left out"], imported.Notes);
    }

    [Fact]
    public void Of_several_networks_the_active_one_is_read()
    {
        var imported = Read("addNet a 2 1\naddNet b 3 1\nuseNet a\n");

        Assert.Equal(["input 2", "output 1"], Groups(imported));
        Assert.Contains(imported.Notes, static note => note.Contains("'b', which is left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Examples_alone_show_their_units()
    {
        var cases = Assert.Single(ForeignFile.ReadLens(folder.Write("digits.ex", "I: 0 1 1 T: 1;\nI: 1 0 1 T: 0;\n")).Cases);
        var sequences = Assert.Single(ForeignFile.ReadLens(folder.Write("s.ex", "2 {Word} 1 t:0 i:{Word} 3 t:4;\n".Replace("2 {Word}", ";\n2 i:{Word}", StringComparison.Ordinal))).Cases);

        Assert.Equal((3, 1, 2), (cases.Units!["input"].Size, cases.Units["output"].Size, cases.Cases.Count));
        Assert.Equal(2, sequences.Units!.Unrolling!.Iterations);
        Assert.Equal((4, 5), (sequences.Units["Word@1"].Size, sequences.Units["output@1"].Size));
    }

    [Theory]
    [InlineData("addNet n 2 1\nif {1} {}\n", "line 2: 'if' branches, repeats or computes")]
    [InlineData("addNet n 2 1\naddGroup x [expr sqrt(4)]\n", "line 2: '[expr sqrt(4)]' computes a value")]
    [InlineData("addNet n 2 1\naddGroup x [expr 010 + 1]\n", "line 2: '[expr 010 + 1]' computes a value, which is not carried out here beyond [expr …] of decimal numbers")]
    [InlineData("addNet n 2 1\naddGroup x [expr 0x10]\n", "line 2: '[expr 0x10]' computes a value")]
    [InlineData("addNet n 2 1\naddGroup x [expr 2 / 0]\n", "line 2: '[expr 2 / 0]' computes a value")]
    [InlineData("addNet n 2 1\naddGroup x [llength a]\n", "line 2: '[llength a]' computes a value")]
    [InlineData("addNet n 2 1\nproc p {} {\n  p\n}\np\n", "line 3: calls procedures within procedures, 16 deep")]
    [InlineData("addNet n 2 1\nproc p {} {\n  fly\n}\np\n", "line 3: 'fly' is not a command that is read here")]
    [InlineData("addNet n 2 1\naddGroup x 3", "line 2: ends with '3' and no end of line")]
    [InlineData("addNet n 2 1\nproc p {a {b 2}} {}\np 1\n", "line 3: calls the procedure 'p' of line 2 with 1 values")]
    [InlineData("addNet n 2 1\nfly\n", "line 2: 'fly' is not a command that is read here")]
    [InlineData("addNet n BOLTZMANN\n", "line 1: is a Boltzmann machine")]
    [InlineData("addNet n -i 4 -t 10 CONTINUOUS\naddGroup h 2\n", "line 2: group 'h' of a CONTINUOUS network integrates its outputs")]
    [InlineData("addNet n\naddGroup h 2 KOHONEN\n", "line 2: group 'h' has the type KOHONEN")]
    [InlineData("addNet n\naddGroup c 2 ELMAN\n", "line 2: the ELMAN group 'c' copies no group")]
    [InlineData("addNet n 2 1\nconnectGroups input nowhere\n", "line 2: there is no group 'nowhere'")]
    [InlineData("addNet n 2 1\nconnectGroups input output -p FAIR -s 0.5\n", "line 2: connects by the pattern FAIR")]
    [InlineData("addNet n 999999999 1\n", "line 1: '999999999' stands where a number of units is expected")]
    [InlineData("addNet n 100000 100000\n", "line 1: the networks have more than 4,194,304 links")]
    [InlineData("addGroup a 2\n", "line 1: stands before the first addNet")]
    [InlineData("addNet {n 2 1\n", "line 1: a brace that opens here is not closed")]
    [InlineData("addNet n 2 $x\n", "line 1: there is no variable 'x'")]
    public void What_is_beyond_a_flat_script_is_refused_by_line_and_name(string script, string message) =>
        Assert.Contains(message, Assert.Throws<ForeignFileException>(() => Read(script)).Message, StringComparison.Ordinal);

    [Fact]
    public void Procedures_arithmetic_and_examples_that_are_loaded_only_once_are_carried_out()
    {
        const string script = """
            set SLOTS 5
            set all [expr 4 * $SLOTS]
            proc build {hidden outputs} {
              addNet "n-$hidden" 2 $hidden [expr {($outputs - 2) / 7}]
              setObj learningRate [expr 0 + 1 / 4.0 + 0.]
            }
            build [expr -7 / 2 + 7] $all
            if [catch {path -s train}] {
              loadExamples n.ex -s train -e PERMUTED
              moveExamples train test 0.1
            }
            if {[catch {path -s train}]} { loadExamples other.ex -s train }

            """;
        var imported = Read(script, ("n.ex", "I: 0 1 T: 1 0;\n"));

        Assert.Equal(["input 2", "hidden 3", "output 2"], Groups(imported));
        Assert.Contains("rate=0.25", Options(imported));
        Assert.Contains("shuffle=", Options(imported));
        Assert.Equal(["line 10: moveExamples is left out, so that all examples are in one set; it moves some to another set at random"], imported.Notes);
        Assert.Equal(1, imported.Cases[0].Cases.Count);
    }

    [Fact]
    public void A_last_line_without_an_end_is_said_where_it_concerns_the_training_only() =>
        Assert.Contains("line 2: 'setObj numUpdates 500' has no end of line, so that it may be cut off", Read("addNet n 2 1\nsetObj numUpdates 500").Notes);

    [Fact]
    public void Examples_that_do_not_fit_the_network_are_refused_by_line()
    {
        var refused = Assert.Throws<ForeignFileException>(() => Read("addNet n 2 1\n", ("n.ex", "I: 0 1;\ni: 2;\n")));

        Assert.EndsWith("n.ex, line 2: gives unit 2 of all inputs, but there are 2, numbered from 0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_in_the_binary_form_or_of_another_network_are_refused()
    {
        var other = Assert.Throws<ForeignFileException>(() => Read("addNet n 2 1\n", ("n.wt", "1431655766\n5\n1\n0\n1\n2\n3\n4\n5\n")));

        Assert.Contains("holds 5 links, but the network 'n' has 3", other.Message, StringComparison.Ordinal);
        var binary = new ForeignText("n.wt", [0x55, 0x55, 0x55, 0x56, 0, 0, 0, 3]);
        Assert.True(new LensFormat().Recognizes(binary.Start));
        Assert.Contains("saveWeights FILE -text", Assert.Throws<ForeignFileException>(() => new LensFormat().Read([new ForeignText("n.in", "addNet n 2 1\n"u8.ToArray()), binary], new ImportOptions())).Message, StringComparison.Ordinal);
    }

    private Imported Read(string script, params (string Name, string Text)[] others) =>
        ForeignFile.Read([folder.Write("net.in", script), .. others.Select(other => folder.Write(other.Name, other.Text))]);

    private static IEnumerable<string> Groups(Imported imported) => imported.Topology!.Groups.Select(static group => string.Create(CultureInfo.InvariantCulture, $"{group.Name} {group.Size}"));

    private static IEnumerable<string> Options(Imported imported) => imported.Settings.Where(static setting => setting.Option.Length > 0).Select(static setting => $"{setting.Option}={setting.Value}");
}
