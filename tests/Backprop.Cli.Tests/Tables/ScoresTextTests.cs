using Backprop.Data;

namespace Backprop.Cli.Tests;

public class ScoresTextTests
{
    private static TableScores Scores()
    {
        var scores = new TableScores(new TableEncoding([new NumberEncoding("x", 0, 1)], [new CategoryEncoding("kind", ["ant", "bee", "a very long name of a class"]), new NumberEncoding("size", 10, 2)]));
        scores.Add<float>([1, 0, 0, 0.5f], [0, 12]);
        scores.Add<float>([0, 1, 0, 0], [0, 8]);
        scores.Add<float>([0, 1, 0, 0], [1, double.NaN]);
        return scores;
    }

    [Fact]
    public void People_read_a_matrix_and_measures()
    {
        using var text = new StringWriter { NewLine = "\n" };
        ScoresText.Write(text, "test", Scores());
        Assert.Equal(
            " test accuracy 0.667 (2 of 3), balanced 0.750\n"
            + "  kind            ant  bee  a very long n…  recall\n"
            + "  ant               1    1               0   0.500\n"
            + "  bee               0    1               0   1.000\n"
            + "  a very long n…    0    0               0       –\n"
            + " test size: R² 0.375, RMSE 1.581, MAE 1.5 (2 rows)\n", text.ToString());
    }

    [Fact]
    public void Programs_read_the_same_as_JSON()
    {
        var json = System.Text.Json.JsonSerializer.SerializeToElement(ScoresText.ToJson(Scores()));
        Assert.Equal(2.0 / 3, json.GetProperty("classes").GetProperty("kind").GetProperty("accuracy").GetDouble(), 1e-12);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("classes").GetProperty("kind").GetProperty("recall")[2].ValueKind);
        Assert.Equal(2, json.GetProperty("numbers").GetProperty("size").GetProperty("rows").GetInt32());
    }
}
