using System.Text.Json;

namespace Backprop.Cli.Tests;

public sealed class CheckVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("backprop-check").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_gradient_is_checked_on_random_cases()
    {
        var run = Run.Of("check", Write("net.json", Topology.Layered(3, 4, 2).ToJson()));
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.StartsWith("right: 26 weights, largest difference ", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void The_angle_of_a_gradient_method_is_printed_beside_the_check()
    {
        var net = Write("net.json", Topology.Layered(3, 4, 2).ToJson());
        var run = Run.Of("check", net, "--gradient", "feedback", "--gradient-settings", "return-range=2", "--seed", "5");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("feedback, return-range 2: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("° from ∂E/∂w (input->hidden ", run.Out, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(Run.Of("check", net, "--gradient", "sign-symmetry", "--json").Out);
        Assert.Equal("sign-symmetry, return-size 1", json.RootElement.GetProperty("gradient").GetString());
        Assert.InRange(json.RootElement.GetProperty("degrees").GetDouble(), 0.001, 180);
        Assert.Equal(4, json.RootElement.GetProperty("blocks").GetArrayLength());
    }

    [Fact]
    public void A_net_for_which_a_method_is_not_defined_is_refused_by_name()
    {
        var iterative = Topology.Iterative(net =>
        {
            var hidden = net.Group("hidden", 3).From(net.Input("in", 2));
            hidden.From(hidden, delay: 1);
            net.Output("out", 2).From(hidden);
        }).Unroll(2);
        var run = Run.Of("check", Write("net.json", iterative.ToJson()), "--gradient", "contrastive-hebbian");
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("'contrastive Hebbian' is for layered nets", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_net_too_large_to_be_checked_weight_by_weight_is_refused_by_its_size()
    {
        var run = Run.Of("check", Write("net.json", Topology.Layered(2_000, 1_000).ToJson()));
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("has 2,001,000 weights and 3,000 units", run.Error, StringComparison.Ordinal);
        run = Run.Of("check", Write("net.json", Topology.Layered(2_000_000_000, 1).ToJson()));
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("takes at most 1,000,000 of each", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unrolled_net_is_checked_like_any_other()
    {
        var iterative = Topology.Iterative(net =>
        {
            var input = net.Input("in", 2);
            var hidden = net.Group("hidden", 3, UnitFunction.Tanh).From(input);
            hidden.From(hidden, delay: 1);
            net.Output("out", 2).From(hidden);
        }).Unroll(4);
        var run = Run.Of("check", Write("net.json", iterative.ToJson()), "--json", "--seed", "5");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        using var document = JsonDocument.Parse(run.Out);
        Assert.True(document.RootElement.GetProperty("passes").GetBoolean());
        Assert.Equal(iterative.WeightCount, document.RootElement.GetProperty("count").GetInt32());
    }

    [Fact]
    public void Cases_come_from_a_file()
    {
        var net = Write("net.json", Topology.Layered(2, 2, 1).ToJson());
        var run = Run.Of("check", net, "--cases", Write("xor.cases", "0 0 -> 0\n0 1 -> 1\n1 0 -> 1\n1 1 -> ?\n"), "--error", "cross-entropy");
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("right: 9 weights", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_differs_is_exit_code_3()
    {
        // A rectified linear unit whose total input is exactly 0 has a kink: differences from both sides see half its slope.
        var net = Topology.Build(b =>
        {
            var input = b.Input("in", 1);
            var hidden = b.Group("hidden", 1, UnitFunction.RectifiedLinear, initialBiases: Initialization.Constant(0)).From(input);
            b.Output("out", 1, UnitFunction.Identity).From(hidden);
        });
        var run = Run.Of("check", Write("net.json", net.ToJson()), "--cases", Write("zero.cases", "0 -> 5\n"));
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.StartsWith("wrong: 4 weights, largest difference ", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "0 0 -> 0", "net.json: The description of the net is not JSON")]
    [InlineData("{\"groups\":[]}", "0 0 -> 0", "net.json: ")]
    [InlineData(null, "0 0 0 -> 0", "xor.cases, line 1: input group 'input' has 2 units, but 3 values came.")]
    [InlineData(null, "0 red -> 0", "xor.cases, line 1: input group 'input': 'red' is not a number")]
    [InlineData(null, "", "xor.cases: There are no cases")]
    [InlineData(null, "0 NaN -> 0", "xor.cases, line 1: input group 'input': 'NaN' is not finite")]
    public void Bad_files_get_one_line_and_exit_code_2(string? net, string cases, string message)
    {
        var run = Run.Of("check", Write("net.json", net ?? Topology.Layered(2, 2, 1).ToJson()), "--cases", Write("xor.cases", cases));
        Assert.Equal((ExitCode.BadInput, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("backprop: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_net_that_is_not_there_is_exit_code_2()
    {
        var run = Run.Of("check", Path.Combine(folder, "nowhere.json"));
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("nowhere.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_measure_that_does_not_suit_the_units_is_said()
    {
        var net = Topology.Build(b => b.Output("out", 1, UnitFunction.Tanh).From(b.Input("in", 1)));
        var run = Run.Of("check", Write("net.json", net.ToJson()), "--error", "cross-entropy");
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("group 'out' has tanh units", run.Error, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
