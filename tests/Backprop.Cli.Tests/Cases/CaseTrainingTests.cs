using System.Text.Json;

namespace Backprop.Cli.Tests;

/// <summary>From a net and cases written by hand to a model, and on.</summary>
public class CaseTrainingTests
{
    private const string XorNet = """
        {
          "groups": [
            { "name": "input", "size": 2, "role": "input" },
            { "name": "hidden", "size": 2 },
            { "name": "output", "size": 1, "role": "output" }
          ],
          "projections": [
            { "from": "input", "to": "hidden" },
            { "from": "hidden", "to": "output" }
          ]
        }
        """;

    private static readonly Cases Xor = Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);

    /// <summary>Trains XOR in a folder.</summary>
    private static Run Train(Workplace here, params string[] words) =>
        Run.Of(["train", CaseCommandLineTests.Xor(here), "--net", here.Write("xor.json", XorNet), "--output", here["xor.safetensors"], .. words]);

    private static Trainer<float> Trainer(GradientDescent rule) => new(new Network<float>(Topology.FromJson(XorNet)).Randomize(1, 0.3), Xor, rule);

    [Fact]
    public void A_case_file_and_a_net_become_the_model_that_the_library_trains()
    {
        using var here = new Workplace();
        var run = Train(here, "--rate", "0.5");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        var trainer = Trainer(new GradientDescent { LearningRate = 0.5 });
        var history = trainer.Run(StopWhen.AllWithin(0.2) | StopWhen.Sweeps(10_000));
        Assert.Equal(trainer.Network.Weights.ToArray(), Model.Load(here["xor.safetensors"]).Network<float>().Weights.ToArray());
        Assert.Equal(
            $"""
             stopped after {history.Sweeps:N0} sweeps: all within 0.2
             E 0.04564, error per case 0.01141  ███████████████████▁
             within 0.2 of their targets 4 of 4 cases, on the right side of 0.5 4
             model  {here["xor.safetensors"]}
             repeat: backprop train {here["xor.cases"]} --net {here["xor.json"]} --rate 0.5 --seed 1 --output {here["xor.safetensors"]}

            """,
            run.Out);
        Assert.Equal(" 4 cases · 2 input units → 1 output unit · 9 weights\n descent, rate 0.5, momentum 0.9 · sum of squares · an update per sweep · ±0.3\n", run.Error);
        Assert.Equal(["xor.cases", "xor.json", "xor.safetensors"], here.Files);
    }

    [Fact]
    public void A_training_starts_from_the_weights_of_a_model_and_says_so()
    {
        using var here = new Workplace();
        var first = new Network<double>(Topology.FromJson(XorNet)).Randomize(7, 1);
        new Model(first).Save(here["first.safetensors"]);

        var run = Train(here, "--start", here["first.safetensors"], "--precision", "double", "--until", "sweeps", "--sweeps", "5");
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains($" · from {here["first.safetensors"]}\n", run.Error, StringComparison.Ordinal);
        var trainer = new Trainer<double>(first, Xor, new GradientDescent { LearningRate = 0.1, Momentum = 0.9 });
        trainer.Run(StopWhen.Sweeps(5));
        var model = Model.Load(here["xor.safetensors"]);
        Assert.Equal(trainer.Network.Weights.ToArray(), model.Network<double>().Weights.ToArray());
        Assert.Contains($"\"start\":{{\"model\":\"{here["first.safetensors"]}\",\"bytes\":", model.Settings, StringComparison.Ordinal);
        Assert.Contains($" --start {here["first.safetensors"]} --seed 1", run.Out, StringComparison.Ordinal);
        Assert.Equal(here["first.safetensors"], CaseSettings.Read(model, "xor").Job.Start!.Path);
    }

    [Fact]
    public void A_model_of_another_net_is_no_start_and_neither_is_the_model_that_is_written()
    {
        using var here = new Workplace();
        new Model(new Network<float>(Topology.Layered(2, 3, 1))).Save(here["other.safetensors"]);

        Assert.Contains("other.safetensors: has another net than the training", Train(here, "--start", here["other.safetensors"]).Error, StringComparison.Ordinal);
        Assert.Contains("there is no such model to start from", Train(here, "--start", here["none.safetensors"]).Error, StringComparison.Ordinal);
        Assert.Contains("--range is for random starting weights", Train(here, "--start", here["other.safetensors"], "--range", "1").Error, StringComparison.Ordinal);
        Train(here);
        var same = Train(here, "--start", here["xor.safetensors"], "--force");
        Assert.NotEqual(ExitCode.Done, same.ExitCode);
        Assert.Contains("the model that the training starts from", same.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_shows_what_its_commands_print()
    {
        using var here = new Workplace();
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        var shown = readme.Split("## Your own net and cases")[1].Split("```")[1].Split("\n$ ").Select(block => block.TrimEnd()).Where(block => block.Length > 0).ToArray();
        Assert.Equal(XorNet, shown[0].Split("cat xor.json\n")[1]);
        var cases = CaseCommandLineTests.Xor(here);
        Assert.Equal(File.ReadAllText(cases).TrimEnd(), shown[1].Split("cat xor.cases\n")[1]);
        here.Write("xor.json", XorNet);
        foreach (var block in shown.Skip(2))
        {
            var lines = block.Split('\n');
            var words = lines[0].Split(' ')[1..].Select(word => word.Contains('.', StringComparison.Ordinal) && char.IsLetter(word[0]) ? here[word] : word);
            var run = Run.Of([.. words, .. lines[0].Contains(" train ", StringComparison.Ordinal) ? new[] { "--output", here["xor.safetensors"] } : []]);
            var printed = (run.Error + run.Out).Replace($" --output {here["xor.safetensors"]}", "", StringComparison.Ordinal).Replace(here.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
            Assert.Equal(string.Join('\n', lines[1..]), printed.TrimEnd());
        }
    }

    [Theory]
    [InlineData("--phases 0.5/0.25:20,0.75/0.5")]
    [InlineData("--decay 0.002 --decay-biases")]
    [InlineData("--rule adam --rate 0.02")]
    [InlineData("--rule rprop")]
    [InlineData("--error cross-entropy")]
    [InlineData("--tolerance edge:0.1")]
    [InlineData("--tolerance dead:0.3")]
    [InlineData("--update 3 --shuffle")]
    [InlineData("--precision double")]
    [InlineData("--range 1.5 --seed 4")]
    [InlineData("--noise hidden=0.5,input=0.1")]
    [InlineData("--gradient feedback --gradient-settings return-range=1")]
    public void An_option_trains_as_the_library_does_with_it(string words)
    {
        using var here = new Workplace();
        Assert.Equal(ExitCode.Done, Train(here, ["--sweeps", "40", "--until", "sweeps", .. words.Split(' ')]).ExitCode);
        var model = Model.Load(here["xor.safetensors"]);
        var (rule, error) = words switch
        {
            "--phases 0.5/0.25:20,0.75/0.5" => ((LearningRule)new GradientDescent { Phases = [new(0.5, 0.25, 20), new(0.75, 0.5)] }, (ErrorMeasure)new SumOfSquares()),
            "--decay 0.002 --decay-biases" => (new GradientDescent { WeightDecay = 0.002, DecayBiases = true }, new SumOfSquares()),
            "--rule adam --rate 0.02" => (new Adam { LearningRate = 0.02 }, new SumOfSquares()),
            "--rule rprop" => (new Rprop(), new SumOfSquares()),
            "--error cross-entropy" => (new GradientDescent(), new CrossEntropy()),
            "--tolerance edge:0.1" => (new GradientDescent(), new SumOfSquares { Tolerance = Tolerance.Edge(0.1) }),
            "--tolerance dead:0.3" => (new GradientDescent(), new SumOfSquares { Tolerance = Tolerance.Dead(0.3) }),
            _ => (new GradientDescent(), new SumOfSquares()),
        };
        var (seed, range) = words.StartsWith("--range", StringComparison.Ordinal) ? (4UL, 1.5) : (1UL, 0.3);
        var options = words.StartsWith("--update", StringComparison.Ordinal) ? new TrainerOptions { Batch = Batch.Of(3), Shuffle = true }
            : words.StartsWith("--noise", StringComparison.Ordinal) ? new TrainerOptions { Noise = new() { TotalInputs = new Dictionary<string, double> { ["hidden"] = 0.5 }, States = new Dictionary<string, double> { ["input"] = 0.1 }, Seed = seed } }
            : words.StartsWith("--gradient", StringComparison.Ordinal) ? new TrainerOptions { Gradient = new FeedbackAlignment { Range = 1, Seed = seed } }
            : new TrainerOptions();
        Assert.Equal(words.Contains("double", StringComparison.Ordinal), model.IsDouble);
        if (model.IsDouble) Compare<double>();
        else Compare<float>();

        void Compare<T>()
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var trainer = new Trainer<T>(new Network<T>(Topology.FromJson(XorNet)).Randomize(seed, range), Xor, rule, error, options);
            trainer.Run(StopWhen.Sweeps(40));
            Assert.Equal(trainer.Network.Weights.ToArray(), model.Network<T>().Weights.ToArray());
        }
    }

    [Theory]
    [InlineData("within:0.4", "all within 0.4")]
    [InlineData("right", "all on the right side of 0.5")]
    [InlineData("error:0.1", "error below 0.1")]
    [InlineData("no-better:1", "no better for 1 sweep")]
    [InlineData("error:0.1,right", "all on the right side of 0.5")]
    public void Training_ends_by_the_first_condition_that_holds(string until, string reason)
    {
        using var here = new Workplace();
        Assert.Contains($" sweeps: {reason}\n", Train(here, "--rate", "0.5", "--until", until).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("within:0.2", "not all within 0.2, the furthest 0.504 off")]
    [InlineData("right", "not all on the right side of 0.5")]
    [InlineData("error:0.01", "E is 0.5, not below 0.01")]
    [InlineData("within:0.2,right", "not all within 0.2, the furthest 0.504 off, not all on the right side of 0.5")]
    public void At_the_limit_of_sweeps_it_says_what_does_not_hold(string until, string missing)
    {
        using var here = new Workplace();
        var run = Train(here, "--sweeps", "50", "--until", until);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.StartsWith($" stopped at the limit of 50 sweeps (--sweeps): {missing}\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n  case 1: output is ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_condition_nothing_is_missing_at_the_limit()
    {
        using var here = new Workplace();
        Assert.StartsWith(" stopped at the limit of 50 sweeps (--sweeps)\n", Train(here, "--sweeps", "50", "--until", "sweeps").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_trainings_write_equal_bytes_whatever_the_threads_and_the_spelling()
    {
        using var here = new Workplace();
        byte[] Bytes(params string[] words)
        {
            Assert.Equal(ExitCode.Done, Train(here, ["--sweeps", "30", .. words]).ExitCode);
            return File.ReadAllBytes(here["xor.safetensors"]);
        }

        var plain = Bytes();
        Assert.Equal(plain, Bytes("--threads", "3", "--checkpoint", "0", "--json", "--rate", "1e-1", "--until", "within:0.20"));
        Assert.NotEqual(plain, Bytes("--seed", "2"));
    }

    [Fact]
    public void The_result_as_JSON_says_the_same()
    {
        using var here = new Workplace();
        using var json = JsonDocument.Parse(Train(here, "--rate", "0.5", "--json").Out);
        var root = json.RootElement;
        Assert.Equal(("all within 0.2", false, 1023, 9), (root.GetProperty("stopped").GetString(), root.GetProperty("atLimit").GetBoolean(), root.GetProperty("sweeps").GetInt32(), root.GetProperty("weights").GetInt32()));
        Assert.Equal((4, 4), (root.GetProperty("scores").GetProperty("cases").GetInt32(), root.GetProperty("scores").GetProperty("within").GetInt32()));
        Assert.DoesNotContain("--json", root.GetProperty("repeat").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_that_is_printed_writes_the_same_bytes()
    {
        using var here = new Workplace();
        var run = Train(here, "--rate", "0.5", "--sweeps", "30");
        var model = File.ReadAllBytes(here["xor.safetensors"]);
        File.Delete(here["xor.safetensors"]);
        var words = run.Out.Split("repeat: backprop ")[1].TrimEnd().Split(' ');
        Assert.Equal(ExitCode.Done, Run.Of(words).ExitCode);
        Assert.Equal(model, File.ReadAllBytes(here["xor.safetensors"]));
    }

    [Theory]
    [InlineData("single", "sweep")]
    [InlineData("double", "3")]
    [InlineData("single", "3", "--noise", "hidden=0.5")]
    public void An_interrupted_training_is_resumed_with_the_same_bits(string precision, string update, params string[] more)
    {
        using var here = new Workplace();
        string[] words = ["--rate", "0.5", "--precision", precision, "--update", update, "--until", "sweeps", "--sweeps", "200", .. more];
        Train(here, words);
        var whole = File.ReadAllBytes(here["xor.safetensors"]);
        File.Delete(here["xor.safetensors"]);
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();
        var interrupted = Run.Of(canceled.Token, ["train", here["xor.cases"], "--net", here["xor.json"], "--output", here["xor.safetensors"], .. words]);
        Assert.Equal(ExitCode.Interrupted, interrupted.ExitCode);
        Assert.Contains($"continue with: backprop resume {here["xor.checkpoint.safetensors"]}", interrupted.Error, StringComparison.Ordinal);
        File.Delete(here["xor.json"]); // the net is in the checkpoint
        File.Move(here["xor.cases"], here["moved.cases"]);
        var resumed = Run.Of("resume", here["xor.checkpoint.safetensors"], "--data", here["moved.cases"]);
        Assert.Equal((ExitCode.Done, ""), (resumed.ExitCode, string.Concat(resumed.Error.Split('\n').Where(line => line.StartsWith("backprop", StringComparison.Ordinal)))));
        Assert.Equal(whole, File.ReadAllBytes(here["xor.safetensors"]));
        Assert.Equal(["moved.cases", "xor.safetensors"], here.Files);
    }

    [Theory]
    [InlineData("--recompute")]
    [InlineData("--recompute", "--recompute", "false")]
    [InlineData("", "--recompute")]
    public void Recomputed_states_change_no_byte_and_are_a_free_choice_when_a_training_is_resumed(string option, params string[] resumedWith)
    {
        using var here = new Workplace();
        string[] words = ["--rate", "0.5", "--update", "3", "--until", "sweeps", "--sweeps", "100"];
        Train(here, words);
        var whole = File.ReadAllBytes(here["xor.safetensors"]);
        File.Delete(here["xor.safetensors"]);
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();
        string[] interrupted = ["train", here["xor.cases"], "--net", here["xor.json"], "--output", here["xor.safetensors"], .. words, .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(ExitCode.Interrupted, Run.Of(canceled.Token, interrupted).ExitCode);
        Assert.Equal(option.Length > 0, Model.Load(here["xor.checkpoint.safetensors"]).Settings!.Contains("\"recompute\":true", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Done, Run.Of(["resume", here["xor.checkpoint.safetensors"], .. resumedWith]).ExitCode);
        Assert.Equal(whole, File.ReadAllBytes(here["xor.safetensors"]));
    }

    [Fact]
    public void States_that_a_method_needs_at_once_are_not_recomputed()
    {
        using var here = new Workplace();
        string[] words = ["--gradient", "node-perturbation", "--until", "sweeps", "--sweeps", "5"];
        var trained = Train(here, [.. words, "--recompute"]);
        Assert.NotEqual(ExitCode.Done, trained.ExitCode);
        Assert.Contains("'node perturbation' needs the states of all iterations at once", trained.Error, StringComparison.Ordinal);
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();
        Run.Of(canceled.Token, ["train", here["xor.cases"], "--net", here["xor.json"], "--output", here["xor.safetensors"], .. words]);
        Assert.Contains("'node perturbation' needs", Run.Of("resume", here["xor.checkpoint.safetensors"], "--recompute").Error, StringComparison.Ordinal);
        Assert.Contains("'node perturbation' needs", Run.Of(["study", here["xor.cases"], "--net", here["xor.json"], "--seeds", "2", "--gradient", "node-perturbation", "--recompute"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_started_from_a_model_is_resumed_without_it()
    {
        using var here = new Workplace();
        new Model(new Network<float>(Topology.FromJson(XorNet)).Randomize(7, 1)).Save(here["first.safetensors"]);
        string[] words = ["--start", here["first.safetensors"], "--until", "sweeps", "--sweeps", "50"];
        Assert.Equal(ExitCode.Done, Train(here, words).ExitCode);
        var whole = File.ReadAllBytes(here["xor.safetensors"]);
        File.Delete(here["xor.safetensors"]);
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();
        Assert.Equal(ExitCode.Interrupted, Run.Of(canceled.Token, ["train", here["xor.cases"], "--net", here["xor.json"], "--output", here["xor.safetensors"], .. words]).ExitCode);
        File.Delete(here["first.safetensors"]); // its weights are where the checkpoint began

        Assert.Equal(ExitCode.Done, Run.Of("resume", here["xor.checkpoint.safetensors"]).ExitCode);

        Assert.Equal(whole, File.ReadAllBytes(here["xor.safetensors"]));
    }

    [Fact]
    public void A_training_is_not_resumed_on_other_cases()
    {
        using var here = new Workplace();
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();
        Run.Of(canceled.Token, ["train", CaseCommandLineTests.Xor(here), "--hidden", "2", "--output", here["m.safetensors"]]);
        here.Write("xor.cases", "0 0 -> 0\n0 1 -> 1\n1 0 -> 1\n1 1 -> 1\n");
        var run = Run.Of("resume", here["m.checkpoint.safetensors"]);
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("it is a training on other cases", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_another_training_is_not_replaced_and_each_setting_that_differs_is_named()
    {
        using var here = new Workplace();
        var before = Environment.CurrentDirectory;
        var file = CaseCommandLineTests.Xor(here);
        var model = Path.GetFileNameWithoutExtension(Path.GetRandomFileName()) + ".cases";
        File.Move(file, here[model]);
        var written = Path.GetFullPath(Path.ChangeExtension(model, ".safetensors"));
        try
        {
            Assert.Equal(ExitCode.Done, Run.Of("train", here[model], "--hidden", "2", "--sweeps", "5").ExitCode);
            Assert.Equal(ExitCode.Done, Run.Of("train", here[model], "--hidden", "2", "--sweeps", "5").ExitCode);
            var run = Run.Of("train", here[model], "--hidden", "3", "--sweeps", "5", "--rate", "0.2");
            Assert.Equal(ExitCode.Usage, run.ExitCode);
            Assert.Contains("is a model of another training (hidden is [2] there and [3] in this command; rate is 0.1 there and 0.2 in this command): name a file", run.Error, StringComparison.Ordinal);
            Assert.Equal(ExitCode.Done, Run.Of("train", here[model], "--hidden", "3", "--sweeps", "5", "--rate", "0.2", "--force").ExitCode);
        }
        finally
        {
            File.Delete(written);
            Environment.CurrentDirectory = before;
        }
    }

    [Fact]
    public void A_training_that_diverges_says_so()
    {
        using var here = new Workplace();
        var run = Run.Of("train", here.Write("far.cases", "1 -> 100\n2 -> 205\n"), "--net", here.Write("line.json", """{"groups":[{"name":"x","size":1,"role":"input"},{"name":"y","size":1,"role":"output","units":"identity"}],"projections":[{"from":"x","to":"y"}]}"""), "--rate", "0.8", "--momentum", "0", "--sweeps", "25", "--output", here["m.safetensors"]);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains(" note: E rose instead of falling", run.Error, StringComparison.Ordinal);
    }
}
