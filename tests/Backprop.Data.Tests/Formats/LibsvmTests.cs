using System.Text;

namespace Backprop.Data.Tests;

public class LibsvmTests
{
    private static readonly ColumnChoices ToLabel = new() { Targets = ["label"], Numbers = ["label"] };

    private static Table Read(string text, ColumnChoices? choices = null)
    {
        using var file = new TemporaryFile(text);
        return Table.Read(file.Path, choices ?? ToLabel);
    }

    [Fact]
    public void Rows_have_a_column_for_each_index_that_occurs_and_zero_where_a_row_has_none()
    {
        var table = Read("# written by hand\n+1 1:0.5 3:1 # a\n-1.5 2:2e-1\n\n0 1:7 2:8 3:9 2000000000:1\n");

        Assert.Equal(["label", "1", "2", "3", "2000000000"], table.Columns.Select(static c => c.Name));
        Assert.Equal([1, -1.5, 0], Enumerable.Range(0, 3).Select(row => ((NumberColumn)table["label"])[row]));
        Assert.Equal([0.5, 0, 7], Enumerable.Range(0, 3).Select(row => ((NumberColumn)table["1"])[row]));
    }

    [Fact]
    public void Indices_from_0_are_read_and_queries_may_be_groups()
    {
        var table = Read("1 qid:3 0:1 1:5\n2 qid:3 0:2 1:6\n3 qid:12 0:3 1:4\n", ToLabel with { Group = "qid" });

        Assert.Equal(["label", "0", "1"], table.Columns.Select(static c => c.Name));
        Assert.Equal(["3", "12"], table.Groups!.Categories);
    }

    [Theory]
    [InlineData("1 1:1 2:2\n2 2:1 1:2\n", "line 2: has the index 1 after 2; indices must ascend")]
    [InlineData("1 1:1 2:2\n2 2:x\n", "line 2: has '2:x'; expected an index and a number")]
    [InlineData("1 1:1 2:2\n2,3 2:1\n", "line 2: begins with '2,3'; expected the label, one number")]
    [InlineData("1 1:1 2:2\n2 3:1 qid:4\n", "line 2: has 'qid:4'; expected an index and a number")]
    public void What_is_wrong_is_named_with_its_line(string text, string expected)
    {
        // The first hundred lines tell what the file is.
        var file = string.Concat(Enumerable.Repeat("1 1:1 2:2\n", 120));

        Assert.Contains(expected.Replace("line 2", "line 122", StringComparison.Ordinal), Assert.Throws<DataException>(() => Read(file + text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,2 1:1 2:2\n2 1:1 2:2\n", "line 1: begins with '1,2'; expected the label, one number")]
    [InlineData("1 1:1 2:2\n2 2:1 1:2\n", "line 2: has the index 1 after 2; indices must ascend")]
    [InlineData("1 1:1 1:2\n2 1:2 2:1\n", "line 1: has the index 1 after 1; indices must ascend")]
    public void Several_labels_and_indices_out_of_order_are_named_in_the_first_lines_of_a_file_of_that_name_too(string text, string expected)
    {
        using var reader = TableReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "a.svm");

        Assert.Contains(expected, Assert.Throws<DataException>(() =>
        {
            while (reader.Read())
            {
            }
        }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a 12:30\n5 12:45\n")]
    [InlineData("5 12:30\n6 12:45\n")]
    [InlineData("1,2\n3,4\n")]
    public void Tables_with_times_are_delimited_text(string text)
    {
        using var reader = TableReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "times");

        Assert.True(reader.IsText);
    }

    [Fact]
    public void A_model_takes_rows_with_fewer_and_with_further_indices()
    {
        var encoding = EncodingFit.Fit(Read("1 1:1 2:5\n2 1:3 2:4\n"), [0, 1]);
        using var reader = encoding.Open(new MemoryStream("9 1:3\n9 2:4 70:1\n"u8.ToArray()), "rows");
        var encoder = new RowEncoder(encoding, reader);
        var states = new double[2];
        Assert.True(reader.Read());
        encoder.Encode<double>(states);
        Assert.Equal([1, -9], states);
        Assert.True(reader.Read());
        encoder.Encode<double>(states);
        Assert.Equal([-2, -1], states);
    }
}
