using System.Globalization;

namespace Backprop.Data.Tests;

public class TableExplainerTests
{
    /// <summary>A net without hidden units, and rows of a table to explain it on.</summary>
    /// <param name="text">The table.</param>
    /// <param name="target">Its target.</param>
    /// <param name="weights">The weights for an encoding, biases last.</param>
    private static (TableModel Model, Table Table, int[] Rows) Linear(string text, string target, Func<TableEncoding, float[]> weights)
    {
        using var file = new TemporaryFile(text);
        var table = Table.Read(file.Path, new ColumnChoices { Targets = [target] });
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        var encoding = EncodingFit.Fit(table, rows);
        var net = new Network<float>(TableNet.Layered(encoding, [], UnitFunction.Tanh));
        weights(encoding).CopyTo(net.Weights);
        return (new TableModel(Model.Of(net) with { Encodings = encoding.ToJson() }), table, rows);
    }

    private static double Bell(RandomSource random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    [Fact]
    public void Importance_tends_to_the_mean_over_all_pairs_of_rows()
    {
        double[] x = [0, 1, 2, 5, 7, 9], z = [3, 1, 4, 1, 5, 9];
        var (model, table, rows) = Linear("x,z,y\n" + string.Concat(x.Zip(z).Select((pair, i) => $"{Text(pair.First)},{Text(pair.Second)},{i * i}\n")), "y", _ => [0.8f, -0.1f]);
        var explainer = new TableExplainer(model, table, rows, new ExplanationOptions { Repeats = 4000, Score = ExplainedScore.MeanAbsoluteError });
        double Answer(double first, double second) =>
            model.Predict(new Dictionary<string, object?> { ["x"] = first, ["z"] = second })[0].Number;
        var plain = Enumerable.Range(0, 6).Average(i => Math.Abs(Answer(x[i], z[i]) - (i * i)));
        var exchanged = Enumerable.Range(0, 36).Average(pair => Math.Abs(Answer(x[pair % 6], z[pair / 6]) - (pair / 6 * (pair / 6))));
        Assert.Equal(plain, explainer.ScoreOfRows, 1e-4);
        Assert.Equal(exchanged - plain, explainer.Importance().Single(column => column.Column == "x").Loss, 0.05);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    public void Intervals_hold_what_they_promise_on_rows_drawn_anew(int count)
    {
        // R² of the exact net for y = x₁ + x₂/2 + noise loses 2·wⱼ²·var(xⱼ)/var(y) when xⱼ is permuted: with variances 1, 1/4 and 1/4, 2/1.5 and 0.5/1.5.
        const int tables = 300;
        var random = new RandomSource(14);
        var covered = new int[2];
        for (var t = 0; t < tables; t++)
        {
            var text = "x1,x2,y\n" + string.Concat(Enumerable.Range(0, count).Select(_ =>
            {
                var (x1, x2) = (Bell(random), Bell(random));
                return $"{Text(x1)},{Text(x2)},{Text(x1 + (x2 / 2) + (Bell(random) / 2))}\n";
            }));
            var (model, table, rows) = Linear(text, "y", Exact);
            var importance = new TableExplainer(model, table, rows, new ExplanationOptions { Repeats = 5, Seed = (ulong)t }).Importance();
            for (var j = 0; j < 2; j++)
            {
                var truth = (j == 0 ? 2 : 0.5) / 1.5;
                var column = importance.Single(c => c.Column == $"x{j + 1}");
                covered[j] += column.Lower <= truth && truth <= column.Upper ? 1 : 0;
            }
        }
        Assert.All(covered, hits => Assert.InRange(hits / (double)tables, 0.92, 0.99));
    }

    private static float[] Exact(TableEncoding encoding)
    {
        var (x, y) = (encoding.Inputs.Cast<NumberEncoding>().ToArray(), (NumberEncoding)encoding.Targets[0]);
        return [(float)(x[0].Deviation / y.Deviation), (float)(x[1].Deviation / 2 / y.Deviation), (float)((x[0].Mean + (x[1].Mean / 2) - y.Mean) / y.Deviation)];
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var table = Table.Read(Iris, new ColumnChoices { Targets = ["species"] });
        var options = new TableTrainingOptions { Sweeps = 20, Hidden = [8], Members = 1 };
        var model = new TableModel(TableTraining.Train(table, options).Model);
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        var (one, four) = (Of(1), Of(4));
        Assert.Equal(one.Importance(), four.Importance());
        Assert.Equal(one.Dependence("petal width").Points, four.Dependence("petal width").Points);
        Assert.NotEqual(one.Importance(), new TableExplainer(model, table, rows, new ExplanationOptions { Seed = 2 }).Importance());

        TableExplainer Of(int threads) => new(model, table, rows, new ExplanationOptions { Threads = threads });
    }

    [Fact]
    public void Score_of_the_rows_is_that_of_a_test()
    {
        var table = Table.Read(Iris, new ColumnChoices { Targets = ["species"] });
        var trained = TableTraining.Train(table, new TableTrainingOptions { Sweeps = 20, Hidden = [8], Members = 1 });
        var model = new TableModel(trained.Model);
        int[] rows = [.. Enumerable.Range(0, table.Count)];
        var scores = TableScores.Of(model.Encoding, trained.Model.Network<float>(), table, rows).Classes["species"];
        double Of(ExplainedScore score) => new TableExplainer(model, table, rows, new ExplanationOptions { Score = score }).ScoreOfRows;
        Assert.Equal(scores.Accuracy, Of(ExplainedScore.Accuracy), 1e-12);
        Assert.Equal(scores.Probabilities!.LogLoss, Of(ExplainedScore.LogLoss), 1e-12);
        Assert.Equal(scores.Probabilities!.BrierScore, Of(ExplainedScore.BrierScore), 1e-12);
    }

    [Fact]
    public void Scores_of_numbers_are_those_of_a_test()
    {
        var (model, table, rows) = Linear("x1,x2,y\n1,5,2\n2,1,1\n3,4,7\n4,3,5\n", "y", static _ => [0.5f, 0.25f, 0.1f]);
        var scores = TableScores.Of(model.Encoding, model.Model.Network<float>(), table, rows).Numbers["y"];
        Assert.Equal(scores.RSquared, new TableExplainer(model, table, rows).ScoreOfRows, 1e-12);
        Assert.Equal(scores.MeanAbsoluteError, new TableExplainer(model, table, rows, new ExplanationOptions { Score = ExplainedScore.MeanAbsoluteError }).ScoreOfRows, 1e-12);
    }

    [Fact]
    public void Dependence_is_the_mean_answer_with_one_value_in_all_rows()
    {
        const string text = "x,kind,flag,y\n1,a,yes,2\n2,b,no,1\n,a,no,7\n4,c,yes,5\n4,a,yes,\n";
        var (model, table, rows) = Linear(text, "y", static encoding => [.. Enumerable.Range(0, encoding.InputSize + 1).Select(static w => (w + 1) / 10f)]);
        var explainer = new TableExplainer(model, table, rows);
        Assert.Equal([0, 1, 2, 3], explainer.Rows);
        var x = explainer.Dependence("x");
        Assert.Equal([("1", 1), ("2", 1), ("4", 1), ("", 1)], x.Points.Select(static point => (point.Text, point.Rows)));
        Assert.Equal([("a", 2), ("b", 1), ("c", 1)], explainer.Dependence("kind").Points.Select(static point => (point.Text, point.Rows)));
        Assert.Equal([("no", 2), ("yes", 2)], explainer.Dependence("flag").Points.Select(static point => (point.Text, point.Rows)));
        var others = new[] { ("a", "yes"), ("b", "no"), ("a", "no"), ("c", "yes") };
        foreach (var (point, value) in x.Points.Zip(new object?[] { 1.0, 2.0, 4.0, null }))
            Assert.Equal(others.Average(row => model.Predict(new Dictionary<string, object?> { ["x"] = value, ["kind"] = row.Item1, ["flag"] = row.Item2 })[0].Number), point.Answers[0], 1e-5);
        var distribution = x.Distribution;
        Assert.Equal((1, 4, 3), (distribution[0].From, distribution[^1].To, distribution.Sum(static bin => bin.Rows)));
    }

    [Fact]
    public void Many_values_are_taken_at_quantiles_and_many_rows_are_drawn()
    {
        var text = "x,y\n" + string.Concat(Enumerable.Range(0, 5_000).Select(static i => $"{i}.5,{i % 7}.5\n"));
        var (model, table, rows) = Linear(text, "y", static _ => [1, 0]);
        var all = new TableExplainer(model, table, rows);
        var points = all.Dependence("x").Points;
        Assert.Equal((TableExplainer.MostValues, 49.5, 249.5, 4949.5), (points.Count, points[0].Value, points[1].Value, points[^1].Value));
        var some = new TableExplainer(model, table, rows, new ExplanationOptions { MostRows = 100 });
        Assert.Equal((5_000, 100, 5_000), (some.RowsWithTarget, some.Rows.Length, all.Rows.Length));
        Assert.Equal(some.Rows.Order().Distinct(), some.Rows);
        Assert.NotEqual(some.Rows, new TableExplainer(model, table, rows, new ExplanationOptions { MostRows = 100, Seed = 2 }).Rows);
    }

    [Fact]
    public void A_column_without_influence_has_no_importance_and_no_values()
    {
        using var file = new TemporaryFile("same,x,y\n3,1,2\n3,2,1\n3,3,3\n");
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], KeepAll = true, Numbers = ["y"] });
        var trained = TableTraining.Train(table, new TableTrainingOptions { Sweeps = 2, ValidationShare = 0, TestShare = 0 });
        var explainer = new TableExplainer(new TableModel(trained.Model), table, [0, 1, 2]);
        Assert.Equal(new ColumnImportance("same", 0, double.NaN, double.NaN), explainer.Importance().Single(static column => column.Column == "same"));
        Assert.Empty(explainer.Dependence("same").Points);
    }

    [Fact]
    public void One_row_has_no_interval_and_equal_values_no_R_squared()
    {
        var (model, table, _) = Linear("x,y\n1,2\n2,1\n3,2\n", "y", static _ => [1, 0]);
        var one = new TableExplainer(model, table, [1], new ExplanationOptions { Score = ExplainedScore.MeanAbsoluteError }).Importance()[0];
        Assert.Equal((0, double.NaN, double.NaN), (one.Loss, one.Lower, one.Upper));
        var equal = new TableExplainer(model, table, [0, 2]);
        Assert.True(double.IsNaN(equal.ScoreOfRows) && double.IsNaN(equal.Importance()[0].Loss));
    }

    [Fact]
    public void Few_rows_and_equal_contributions_have_no_interval()
    {
        const int many = TableExplainer.LeastRowsForInterval;
        var (model, table, rows) = Linear("x,z,kind\n" + string.Concat(Enumerable.Range(0, many).Select(static i => $"{i % 7}.5,{i % 5}.5,{(i % 2 == 0 ? "a" : "b")}\n")), "kind", static _ => [1, 0, -1, 0, 0, 0]);
        Assert.All(new TableExplainer(model, table, rows[1..]).Importance(), static column => Assert.True(double.IsNaN(column.Lower) && double.IsNaN(column.Upper) && double.IsFinite(column.Loss), column.ToString()));
        var importance = new TableExplainer(model, table, rows).Importance().ToDictionary(static column => column.Column);
        Assert.InRange(importance["x"].Loss, importance["x"].Lower + 0.01, importance["x"].Upper - 0.01);
        Assert.Equal((0, double.NaN, double.NaN), (importance["z"].Loss, importance["z"].Lower, importance["z"].Upper));
    }

    [Fact]
    public void Answers_are_probabilities_of_softmax_and_not_of_numbers()
    {
        var (classes, words, all) = Linear("x,kind\n1,a\n2,b\n", "kind", static _ => [1, -1, 0, 0]);
        Assert.True(new TableExplainer(classes, words, all).HasProbabilities);
        var (numbers, table, rows) = Linear("x,y\n1,2.5\n2,1.5\n3,4.5\n", "y", static _ => [1, 0]);
        Assert.False(new TableExplainer(numbers, table, rows).HasProbabilities);
    }

    [Fact]
    public void What_cannot_be_explained_is_refused_by_name()
    {
        var (model, table, rows) = Linear("x,y\n1,2\n2,1\n3,2\n", "y", static _ => [1, 0]);
        Assert.Contains("has no target 'z'", Assert.Throws<DataException>(() => new TableExplainer(model, table, rows, new ExplanationOptions { Target = "z" })).Message, StringComparison.Ordinal);
        Assert.Contains("'y': is a target of numbers, but the score is for classes", Assert.Throws<DataException>(() => new TableExplainer(model, table, rows, new ExplanationOptions { Score = ExplainedScore.LogLoss })).Message, StringComparison.Ordinal);
        Assert.Contains("has no input column 'X'", Assert.Throws<DataException>(() => new TableExplainer(model, table, rows).Dependence("X")).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => new TableExplainer(model, table, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableExplainer(model, table, rows, new ExplanationOptions { Repeats = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableExplainer(model, table, rows, new ExplanationOptions { MostRows = 1 }));
    }

    private static string Iris => TemporaryFile.Public("iris.csv");
}
