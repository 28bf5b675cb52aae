using System.Text.Json;

namespace Backprop.Cli.Tests;

public class TestVerbTests
{
    [Fact]
    public void Without_a_table_the_held_out_rows_give_what_training_said()
    {
        using var here = new Workplace();
        var table = here.Write("iris.csv", File.ReadAllText(Workplace.Table("iris.csv")));
        var trained = Run.Of("train", table, "--target", "species", "--model", here["m.safetensors"], "--sweeps", "40");
        var tested = Run.Of("test", here["m.safetensors"]);
        Assert.Equal(ExitCode.Done, tested.ExitCode);
        Assert.Contains(tested.Out, trained.Out, StringComparison.Ordinal);
        File.AppendAllText(table, "9,9,9,9,setosa\n");
        var changed = Run.Of("test", here["m.safetensors"]);
        Assert.Equal(ExitCode.BadInput, changed.ExitCode);
        Assert.Contains("is not as it was when", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_ones_own_is_measured()
    {
        using var here = new Workplace();
        Run.Of("train", Workplace.Table("diabetes.csv"), "--target", "progression", "--model", here["m.safetensors"], "--sweeps", "20");
        var run = Run.Of("test", here["m.safetensors"], Workplace.Table("diabetes.csv"), "--json");
        using var json = JsonDocument.Parse(run.Out);
        var progression = json.RootElement.GetProperty("numbers").GetProperty("progression");
        Assert.Equal(442, progression.GetProperty("rows").GetInt32());
        Assert.InRange(progression.GetProperty("rSquared").GetDouble(), 0.2, 1);
    }

    [Fact]
    public void A_class_that_the_model_does_not_know_is_named()
    {
        using var here = new Workplace();
        Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--model", here["m.safetensors"], "--sweeps", "2");
        var run = Run.Of("test", here["m.safetensors"], here.Write("t.csv", "sepal length,sepal width,petal length,petal width,species\n1,2,3,4,rose\n"));
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("line 2, column 'species': holds 'rose', which is none of the model's classes (setosa, versicolor, virginica)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_without_a_single_target_is_an_error()
    {
        using var here = new Workplace();
        Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--model", here["m.safetensors"], "--sweeps", "2");
        var run = Run.Of("test", here["m.safetensors"], here.Write("t.csv", "sepal length,sepal width,petal length,petal width,species\n1,2,3,4,\n1,2,3,4,NA\n"));
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("t.csv: no row has a value in 'species', so there is nothing to measure the answers by", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }
}
