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
}
