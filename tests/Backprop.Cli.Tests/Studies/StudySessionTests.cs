using System.Text.Json;
using System.Text.RegularExpressions;

namespace Backprop.Cli.Tests;

public class StudySessionTests
{
    private static string[] Study(Workplace here, params string[] more) => ["study", CaseCommandLineTests.Xor(here), "--hidden", "2", "--rate", "0.5", "--sweeps", "700", "--seeds", "30", .. more];

    private static void Done(Run run)
    {
        Assert.Equal("", run.ExitCode == ExitCode.Done ? "" : run.Error);
    }

    [Fact]
    public void It_tells_how_many_learn_and_how_fast_and_what_stops_the_others()
    {
        using var here = new Workplace();
        var run = Run.Of(Study(here, "--json"));
        Done(run);
        using var json = JsonDocument.Parse(run.Out);
        var point = json.RootElement.GetProperty("points")[0];
        var (learned, causes) = (point.GetProperty("learned"), point.GetProperty("notLearned"));
        Assert.Equal(30, learned.GetProperty("of").GetInt32());
        Assert.Equal(30 - learned.GetProperty("count").GetInt32(), causes.GetProperty("atLimit").GetInt32());
        Assert.InRange(learned.GetProperty("share").GetDouble(), learned.GetProperty("low").GetDouble(), learned.GetProperty("high").GetDouble());
        Assert.InRange(causes.GetProperty("causes").GetProperty("lookedAt").GetInt32(), 1, 10);
        // The command of the best net gives that net: the same number of sweeps.
        var best = json.RootElement.GetProperty("best");
        var again = Run.Of([.. best.GetProperty("repeat").GetString()!.Split(' ').Skip(1), "--output", here["again.safetensors"], "--json"]);
        using var trained = JsonDocument.Parse(again.Out);
        Assert.Equal(best.GetProperty("sweeps").GetInt32(), trained.RootElement.GetProperty("sweeps").GetInt32());
        Assert.Equal(point.GetProperty("sweeps").GetProperty("least").GetDouble(), best.GetProperty("sweeps").GetDouble());
    }

    [Fact]
    public void Nets_that_learn_with_noise_have_the_bits_of_the_command_that_repeats_them()
    {
        using var here = new Workplace();
        var run = Run.Of(Study(here, "--noise", "hidden=0.3", "--causes", "0", "--json", "--output", here["best.safetensors"]));
        Done(run);
        Assert.Contains(" · noise of 0.3 on hidden · ", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        var best = File.ReadAllBytes(here["best.safetensors"]);
        File.Delete(here["best.safetensors"]);
        Done(Run.Of([.. json.RootElement.GetProperty("best").GetProperty("repeat").GetString()!.Split(' ').Skip(1)]));
        Assert.Equal(best, File.ReadAllBytes(here["best.safetensors"]));
    }

    [Fact]
    public void Every_number_of_threads_gives_the_same_bytes()
    {
        using var here = new Workplace();
        string[] Words(int threads) => Study(here, "--vary", "momentum=0.5,0.9", "--threads", $"{threads}", "--runs", here[$"runs{threads}.csv"], "--json");
        var (one, three) = (Run.Of(Words(1)), Run.Of(Words(3)));
        Done(one);
        Assert.Equal(one.Out, three.Out);
        Assert.Equal(File.ReadAllText(here["runs1.csv"]), File.ReadAllText(here["runs3.csv"]));
        Assert.Equal(61, File.ReadAllLines(here["runs1.csv"]).Length);
    }

    [Fact]
    public void Recomputed_states_give_the_same_bytes()
    {
        using var here = new Workplace();
        string[] Words(string name, params string[] more) => Study(here, ["--update", "2", "--runs", here[name], "--output", here["best.safetensors"], "--json", .. more]);
        var kept = Run.Of(Words("kept.csv"));
        var best = File.ReadAllBytes(here["best.safetensors"]);
        File.Delete(here["best.safetensors"]);
        var recomputed = Run.Of(Words("recomputed.csv", "--recompute"));
        Done(recomputed);
        Assert.Contains(" --recompute", recomputed.Out, StringComparison.Ordinal);
        Assert.Equal(kept.Out, recomputed.Out.Replace(" --recompute", "", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllText(here["kept.csv"]), File.ReadAllText(here["recomputed.csv"]));
        Assert.Equal(best, File.ReadAllBytes(here["best.safetensors"]));
    }

    [Fact]
    public void An_interrupted_study_goes_on_and_ends_with_the_same_bytes()
    {
        using var here = new Workplace();
        var whole = Run.Of(Study(here, "--runs", here["whole.csv"]));
        Done(whole);
        var lines = File.ReadAllLines(here["whole.csv"]);
        // Twelve runs, in another order, and a line that was being written.
        File.WriteAllText(here["part.csv"], string.Join('\n', [lines[0], .. lines[5..17].Reverse(), lines[20][..9]]));
        var rest = Run.Of(Study(here, "--runs", here["part.csv"]));
        Done(rest);
        Assert.Contains("; 12 nets are in ", rest.Error, StringComparison.Ordinal);
        Assert.Equal(whole.Out, rest.Out);
        Assert.Equal(File.ReadAllText(here["whole.csv"]), File.ReadAllText(here["part.csv"]));

        // More seeds train only those, and fewer keep the others.
        var more = Run.Of([.. Study(here, "--runs", here["part.csv"]).Select(static word => word == "30" ? "40" : word)]);
        Assert.Contains("; 30 nets are in ", more.Error, StringComparison.Ordinal);
        Assert.Equal(41, File.ReadAllLines(here["part.csv"]).Length);
        Done(Run.Of(Study(here, "--runs", here["part.csv"])));
        Assert.Equal(41, File.ReadAllLines(here["part.csv"]).Length);
    }

    [Fact]
    public void A_canceled_study_keeps_its_runs_where_a_file_is_named()
    {
        using var here = new Workplace();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var run = Run.Of(stop.Token, Study(here, "--runs", here["runs.csv"]));
        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        Assert.EndsWith($" interrupted after 0 of 30 nets; {here["runs.csv"]} keeps them: the same command goes on\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("nothing is kept: --runs file keeps what is done", Run.Of(stop.Token, Study(here)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rate", "0.4")]
    [InlineData("--update", "case")]
    [InlineData("--vary", "decay=0,0.001")]
    public void Runs_of_another_study_are_not_taken_for_its_own(string option, string value)
    {
        using var here = new Workplace();
        Done(Run.Of(Study(here, "--runs", here["runs.csv"])));
        var before = File.ReadAllText(here["runs.csv"]);
        string[] words = [.. Study(here, "--runs", here["runs.csv"], option, value)];
        // The last --rate counts.
        var run = Run.Of(option == "--rate" ? [.. words.Where((_, index) => index is not (4 or 5))] : words);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("holds the runs of another study", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(here["runs.csv"]));
    }

    [Theory]
    [InlineData(3, ",(yes|no),", ",perhaps,", "runs.csv, line 4: is not a run of this study")]
    [InlineData(3, ",all within 0.2,|,700 sweeps,", ",banana,", "runs.csv, line 4: is not a run of this study")]
    [InlineData(3, ",\\d+,(yes|no),", ",701,yes,", "runs.csv, line 4: is not a run of this study")]
    [InlineData(3, ",3,", ",2,", "runs.csv, line 4: seed 2 is there twice")]
    [InlineData(0, "$", "\r", "its lines end with a carriage return")]
    public void A_damaged_runs_file_is_refused_by_line(int line, string pattern, string replacement, string message)
    {
        using var here = new Workplace();
        Done(Run.Of(Study(here, "--runs", here["runs.csv"])));
        var lines = File.ReadAllLines(here["runs.csv"]);
        lines[line] = new Regex(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)).Replace(lines[line], replacement, 1);
        File.WriteAllText(here["runs.csv"], string.Join('\n', lines) + "\n");
        var run = Run.Of(Study(here, "--runs", here["runs.csv"]));
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sweeps_that_somebody_changed_are_noticed_when_the_best_net_is_trained_again()
    {
        using var here = new Workplace();
        Done(Run.Of(Study(here, "--runs", here["runs.csv"])));
        var lines = File.ReadAllLines(here["runs.csv"]);
        var learned = Array.FindIndex(lines, static line => line.Contains(",yes,", StringComparison.Ordinal));
        var cells = lines[learned].Split(',');
        cells[2] = "7";
        lines[learned] = string.Join(',', cells);
        File.WriteAllText(here["runs.csv"], string.Join('\n', lines) + "\n");
        var run = Run.Of(Study(here, "--runs", here["runs.csv"], "--output", here["best.safetensors"]));
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains($"seed {cells[1]} is said to have ended after 7 sweeps, but ends after ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--runs same.csv --output same.csv", "same.csv would be written twice: as the runs (--runs) and as the best net (--output); name another file for one of them.")]
    [InlineData("--figures out --runs out/study.html", "out/study.html would be written twice: as the runs (--runs) and as the figures (--figures); name another file for one of them.")]
    [InlineData("--figures out --runs out/net.svg", "out/net.svg would be written twice: as the runs (--runs) and as a figure (--figures); name another file for one of them.")]
    public void Two_outputs_are_not_the_same_file(string options, string message)
    {
        using var here = new Workplace();
        Directory.CreateDirectory(here["out"]);
        var run = Run.Of(Study(here, [.. options.Split(' ').Select(word => word.StartsWith('-') ? word : Path.Combine(here.Folder, word))]));
        Assert.Equal((ExitCode.Usage, $"backprop: {message}\n"), (run.ExitCode, run.Error.Replace(here.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_checkpoint_is_not_replaced_by_a_model_without_force()
    {
        using var here = new Workplace();
        var trainer = new Trainer<float>(new Network<float>(Topology.Layered(2, 2, 1)), Cases.From([[0, 0], [1, 1]], [[0], [1]]), new GradientDescent());
        trainer.SaveCheckpoint(here["run.safetensors"]);
        foreach (var words in new[] { Study(here, "--output", here["run.safetensors"]), ["train", CaseCommandLineTests.Xor(here), "--hidden", "2", "--output", here["run.safetensors"]] })
        {
            var run = Run.Of(words);
            Assert.Equal(ExitCode.Usage, run.ExitCode);
            Assert.Contains("run.safetensors exists and is not a finished Backprop model", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_best_net_is_a_model_and_the_folder_has_a_page_with_its_figures()
    {
        using var here = new Workplace();
        var run = Run.Of(Study(here, "--vary", "rate=0.2,0.5", "--output", here["best.safetensors"], "--figures", here["out"]).Where((_, index) => index is not (4 or 5)).ToArray());
        Done(run);
        Assert.Equal(ExitCode.Done, Run.Of("show", here["best.safetensors"]).ExitCode);
        Assert.Equal(["history.svg", "map.svg", "net.svg", "study.html", "sweeps.svg", "weights.svg"], Directory.GetFiles(here["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var page = File.ReadAllText(Path.Combine(here["out"], "study.html"));
        Assert.Contains("rate 0.2", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_units_can_be_varied()
    {
        using var here = new Workplace();
        var run = Run.Of("study", CaseCommandLineTests.Xor(here), "--vary", "hidden=0,2,4", "--rate", "0.5", "--sweeps", "700", "--seeds", "20", "--json");
        Done(run);
        using var json = JsonDocument.Parse(run.Out);
        var learned = json.RootElement.GetProperty("points").EnumerateArray().Select(static point => point.GetProperty("learned").GetProperty("count").GetInt32()).ToArray();
        Assert.Equal(0, learned[0]);
        Assert.InRange(learned[1], 1, 19);
        Assert.True(learned[2] > learned[1]);
    }

    [Theory]
    [InlineData("--rate 0.5 --vary rate=0.1", "--rate gives one value, but --vary gives others; leave one out.")]
    [InlineData("--vary rate=0.1 --vary rate=0.2", "--vary rate is given twice; list all values in one.")]
    [InlineData("--vary rate=0.1 --vary momentum=0 --vary decay=0", "--vary is given 3 times; a study varies at most two settings.")]
    [InlineData("--until sweeps", "a study counts the nets that learn: give --until within:X, right or error:X.")]
    [InlineData("--until no-better:5", "a study counts the nets that learn: give --until within:X, right or error:X.")]
    [InlineData("--vary tolerance=0.1", "--vary tolerance needs --tolerance dead or --tolerance edge, which says what the band means.")]
    [InlineData("--rule rprop --vary rate=0.1", "--rule rprop has no rate to vary.")]
    [InlineData("--rule adam --vary momentum=0.1", "--rule adam has no momentum to vary.")]
    [InlineData("--phases 0.5/0.9 --vary rate=0.1", "--phases gives the rates and momentums of all sweeps; leave it or --vary rate out.")]
    [InlineData("--seeds 10000000 --vary rate=0.1:1:10", "10 points of 10000000 seeds are 100000000 runs, but at most 50000000 are possible.")]
    [InlineData("--first-seed 18446744073709551615 --seeds 2", "--first-seed 18446744073709551615 leaves no room for 2 seeds; the greatest is 18446744073709551615.")]
    public void Options_that_cannot_be_are_refused(string options, string message)
    {
        using var here = new Workplace();
        var run = Run.Of(["study", CaseCommandLineTests.Xor(here), "--hidden", "2", .. options.Split(' ')]);
        Assert.Equal((ExitCode.Usage, $"backprop: {message}\n"), (run.ExitCode, run.Error));
    }
}
