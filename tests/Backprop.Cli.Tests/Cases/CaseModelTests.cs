using System.Text.Json;

namespace Backprop.Cli.Tests;

/// <summary><c>test</c>, <c>predict</c> and <c>show</c> of models that no table belongs to.</summary>
public class CaseModelTests
{
    private const string TwoGroups = """
        { "groups": [
            { "name": "person", "size": 3, "role": "input" },
            { "name": "relation", "size": 2, "role": "input" },
            { "name": "code", "size": 3 },
            { "name": "answer", "size": 3, "role": "output", "units": "softmax", "unitNames": ["Ann", "Bob", "Cy"] },
            { "name": "yes", "size": 1, "role": "output" } ],
          "projections": [
            { "from": "person", "to": "code" }, { "from": "relation", "to": "code" }, { "from": "code", "to": "answer" }, { "from": "code", "to": "yes" } ] }
        """;

    private const string TwoGroupCases = """
        [person | relation -> answer | yes]
        1 0 0 | 1 0 -> 0 1 0 | 1
        0 1 0 | 1 0 -> 0 0 1 | 0
        0 0 1 | 1 0 -> 1 0 0 | ?
        """;

    /// <summary>Three units, each with a state of before: after two iterations the pattern has moved two places.</summary>
    private const string Shift = """
        { "iterations": 2, "groups": [{ "name": "units", "size": 3, "role": "output" }],
          "projections": [{ "from": "units", "to": "units", "delay": 1 }] }
        """;

    private const string ShiftCases = "[units@0 -> units@2]\n0 0 1 -> 1 0 0\n0 1 0 -> 0 0 1\n1 0 0 -> 0 1 0\n1 1 0 -> 0 1 1\n";

    /// <summary>The net that copies its input to its output: weight 20, bias −10.</summary>
    private static string Copying(Workplace here, bool isDouble = false)
    {
        var net = new Network<double>(Topology.Layered(1, 1));
        net["input->output"][0] = 20;
        net.GetBiases("output")[0] = -10;
        (isDouble ? new Model(net) : new Model(net.Copy<float>())).Save(here["copy.safetensors"]);
        return here["copy.safetensors"];
    }

    private static string Trained(Workplace here, string net, string cases, params string[] words)
    {
        var run = Run.Of(["train", here.Write("a.cases", cases), "--net", here.Write("net.json", net), "--output", here["a.safetensors"], .. words]);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        return here["a.safetensors"];
    }

    [Fact]
    public void A_model_that_no_command_made_is_tested_on_a_case_file()
    {
        using var here = new Workplace();
        var run = Run.Of("test", Copying(here), here.Write("copy.cases", "0 -> 0\n1 -> 1\n0 -> 1\n0.5 -> 0\n0 -> ?\n"));
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            """
             E 0.625, error per case 0.125 (sum of squares)
             within 0.2 of their targets 2 of 4 cases, on the right side of 0.5 2
              case 3: output is 4.54E-05, target 1
              case 4: output is 0.5, target 0

            """,
            run.Out);
    }

    [Fact]
    public void Every_output_group_has_its_line_and_a_group_that_chooses_its_choices()
    {
        using var here = new Workplace();
        var model = Trained(here, TwoGroups, TwoGroupCases, "--error", "squares,answer=cross-entropy", "--rate", "0.5", "--until", "within:0.1");
        var run = Run.Of("test", model);
        Assert.Equal($" {here["a.cases"]}, the case file that the model was trained on\n", run.Error);
        Assert.Matches(@"^ E 0\.\d+, error per case 0\.\d+ \(sum of squares, answer: cross-entropy\)\n within 0\.1 of their targets 3 of 3 cases, on the right side of 0\.5 3\n", run.Out);
        Assert.Contains("\n  group   patterns  within 0.1  right side  greatest  furthest\n  answer         3           3           3         3  ", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n  yes            2           2           2         –  ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_case_file_of_the_training_is_recognized_and_refused_after_a_change()
    {
        using var here = new Workplace();
        var model = Trained(here, TwoGroups, TwoGroupCases, "--sweeps", "5");
        File.Copy(here["a.cases"], here["b.cases"]);
        Assert.Equal($" note: {here["b.cases"]} is the case file that the model was trained on\n", Run.Of("test", model, here["b.cases"]).Error);
        File.AppendAllText(here["a.cases"], "# changed\n");
        Assert.Equal($"backprop: {here["a.cases"]}: is not as it was when {model} was trained; name a case file to test on\n", Run.Of("test", model).Error);
        File.Delete(here["a.cases"]);
        Assert.Equal($"backprop: {here["a.cases"]}: there is no such file, though {model} was trained on it; name a case file to test on\n", Run.Of("test", model).Error);
        Assert.Equal($"backprop: {Copying(here)}: it does not say on which cases it was trained; name a case file to test on\n", Run.Of("test", Copying(here)).Error);
    }

    [Fact]
    public void Cases_without_targets_are_not_tested()
    {
        using var here = new Workplace();
        var run = Run.Of("test", Copying(here), here.Write("open.cases", "1 -> ?\n"));
        Assert.Equal((ExitCode.BadInput, $"backprop: {here["open.cases"]}: no case has a target, so there is nothing to measure the answers by\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_test_as_JSON_says_the_same()
    {
        using var here = new Workplace();
        using var json = JsonDocument.Parse(Run.Of("test", Copying(here), here.Write("copy.cases", "0 -> 0\n1 -> 1\n0 -> 1\n"), "--json").Out);
        var root = json.RootElement;
        Assert.Equal((3, 2, 2), (root.GetProperty("cases").GetInt32(), root.GetProperty("within").GetInt32(), root.GetProperty("onRightSide").GetInt32()));
        var miss = root.GetProperty("misses")[0];
        Assert.Equal((3, "output", "1", 1.0), (miss.GetProperty("case").GetInt32(), miss.GetProperty("group").GetString(), miss.GetProperty("unit").GetString(), miss.GetProperty("target").GetDouble()));
    }

    [Fact]
    public void An_iterative_net_is_tested_by_iteration()
    {
        using var here = new Workplace();
        var run = Run.Of("test", Trained(here, Shift, ShiftCases, "--rate", "0.5"));
        Assert.Contains(" within 0.2 of their targets 4 of 4 sequences", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("case 1", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_iterative_net_is_tested_where_it_settles()
    {
        using var here = new Workplace();
        // y ← i + y / 2 comes to rest at 2 i.
        var topology = Topology.Iterative(static net =>
        {
            var y = net.Output("y", 1, UnitFunction.Identity, biases: false).From(net.Input("i", 1));
            y.From(y, delay: 1);
        }).Unroll(2);
        var network = new Network<double>(topology);
        network["i->y"][0] = 1;
        network["y->y"][0] = 0.5;
        new Model(network).Save(here["half.safetensors"]);
        var cases = here.Write("half.cases", "sequence\nhold 2 1 -> 2\nsequence \"off\" *2\nhold 2 0 -> 0.75\n");

        var run = Run.Of("test", here["half.safetensors"], cases, "--settle", "within:0.001");

        Assert.Equal(
            """
             settled 2 of 2 sequences, after 3 to 11 iterations, median 3 (changes within 0.001, at most 1,000 iterations)
             E 0.5625, error per sequence 0.1875 (sum of squares)
             within 0.2 of their targets 1 of 2 sequences, on the right side of 0.5 1
              off: y is 0, target 0.75

            """, run.Out);
        Assert.Contains(" settled 1 of 2 sequences, after 3 iterations (changes within 0.001, at most 10 iterations)\n", Run.Of("test", here["half.safetensors"], cases, "--settle", "most:10").Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Run.Of("test", here["half.safetensors"], cases, "--settle", "most:10", "--json").Out);
        var settled = json.RootElement.GetProperty("settled");
        Assert.Equal((1, 10, false), (settled.GetProperty("count").GetInt32(), settled.GetProperty("cases")[0].GetProperty("iterations").GetInt32(), settled.GetProperty("cases")[0].GetProperty("settled").GetBoolean()));

        foreach (var (words, message) in new[]
        {
            ("most:2", "--settle most:2 is no more than the 2 iterations of the net; give a greater number."),
            ("most:3,most:4", "--settle has 'most' twice; give it once."),
            ("within:-1", "--settle must be within:X, a change of 0 or more, most:N, at least 2 iterations, or both separated by a comma, as within:0.001,most:1000, but was 'within:-1'."),
        })
            Assert.Equal((ExitCode.Usage, $"backprop: {message}\n"), Refused(cases, words));
        Assert.Equal((ExitCode.BadInput, $"backprop: {here["open.cases"]}: sequence 'open' has no target at iteration 1, its last one, with which settled states are compared; give it one, or leave the sequence out\n"), Refused(here.Write("open.cases", "sequence\nhold 2 1 -> 2\nsequence \"open\"\n1 ->\n"), "most:9"));
        Assert.Equal((ExitCode.BadInput, $"backprop: {here["late.cases"]}: sequence 1 has no target at iteration 2, its last one, with which settled states are compared; give it one, or leave the sequence out\n"), Refused(here.Write("late.cases", "sequence\n1 -> 2\n1 -> ?\n"), "most:9"));
        Assert.Equal((ExitCode.BadInput, $"backprop: {here["long.cases"]}: has sequences longer than the 2 iterations of the net, but --settle holds the inputs of a sequence's last iteration; test on sequences of at most 2\n"), Refused(here.Write("long.cases", "sequence\nhold 3 1 -> 1\n"), "most:9"));
        Assert.Equal((ExitCode.BadInput, $"backprop: {Copying(here)}: it is a layered net, but only iterative nets settle; leave --settle out\n"), (Run.Of("test", here["copy.safetensors"], here.Write("copy.cases", "0 -> 0\n"), "--settle", "most:9") is var layered ? (layered.ExitCode, layered.Error) : default));

        (int, string) Refused(string file, string words) => Run.Of("test", here["half.safetensors"], file, "--settle", words) is var refused ? (refused.ExitCode, refused.Error) : default;
    }

    [Fact]
    public void A_short_sequence_settles_from_its_own_end_and_counts()
    {
        using var here = new Workplace();
        // y ← i comes to rest at i.
        var network = new Network<double>(Topology.Iterative(static net => net.Output("y", 1, UnitFunction.Identity, biases: false).From(net.Input("i", 1))).Unroll(6));
        network["i->y"][0] = 1;
        new Model(network).Save(here["same.safetensors"]);
        var cases = here.Write("short.cases", "sequence \"long\"\nhold 6 1 -> 1\nsequence \"short\"\nhold 3 1 -> 0\n");

        Assert.Equal(
            """
             settled 2 of 2 sequences, after 4 to 7 iterations, median 4 (changes within 0.001, at most 1,000 iterations)
             E 0.5, error per sequence 0.25 (sum of squares)
             within 0.2 of their targets 1 of 2 sequences, on the right side of 0.5 1
              short: y is 1, target 0

            """, Run.Of("test", here["same.safetensors"], cases, "--settle", "within:0.001").Out);
        using var json = JsonDocument.Parse(Run.Of("test", here["same.safetensors"], cases, "--settle", "within:0.001", "--json").Out);
        Assert.Equal((2, 1, 2), (json.RootElement.GetProperty("cases").GetInt32(), json.RootElement.GetProperty("within").GetInt32(), json.RootElement.GetProperty("settled").GetProperty("count").GetInt32()));
    }

    [Fact]
    public void Weights_change_after_some_sequences()
    {
        using var here = new Workplace();
        var model = Trained(here, Recurrent, Letters, "--update", "sequence:2", "--sweeps", "3", "--until", "sweeps", "--precision", "double");
        var (topology, cases) = (Topology.FromJson(Recurrent), CaseModel.Read(Model.Load(model), here["a.cases"]));
        var trainer = new Trainer<double>(new Network<double>(topology).Randomize(1, 0.3), cases, new GradientDescent { LearningRate = 0.1, Momentum = 0.9 }, options: new TrainerOptions { Batch = Batch.OfSequences(2) });
        trainer.Run(StopWhen.Sweeps(3));
        Assert.Equal(trainer.Network.Weights, Model.Load(model).Network<double>().Weights);
        Assert.Contains(" --update sequence:2 ", Run.Of("show", model).Out, StringComparison.Ordinal);
        Assert.Contains(" · an update per 2 sequences · ", Run.Of("train", here["a.cases"], "--net", here["net.json"], "--update", "sequence:2", "--sweeps", "3", "-o", here["b.safetensors"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("states.jsonl", "names JSON Lines, but states of output units are written as CSV: name a .csv file.")]
    [InlineData("states.xlsx", "names an Excel workbook, but states of output units are written as CSV: name a .csv file.")]
    public void States_are_not_written_to_a_file_whose_name_promises_another_kind(string name, string expected)
    {
        using var here = new Workplace();
        var run = Run.Of("predict", Copying(here), here.Write("copy.cases", "0 -> ?\n1 -> ?\n"), "-o", here[name]);
        Assert.Equal((ExitCode.Usage, $"backprop: {here[name]} {expected}\n"), (run.ExitCode, run.Error));
        Assert.False(File.Exists(here[name]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_states_of_the_output_units_are_predicted_to_the_last_digit(bool isDouble)
    {
        using var here = new Workplace();
        var run = Run.Of("predict", Copying(here, isDouble), here.Write("copy.cases", "0 -> ?\n1 -> ?\n"), "--keep");
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        var model = Model.Load(here["copy.safetensors"]);
        var (low, high) = isDouble ? (Text(model.Network<double>().Run(0.0)[0]), Text(model.Network<double>().Run(1.0)[0])) : (Text(model.Network<float>().Run(0f)[0]), Text(model.Network<float>().Run(1f)[0]));
        Assert.Equal($"name,input.1,output.1\n1,0,{low}\n2,1,{high}\n", run.Out);

        static string Text(IFormattable number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Predictions_go_to_a_file_and_never_over_the_cases()
    {
        using var here = new Workplace();
        var model = Trained(here, TwoGroups, TwoGroupCases, "--sweeps", "5");
        Assert.Equal(ExitCode.Done, Run.Of("predict", model, here["a.cases"], "--output", here["out.csv"]).ExitCode);
        Assert.Equal("name,answer.Ann,answer.Bob,answer.Cy,yes.1", File.ReadLines(here["out.csv"]).First());
        Assert.Equal(4, File.ReadLines(here["out.csv"]).Count());
        File.Copy(here["a.cases"], here["b.cases"]);
        foreach (var (from, to) in new[] { ("a.cases", "a.cases"), ("b.cases", "a.cases"), ("a.cases", "a.safetensors") })
            Assert.Equal(ExitCode.Usage, Run.Of("predict", model, here[from], "--output", here[to], "--force").ExitCode);
    }

    [Fact]
    public void Of_sequences_every_iteration_is_predicted()
    {
        using var here = new Workplace();
        var model = Trained(here, Shift, ShiftCases, "--rate", "0.5");
        var rows = Run.Of("predict", model, here["a.cases"]).Out.TrimEnd().Split('\n');
        Assert.Equal(1 + 8, rows.Length);
        Assert.Equal("sequence,iteration,units.1,units.2,units.3", rows[0]);
        Assert.Equal(["1,1", "1,2", "2,1", "2,2", "3,1", "3,2", "4,1", "4,2"], rows.Skip(1).Select(row => string.Join(',', row.Split(',')[..2])));
        var net = Model.Load(model).Network<float>();
        var last = net.Run(CaseModel.Read(Model.Load(model), here["a.cases"]))["units@2", 1].ToArray();
        Assert.Equal(last, rows[4].Split(',')[2..].Select(cell => float.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)));
    }

    private const string Recurrent = """
        { "iterations": 2, "groups": [
            { "name": "letter", "size": 2, "role": "input" },
            { "name": "hidden", "size": 3 },
            { "name": "next", "size": 2, "role": "output", "units": "softmax", "unitNames": ["a", "b"] } ],
          "projections": [{ "from": "letter", "to": "hidden" }, { "from": "hidden", "to": "hidden", "delay": 1 }, { "from": "hidden", "to": "next" }] }
        """;

    /// <summary>Longer than the net's two iterations, and of different lengths.</summary>
    private const string Letters = "sequence \"first\"\n1 0 -> 0 1\n0 1 -> 1 0\n1 0 -> 0 1\nsequence \"second\"\n0 1 -> 1 0\n";

    [Fact]
    public void Sequences_that_are_cut_into_windows_are_predicted_and_tested_whole_each_to_its_end()
    {
        using var here = new Workplace();
        var model = Trained(here, Recurrent, Letters, "--error", "cross-entropy", "--update", "window", "--rate", "0.5", "--until", "right");
        var rows = Run.Of("predict", model, here["a.cases"], "--keep").Out.TrimEnd().Split('\n');
        Assert.Equal("sequence,iteration,letter.1,letter.2,next.a,next.b", rows[0]);
        Assert.Equal(["first,1,1,0", "first,2,0,1", "first,3,1,0", "second,1,0,1"], rows.Skip(1).Select(row => string.Join(',', row.Split(',')[..4])));
        var step = new SequenceRunner<float>(Model.Load(model).Network<float>());
        step.Step(1, 0);
        step.Step(0, 1);
        Assert.Equal(step.Step(1, 0), rows[3].Split(',')[4..].Select(cell => float.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)));
        var tested = Run.Of("test", model).Out;
        Assert.Contains(", error per window ", tested, StringComparison.Ordinal);
        Assert.Contains("on the right side of 0.5 2\n", tested, StringComparison.Ordinal);
        Assert.Matches(@"\n  iteration  patterns  within 0\.2  right side  furthest\n  1 +2 +\d +2 +[\d.]+\n  2 +1 +\d +1 +[\d.]+\n  3 +1 ", tested);
        Assert.Contains("codes of 4 states", Run.Of("show", model, "--figure", "codes", "--data", here["a.cases"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_per_window_is_that_of_the_windows_that_exist()
    {
        using var here = new Workplace();
        // All states are 0.5: E is ½ · 0.5² = 0.125 per target. The three rows of one sequence are two windows, the row of the other is one.
        const string net = """
            { "iterations": 2, "groups": [{ "name": "in", "size": 1, "role": "input" }, { "name": "out", "size": 1, "role": "output" }],
              "projections": [{ "from": "in", "to": "out" }] }
            """;
        var run = Run.Of("train", here.Write("a.cases", "sequence\n1 -> 1\n1 -> 0\n1 -> 1\nsequence\n1 -> 1\n"), "--net", here.Write("net.json", net), "--range", "0", "--rate", "1e-12", "--sweeps", "1", "--output", here["a.safetensors"]);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains(" 2 sequences of at most 3 iterations · ", run.Error, StringComparison.Ordinal);
        Assert.Contains(" E 0.5, error per window 0.1667 ", run.Out, StringComparison.Ordinal);
        Assert.Contains(" E 0.5, error per window 0.1667 ", Run.Of("test", here["a.safetensors"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_file_in_windows_1252_gives_its_letters_to_groups_and_names()
    {
        using var here = new Workplace();
        File.WriteAllBytes(here["a.cases"], System.Text.Encoding.Latin1.GetBytes("[größe -> wärme]\n\"Müller\" 0 1 -> 1\n"));
        Assert.Equal(ExitCode.Done, Run.Of("train", here["a.cases"], "--hidden", "0", "--sweeps", "1", "--output", here["a.safetensors"]).ExitCode);
        Assert.StartsWith("name,wärme.1\nMüller,", Run.Of("predict", here["a.safetensors"], here["a.cases"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_of_windows_have_their_own_updates()
    {
        using var here = new Workplace();
        var run = Run.Of("train", here.Write("a.cases", Letters), "--net", here.Write("net.json", Recurrent), "--update", "case", "--output", here["a.safetensors"]);
        Assert.Equal((ExitCode.Usage, "backprop: the 2 sequences are longer than the net's iterations and are run in windows: --update must be sequence, sequence:N, window, sweep, or 2 for an update after a window of all of them, and --shuffle needs one of the first three.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void A_table_is_not_taken_for_cases()
    {
        using var here = new Workplace();
        foreach (var verb in new[] { "test", "predict" })
        {
            var run = Run.Of(verb, Copying(here), Workplace.Table("iris.csv"));
            Assert.Equal(ExitCode.BadInput, run.ExitCode);
            Assert.EndsWith(" (the model was not trained on a table, so its data are case files: docs/case-files.md)\n", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("test", "--labels x")]
    [InlineData("test", "--unseen error")]
    [InlineData("test", "--figure a.svg")]
    [InlineData("test", "--delimiter ,")]
    [InlineData("predict", "--probabilities")]
    [InlineData("predict", "--unseen off")]
    [InlineData("predict", "--no-header")]
    public void An_option_of_tables_is_refused_by_name(string verb, string words)
    {
        using var here = new Workplace();
        var run = Run.Of([verb, Copying(here), here.Write("copy.cases", "0 -> 0\n"), .. words.Split(' ')]);
        Assert.Equal((ExitCode.Usage, $"backprop: {words.Split(' ')[0]} is for models of tables, but {here["copy.safetensors"]} is a net without a table, whose data are case files; leave it out.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Show_says_how_the_net_was_trained()
    {
        using var here = new Workplace();
        var run = Run.Of("show", Trained(here, TwoGroups, TwoGroupCases, "--sweeps", "5"));
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Contains(" history 5 sweeps, error per case ", run.Out, StringComparison.Ordinal);
        Assert.EndsWith($" repeat: backprop train {here["a.cases"]} --net {here["net.json"]} --sweeps 5 --seed 1 --output {here["a.safetensors"]}\n".Replace($" --output {here["a.safetensors"]}", "", StringComparison.Ordinal), run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("activity", "activity for case 2")]
    [InlineData("codes", "codes of 2 cases")]
    public void Show_draws_cases_of_a_case_file(string figure, string title)
    {
        using var here = new Workplace();
        var run = Run.Of("show", Trained(here, TwoGroups, TwoGroupCases, "--sweeps", "5"), "--figure", figure, "--data", here["a.cases"], "--row", "2");
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Contains(title, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_draws_the_activity_of_a_sequence_that_is_cut_into_windows()
    {
        using var here = new Workplace();
        var model = Trained(here, Recurrent, Letters, "--error", "cross-entropy", "--update", "window", "--sweeps", "5");
        var first = Run.Of("show", model, "--figure", "activity", "--data", here["a.cases"]);
        Assert.Equal((ExitCode.Done, ""), (first.ExitCode, first.Error));
        Assert.Contains("activity for first<", first.Out, StringComparison.Ordinal);
        Assert.Contains("hidden@3", first.Out, StringComparison.Ordinal);
        var state = Run.Of("record", model, here["a.cases"], "--states", "next").Out.Split('\n')[3].Split(',')[2..].Select(static cell => float.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Contains($"next@3: {(state[0] > 0.5 ? "a" : "b")} {state.Max().ToString("F2", System.Globalization.CultureInfo.InvariantCulture)}", first.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden@2", Run.Of("show", model, "--figure", "activity", "--data", here["a.cases"], "--row", "2").Out, StringComparison.Ordinal);
        var stream = Run.Of("show", model, "--figure", "activity", "--data", here.Write("long.cases", "sequence\nhold 99 1 0 -> 0 1\n"));
        Assert.Contains("activity for sequence 1, iterations 1 to 8 of 99", stream.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden@9", stream.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_names_another_case_gets_a_mark()
    {
        using var here = new Workplace();
        var cases = here.Write("copy.cases", "\"3\" 0 -> 0\n1 -> 1\n0 -> 0\n");
        string[] Names(params string[] words) => [.. Run.Of(words).Out.TrimEnd().Split('\n').Skip(1).Select(static row => row.Split(',')[0])];
        var model = Copying(here);
        Assert.Equal(["3", "2", "#3"], Names("predict", model, cases));
        Assert.Equal(["3", "2", "#3"], Names("record", model, cases));
        Assert.Equal(["3", "2", "#3"], Names("record", model, cases, "--errors"));
        Assert.Equal(["3", "3", "2"], Names("record", model, cases, "--similarity", "output"));
    }

    [Fact]
    public void Show_draws_the_codes_of_every_iteration()
    {
        using var here = new Workplace();
        var run = Run.Of("show", Trained(here, Shift, ShiftCases, "--sweeps", "5"), "--figure", "codes", "--data", here["a.cases"], "--group", "units");
        Assert.Contains("codes of 8 states", run.Out, StringComparison.Ordinal);
        Assert.Contains(">4 2<", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--figure activity", "--figure activity shows cases: name a case file with --data.")]
    [InlineData("--figure codes --data a.cases --row 9", "a.cases has no case 9; it has 3")]
    [InlineData("--figure codes --data a.cases --labels x", "--labels is for models of tables, but ")]
    [InlineData("--figure codes --data a.cases --group cod", "the net has no group 'cod'; it has person, relation, code, answer, yes; did you mean 'code'?")]
    public void A_figure_that_cannot_be_drawn_says_why(string words, string message)
    {
        using var here = new Workplace();
        var model = Trained(here, TwoGroups, TwoGroupCases, "--sweeps", "5");
        Assert.Contains(message, Run.Of(["show", model, .. words.Split(' ').Select(word => word == "a.cases" ? here[word] : word)]).Error, StringComparison.Ordinal);
    }
}
