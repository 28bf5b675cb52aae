using System.Text.Json;

namespace Backprop.Cli.Tests;

public class PaperVerbTests
{
    [Fact]
    public void Claims_are_printed_with_what_was_measured_and_how()
    {
        var run = Run.Of("paper", "xor", "--seeds", "2", "--sweeps", "300");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains(" claim ", run.Out, StringComparison.Ordinal);
        Assert.Contains("xor: XOR 2-1, without hidden units", run.Out, StringComparison.Ordinal);
        Assert.EndsWith(" xor: 2 runs from seed 1, at most 300 sweeps, float\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(" xor: 2 of 2 runs\n", run.Error);
    }

    [Fact]
    public void Json_is_one_object_with_an_entry_a_seed()
    {
        var run = Run.Of("paper", "symmetry", "--seeds", "3", "--first-seed", "7", "--sweeps", "200", "--precision", "double", "--json");
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal("symmetry", root.GetProperty("experiment").GetString());
        Assert.Equal("double", root.GetProperty("settings").GetProperty("precision").GetString());
        Assert.Equal(200, root.GetProperty("settings").GetProperty("sweeps").GetInt32());
        Assert.Equal([7, 8, 9], root.GetProperty("runs").EnumerateArray().Select(entry => entry.GetProperty("seed").GetInt32()));
        Assert.Equal(JsonValueKind.Object, root.GetProperty("summary").ValueKind);
    }

    [Fact]
    public void All_experiments_together_are_a_list()
    {
        var run = Run.Of("paper", "--seeds", "1", "--sweeps", "4", "--json");
        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal(Experiments.Paper.Experiments.Select(e => e.Name), document.RootElement.EnumerateArray().Select(e => e.GetProperty("experiment").GetString()!));
    }

    [Fact]
    public void Equal_commands_print_equal_bytes_with_any_number_of_threads()
    {
        string[] command = ["paper", "symmetry", "--seeds", "6", "--sweeps", "400", "--json"];
        var one = Run.Of([.. command, "--threads", "1"]);
        Assert.Equal(one.Out, Run.Of([.. command, "--threads", "3"]).Out);
        Assert.Equal(one.Out, Run.Of(command).Out);
    }

    [Theory]
    [InlineData("paper magic", "experiment must be one of symmetry, ")]
    [InlineData("paper --seeds 0", "--seeds must be at least 1, but was 0.")]
    [InlineData("paper --seeds many", "--seeds must be a whole number, at least 1, but was 'many'.")]
    [InlineData("paper --sweeps -3", "--sweeps must be at least 1, but was -3.")]
    [InlineData("paper --first-seed -1", "--first-seed must be a whole number, but was '-1'.")]
    [InlineData("paper --precision half", "--precision must be one of float, double, but was 'half'.")]
    [InlineData("paper --threads 0", "--threads must be from 1 to 1024, but was 0.")]
    [InlineData("paper --speed 3", "There is no option '--speed' here; did you mean '--seeds'?")]
    [InlineData("paper symmetry xor", "'xor' is one argument too many.")]
    public void Wrong_options_get_one_line_and_usage(string line, string message)
    {
        var run = Run.Of(line.Split(' '));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith($"backprop: {message}", run.Error, StringComparison.Ordinal);
        Assert.EndsWith(" See 'backprop paper --help'.\n", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Empty(run.Out);
    }

    [Fact]
    public void An_interrupted_run_says_so_and_prints_nothing_else()
    {
        using var interruption = new CancellationTokenSource();
        interruption.Cancel();
        var run = Run.Of(interruption.Token, "paper", "symmetry");
        Assert.Equal((ExitCode.Interrupted, "", "backprop: interrupted\n"), (run.ExitCode, run.Out, run.Error));
    }
}
