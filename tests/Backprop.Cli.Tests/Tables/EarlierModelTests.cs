using System.Text.Json.Nodes;

namespace Backprop.Cli.Tests;

public sealed class EarlierModelTests
{
    // Each has its options in another place than a version of today would find by itself.
    private static readonly string[] Format = ["--delimiter", ":", "--quote", "'", "--decimal", ","];

    [Fact]
    public void A_table_of_another_delimiter_quote_and_decimal_mark_is_read_as_the_command_of_the_training_says()
    {
        using var here = new Workplace();
        var rows = string.Concat(Enumerable.Range(0, 40).Select(static i => $"{i % 7}{(i % 2 == 0 ? ",25" : ",5")}:'{(i % 3 == 0 ? "a:b" : "c:d")}':{(i % 7) + (i % 3 == 0 ? 1 : 0)},5\n"));
        var table = here.Write("t.csv", "x:word:y\n" + rows);
        var trained = Run.Of(["train", table, "--target", "y", "--sweeps", "5", "-o", here["m.safetensors"], .. Format]);
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        var now = Model.Load(here["m.safetensors"]);
        var earlier = Earlier(now, [table, "--target", "y", "--sweeps", "5", "--seed", "1", .. Format]);
        earlier.Save(here["earlier.safetensors"]);

        var expected = Run.Of("predict", here["m.safetensors"], table);
        Assert.Equal(41, expected.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(expected, Run.Of("predict", here["earlier.safetensors"], table));
        var tested = Run.Of("test", here["earlier.safetensors"]);
        Assert.Equal(ExitCode.Done, tested.ExitCode);
        Assert.Equal(Run.Of("test", here["m.safetensors"]), tested);
        Assert.Equal(now.Encodings, EarlierModel.Complete(earlier).Encodings);
    }

    [Fact]
    public void A_table_whose_format_was_detected_is_tested_as_it_was()
    {
        using var here = new Workplace();
        var table = here.Write("t.csv", "x;y\n" + string.Concat(Enumerable.Range(0, 40).Select(static i => $"{i},5;{2 * i},25\n")));
        Assert.Equal(ExitCode.Done, Run.Of("train", table, "--target", "y", "--sweeps", "5", "-o", here["m.safetensors"]).ExitCode);
        Earlier(Model.Load(here["m.safetensors"]), [table, "--target", "y", "--sweeps", "5", "--seed", "1"]).Save(here["earlier.safetensors"]);

        Assert.Equal(Run.Of("test", here["m.safetensors"]), Run.Of("test", here["earlier.safetensors"]));
    }

    [Fact]
    public void A_model_that_says_itself_how_its_table_was_written_stays_as_it_is()
    {
        using var here = new Workplace();
        Assert.Equal(ExitCode.Done, Run.Of("train", Workplace.Table("iris.csv"), "--target", "species", "--sweeps", "2", "-o", here["m.safetensors"]).ExitCode);
        var model = Model.Load(here["m.safetensors"]);
        Assert.Same(model, EarlierModel.Complete(model));
        Assert.Equal(model, EarlierModel.Complete(model with { Settings = "[" }) with { Settings = model.Settings });
    }

    /// <summary>The model as an earlier version wrote it: with the words of its command, and an encoding that does not say how the table was written.</summary>
    private static Model Earlier(Model model, string[] command)
    {
        var encodings = JsonNode.Parse(model.Encodings!)!.AsObject();
        foreach (var property in (string[])["delimiter", "quote", "decimalMark"])
            Assert.True(encodings.Remove(property));
        var settings = new JsonObject { ["command"] = new JsonArray([.. command.Select(static word => (JsonNode)word)]), ["table"] = JsonNode.Parse(model.Settings!)!["table"]!.DeepClone() };
        return model with { Encodings = encodings.ToJsonString(), Settings = settings.ToJsonString() };
    }
}
