using System.Text.Json;
using Backprop.Data;

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

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData(null)]
    public void A_model_that_train_did_not_make_needs_a_table(string? settings)
    {
        using var here = new Workplace();
        Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--model", here["m.safetensors"], "--sweeps", "2");
        (Model.Load(here["m.safetensors"]) with { Settings = settings }).Save(here["m.safetensors"]);
        var run = Run.Of("test", here["m.safetensors"]);
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Equal($"backprop: {here["m.safetensors"]}: it was not made by 'backprop train', so that no rows are known to be held out; name a table to test on\n", run.Error);
        Assert.Equal(ExitCode.Done, Run.Of("test", here["m.safetensors"], Workplace.Table("iris.csv")).ExitCode);
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

    [Fact]
    public void The_table_that_the_model_was_trained_on_is_known_again_wherever_it_lies()
    {
        using var here = new Workplace();
        var table = here.Write("iris.csv", File.ReadAllText(Workplace.Table("iris.csv")));
        Run.Of("train", table, "--target", "species", "--model", here["m.safetensors"], "--sweeps", "5", "--plain");
        File.Copy(table, here["copy.csv"]);
        File.CreateSymbolicLink(here["link.csv"], here["copy.csv"]);
        foreach (var file in new[] { table, here["copy.csv"], here["link.csv"] })
        {
            var run = Run.Of("test", here["m.safetensors"], file);
            Assert.Equal($" note: {file} is the table that the model was trained on: of its 150 rows it learned from 105, 15 chose when to stop; the 30 held-out rows alone: backprop test {here["m.safetensors"]}\n", run.Error);
            Assert.Contains("of 150)", run.Out, StringComparison.Ordinal);
        }
        using var json = JsonDocument.Parse(Run.Of("test", here["m.safetensors"], table, "--json").Out);
        Assert.Equal("""{"training":105,"validation":15,"test":30}""", json.RootElement.GetProperty("trainedOn").GetRawText().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));
    }

    [Fact]
    public void Another_table_is_tested_without_a_word()
    {
        using var here = new Workplace();
        Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--model", here["m.safetensors"], "--sweeps", "5");
        // As long as the table, but with another first flower.
        var text = File.ReadAllText(Workplace.Table("iris.csv"));
        var other = here.Write("other.csv", text.Replace("5.1,3.5,1.4,0.2,setosa", "5.1,3.5,1.4,0.3,setosa", StringComparison.Ordinal));
        Assert.Equal(text.Length, new FileInfo(other).Length);
        Assert.Equal("", Run.Of("test", here["m.safetensors"], other).Error);
        using var json = JsonDocument.Parse(Run.Of("test", here["m.safetensors"], other, "--json").Out);
        Assert.False(json.RootElement.TryGetProperty("trainedOn", out _));
    }

    [Fact]
    public void Held_out_rows_of_a_table_that_was_changed_are_not_taken_for_those_of_training()
    {
        using var here = new Workplace();
        var table = here.Write("iris.csv", File.ReadAllText(Workplace.Table("iris.csv")));
        Run.Of("train", table, "--target", "species", "--model", here["m.safetensors"], "--sweeps", "5");
        var held = TableTraining.Divide(Table.Read(table, new ColumnChoices { Targets = ["species"] })).Test[0];
        // The encoding is fitted on other rows and stays the same.
        var lines = File.ReadAllLines(table);
        lines[held + 1] = "9" + lines[held + 1][1..];
        File.WriteAllLines(table, lines);
        var run = Run.Of("test", here["m.safetensors"]);
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("is not as it was when", run.Error, StringComparison.Ordinal);
    }
}
