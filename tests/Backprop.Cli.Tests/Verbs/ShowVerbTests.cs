using System.Text.Json;

namespace Backprop.Cli.Tests;

public class ShowVerbTests
{
    [Fact]
    public void A_model_shows_net_columns_training_history_and_how_to_repeat_it()
    {
        using var here = new Workplace();
        Run.Of("train", Workplace.Table("titanic.csv"), "--target", "survived", "--model", here["m.safetensors"], "--sweeps", "4", "--hidden", "5", "--plain", "--date-format", "dd.MM.yyyy");
        var run = Run.Of("show", here["m.safetensors"]);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        foreach (var part in new[] { "5 units  hidden, rectified linear", "numbers->hidden", "age: number, mean 29.", "a unit for missing", "embarked: C, Q, S, a unit for missing", "target survived: no, yes", "\"name\":\"Adam\"", "history 4 sweeps", "--hidden 5 --sweeps 4 --seed 1 --plain --date-format dd.MM.yyyy" })
            Assert.Contains(part, run.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Run.Of("show", here["m.safetensors"], "--json").Out);
        Assert.Equal(4, json.RootElement.GetProperty("history").GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public void The_weights_of_a_projection_are_drawn()
    {
        using var here = new Workplace();
        Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--model", here["m.safetensors"], "--sweeps", "4", "--hidden", "5", "--plain");
        var lines = Run.Of("show", here["m.safetensors"], "--weights", "hidden->species").Out.TrimEnd('\n').Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("versicolor ", lines[2], StringComparison.Ordinal);
        Assert.Equal(5, lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length - 1);
        Assert.Equal(1 + 3 + 1, Run.Of("show", here["m.safetensors"], "--weights", "species").Out.TrimEnd('\n').Split('\n').Length);
        var wrong = Run.Of("show", here["m.safetensors"], "--weights", "nothing");
        Assert.Equal(ExitCode.Usage, wrong.ExitCode);
        Assert.Contains("it has numbers->hidden, hidden->species", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_are_drawn_with_the_names_of_the_units()
    {
        using var here = new Workplace();
        var topology = Topology.Build(static net => net.Output("person 2", 2, unitNames: ["Colin", "Emma"]).From(net.Input("person", 3, unitNames: ["Arthur", "Jennifer", "Charles"])));
        Model.Of(new Network<float>(topology).Randomize(1)).Save(here["m.safetensors"]);

        var lines = Run.Of("show", here["m.safetensors"], "--weights", "person->person 2").Out.Split('\n');

        Assert.Equal(" columns: Arthur, Jennifer, Charles", lines[1]);
        Assert.StartsWith("Colin ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("Emma ", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("Emma ", Run.Of("show", here["m.safetensors"], "--weights", "person 2").Out.Split('\n')[2], StringComparison.Ordinal);
    }
}
