using System.Xml.Linq;
using Backprop.Figures;

namespace Backprop.Cli.Tests;

public sealed class ShowFigureTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("backprop-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("net")]
    [InlineData("units")]
    [InlineData("weights")]
    [InlineData("history")]
    [InlineData("activity")]
    [InlineData("codes")]
    public void Every_figure_of_a_trained_model_is_an_svg_file_that_names_the_model(string kind)
    {
        var (model, table) = Trained();
        var file = Path.Combine(folder.FullName, kind + ".svg");
        var run = Run.Of("show", model, "--figure", kind, "--data", table, "-o", file);
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Out));
        Assert.Equal($" {kind} in {file}\n", run.Error);
        var svg = XDocument.Load(file).Root!;
        Assert.StartsWith("sides", svg.Elements().First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void History_is_drawn_as_the_error_per_case()
    {
        var (model, _) = Trained();
        Assert.Contains(">Error per case</text>", Run.Of("show", model, "--figure", "history").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_the_svg_goes_to_stdout()
    {
        var (model, _) = Trained();
        var run = Run.Of("show", model, "--figure", "weights", "--theme", "dark");
        Assert.StartsWith("<svg", run.Out, StringComparison.Ordinal);
        Assert.Contains("#14171c", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Activity_names_input_units_and_marks_the_right_class()
    {
        var (model, table) = Trained();
        var svg = Run.Of("show", model, "--figure", "activity", "--data", table, "--row", "2").Out;
        Assert.Contains("activity for row 2", svg, StringComparison.Ordinal);
        Assert.Contains("right answer", svg, StringComparison.Ordinal);
        Assert.Contains(">right</text>", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("activity", "", ExitCode.Usage, "name one with --data")]
    [InlineData("codes", "--data {table} --group nowhere", ExitCode.Usage, "the net has no group 'nowhere'; it has ")]
    [InlineData("activity", "--data {table} --row 99", ExitCode.BadInput, "has no row 99")]
    [InlineData("net", "-o net.gif", ExitCode.Usage, "'net.gif'")]
    public void What_cannot_be_drawn_is_one_line(string kind, string options, int code, string message)
    {
        var (model, table) = Trained();
        var run = Run.Of(["show", model, "--figure", kind, .. options.Replace("{table}", table, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_test_draws_its_confusion_matrix()
    {
        var (model, table) = Trained();
        var file = Path.Combine(folder.FullName, "confusion.svg");
        var run = Run.Of("test", model, table, "--figure", file);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var svg = File.ReadAllText(file);
        Assert.Contains("Confusion matrix of 2 classes", svg, StringComparison.Ordinal);
        Assert.Contains("of 24 cases right", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_draws_how_reliable_its_probabilities_are()
    {
        var (model, table) = Trained();
        var (file, matrix) = (Path.Combine(folder.FullName, "reliability.svg"), Path.Combine(folder.FullName, "confusion.svg"));
        var run = Run.Of("test", model, table, "--reliability", file, "--figure", matrix);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains($" reliability diagram in {file}\n", run.Error, StringComparison.Ordinal);
        var svg = File.ReadAllText(file);
        Assert.Contains("sides: do probabilities mean what they say?", svg, StringComparison.Ordinal);
        Assert.Contains("24 rows; calibration error", svg, StringComparison.Ordinal);
        Assert.Contains("Confusion matrix", File.ReadAllText(matrix), StringComparison.Ordinal);
        var same = Run.Of("test", model, table, "--reliability", file, "--figure", file);
        Assert.Equal(ExitCode.Usage, same.ExitCode);
    }

    [Fact]
    public void A_net_without_probabilities_has_no_reliability()
    {
        var (_, table) = Trained();
        var (net, model) = (Path.Combine(folder.FullName, "net.json"), Path.Combine(folder.FullName, "identity.safetensors"));
        File.WriteAllText(net, Topology.Build(n => n.Output("side", 2, UnitFunction.Identity).From(n.Input("numbers", 1))).ToJson());
        Assert.Equal(ExitCode.Done, Run.Of("train", table, "--target", "side", "--net", net, "--sweeps", "2", "--model", model).ExitCode);
        var run = Run.Of("test", model, table, "--reliability", Path.Combine(folder.FullName, "r.svg"));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("the model has no target of classes with softmax or logistic units", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("log-loss", Run.Of("test", model, table).Out, StringComparison.Ordinal);
    }

    private (string Model, string Table) Trained()
    {
        var (table, model) = (Path.Combine(folder.FullName, "sides.csv"), Path.Combine(folder.FullName, "sides.safetensors"));
        File.WriteAllText(table, "place,side\n" + string.Concat(Enumerable.Range(0, 24).Select(k => $"{(k * 7 % 24) - 12},{(k * 7 % 24 < 12 ? "left" : "right")}\n")));
        var run = Run.Of("train", table, "--target", "side", "--hidden", "3", "--sweeps", "40", "--model", model);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        return (model, table);
    }
}
