using Backprop.Data;

namespace Backprop.Defaults.Tests;

public sealed class OurRunsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>60 rows whose target follows from x; two columns, one of them with a comma in its words.</summary>
    private BenchTable Prepare(string task)
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{i},\"{(i % 3 == 0 ? "a,b" : "c")}\",{(task == "classes" ? (i < 30 ? "low" : "high") : i * 2)}");
        File.WriteAllLines(Path.Combine(folder, "t.csv"), ["x,word,y", .. rows]);
        var table = BenchTableTests.Named("t", task, 60);
        BenchTable.Write(Path.Combine(folder, "tables.csv"), [table]);
        Directory.CreateDirectory(Path.Combine(folder, "splits"));
        TestRows.Write(Path.Combine(folder, "splits", "t.txt"), TestRows.Draw(TestRows.ClassesOf(table, table.Load(folder))));
        return table;
    }

    [Theory]
    [InlineData("classes")]
    [InlineData("numbers")]
    public void The_tool_is_trained_on_the_other_rows_and_scored_on_the_test_rows(string task)
    {
        Prepare(task);

        OurRuns.Run(new Selection(folder, ["--splits", "2"]), folder, Setting.Parse("ours=--sweeps 200 --rate 0.02 --keep-all"));

        var results = ResultFile.Read(Path.Combine(folder, "ours.csv"));
        Assert.Equal([1, 2], results.Select(result => result.Split));
        Assert.All(results, result => Assert.InRange(result.Accuracy ?? result.R2!.Value, 0.9, 1));
    }

    [Fact]
    public void A_wrong_option_ends_with_the_message_of_the_tool()
    {
        Prepare("classes");

        var error = Assert.Throws<RunException>(() => OurRuns.Run(new Selection(folder, ["--splits", "1"]), folder, Setting.Parse("ours=--sweps 3")));

        Assert.Contains("--sweps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LightGBM_is_trained_on_the_same_rows()
    {
        var table = Prepare("numbers");

        LightGbmRuns.Run(new Selection(folder, ["--splits", "1"]), folder);

        var result = Assert.Single(ResultFile.Read(Path.Combine(folder, "lightgbm.csv")));
        Assert.NotNull(result.R2);
        Assert.Equal(12, TestRows.Read(Path.Combine(folder, "splits", "t.txt"))[0].Length);
        Assert.IsType<CategoryColumn>(table.Load(folder)["word"]);
    }
}
