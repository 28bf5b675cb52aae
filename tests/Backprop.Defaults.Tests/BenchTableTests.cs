namespace Backprop.Defaults.Tests;

public sealed class BenchTableTests
{
    internal static BenchTable Named(string name, string task = "classes", int rows = 100) => new()
    {
        Table = name,
        Package = "a-package",
        Task = task,
        Target = "y",
        Rows = rows,
        Columns = 3,
        Categories = 0,
        Missing = 0,
        Classes = task == "classes" ? 2 : 0,
    };

    [Fact]
    public void Tables_of_a_task_belong_to_the_halves_in_turn_by_name_and_those_used_before_choose()
    {
        BenchTable[] tables = [Named("d"), Named("B"), Named("titanic"), Named("a"), Named("c", "numbers"), Named("e", "numbers"), Named("diabetes", "numbers")];

        var halves = BenchTable.InHalves(tables).ToDictionary(table => table.Table, table => table.Half);

        Assert.Equal("report", halves["B"]); // before a: by code, not by language
        Assert.Equal("choose", halves["a"]);
        Assert.Equal("report", halves["d"]);
        Assert.Equal("report", halves["c"]);
        Assert.Equal("choose", halves["e"]);
        Assert.Equal("choose", halves["titanic"]);
        Assert.Equal("choose", halves["diabetes"]);
    }

    [Fact]
    public void The_halves_do_not_depend_on_the_order_of_the_tables_or_their_sizes()
    {
        var names = Enumerable.Range(0, 20).Select(i => $"t{i}").ToArray();
        var one = BenchTable.InHalves(names.Select((name, i) => Named(name, rows: 100 + i)));
        var other = BenchTable.InHalves(names.Reverse().Select((name, i) => Named(name, rows: 100 + i)));

        Assert.Equal(one.ToDictionary(t => t.Table, t => t.Half), other.ToDictionary(t => t.Table, t => t.Half));
    }

    [Fact]
    public void The_smallest_tables_come_first() =>
        Assert.Equal(["b", "c", "a"], BenchTable.InHalves([Named("a", rows: 300), Named("b", rows: 100), Named("c", "numbers", rows: 200)]).Select(table => table.Table));

    [Fact]
    public void Tables_are_read_as_they_are_written()
    {
        var file = Path.GetTempFileName();
        var tables = BenchTable.InHalves([Named("a"), Named("b", "numbers", 300)]);
        try
        {
            BenchTable.Write(file, tables);
            Assert.Equal(tables, BenchTable.Read(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
