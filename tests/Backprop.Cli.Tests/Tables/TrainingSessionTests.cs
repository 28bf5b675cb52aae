using System.Text.Json;

namespace Backprop.Cli.Tests;

public sealed class TrainingSessionTests
{
    private static string Rows(Workplace here, string name = "t.csv", int from = 0, int to = 120) =>
        here.Write(name, "who,when,w,x,y\n" + string.Concat(Enumerable.Range(from, to - from).Select(static i => $"p{i % 11},{2000 + (i / 12)}-{1 + (i % 12):00}-01,{i % 3},{i * 7 % 10}.5,{(i * 7 % 10 > 4 ? "yes" : "no")}\n")));

    private static Run Train(Workplace here, params string[] words) => Run.Of(["train", here["t.csv"], "--target", "y", "--hidden", "4", "--sweeps", "10", "--model", here["m.safetensors"], .. words]);

    [Theory]
    [InlineData("--group who --ignore when", " 120 rows · 2 numeric columns ")]
    [InlineData("--time when --ignore who --weights w", " 120 rows · 1 numeric column ")]
    [InlineData("--group who --weights w --ignore when --balance", " 120 rows · 1 numeric column ")]
    public void A_model_knows_its_rows_again(string options, string shape)
    {
        using var here = new Workplace();
        Rows(here);
        var trained = Train(here, options.Split(' '));
        Assert.True(trained.ExitCode == ExitCode.Done, trained.Error);
        Assert.Contains(shape, trained.Error, StringComparison.Ordinal);
        Assert.Contains($" {options[..options.IndexOf(' ', StringComparison.Ordinal)]} ", trained.Out, StringComparison.Ordinal); // in the command that repeats it
        var tested = Run.Of("test", here["m.safetensors"]);
        Assert.True(tested.ExitCode == ExitCode.Done, tested.Error);
        Assert.Contains(tested.Out, trained.Out, StringComparison.Ordinal);
        Assert.Equal(121, Run.Of("predict", here["m.safetensors"], here["t.csv"]).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var same = File.ReadAllBytes(here["m.safetensors"]);
        Assert.Equal(ExitCode.Done, Train(here, options.Split(' ')).ExitCode);
        Assert.Equal(same, File.ReadAllBytes(here["m.safetensors"]));
    }

    [Fact]
    public void Validation_rows_come_from_a_file_that_test_does_not_need()
    {
        using var here = new Workplace();
        Rows(here, to: 100);
        Rows(here, "v.csv", 100);
        var trained = Train(here, "--validate", here["v.csv"], "--ignore", "who,when,w");
        Assert.Contains($" 80 train / 20 validation of {here["v.csv"]} / 20 test ", trained.Error, StringComparison.Ordinal);
        File.Delete(here["v.csv"]);
        var tested = Run.Of("test", here["m.safetensors"]);
        Assert.True(tested.ExitCode == ExitCode.Done, tested.Error);
        Assert.Contains(tested.Out, trained.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--group who --time when", "--group and --time divide the rows in different ways")]
    [InlineData("--validate v.csv --validation 0.2", "--validation and --validate both say")]
    [InlineData("--validate t.csv", "t.csv is the table that is trained on")]
    [InlineData("--folds 3 --test 0.2", "--test is not for --folds")]
    [InlineData("--folds 1", "--folds must be from 2 to 1000, but was 1")]
    public void What_contradicts_itself_is_a_usage_error(string options, string expected)
    {
        using var here = new Workplace();
        Rows(here);
        var run = Train(here, [.. options.Split(' ').Select(word => word.EndsWith(".csv", StringComparison.Ordinal) ? here[word] : word)]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_validation_table_that_is_not_there_is_named()
    {
        using var here = new Workplace();
        Rows(here);
        var run = Train(here, "--validate", here["v.csv"]);
        Assert.Equal((ExitCode.BadInput, $"backprop: {here["v.csv"]}: there is no such file\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Folds_are_measured_without_a_model()
    {
        using var here = new Workplace();
        Rows(here);
        var run = Run.Of("train", here["t.csv"], "--target", "y", "--hidden", "4", "--sweeps", "10", "--ignore", "who,when,w", "--folds", "4");
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.StartsWith(" 4 folds, each tested by a net trained on the others: 120 of 120 rows tested\n  y\n   accuracy ", run.Out, StringComparison.Ordinal);
        Assert.EndsWith(" no model is written; --output names one, for a net trained on all rows\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(["t.csv"], here.Files);
    }

    [Fact]
    public void After_the_folds_a_net_is_trained_on_all_rows_if_a_model_is_named()
    {
        using var here = new Workplace();
        Rows(here);
        var run = Train(here, "--folds", "3", "--group", "who", "--ignore", "when", "--json");
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var folds = json.RootElement.GetProperty("folds");
        Assert.Equal((3, 3), (folds.GetProperty("rows").GetArrayLength(), folds.GetProperty("test").GetArrayLength()));
        var accuracy = folds.GetProperty("mean").GetProperty("y").GetProperty("accuracy");
        Assert.InRange(accuracy.GetProperty("mean").GetDouble(), accuracy.GetProperty("lower").GetDouble(), accuracy.GetProperty("upper").GetDouble());
        Assert.Equal(0, json.RootElement.GetProperty("rows").GetProperty("test").GetInt32());
        var model = File.ReadAllBytes(here["m.safetensors"]);
        Assert.Equal(ExitCode.Done, Train(here, "--test", "0", "--group", "who", "--ignore", "when").ExitCode);
        Assert.Equal(model, File.ReadAllBytes(here["m.safetensors"]));
    }
}
