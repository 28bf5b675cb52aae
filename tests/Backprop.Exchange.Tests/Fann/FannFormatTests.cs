using Backprop.Data;

namespace Backprop.Exchange.Tests;

public sealed class FannFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("fann_act03_dbl")]
    [InlineData("fann_act05_dbl")]
    [InlineData("fann_own_mixed")]
    [InlineData("fann_own_sparse")]
    [InlineData("fann_own_shortcut")]
    [InlineData("fann_own_cascade")]
    [InlineData("fann_own_functions")]
    [InlineData("fann_own_shortcut_functions")]
    [InlineData("fann_own_cascade_functions")]
    public void Answers_are_those_of_FANN(string name) =>
        Sample.AssertAnswers(ForeignFile.Read([Sample.Path(name + ".net")]), Sample.Answers(name + ".out"), 1e-12);

    [Theory]
    [InlineData("fann_std_dbl")]
    [InlineData("fann_sparse_dbl")]
    [InlineData("fann_shortcut_dbl")]
    [InlineData("fann_scaled_dbl")]
    [InlineData("fann_mixed_dbl")]
    [InlineData("fann_cascade_dbl")]
    public void With_stepwise_functions_in_the_place_of_the_smooth_ones_answers_are_those_of_FANN_too(string name)
    {
        var network = ForeignFile.Read([Sample.Path(name + ".net")], new ImportOptions { Approximate = true }).Model!.Network<double>();
        foreach (var (inputs, answers) in Sample.Answers(name + ".out"))
        {
            var outputs = FannStepwise.Run(network, inputs);
            Assert.Equal(answers.Length, outputs.Length);
            for (var k = 0; k < answers.Length; k++) Assert.Equal(answers[k], outputs[k], 1e-12);
            // What approximating costs: at most about the error of a unit in each layer.
            var smooth = network.Run(inputs);
            for (var k = 0; k < answers.Length; k++) Assert.InRange(Math.Abs(smooth[k] - answers[k]), 0, 0.1);
        }
    }

    [Theory]
    [InlineData(3, 0.7276995365)]
    [InlineData(5, 0.5248295294)]
    [InlineData(0, 0.59)]
    public void The_worked_example_has_its_answer(int activation, double answer) =>
        Sample.AssertAnswers(ForeignFile.Read([folder.Write("tiny.net", Tiny(activation))]), [([1, 2], [answer])], 1e-10);

    [Fact]
    public void A_stepwise_function_is_refused_by_name_unless_it_may_be_approximated()
    {
        var path = folder.Write("tiny.net", Tiny(4));

        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([path]));
        var imported = ForeignFile.Read([path], new ImportOptions { Approximate = true });

        Assert.True(refused.NeedsApproximation);
        Assert.Contains("neuron 3 has the activation function 4, SIGMOID_STEPWISE", refused.Message, StringComparison.Ordinal);
        Assert.Contains("SIGMOID_STEPWISE became the smooth function", Assert.Single(imported.Notes), StringComparison.Ordinal);
        Assert.Equal(0.7224245719, FannStepwise.Run(imported.Model!.Network<double>(), [1, 2])[0], 1e-10);
    }

    [Fact]
    public void The_file_is_read_by_key_whatever_lines_there_are_and_in_which_order()
    {
        var lines = File.ReadAllLines(Sample.Path("fann_act03_dbl.net"));
        var path = folder.Write("other.net", string.Join("\r\n", lines[..1].Concat(lines[1..].Where(static line => !line.StartsWith("cascade_min", StringComparison.Ordinal) && !line.StartsWith("rprop_delta_zero", StringComparison.Ordinal)).Reverse())));

        Sample.AssertAnswers(ForeignFile.Read([path]), Sample.Answers("fann_act03_dbl.out"), 1e-12);
    }

    [Fact]
    public void Fixed_point_is_the_same_net_with_weights_rounded_to_its_places()
    {
        var rounded = ForeignFile.Read([Sample.Path("fann_std_fixed.net")], new ImportOptions { Approximate = true });
        var exact = ForeignFile.Read([Sample.Path("fann_std_dbl.net")], new ImportOptions { Approximate = true });

        var (weights, others) = (rounded.Model!.Network<double>().Weights.ToArray(), exact.Model!.Network<double>().Weights.ToArray());
        for (var k = 0; k < weights.Length; k++) Assert.InRange(Math.Abs(weights[k] - others[k]), 0, 1.0 / 4096);
        Assert.Contains(rounded.Notes, static note => note.Contains("1/4096", StringComparison.Ordinal));
        Assert.True(Assert.Throws<ForeignFileException>(() => ForeignFile.Read([Sample.Path("fann_std_fixed.net")])).NeedsApproximation);
    }

    [Fact]
    public void Answers_in_fixed_point_are_those_of_libfixedfann_within_its_rounding()
    {
        var imported = ForeignFile.Read([Sample.Path("fann_std_fixed.net")], new ImportOptions { Approximate = true });
        var network = imported.Model!.Network<double>();
        var largest = 0.0;
        foreach (var (inputs, answers) in Sample.Answers("fann_std_fixed.out"))
        {
            var outputs = FannStepwise.Run(network, inputs);
            for (var k = 0; k < answers.Length; k++) largest = Math.Max(largest, Math.Abs(outputs[k] - answers[k]));
        }
        // That library cuts each product to 1/4096, so that a unit's sum is short by up to as many as it receives.
        Assert.InRange(largest, 0, 4.0 / 4096);
    }

    [Fact]
    public void Scales_become_encodings_so_that_a_raw_row_gets_the_descaled_answer_of_FANN()
    {
        var imported = ForeignFile.Read([Sample.Path("fann_own_scaled.net")]);
        Sample.AssertRawAnswers(imported, Sample.Answers("fann_own_scaled.out"), 1e-6);
        Assert.Contains(imported.Notes, static note => note.StartsWith("inputs and outputs are scaled by the file's parameters", StringComparison.Ordinal));
    }

    [Fact]
    public void Cases_beside_a_net_with_scales_are_scaled_as_fann_scale_train_scales_them()
    {
        var imported = ForeignFile.Read([Sample.Path("fann_own_scaled.net"), Sample.Path("fann_own_scaled.data")]);
        var cases = Assert.Single(imported.Cases).Cases;
        var model = new TableModel(imported.Model!);
        var network = imported.Model!.Network<double>();

        // The net learned these cases well, which it cannot seem to have done if they are scaled otherwise.
        Assert.InRange(network.Evaluate(cases).Error / cases.Count, 0, 0.02);
        Assert.Contains(imported.Notes, static note => note.StartsWith("the cases are taken as raw values", StringComparison.Ordinal));
        Assert.Equal(3, model.Encoding.InputSize);
    }

    [Fact]
    public void Training_data_alone_are_cases()
    {
        var path = folder.Write("xor.data", "4 2 1\n-1 -1\n-1\n-1 1\n1\n1 -1\n1\n1 1\n-1\n");

        var imported = ForeignFile.Read([path]);

        Assert.Null(imported.Topology);
        var cases = Assert.Single(imported.Cases);
        Assert.Equal(("xor", 4), (cases.Name, cases.Cases.Count));
        using var text = new StringWriter { NewLine = "\n" };
        CaseFile.Write(text, cases.Cases, cases.Units!);
        Assert.EndsWith("-1 -1 -> -1\n-1 1 -> 1\n1 -1 -> 1\n1 1 -> -1\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_data_beside_a_net_are_its_cases()
    {
        var net = folder.Write("tiny.net", Tiny(5));
        var imported = ForeignFile.Read([folder.Write("one.data", "1 2 1\n1 2 0.5\n"), net]);

        var evaluation = imported.Model!.Network<double>().Evaluate(imported.Cases[0].Cases);

        Assert.Equal(0.5 * Math.Pow(0.5248295294 - 0.5, 2), evaluation.Error, 1e-10);
        Assert.Contains("has 1 inputs and 1 outputs a case, but", Assert.Throws<ForeignFileException>(() => ForeignFile.Read([net, folder.Write("two.data", "1 1 1\n1 2\n")])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2 2 1\n1 2\n3\n", "ends before input 1 of case 2 of 2; it is cut short")]
    [InlineData("1 2 1\n1 2\n3 4\n", "line 3: '4' stands behind the last of the 1 cases")]
    [InlineData("1 2 1\n1 x\n3", "not of a format")]
    [InlineData("2 2 1\n1 2\n3\n1 1\nx\n", "line 5: output 1 of case 2 is 'x'; it must be a finite number")]
    [InlineData("2000000000 2000000000 1\n1 2\n3\n", "more numbers than there are")]
    public void Damaged_training_data_are_refused_with_their_place(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<ForeignFileException>(() => ForeignFile.Read([folder.Write("cases.data", text)])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("FANN_FLO_2.1", "FANN_FLO_1.1", "FANN_FLO_1.1")]
    [InlineData("num_layers=3", "num_layers=4", "num_layers is 4, but layer_sizes has 3")]
    [InlineData("layer_sizes=3 3 2", "layer_sizes=3 3 3", "has 8 neurons, but layer_sizes gives 9")]
    [InlineData("layer_sizes=3 3 2", "layer_sizes=0 3 2", "layer_sizes has 0")]
    [InlineData("network_type=0", "network_type=7", "network_type is '7'")]
    [InlineData("(3, 5, ", "(2, 5, ", "has more connections than the")]
    [InlineData("(3, 5, ", "(4, 5, ", "but the neurons receive")]
    [InlineData("(3, 5, ", "(3, 99, ", "neuron 3 has the activation function 99; those of FANN 2.2.0 are 0 to 17")]
    [InlineData("(3, 5, ", "(3, 9, ", "neuron 3 has the activation function 9, GAUSSIAN_STEPWISE, which FANN itself does not compute")]
    [InlineData("(3, 5, ", "(3, 5, -", "neuron 3 has the steepness -0.5; below 0 FANN itself computes no SIGMOID_SYMMETRIC")]
    [InlineData("(0, 1.", "(7, 1.", "neuron 3 receives from neuron 7, which is computed after it")]
    [InlineData("(0, 1.", "(0 1.", "stands where 2 numbers in parentheses are expected")]
    [InlineData("(0, 1.", "(0, nan", "stands where 2 numbers in parentheses are expected")]
    [InlineData("connections (", "connection (", "has no line 'connections")]
    [InlineData("num_layers=3", "num_layers", "line 2: 'num_layers' is not of the form key=value")]
    [InlineData("num_layers=3", "num_layers=3\nnum_layers=3", "line 3: gives 'num_layers' a second time")]
    public void A_damaged_network_is_refused_with_what_is_wrong(string old, string damaged, string problem)
    {
        var text = Tiny(5).Replace("(0, 0.1)", "(0, 1.0)", StringComparison.Ordinal);
        Assert.Contains(old, text, StringComparison.Ordinal);
        var at = text.IndexOf(old, StringComparison.Ordinal);
        var path = folder.Write("net.net", text[..at] + damaged + text[(at + old.Length)..]);

        Assert.Contains(problem, Assert.Throws<ForeignFileException>(() => ForeignFile.Read([path])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(2, 0.3) (0, -0.4)", "(0, 0.3) (0, -0.4)", "neuron 3 receives from neuron 0 where neuron 2 is expected")]
    [InlineData("(3, 0.7) (4, -0.8)", "(4, 0.7) (3, -0.8)", "neuron 6 receives from neuron 4 where neuron 3 is expected")]
    public void Connections_that_FANN_would_take_in_order_are_refused_in_another(string old, string edited, string problem)
    {
        var sparse = Tiny(5).Replace(old, edited, StringComparison.Ordinal);
        var full = sparse.Replace("scale_included=0", "scale_included=0\nconnection_rate=1.000000", StringComparison.Ordinal);

        Assert.Contains(problem, Assert.Throws<ForeignFileException>(() => ForeignFile.Read([folder.Write("full.net", full)])).Message, StringComparison.Ordinal);
        Assert.NotNull(ForeignFile.Read([folder.Write("sparse.net", full.Replace("=1.000000", "=0.900000", StringComparison.Ordinal))]).Model);
        Assert.NotNull(ForeignFile.Read([folder.Write("ordered.net", full.Replace(edited, old, StringComparison.Ordinal))]).Model);
    }

    [Fact]
    public void How_FANN_would_train_is_said_in_options_of_ours()
    {
        var settings = ForeignFile.Read([Sample.Path("fann_act03_dbl.net")]).Settings;

        Assert.Contains(settings, static setting => setting is { Option: "rule", Value: "rprop" });
        Assert.Contains(settings, static setting => setting is { Option: "until", Value: "within:0.35" });
    }

    [Fact]
    public void Incremental_training_here_with_the_settings_of_the_file_makes_the_same_steps_as_FANN()
    {
        var before = ForeignFile.Read([Sample.Path("fann_own_before.net"), Sample.Path("fann_own_xor.data")]);
        Assert.Contains(before.Settings, static setting => setting is { Option: "rate", Value: "1.575" });
        Assert.Contains(before.Settings, static setting => setting is { Option: "momentum", Value: "0.5" });
        Assert.Contains(before.Settings, static setting => setting is { Option: "update", Value: "case" });
        var network = before.Model!.Network<double>();

        // FANN keeps its rate in single precision; the steepness 0.75 makes weights 1.5 times as large.
        var rule = new GradientDescent { LearningRate = 0.7f * 1.5 * 1.5, Momentum = 0.5 };
        new Trainer<double>(network, before.Cases[0].Cases, rule, options: new TrainerOptions { Batch = Batch.EachCase }).Run(StopWhen.Sweeps(5));

        var after = ForeignFile.Read([Sample.Path("fann_own_after.net")]).Model!.Network<double>().Weights;
        for (var k = 0; k < after.Length; k++) Assert.Equal(after[k], network.Weights[k], 1e-12);
    }

    [Fact]
    public void The_default_error_function_of_FANN_enlarges_differences()
    {
        var (before, after) = (Net("fann_own_before.net"), Net("fann_own_after_tanh.net"));

        // One case: (1, 0) with the target 0.9, rate 0.7 in single precision, steepness 0.75.
        var y = before.Run(1, 0)[0];
        var difference = 0.9 - y;
        var step = 0.7f * 1.5 * y * (1 - y) * Math.Log((1 + difference) / (1 - difference));

        Assert.Equal(before.GetBiases("output")[0] + (1.5 * step), after.GetBiases("output")[0], 1e-12);
        Assert.Contains(ForeignFile.Read([Sample.Path("fann_own_after_tanh.net")]).Settings, static setting => setting.Origin.Contains("FANN_ERRORFUNC_TANH", StringComparison.Ordinal));

        static Network<double> Net(string name) => ForeignFile.Read([Sample.Path(name)]).Model!.Network<double>();
    }

    /// <summary>The worked example: hidden (0.1, 0.2, bias 0.3), (−0.4, 0.5, −0.6), output (0.7, −0.8, 0.9), steepness 0.5.</summary>
    private static string Tiny(int activation)
    {
        var neuron = $"(3, {activation}, 0.5)";
        return $"""
            FANN_FLO_2.1
            num_layers=3
            network_type=0
            layer_sizes=3 3 2
            scale_included=0
            neurons (num_inputs, activation_function, activation_steepness)=(0, 0, 0) (0, 0, 0) (0, 0, 0) {neuron} {neuron} (0, 0, 0) {neuron} (0, 0, 0)
            connections (connected_to_neuron, weight)=(0, 0.1) (1, 0.2) (2, 0.3) (0, -0.4) (1, 0.5) (2, -0.6) (3, 0.7) (4, -0.8) (5, 0.9)
            """;
    }
}
