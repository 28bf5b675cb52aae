using System.Globalization;
using System.Text.Json;

namespace Backprop.Cli.Tests;

public class LesionVerbTests
{
    private const string Net = """
        { "groups": [{ "name": "in", "size": 4, "role": "input" }, { "name": "hidden", "size": 8 }, { "name": "out", "size": 4, "role": "output" }],
          "projections": [{ "from": "in", "to": "hidden" }, { "from": "hidden", "to": "out" }] }
        """;

    private const string Cases4 = """
        "bird/wren" 1 0 0 0 -> 1 0 0 0
        "bird/owl" 0 1 0 0 -> 0 1 0 0
        "fish/eel" 0 0 1 0 -> 0 0 1 0
        "cat" *3 0 0 0 1 -> 0 0 0 1
        """;

    private static string Trained(Workplace here, params string[] words)
    {
        var run = Run.Of(["train", here.Write("a.cases", Cases4), "--net", here.Write("net.json", Net), "--rate", "0.2", "-o", here["a.safetensors"], "--force", .. words]);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        return here["a.safetensors"];
    }

    private static string[][] Runs(string path) => [.. File.ReadLines(path).Skip(1).Select(static line => line.Split(','))];

    [Fact]
    public void Every_run_is_what_the_library_s_lesion_of_that_seed_does()
    {
        using var here = new Workplace();
        var model = Trained(here, "--precision", "double");
        var run = Run.Of("lesion", model, here["a.cases"], "--units", "hidden", "--share", "0:1:0.5", "--seeds", "3", "--first-seed", "5", "--csv", here["runs.csv"]);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var rows = Runs(here["runs.csv"]);
        Assert.Equal("share,noise,seed,sweep,group,cases,error,right", File.ReadLines(here["runs.csv"]).First());
        Assert.Equal(3 * 3 * 3, rows.Length);
        var net = Model.Load(model).Network<double>();
        var cases = Backprop.Data.CaseFile.Read(here["a.cases"], net.Topology);
        foreach (var row in rows.Where(static row => row[4] == "all"))
        {
            var damaged = net.WithLesion(Lesion.ShareOfUnits("hidden", double.Parse(row[0], CultureInfo.InvariantCulture), ulong.Parse(row[2], CultureInfo.InvariantCulture)));
            var right = Enumerable.Range(0, 4).Count(c => damaged.Run([.. Enumerable.Range(0, 4).Select(unit => unit == c ? 1.0 : 0)]) is var y && Enumerable.Range(0, 4).All(unit => unit == c ? y[unit] > 0.5 : y[unit] < 0.5));
            Assert.Equal(damaged.Evaluate(cases).Error / 6, double.Parse(row[6], CultureInfo.InvariantCulture), 1e-12);
            Assert.Equal(right / 4.0, double.Parse(row[7], CultureInfo.InvariantCulture));
            Assert.Equal(("0", "0", "4"), (row[1], row[3], row[5]));
        }
        Assert.All(rows.Where(static row => row[0] == "0"), static row => Assert.Equal("1", row[7]));
    }

    [Fact]
    public void Cases_are_measured_by_what_stands_before_the_slash_in_their_names()
    {
        using var here = new Workplace();
        var run = Run.Of("lesion", Trained(here), here["a.cases"], "--links", "hidden->out", "--share", "0,0.9", "--seeds", "2", "--csv", here["runs.csv"]);

        Assert.Equal([("all", "4"), ("bird", "2"), ("fish", "1")], Runs(here["runs.csv"]).Take(3).Select(static row => (row[4], row[5])));
        Assert.Contains(" right by group of cases, mean in %\n   share   all  bird  fish\n       0 100.0 100.0 100.0\n", run.Out, StringComparison.Ordinal);
        Assert.StartsWith(" links of hidden->out: 2 lesions per share, on 4 cases\n right: every output on the right side of 0.5\n\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bytes()
    {
        using var here = new Workplace();
        var model = Trained(here);
        var outputs = new[] { "1", "3" }.Select(threads =>
        {
            var run = Run.Of("lesion", model, here["a.cases"], "--units", "hidden", "--links", "in->hidden", "--noise", "0.5", "--share", "0:0.6:0.2", "--seeds", "4", "--relearn", "30", "--json", "--threads", threads, "--csv", here[$"{threads}.csv"], "--figures", here[threads]);
            Assert.True(run.ExitCode == ExitCode.Done, run.Error);
            return (run.Out, File.ReadAllText(here[$"{threads}.csv"]), Figures: string.Concat(Directory.GetFiles(here[threads], "*.svg").Order(StringComparer.Ordinal).Select(File.ReadAllText)));
        }).ToArray();

        Assert.Equal(outputs[0], outputs[1]);
    }

    [Fact]
    public void Relearning_goes_on_from_each_lesion_and_leaves_it()
    {
        using var here = new Workplace();
        var model = Trained(here);
        var run = Run.Of("lesion", model, here["a.cases"], "--units", "hidden", "--share", "0.5", "--seeds", "3", "--relearn", "200", "--csv", here["runs.csv"]);

        var all = Runs(here["runs.csv"]).Where(static row => row[4] == "all").ToArray();
        Assert.Equal(["0", "20", "40", "60", "80", "100", "120", "140", "160", "180", "200"], all.Take(11).Select(static row => row[3]));
        double Error(int sweep) => all.Where(row => row[3] == sweep.ToString(CultureInfo.InvariantCulture)).Average(static row => double.Parse(row[6], CultureInfo.InvariantCulture));
        Assert.True(Error(200) < Error(0) / 2, $"{Error(0)} → {Error(200)}");
        Assert.Contains(" right after sweeps of relearning, mean in %\n   share     0    20    40", run.Out, StringComparison.Ordinal);

        // The first run, by the library.
        var net = Model.Load(model).Network<float>().WithLesion(Lesion.ShareOfUnits("hidden", 0.5, 1));
        var cases = Backprop.Data.CaseFile.Read(here["a.cases"], net.Topology);
        new Trainer<float>(net, cases, new GradientDescent { LearningRate = 0.2, Momentum = 0.9 }).Run(StopWhen.Sweeps(200));
        Assert.Equal(net.Evaluate(cases).Error / 6, double.Parse(all[10][6], CultureInfo.InvariantCulture), 1e-6);
    }

    [Fact]
    public void Noise_alone_is_a_curve_over_its_deviation()
    {
        using var here = new Workplace();
        var run = Run.Of("lesion", Trained(here), here["a.cases"], "--noise", "0,8", "--seeds", "10", "--json");

        using var json = JsonDocument.Parse(run.Out);
        var curve = json.RootElement.GetProperty("curve").EnumerateArray().Where(static point => point.GetProperty("group").GetString() == "all").ToArray();
        Assert.Equal([0, 8], curve.Select(static point => point.GetProperty("noise").GetDouble()));
        Assert.Equal(1, curve[0].GetProperty("right").GetProperty("mean").GetDouble());
        Assert.True(curve[1].GetProperty("right").GetProperty("mean").GetDouble() < 0.7);
        Assert.True(curve[1].GetProperty("error").GetProperty("lowerQuartile").GetDouble() <= curve[1].GetProperty("error").GetProperty("median").GetDouble());
    }

    [Fact]
    public void A_distance_makes_being_right_harder()
    {
        using var here = new Workplace();
        var model = Trained(here);
        double Right(params string[] words)
        {
            using var json = JsonDocument.Parse(Run.Of(["lesion", model, here["a.cases"], "--units", "hidden", "--share", "0.3", "--json", .. words]).Out);
            return json.RootElement.GetProperty("curve")[0].GetProperty("right").GetProperty("mean").GetDouble();
        }

        Assert.True(Right("--within", "0.05") < Right());
    }

    [Fact]
    public void Figures_and_their_page_are_written_with_the_command()
    {
        using var here = new Workplace();
        var run = Run.Of("lesion", Trained(here), here["a.cases"], "--units", "hidden", "--share", "0:0.5:0.25", "--seeds", "2", "--relearn", "10", "--figures", here["out"], "--threads", "1");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal(["error.svg", "lesions.html", "relearning.svg", "right.svg"], Directory.GetFiles(here["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var page = File.ReadAllText(here["out/lesions.html"]);
        Assert.Contains("--units hidden --share 0:0.5:0.25 --seeds 2 --relearn 10", page, StringComparison.Ordinal);
        Assert.DoesNotContain("--threads", page, StringComparison.Ordinal);
        Assert.Contains("bird", File.ReadAllText(here["out/right.svg"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing is to be destroyed: name a group with --units hidden, a projection with --links 'a->b', or noise with --noise 0:2:0.5.")]
    [InlineData("--share must be numbers from 0 to 1, as 0:0.9:0.1 or 0,0.2,0.5, but was '0:1.5:0.1'.", "--units", "hidden", "--share", "0:1.5:0.1")]
    [InlineData("--share must be from:to:step with a step above 0, as 0:0.9:0.1, but was '0:1:0'.", "--units", "hidden", "--share", "0:1:0")]
    [InlineData("--noise must be one deviation where --units or --links are destroyed.", "--units", "hidden", "--noise", "0:1:0.5")]
    [InlineData("--share says how much of a group or projection is destroyed, but none is named; add --units or --links.", "--noise", "1", "--share", "0.5")]
    [InlineData("--share has 0.3 twice; give it once.", "--units", "hidden", "--share", "0.3,0.1,0.3")]
    [InlineData("units of hidden are given twice; give them once.", "--units", "hidden", "--units", "hidden")]
    [InlineData("The lesion destroys units of group 'hiden', which the net does not have; its groups are 'in', 'hidden', 'out'; did you mean 'hidden'?", "--units", "hiden")]
    public void What_cannot_be_done_is_refused_in_words(string message, params string[] words)
    {
        using var here = new Workplace();
        var run = Run.Of(["lesion", Trained(here), here["a.cases"], .. words]);
        Assert.NotEqual(ExitCode.Done, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_of_cases_called_as_all_of_them_is_refused()
    {
        using var here = new Workplace();
        var model = Trained(here);
        var run = Run.Of("lesion", model, here.Write("all.cases", Cases4.Replace("fish/", "all/", StringComparison.Ordinal)), "--units", "hidden", "--seeds", "1");
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("all.cases: 'all/eel' is of a group 'all', which is the name of all cases together; rename what stands before the slash", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_without_targets_are_neither_scored_nor_counted()
    {
        using var here = new Workplace();
        var model = Trained(here);
        Run Study(string cases) => Run.Of("lesion", model, here.Write("some.cases", cases), "--units", "hidden", "--share", "0,0.5", "--seeds", "2", "--csv", here["runs.csv"]);
        var with = Study(Cases4);
        var runs = File.ReadAllText(here["runs.csv"]);

        var without = Study(Cases4 + "\n\"bird/kea\" 1 1 0 0 -> ? ? ? ?\n");

        Assert.Contains(" on 4 cases\n", without.Out, StringComparison.Ordinal);
        Assert.Equal(with.Out, without.Out);
        Assert.Equal(runs, File.ReadAllText(here["runs.csv"]));
    }

    [Fact]
    public void An_interruption_says_how_far_the_study_was_and_leaves_no_folder()
    {
        using var here = new Workplace();
        var model = Trained(here);
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();

        var run = Run.Of(canceled.Token, "lesion", model, here["a.cases"], "--units", "hidden", "--figures", here["out"]);

        Assert.Equal((ExitCode.Interrupted, "", " interrupted after 0 of 200 lesions; nothing is kept\n"), (run.ExitCode, run.Out, run.Error));
        Assert.False(Directory.Exists(here["out"]));
    }

    [Fact]
    public void A_net_that_was_not_trained_has_nothing_to_relearn_by()
    {
        using var here = new Workplace();
        new Model(new Network<float>(Topology.FromJson(Net)).Randomize(1)).Save(here["raw.safetensors"]);
        var run = Run.Of("lesion", here["raw.safetensors"], here.Write("a.cases", Cases4), "--units", "hidden", "--relearn", "10");
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("it does not say how it was trained", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run.Of("lesion", here["raw.safetensors"], here["a.cases"], "--units", "hidden", "--seeds", "1").ExitCode);
    }

    [Fact]
    public void Sequences_are_measured_whole_and_learn_again_as_they_were_trained()
    {
        using var here = new Workplace();
        var net = here.Write("seq.json", """
            { "iterations": 2, "groups": [{ "name": "in", "size": 1, "role": "input" }, { "name": "state", "size": 4 }, { "name": "out", "size": 1, "role": "output" }],
              "projections": [{ "from": "in", "to": "state" }, { "from": "state", "to": "state", "delay": 1 }, { "from": "state", "to": "out" }] }
            """);
        var cases = here.Write("seq.cases", "sequence \"a/one\"\nin: 1 -> out: 1\nin: 0 -> out: 1\nsequence \"b/two\"\nin: 0 -> out: 0\nin: 0 -> out: 0\nin: 0 -> out: 0\n");
        Assert.Equal(ExitCode.Done, Run.Of("train", cases, "--net", net, "--update", "sequence", "-o", here["seq.safetensors"]).ExitCode);

        var run = Run.Of("lesion", here["seq.safetensors"], cases, "--links", "state->state", "--units", "state", "--share", "0,1", "--seeds", "1", "--relearn", "5", "--csv", here["runs.csv"]);

        Assert.StartsWith(" units of state and links of state->state: 1 lesion per share, on 2 sequences\n", run.Out, StringComparison.Ordinal);
        var rows = Runs(here["runs.csv"]);
        Assert.Equal([("all", "2", "1"), ("a", "1", "1"), ("b", "1", "1")], rows.Take(3).Select(static row => (row[4], row[5], row[7])));
        // Without its state units the net gives the same answer everywhere, and only the bias of the output can learn.
        Assert.Equal("0.5", rows.First(static row => row[0] == "1" && row[3] == "5" && row[4] == "all")[7]);
    }

    private static string Page([System.Runtime.CompilerServices.CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "../../../docs/lesions.md");

    [Fact]
    public void The_page_on_lesions_shows_what_its_commands_print()
    {
        using var here = new Workplace();
        var page = File.ReadAllText(Page());
        string Shown(string command) => page[(page.IndexOf($"$ {command}\n", StringComparison.Ordinal) + command.Length + 3)..].Split(["$ ", "```"], 2, StringSplitOptions.None)[0];
        Assert.Equal(ExitCode.Done, Run.Of("train", here.Write("animals.cases", Shown("cat animals.cases")), "--net", here.Write("animals.json", Shown("cat animals.json")), "-o", here["animals.safetensors"]).ExitCode);

        var run = Run.Of("lesion", here["animals.safetensors"], here["animals.cases"], "--units", "hidden", "--share", "0:0.8:0.2", "--relearn", "50");

        Assert.Equal(Shown("backprop lesion animals.safetensors animals.cases --units hidden --share 0:0.8:0.2 --relearn 50"), run.Out);
    }
}
