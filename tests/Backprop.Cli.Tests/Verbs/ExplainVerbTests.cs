using System.Text.Json;
using Backprop.Data;

namespace Backprop.Cli.Tests;

public sealed class ExplainVerbTests
{
    private static string Trained(Workplace here, string table = "iris.csv", string target = "species")
    {
        var run = Run.Of("train", here.Write(table, File.ReadAllText(Workplace.Table(table))), "--target", target, "--plain", "--hidden", "8", "--sweeps", "30", "--model", here["m.safetensors"]);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        return here["m.safetensors"];
    }

    [Fact]
    public void The_held_out_rows_tell_which_columns_matter()
    {
        using var here = new Workplace();
        var run = Run.Of("explain", Trained(here));
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal($" 30 rows of {here["iris.csv"]} that the training held out\n", run.Error);
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^ species: accuracy 0\\.[0-9]{3} on 30 rows$", lines[0]);
        Assert.Equal(" loss of accuracy when a column is permuted among the rows (10 times), with 95 % interval:", lines[1]);
        Assert.Equal(["petal", "petal", "sepal", "sepal"], lines[2..].Select(static line => line.Trim().Split(' ')[0]));
    }

    [Fact]
    public void The_same_seed_gives_the_same_text_whatever_the_threads()
    {
        using var here = new Workplace();
        var model = Trained(here);
        string Of(params string[] words) => Run.Of(["explain", model, "--column", "petal width", .. words]).Out;
        Assert.Equal(Of("--threads", "1"), Of("--threads", "3"));
        Assert.NotEqual(Of(), Of("--seed", "2"));
    }

    [Fact]
    public void Tables_and_figures_are_written_and_replaced_only_by_their_kind()
    {
        using var here = new Workplace();
        string[] words = ["explain", Trained(here), "-o", here["importance.csv"], "--dependence", here["dependence.csv"], "--figure", here["importance.svg"], "--curves", here["curves.svg"]];
        Assert.Equal(ExitCode.Done, Run.Of(words).ExitCode);
        Assert.Equal(ExitCode.Done, Run.Of(words).ExitCode);
        var importance = File.ReadAllLines(here["importance.csv"]);
        Assert.Equal(("target,score,column,loss,lower,upper", 5), (importance[0], importance.Length));
        Assert.All(importance[1..], static line => Assert.StartsWith("species,accuracy,", line, StringComparison.Ordinal));
        var dependence = File.ReadAllLines(here["dependence.csv"]);
        Assert.Equal("target,column,value,rows,answer,mean", dependence[0]);
        Assert.Equal(4, dependence[1..].Select(static line => line.Split(',')[1]).Distinct().Count());
        Assert.Contains("What the answers for species rest on", File.ReadAllText(here["importance.svg"]), StringComparison.Ordinal);
        Assert.Contains("How the answers for species depend on columns", File.ReadAllText(here["curves.svg"]), StringComparison.Ordinal);
        var data = Run.Of("explain", here["m.safetensors"], "-o", here.Write("other.csv", "a,b\n1,2\n"));
        Assert.Equal(ExitCode.Usage, data.ExitCode);
        Assert.Contains("is not an importance of columns", data.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Run.Of("explain", here["m.safetensors"], "-o", here["iris.csv"], "--force").ExitCode);
    }

    [Fact]
    public void Another_table_may_have_its_columns_in_any_order_and_more_of_them()
    {
        using var here = new Workplace();
        var model = Trained(here, "titanic.csv", "survived");
        var rows = File.ReadAllLines(Workplace.Table("titanic.csv")).Select(static line => line.Split(',')).ToArray();
        var turned = here.Write("turned.csv", string.Concat(rows.Select(static (cells, i) => string.Join(';', cells.Reverse().Prepend(i == 0 ? "note" : "x")) + "\n")));
        var plain = Run.Of("explain", model, Workplace.Table("titanic.csv"), "--column", "age,sex");
        var same = Run.Of("explain", model, turned, "--column", "age,sex");
        Assert.True(same.ExitCode == ExitCode.Done, same.Error);
        Assert.Equal(plain.Out, same.Out);
        Assert.Contains("is the table that the model was trained on", plain.Error, StringComparison.Ordinal);
        Assert.Contains("  (missing)", plain.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void States_that_are_no_probabilities_are_called_states_and_their_axis_has_negative_values()
    {
        using var here = new Workplace();
        var table = here.Write("iris.csv", File.ReadAllText(Workplace.Table("iris.csv")));
        string[] Explained(UnitFunction function)
        {
            var net = here.Write("net.json", Topology.Build(n => n.Output("species", 3, function).From(n.Group("middle", 5).From(n.Input("numbers", 4)))).ToJson());
            var trained = Run.Of("train", table, "--target", "species", "--net", net, "--sweeps", "1", "--model", here["m.safetensors"], "--force");
            Assert.True(trained.ExitCode == ExitCode.Done, trained.Error);
            var run = Run.Of("explain", here["m.safetensors"], "--column", "petal width", "--curves", here["curves.svg"]);
            Assert.True(run.ExitCode == ExitCode.Done, run.Error);
            return [run.Out, File.ReadAllText(here["curves.svg"])];
        }

        var (states, shares) = (Explained(UnitFunction.Tanh), Explained(UnitFunction.Softmax));
        Assert.Contains(" mean state of each class with petal width the same in all rows:", states[0], StringComparison.Ordinal);
        Assert.Contains(">Mean state<", states[1], StringComparison.Ordinal);
        Assert.Contains(">−0.", states[1], StringComparison.Ordinal);
        Assert.Contains(" mean probability of each class with petal width", shares[0], StringComparison.Ordinal);
        Assert.Contains(">Mean probability<", shares[1], StringComparison.Ordinal);
        Assert.DoesNotContain(">−0.", shares[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Few_rows_have_no_interval()
    {
        using var here = new Workplace();
        var model = Trained(here);
        var few = here.Write("few.csv", string.Concat(File.ReadLines(Workplace.Table("iris.csv")).Where(static (_, i) => i % 10 == 0).Select(static line => line + "\n")));
        string[] words = ["explain", model, few, "-o", here["importance.csv"], "--figure", here["importance.svg"]];
        var run = Run.Of(words);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains("(10 times); too few rows for an interval (fewer than 30):\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(" to ", run.Out.Split('\n')[2], StringComparison.Ordinal);
        Assert.All(File.ReadLines(here["importance.csv"]).Skip(1), static line => Assert.EndsWith(",,", line, StringComparison.Ordinal));
        Assert.Contains("too few rows for an interval", File.ReadAllText(here["importance.svg"]), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Run.Of([.. words[..3], "--json"]).Out);
        Assert.All(json.RootElement.GetProperty("importance").EnumerateArray(), static column => Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (column.GetProperty("lower").ValueKind, column.GetProperty("upper").ValueKind)));
    }

    [Fact]
    public void Categories_not_seen_in_training_are_noted()
    {
        using var here = new Workplace();
        var table = here.Write("t.csv", "color,y\n" + string.Concat(Enumerable.Range(0, 40).Select(static i => $"{(i % 2 == 0 ? "red" : "blue")},{(i % 2 == 0 ? "warm" : "cold")}\n")));
        Assert.Equal(ExitCode.Done, Run.Of("train", table, "-t", "y", "--sweeps", "2", "-m", here["m.safetensors"]).ExitCode);
        var run = Run.Of("explain", here["m.safetensors"], here.Write("new.csv", "color,y\nred,warm\ngreen,cold\npink,warm\nblue,cold\n"));
        Assert.Equal(" note: column 'color': 2 rows have a category not seen in training, encoded as all zeros (first: 'green')\n", run.Error);
        Assert.Equal("", Run.Of("explain", here["m.safetensors"], here.Write("known.csv", "color,y\nred,warm\nblue,cold\n")).Error);
    }

    [Theory]
    [InlineData(41)]
    [InlineData(2)]
    public void Dates_stand_in_figures_as_in_the_text(int lines)
    {
        using var here = new Workplace();
        var table = here.Write("t.csv", "day,y\n" + string.Concat(Enumerable.Range(0, 60).Select(static i => $"{new DateOnly(2024, 1, 31).AddDays(i):yyyy-MM-dd},{i * i}.5\n")));
        Assert.Equal(ExitCode.Done, Run.Of("train", table, "-t", "y", "--date", "day", "--sweeps", "2", "-m", here["m.safetensors"]).ExitCode);
        var some = here.Write("some.csv", string.Concat(File.ReadLines(table).Take(lines).Append("2024-01-31,7.5").Select(static line => line + "\n")));
        var run = Run.Of("explain", here["m.safetensors"], some, "--column", "day", "--score", "mae", "--curves", here["curves.svg"]);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var figure = File.ReadAllText(here["curves.svg"]);
        Assert.Contains("  2024-01-31 ", run.Out, StringComparison.Ordinal);
        Assert.Contains(">2024-01-31<", figure, StringComparison.Ordinal);
        Assert.DoesNotContain(">738", figure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_rounds_to_zero_has_no_sign()
    {
        using var here = new Workplace();
        var model = TableModel.Load(Trained(here));
        var table = Table.Read(here["iris.csv"], new ColumnChoices { Targets = ["species"] });
        using var output = new StringWriter();
        ExplanationReport.Write(output, new(new TableExplainer(model, table, [.. Enumerable.Range(0, table.Count)]), 1, 1, [new("a", 12.5, 12, 13), new("b", -0.001, -0.004, 0.004)], []));
        Assert.Matches("b +0[.]0 +0[.]0 to 0[.]0\n", output.ToString());
    }

    [Fact]
    public void Programs_read_JSON_with_the_rows_that_were_drawn()
    {
        using var here = new Workplace();
        var run = Run.Of("explain", Trained(here, "diabetes.csv", "progression"), Workplace.Table("diabetes.csv"), "--rows", "100", "--score", "mae", "--repeats", "3", "--column", "bmi", "--json");
        Assert.Contains("100 of 442 rows are drawn; more by --rows", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        Assert.Equal(("progression", "mean absolute error", 100, 442, 3), (root.GetProperty("target").GetString(), root.GetProperty("score").GetString(), root.GetProperty("rows").GetInt32(), root.GetProperty("rowsWithTarget").GetInt32(), root.GetProperty("repeats").GetInt32()));
        var first = root.GetProperty("importance")[0];
        Assert.InRange(first.GetProperty("loss").GetDouble(), first.GetProperty("lower").GetDouble(), first.GetProperty("upper").GetDouble());
        Assert.Equal(root.GetProperty("dependence")[0].GetProperty("points").GetArrayLength(), root.GetProperty("dependence")[0].GetProperty("points").EnumerateArray().Select(static point => point.GetProperty("value").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData("--score r2", "score is for numbers")]
    [InlineData("--column petal", "has no input column 'petal'")]
    [InlineData("--target kind", "has no target 'kind'")]
    public void What_the_model_does_not_have_is_named(string options, string expected)
    {
        using var here = new Workplace();
        var run = Run.Of(["explain", Trained(here), .. options.Split(' ')]);
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_cases_and_standard_input_are_refused()
    {
        using var here = new Workplace();
        Run.Of("train", here.Write("and.cases", "0 0 -> 0\n1 1 -> 1\n"), "--hidden", "2", "--sweeps", "2", "--model", here["c.safetensors"]);
        Assert.Contains("'backprop lesion' tells", Run.Of("explain", here["c.safetensors"]).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Run.Of("explain", Trained(here), "-").ExitCode);
    }
}
