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
            + " test log-loss 29.112, Brier score 0.667, calibration error 0.333\n"
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
        Assert.Equal((126 * Math.Log(2)) / 3, json.GetProperty("classes").GetProperty("kind").GetProperty("logLoss").GetDouble(), 1e-12);
        Assert.Equal((2.0 / 3, 1.0 / 3), (json.GetProperty("classes").GetProperty("kind").GetProperty("brierScore").GetDouble(), json.GetProperty("classes").GetProperty("kind").GetProperty("calibrationError").GetDouble()));
        Assert.Equal(3, json.GetProperty("classes").GetProperty("kind").GetProperty("reliability")[9].GetProperty("rows").GetInt32());
        Assert.Equal(2, json.GetProperty("numbers").GetProperty("size").GetProperty("rows").GetInt32());
    }

    [Fact]
    public void A_target_without_a_value_in_any_row_says_so()
    {
        using var text = new StringWriter { NewLine = "\n" };
        ScoresText.Write(text, "test", new TableScores(new TableEncoding([new NumberEncoding("x", 0, 1)], [new CategoryEncoding("kind", ["ant", "bee"]), new NumberEncoding("size", 10, 2)])));
        Assert.Equal(" test kind: no row has a value\n test size: no row has a value\n", text.ToString());
    }

    [Theory]
    [InlineData(2, "R² -399.000, RMSE 2, ")]
    [InlineData(100, "R² -1E+06, RMSE 100, ")]
    public void R_squared_far_below_0_is_shown_by_its_size(double error, string expected)
    {
        var scores = new TableScores(new TableEncoding([new NumberEncoding("x", 0, 1)], [new NumberEncoding("size", 0, 1)]));
        scores.Add<double>([0.9 + error], [0.9]);
        scores.Add<double>([1.1 + error], [1.1]);
        using var text = new StringWriter { NewLine = "\n" };
        ScoresText.Write(text, "test", scores);
        Assert.Contains(expected, text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_classes_the_most_frequent_are_shown_in_their_order()
    {
        string[] classes = [.. Enumerable.Range(0, 22).Select(static c => $"class{c:00}")];
        var scores = new TableScores(new TableEncoding([new NumberEncoding("x", 0, 1)], [new CategoryEncoding("kind", classes)]));
        for (var row = 0; row < 22 * 23 / 2; row++)
        {
            // One row of the first class, two of the second, …; but the third is the most frequent.
            var actual = Enumerable.Range(0, 22).First(c => row < (c + 1) * (c + 2) / 2);
            scores.Add<float>(new float[22], [actual]);
        }
        for (var row = 0; row < 100; row++)
            scores.Add<float>(new float[22], [2]);
        using var text = new StringWriter { NewLine = "\n" };
        ScoresText.Write(text, "test", scores);

        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(classes[2..], lines[3..^1].Select(static line => line.Trim().Split(' ')[0]));
        Assert.Equal("  (the 20 most frequent of 22 classes)", lines[^1]);
    }
}
