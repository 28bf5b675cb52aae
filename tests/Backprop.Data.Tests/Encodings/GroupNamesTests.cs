namespace Backprop.Data.Tests;

public class GroupNamesTests
{
    [Fact]
    public void A_name_that_a_net_can_have_is_kept_and_others_become_one()
    {
        string[] columns = ["a->b", "a\u2192b", "two\nlines", "two lines", "plain", "\u0001"];
        var names = GroupNames.Of(columns, columns);
        Assert.Equal(["a\u2192b 2", "a\u2192b", "two lines 2", "two lines", "plain", "column"], columns.Select(c => names[c]));
        Assert.Equal("numbers", names[GroupNames.Numbers]);
        Assert.Equal("all numbers", GroupNames.Of([], ["numbers"])[GroupNames.Numbers]);
        Assert.Equal("all numbers 2", GroupNames.Of(["all\nnumbers"], ["numbers", "all\nnumbers"])["all\nnumbers"]);
    }

    [Fact]
    public void Columns_with_arrows_and_line_breaks_are_trained_on_and_predicted()
    {
        var text = "\"from\nto\",a->b,y->z\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i * 0.25},{(i % 2 == 0 ? "p" : "q")},{(i % 2 == 0 ? "u" : "v")}\n"));
        using var file = new TemporaryFile(text);
        var training = TableTraining.Prepare(Table.Read(file.Path, new ColumnChoices { Targets = ["y->z"] }), new TableTrainingOptions { Sweeps = 30 });
        var model = new TableModel(training.Run().Model);
        var answer = Assert.Single(model.Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["from to"] = 1, ["a->b"] = "q" }));
        Assert.Equal(("y->z", "v"), (answer.Target, answer.Text));
        Assert.Equal("v", model.Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["from\nto"] = 1, ["a->b "] = "q" })[0].Text);
    }
}
