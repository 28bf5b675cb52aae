using System.Globalization;
using System.Text;
using Backprop.Data;

namespace Backprop.Exchange.Tests;

public sealed class WekaFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("weka_cls", "weka_cls")] // classes from numbers, one of three and yes or no, with missing values
    [InlineData("weka_num", "weka_num")] // a number from numbers, dates, a value that never occurs, attributes of one value, rows without a class, weights, sparse rows
    [InlineData("weka_flag", "weka_cls")] // no hidden layer, the class in the midst
    [InlineData("weka_nominal_b", "weka_cls")] // -B: a nominal attribute is one number
    [InlineData("weka_raw", "weka_cls")] // -I -C: nothing is scaled
    public void Raw_rows_have_the_answers_of_Weka(string net, string rows)
    {
        var imported = ForeignFile.Read([Sample.Path(net + ".txt"), Sample.Path(rows + ".arff")]);

        RawRows.AssertAnswers(imported, folder.Write("rows.csv", Csv(rows + ".arff")), Answers(net + ".out"), 1e-12);
    }

    [Fact]
    public void The_files_may_be_named_in_any_order() =>
        Assert.NotNull(ForeignFile.Read([Sample.Path("weka_cls.arff"), Sample.Path("weka_cls.txt")]).Model);

    [Fact]
    public void Text_around_the_net_does_no_harm()
    {
        var text = "=== Run information ===\n\nScheme:       weka.classifiers.functions.MultilayerPerceptron -L 0.3 -M 0.2 -N 60 -V 0 -S 0 -E 20 -H 3\nRelation:     demo\n\n=== Classifier model (full training set) ===\n"
            + File.ReadAllText(Sample.Path("weka_cls.txt")).Replace("Options: -H 3 -N 60 ", "", StringComparison.Ordinal) + "\nTime taken to build model: 0.1 seconds\n\n=== Summary ===\n\nCorrectly Classified Instances   80    88 %\n";

        var imported = ForeignFile.Read([folder.Write("net.txt", text), Sample.Path("weka_cls.arff")]);

        RawRows.AssertAnswers(imported, folder.Write("rows.csv", Csv("weka_cls.arff")), Answers("weka_cls.out"), 1e-12);
    }

    [Fact]
    public void The_text_alone_is_refused_because_it_lacks_the_ranges()
    {
        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([Sample.Path("weka_cls.txt")]));

        Assert.Contains("does not hold the ranges by which Weka scales the attributes; name the ARFF file of the training rows beside it", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.079", "x1.079", "rows.arff, line 30: column 'len': holds 'x1.079', which is not a number")]
    [InlineData("@data", "data", "rows.arff, line 7: is neither @relation, @attribute nor @data")]
    public void Damaged_rows_are_told_with_their_line(string whole, string damaged, string told)
    {
        var rows = folder.Write("rows.arff", File.ReadAllText(Sample.Path("weka_cls.arff")).Replace(whole, damaged, StringComparison.Ordinal));

        Assert.Contains(told, Assert.Throws<ForeignFileException>(() => ForeignFile.Read([Sample.Path("weka_cls.txt"), rows])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_rows_scale_otherwise()
    {
        var rows = File.ReadAllText(Sample.Path("weka_cls.arff")) + "100,100,red,no,a\n";

        var other = ForeignFile.Read([Sample.Path("weka_cls.txt"), folder.Write("other.arff", rows)]);

        Assert.NotEqual(RawRows.Encoding(ForeignFile.Read([Sample.Path("weka_cls.txt"), Sample.Path("weka_cls.arff")])), RawRows.Encoding(other));
    }

    [Theory]
    [InlineData("Attrib wid", "Attrib width", "a node receives from 'width', which")]
    [InlineData("Node 3    -6.1", "Node 9    -6.1", "node 0 receives from node 9, which is not listed")]
    [InlineData("Sigmoid Node 1", "Sigmoid Node 0", "node 0 is listed twice")]
    [InlineData("Threshold    2.69", "Threshold    x2.69", "stands where the weight of a link of node 0 is expected")]
    [InlineData("Class a", "Class d", "has no attribute that could be the class")]
    [InlineData("Options: -H 3", "Scheme: weka.classifiers.meta.Bagging -H 3", "the scheme is weka.classifiers.meta.Bagging")]
    public void Damage_is_told_in_one_line(string whole, string damaged, string told)
    {
        var text = File.ReadAllText(Sample.Path("weka_cls.txt"));
        Assert.Contains(whole, text, StringComparison.Ordinal);

        var refused = Assert.Throws<ForeignFileException>(() => ForeignFile.Read([folder.Write("net.txt", text.Replace(whole, damaged, StringComparison.Ordinal)), Sample.Path("weka_cls.arff")]));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    /// <summary>The rows of an ARFF file as a table.</summary>
    private static string Csv(string name)
    {
        using var rows = new ArffRows(new ArffLine(File.OpenRead(Sample.Path(name)), name), ArffWeights.Skipped);
        var lines = new List<string> { string.Join(',', rows.Columns.Select(static column => $"\"{column.Name}\"")) };
        while (rows.Read())
            lines.Add(string.Join(',', Enumerable.Range(0, rows.Columns.Count).Select(k => Cell(rows[k]))));
        return string.Join('\n', lines) + "\n";
    }

    private static string Cell(TableCell cell) => cell.Kind switch
    {
        CellKind.Missing => "",
        CellKind.Number => cell.Value.ToString("R", CultureInfo.InvariantCulture),
        CellKind.Date => (DateTime.MinValue + TimeSpan.FromDays(cell.Value)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Encoding.UTF8.GetString(cell.Text),
    };

    private static List<double[]> Answers(string name) =>
        [.. File.ReadLines(Sample.Path(name)).Select(static line => line.Split(' ').Select(static word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray())];
}
