namespace Backprop.Data.Tests;

public class TableScoresTests
{
    [Fact]
    public void Rows_of_a_table_are_scored_target_by_target_in_any_number_of_parts()
    {
        var text = "x,kind,size\n" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{(i % 2 == 0 ? -1 : 1)}.5,{(i % 2 == 0 ? "a" : i % 5 == 0 ? "" : "b")},{(i % 2 == 0 ? 10 : 20)}.25\n"));
        using var file = new TemporaryFile(text);
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["kind", "size"] });
        var rows = Enumerable.Range(0, table.Count).ToArray();
        var encoding = EncodingFit.Fit(table, rows);
        var net = new Network<float>(TableNet.Layered(encoding, [], UnitFunction.Tanh));
        net["numbers->kind"][1] = 3;
        net["numbers->size"][0] = 1;
        var scores = TableScores.Of(encoding, net, table, rows);
        Assert.Equal((4_500L, 1.0), (scores.Classes["kind"].Count, scores.Classes["kind"].Accuracy));
        Assert.Equal((5_000L, 1.0), (scores.Numbers["size"].Count, Math.Round(scores.Numbers["size"].RSquared, 9)));
    }

    [Fact]
    public void Only_softmax_and_logistic_units_have_probabilities()
    {
        var encoding = new TableEncoding([new NumberEncoding("x", 0, 1)], [new CategoryEncoding("kind", ["a", "b"])]);
        TableScores Of(UnitFunction function)
        {
            var scores = new TableScores(encoding, Topology.Build(net => net.Output("kind", 2, function).From(net.Input("numbers", 1))));
            scores.Add<float>([0.25f, 0.75f], [1]);
            return scores;
        }

        foreach (var function in new[] { UnitFunction.Softmax, UnitFunction.Logistic })
        {
            Assert.True(Of(function).HasProbabilities);
            Assert.Equal(-Math.Log(0.75), Of(function).Classes["kind"].Probabilities!.LogLoss, 1e-12);
        }
        foreach (var function in new[] { UnitFunction.Identity, UnitFunction.Tanh })
            Assert.Equal((false, true, 1.0), (Of(function).HasProbabilities, Of(function).Classes["kind"].Probabilities is null, Of(function).Classes["kind"].Accuracy));
    }
}
