using System.Text.Json;

namespace Backprop.Cli.Tests;

public class TrainVerbTests
{
    private static string[] Iris(string model, params string[] more) => ["train", Workplace.Table("iris.csv"), "--target", "species", "--model", model, .. more.Contains("--sweeps") ? [] : new[] { "--sweeps", "60" }, .. more];

    [Fact]
    public void A_table_becomes_a_model_that_is_tested_on_rows_it_never_saw()
    {
        using var here = new Workplace();
        var run = Run.Of(Iris(here["iris.safetensors"], "--plain"));
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("150 rows · 4 numeric columns → 4 units · species → 3 units · 105 train / 15 validation / 30 test", run.Error, StringComparison.Ordinal);
        Assert.Contains("stopped at the limit of 60 sweeps (--sweeps); kept the weights of sweep ", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"\n error per case 0\.\d+ in training, 0\.\d+ in validation at sweep ", run.Out);
        Assert.Contains("of 30)", run.Out, StringComparison.Ordinal);
        Assert.Contains("species     setosa  versicolor  virginica  recall", run.Out, StringComparison.Ordinal);
        Assert.Contains($"--target species --sweeps 60 --seed 1 --plain --output {here["iris.safetensors"]}", run.Out, StringComparison.Ordinal);
        Assert.Equal(["iris.safetensors"], here.Files);
        Assert.Equal(["numbers", "hidden", "species"], Model.Load(here["iris.safetensors"]).Topology.Groups.Select(g => g.Name));
    }

    [Fact]
    public void Without_options_several_nets_are_averaged_and_the_report_says_what_a_single_one_reaches()
    {
        using var here = new Workplace();
        var run = Run.Of(Iris(here["iris.safetensors"]));
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("species → 3 units · 120 train / 30 test · 8 nets of 803 weights", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"\A 8 nets, 60 sweeps each; kept the weights of sweeps \d+( to \d+)?  \S+\n error per case 0\.\d+ in training, 0\.\d+ in validation\n test accuracy ", run.Out);
        Assert.Matches(@"\n a single net: accuracy 0\.\d+ in the mean \(0\.\d+ to [01]\.\d+\)\n", run.Out);
        Assert.EndsWith($" --target species --sweeps 60 --seed 1 --output {here["iris.safetensors"]}\n", run.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Run.Of(Iris(here["json.safetensors"], "--members", "3", "--json")).Out);
        Assert.Equal(3, json.RootElement.GetProperty("nets").GetArrayLength());
        Assert.Equal(60, json.RootElement.GetProperty("nets")[2].GetProperty("sweeps").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("nets")[1].GetProperty("test").GetProperty("classes").GetProperty("species").GetProperty("accuracy").GetDouble(), 0.8, 1);
    }

    [Fact]
    public void A_pack_is_tested_and_predicts_as_any_model()
    {
        using var here = new Workplace();
        var run = Run.Of(Iris(here["iris.safetensors"], "--members", "4"));
        var tested = Run.Of("test", here["iris.safetensors"]);
        Assert.Equal(ExitCode.Done, tested.ExitCode);
        foreach (var line in tested.Out.Split('\n'))
            Assert.Contains(line, run.Out, StringComparison.Ordinal);
        Assert.Contains("log-loss", tested.Out, StringComparison.Ordinal);
        Assert.Equal(151, Run.Of("predict", here["iris.safetensors"], Workplace.Table("iris.csv"), "--probabilities").Out.TrimEnd('\n').Split('\n').Length);
    }

    [Theory]
    [InlineData("--members 2 --plain", "--members averages several nets, but --plain trains one; leave one out.")]
    [InlineData("--members 2 --restarts 3", "--members averages all nets, but --restarts keeps one; leave one out.")]
    [InlineData("--members 0", "--members must be at least 1, but was 0.")]
    [InlineData("--members 61", "120 training rows are too few for 61 nets that each hold some out; train fewer nets, or set the share for validation to 0")]
    public void A_number_of_nets_that_cannot_be_is_refused(string options, string message)
    {
        using var here = new Workplace();
        Assert.Contains(message, Run.Of(Iris(here["m.safetensors"], options.Split(' '))).Error, StringComparison.Ordinal);
        Assert.Empty(here.Files);
    }

    [Fact]
    public void The_README_shows_what_the_command_prints()
    {
        using var here = new Workplace();
        var run = Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--model", here["iris.safetensors"]);
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        foreach (var line in run.Out.Split('\n').Where(static line => line.Length > 0 && !line.Contains(" model ", StringComparison.Ordinal) && !line.Contains("repeat", StringComparison.Ordinal)))
            Assert.Contains(line, readme, StringComparison.Ordinal);
        Assert.Contains(run.Error.Split('\n')[0].Trim(), readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_trainings_write_equal_bytes_whatever_the_threads_the_path_and_the_spelling()
    {
        using var here = new Workplace();
        byte[] Bytes(string model, params string[] words)
        {
            Assert.Equal(ExitCode.Done, Run.Of(["train", Workplace.Table("iris.csv"), "-m", here[model], .. words]).ExitCode);
            return File.ReadAllBytes(here[model]);
        }

        string[] plain = ["--target", "species", "--sweeps", "30", "--hidden", "8"];
        var first = Bytes("a.safetensors", plain);
        Assert.Equal(first, Bytes("a.safetensors", plain));
        Assert.Equal(first, Bytes("b.safetensors", [.. plain, "--threads", "3", "--checkpoint", "0", "--json"]));
        Assert.Equal(first, Bytes("c.safetensors", "--members", "8", "--seed", "1", "--hidden", "8", "--rate", "2e-3", "--sweeps", "030", "-t", "species"));
        Assert.NotEqual(first, Bytes("d.safetensors", [.. plain, "--seed", "2"]));
    }

    [Fact]
    public void The_repeat_line_names_threads_and_path()
    {
        using var here = new Workplace();
        var run = Run.Of(Iris(here["m.safetensors"], "--threads", "2", "--sweeps", "2"));
        Assert.EndsWith($" --target species --sweeps 2 --seed 1 --output {here["m.safetensors"]} --threads 2\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_result_as_JSON_says_the_same()
    {
        using var here = new Workplace();
        var run = Run.Of(Iris(here["iris.safetensors"], "--json"));
        using var json = JsonDocument.Parse(run.Out);
        var test = json.RootElement.GetProperty("test").GetProperty("classes").GetProperty("species");
        Assert.Equal(30, test.GetProperty("rows").GetInt32());
        Assert.InRange(test.GetProperty("accuracy").GetDouble(), 0.8, 1);
        Assert.Equal(60, json.RootElement.GetProperty("sweeps").GetInt32());
        Assert.Equal("60 sweeps", json.RootElement.GetProperty("stopped").GetString());
        Assert.DoesNotContain("--json", json.RootElement.GetProperty("repeat").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--hidden 8,4 --plain", "hidden 1,hidden 2")]
    [InlineData("--hidden 0 --plain", "")]
    [InlineData("--hidden 5 --skip --plain", "hidden")]
    [InlineData("--rule descent --rate 0.01 --momentum 0.5 --decay 0.001 --plain", "hidden")]
    [InlineData("--rule rprop --plain", "hidden")]
    [InlineData("--batch all --units logistic --plain", "hidden")]
    [InlineData("--balance --restarts 2", "hidden")]
    [InlineData("--validation 0 --test 0 --plain", "hidden")]
    public void Options_shape_the_net_and_its_training(string options, string hidden)
    {
        using var here = new Workplace();
        var run = Run.Of(Iris(here["m.safetensors"], options.Split(' ')));
        Assert.Equal(ExitCode.Done, run.ExitCode);
        var topology = Model.Load(here["m.safetensors"]).Topology;
        Assert.Equal(hidden, string.Join(',', topology.Groups.Where(g => !g.IsInput && !g.IsOutput).Select(g => g.Name)));
        Assert.Equal(options.Contains("--skip", StringComparison.Ordinal), topology.Projections.Count > 1 && topology.Projections.Any(p => p.To.Depth - p.From.Depth > 1));
    }

    [Fact]
    public void A_net_of_ones_own_is_trained_if_it_fits()
    {
        using var here = new Workplace();
        var net = here.Write("net.json", Topology.Build(n => n.Output("species", 3, UnitFunction.Softmax).From(n.Group("middle", 5).From(n.Input("numbers", 4)))).ToJson());
        Assert.Equal(ExitCode.Done, Run.Of(Iris(here["m.safetensors"], "--net", net)).ExitCode);
        Assert.Equal(5, Model.Load(here["m.safetensors"]).Topology["middle"].Size);
        var wrong = here.Write("wrong.json", Topology.Layered(4, 3).ToJson());
        var run = Run.Of(Iris(here["m.safetensors"], "--net", wrong));
        Assert.Equal((ExitCode.BadInput, "backprop: the net has no input group 'numbers' of 4 units; the table needs 'numbers' of 4\n"), (run.ExitCode, run.Error.Split(" weights\n")[^1]));
    }

    [Fact]
    public void Several_targets_numbers_and_classes_are_learned_at_once()
    {
        using var here = new Workplace();
        var run = Run.Of("train", Workplace.Table("titanic.csv"), "-t", "survived,fare", "-m", here["t.safetensors"], "--sweeps", "5");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("test fare: R² ", run.Out, StringComparison.Ordinal);
        Assert.Contains("  survived   no  yes  recall", run.Out, StringComparison.Ordinal);
        Assert.Contains("note: column 'age' has missing values", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a;b\n1;2\n", "--target c", ExitCode.BadInput, "t.csv: has no column 'c'; it has a, b")]
    [InlineData("a,b\n1,2\n", "", ExitCode.Usage, "name the column of")]
    [InlineData("a,b\n1,2\n1,2,3\n", "--target b", ExitCode.BadInput, "t.csv, line 3: has 3 cells")]
    [InlineData("a,b\n1,x\n2,x\n", "--target b", ExitCode.BadInput, "t.csv, column 'b': the target is 'x' in every row")]
    [InlineData("a,b\n1,x\n2,y\n", "--target b", ExitCode.BadInput, "2 rows are too few")]
    [InlineData("a,b\n1,2\n", "--target b --momentum 0.5", ExitCode.Usage, "--momentum is not for --rule adam")]
    [InlineData("a,b\n1,2\n", "--target b --rate 0", ExitCode.Usage, "--rate must be above 0, but was 0")]
    [InlineData("a,b\n1,2\n", "--target b --hidden x", ExitCode.Usage, "--hidden must be sizes of layers such as 16,8, each from 1 to 1000000, or 0, but was 'x'")]
    [InlineData("a,b\n1,2\n", "--target b --batch 0", ExitCode.Usage, "--batch must be a whole number of rows, at least 1, or 'all', but was '0'")]
    [InlineData("a,b\n1,2\n", "--target b --encoding klingon", ExitCode.Usage, "--encoding 'klingon' is not known")]
    [InlineData("a,b\n1,2\n", "--target b --delimiter ab", ExitCode.Usage, "--delimiter must be one ASCII character")]
    [InlineData("a,b\n1,2\n", "--target b --net n.json --hidden 3", ExitCode.Usage, "--hidden describes layers, but --net gives a whole net; leave one out.")]
    [InlineData("a,b\n1,2\n", "--target b --net n.json --skip", ExitCode.Usage, "--skip describes layers")]
    [InlineData("a,b\n1,2\n", "--target b --validation 0 --patience 5", ExitCode.Usage, "--patience counts sweeps without a lower validation error, but --validation is 0")]
    [InlineData("a,b\n1,2\n", "--target b --labels x", ExitCode.Usage, "--labels goes with an IDX file")]
    [InlineData("a,b\n1,2\n", "--target b --net nowhere.json", ExitCode.BadInput, "nowhere.json")]
    public void Bad_input_is_one_line_and_costs_no_file(string text, string options, int code, string message)
    {
        using var here = new Workplace();
        var table = here.Write("t.csv", text);
        new Model(new Network<float>(Topology.Layered(1, 1))).Save(here["old.safetensors"]);
        var precious = File.ReadAllBytes(here["old.safetensors"]);
        var run = Run.Of(["train", table, "--model", here["old.safetensors"], .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal(precious, File.ReadAllBytes(here["old.safetensors"]));
        Assert.Equal(["old.safetensors", "t.csv"], here.Files);
    }

    [Fact]
    public void A_model_that_cannot_be_written_is_said_before_training()
    {
        using var here = new Workplace();
        var run = Run.Of(Iris(here["no/such/m.safetensors"]));
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("there is no folder", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("rows", run.Error, StringComparison.Ordinal);
        Assert.Contains("is a folder", Run.Of(Iris(here.Folder)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_table_that_is_cut_short_is_no_shorter_table()
    {
        using var here = new Workplace();
        var whole = File.ReadAllBytes(Workplace.Table("digits.csv.gz"));
        foreach (var length in new[] { whole.Length / 3, whole.Length - 9 })
        {
            File.WriteAllBytes(here["cut.csv.gz"], whole[..length]);
            using var process = Workplace.Start("train", here["cut.csv.gz"], "-t", "digit", "-m", here["m.safetensors"]);
            Assert.Contains("cut.csv.gz: is a damaged gzip file", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
            process.WaitForExit();
            Assert.Equal(ExitCode.BadInput, process.ExitCode);
        }
        Assert.Equal(["cut.csv.gz"], here.Files);
    }

    [Fact]
    public void Training_that_leaves_the_numbers_ends_with_its_own_code_and_no_model()
    {
        using var here = new Workplace();
        var run = Run.Of("train", Workplace.Table("diabetes.csv"), "-t", "progression", "-m", here["m.safetensors"], "--rule", "descent", "--rate", "1e30", "--units", "identity");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Empty(here.Files);
    }

    [Fact]
    public void IDX_files_are_trained_tested_and_answered()
    {
        using var here = new Workplace();
        var random = new RandomSource(3);
        var labels = Enumerable.Range(0, 60).Select(i => (byte)(i % 2)).ToArray();
        var images = labels.SelectMany(l => Enumerable.Range(0, 4).Select(p => (byte)((p % 2 == l ? 200 : 20) + random.NextInt(20)))).ToArray();
        File.WriteAllBytes(here["images"], [0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 2, 0, 0, 0, 2, .. images]);
        File.WriteAllBytes(here["labels"], [0, 0, 8, 1, 0, 0, 0, 60, .. labels]);
        Assert.Equal(ExitCode.Done, Run.Of("train", here["images"], "--labels", here["labels"], "-m", here["m.safetensors"], "--sweeps", "30").ExitCode);
        var tested = Run.Of("test", here["m.safetensors"], here["images"], "--labels", here["labels"]);
        Assert.Contains("is the table that the model was trained on: of its 60 rows it learned from ", tested.Error, StringComparison.Ordinal);
        Assert.Contains("accuracy 1.000 (60 of 60)", tested.Out, StringComparison.Ordinal);
        Assert.StartsWith("label\n0\n1\n0\n", Run.Of("predict", here["m.safetensors"], here["images"]).Out, StringComparison.Ordinal);
        File.WriteAllBytes(here["others"], [0, 0, 8, 1, 0, 0, 0, 60, .. labels[..59], 7]);
        Assert.Contains("images, row 60, column 'label': holds '7', which is none of the model's classes (0, 1)", Run.Of("test", here["m.safetensors"], here["images"], "--labels", here["others"]).Error, StringComparison.Ordinal);
        Assert.Contains("name the file of its labels", Run.Of("train", here["images"]).Error, StringComparison.Ordinal);
        Assert.Contains("name the file of its labels too: --labels", Run.Of("test", here["m.safetensors"], here["images"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_net_with_logistic_outputs_learns_a_number()
    {
        using var here = new Workplace();
        var table = here.Write("xor.csv", "a,b,y\n" + string.Concat(Enumerable.Repeat("0,0,0\n0,1,1\n1,0,1\n1,1,0\n", 5)));
        var net = here.Write("net.json", Topology.Build(n => n.Output("y", 1, UnitFunction.Logistic).From(n.Group("hidden", 6).From(n.Input("numbers", 2)))).ToJson());
        var run = Run.Of("train", table, "-t", "y", "--numeric", "a,b,y", "--net", net, "-m", here["m.safetensors"], "--validation", "0", "--test", "0", "--rate", "0.05", "--decay", "0", "--sweeps", "300");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.InRange(Model.Load(here["m.safetensors"]).History!.Error, 0, 1e-3);
        var answers = Run.Of("predict", here["m.safetensors"], here.Write("new.csv", "a,b\n0,0\n0,1\n1,0\n1,1\n")).Out.Split('\n')[1..^1];
        Assert.Equal([0, 1, 1, 0], answers.Select(answer => Math.Round(double.Parse(answer, System.Globalization.CultureInfo.InvariantCulture), 1)));
    }

    [Fact]
    public void Training_that_diverges_is_told()
    {
        using var here = new Workplace();
        var run = Run.Of("train", Workplace.Table("diabetes.csv"), "-t", "progression", "-m", here["m.safetensors"], "--rule", "descent", "--momentum", "0", "--rate", "0.0016", "--batch", "all", "--hidden", "0", "--sweeps", "40", "--validation", "0", "--plain", "--json");
        Assert.Contains("note: the training diverged: E was ", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Contains(json.RootElement.GetProperty("notes").EnumerateArray(), note => note.GetString()!.StartsWith("the training diverged", StringComparison.Ordinal));
    }
}
