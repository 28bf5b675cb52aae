using System.Text;

namespace Backprop.Data.Tests;

public class ArffTests
{
    private const string Head = """
        % a comment
        @RELATION 'some data'
        @attribute x REAL
        @Attribute 'the color' {red, 'light blue', "?"}
        @attribute name string
        @attribute day date "dd.MM.yyyy HH:mm"
        @attribute class {no,yes}

        @DATA

        """;

    private static readonly ColumnChoices ToClass = new() { Targets = ["class"], Dates = ["day"], Categories = ["name"] };

    private static Table Read(string text, ColumnChoices? choices = null, Encoding? encoding = null)
    {
        using var file = new TemporaryFile(text, encoding);
        return Table.Read(file.Path, choices ?? ToClass);
    }

    private static string[] Words(Table table, string column) => [.. Enumerable.Range(0, table.Count).Select(row => table[column].IsMissing(row) ? "-" : ((CategoryColumn)table[column]).Categories[((CategoryColumn)table[column])[row]])];

    [Fact]
    public void Rows_are_read_with_the_declared_types()
    {
        var table = Read(Head + "0.1,red,'it''s',\"01.02.2024 12:00\",no\n-2e1\t'light blue'\tb\t?\tyes,\n?, '?', a , '02.02.2024 00:00', yes % end\n".Replace("it''s", "it\\'s", StringComparison.Ordinal));

        Assert.Equal(["x", "the color", "name", "day", "class"], table.Columns.Select(static c => c.Name));
        Assert.Equal([0.1, -20, double.NaN], Enumerable.Range(0, 3).Select(row => ((NumberColumn)table["x"])[row]));
        Assert.Equal(["red", "light blue", "?"], Words(table, "the color"));
        Assert.Equal(["it's", "b", "a"], Words(table, "name"));
        Assert.Equal(ColumnKind.Date, table["day"].Kind);
        Assert.Equal(new DateTime(2024, 2, 1, 12, 0, 0).Ticks / (double)TimeSpan.TicksPerDay, ((NumberColumn)table["day"])[0]);
        Assert.True(table["day"].IsMissing(1));
        Assert.Equal(["no", "yes", "yes"], Words(table, "class"));
    }

    private const string Weighted = "1,red,a,?,no, {3}\n2,'light blue',b,?,yes\n{0 4, 2 c, 4 yes}, {0.5} % end\n5,red,'{7}',?,no\n";

    [Fact]
    public void Weights_of_rows_are_the_weights_of_the_table_and_1_where_a_row_has_none()
    {
        var table = Read(Head + Weighted);
        Assert.Equal([3, 1, 0.5, 1], Enumerable.Range(0, 4).Select(row => table.Weights![row]));
        Assert.Equal(["x", "the color", "name", "class"], table.Columns.Select(static column => column.Name).Where(static name => name != "day"));
        Assert.Contains(table.Notes, static note => note.Text == "the rows have weights of their own, column 'weight'; each is the factor of its row in the error, unless the column is ignored");
        Assert.Null(Read(Head + Weighted, ToClass with { Ignored = ["weight"] }).Weights);
        Assert.Equal([1, 2, 4, 5], Enumerable.Range(0, 4).Select(row => Read(Head + Weighted, ToClass with { Weights = "x" }).Weights![row]));
        Assert.Equal("row weight", Read(Head.Replace("attribute x ", "attribute weight ", StringComparison.Ordinal) + Weighted).Weights!.Name);
        Assert.Null(Read(Head + "1,red,'{3}',?,no\n2,'light blue',b,?,yes\n").Weights);
    }

    [Fact]
    public void Weights_that_come_late_in_a_stream_are_refused_and_do_not_matter_to_a_model()
    {
        var rows = Head + string.Concat(Enumerable.Repeat("1,red,a,?,no\n", 40_000)) + "1,'light blue',b,?,yes,{3}\n";
        Assert.Equal(3, Read(rows).Weights![40_000]);
        using var reader = TableReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(rows)), "a stream");
        Assert.Contains("has the weight {3}, but the rows at the beginning have none", Assert.Throws<DataException>(() => { while (reader.Read()) { } }).Message, StringComparison.Ordinal);
        var trained = TableTraining.Train(Read(Head + Weighted + Weighted.Replace(",c", ",b", StringComparison.Ordinal), ToClass with { Categories = [], Ignored = ["name"] }), new TableTrainingOptions { Sweeps = 2, Members = 1, ValidationShare = 0, TestShare = 0 });
        using var file = new TemporaryFile(rows);
        using var forModel = new TableModel(trained.Model).Encoding.Open(file.Path);
        var count = 0;
        while (forModel.Read())
            count++;
        Assert.Equal(40_001, count);
    }

    [Fact]
    public void What_a_sparse_row_leaves_out_is_zero_the_first_value_or_the_first_day_of_1970()
    {
        var table = Read(Head + "{2 a}\n{0 3, 1 'light blue', 2 b, 4 yes}\n{ }\n".Replace("{ }\n", "", StringComparison.Ordinal));

        Assert.Equal([0, 3], Enumerable.Range(0, 2).Select(row => ((NumberColumn)table["x"])[row]));
        Assert.Equal(["red", "light blue"], Words(table, "the color"));
        Assert.Equal(["no", "yes"], Words(table, "class"));
        Assert.Equal(DateTime.UnixEpoch.Ticks / (double)TimeSpan.TicksPerDay, ((NumberColumn)table["day"])[0]);
    }

    [Theory]
    [InlineData("1,red,a,?,no,2\n", "line 10: has more values than the 5 attributes")]
    [InlineData("1,red,a,?\n", "line 10: has 4 values, but 5 attributes are declared")]
    [InlineData("1,Red,a,?,no\n", "line 10, column 'the color': holds 'Red', which is not one of the declared values (red, light blue, ?)")]
    [InlineData("nan,red,a,?,no\n", "line 10, column 'x': holds 'nan', which is not a number")]
    [InlineData("1,red,a,2024-01-01,no\n", "line 10, column 'day': holds '2024-01-01', which is not a date of the declared form")]
    [InlineData("1,red,,?,no\n", "line 10: has a comma without a value before it")]
    [InlineData("1,red,'a,?,no\n", "line 10: has a quoted value that is never closed")]
    [InlineData("1,red,a,?,no,{3}\n1,red,a,?,no,{x}\n", "line 11: does not end with the weight of the row, a number in braces, such as {2}")]
    [InlineData("1,red,a,?,no,{3}\n1,red,a,?,no,{3} 4\n", "line 11: does not end with the weight of the row, a number in braces, such as {2}")]
    [InlineData("{0 1}\n", "line 10, column 'name': is left out of a sparse row")]
    [InlineData("{0 1, 2 a\n", "line 10: has a sparse row without the closing '}'")]
    [InlineData("{2 a, 0 1}\n", "line 10: has the numbers of the attributes in the wrong order: 0 after 2")]
    [InlineData("{9 a}\n", "line 10: has '9' where the number of an attribute is expected, from 0 to 4")]
    [InlineData("", "has column names but no rows")]
    public void What_is_wrong_is_named_with_its_line(string rows, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataException>(() => Read(Head + rows)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("@relation r\n@attribute a numeric\n1\n", "line 3: is neither @relation, @attribute nor @data")]
    [InlineData("@relation r\n@attribute a numbers\n@data\n", "line 2, column 'a': has the type 'numbers'; expected numeric, string, date or {values}")]
    [InlineData("@relation r\n@attribute a relational\n@data\n", "line 2, column 'a': has the type 'relational'")]
    [InlineData("@relation r\n@attribute a {x,y\n@data\n", "line 2, column 'a': lists the values of a nominal attribute without the closing '}'")]
    [InlineData("@relation r\n@attribute a numeric\n", "ends before the data")]
    [InlineData("@relation r\n@data\n1\n", "line 2: begins the data, but no attribute is declared before")]
    public void Wrong_declarations_are_named(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataException>(() => Read(text, new ColumnChoices())).Message, StringComparison.Ordinal);

    [Fact]
    public void Digits_of_a_nominal_attribute_are_words_and_letters_beyond_ascii_are_read()
    {
        var text = "@relation r\n@attribute straße {1,2}\n@attribute y {ä,ö}\n@data\n1,ä\n2,ö\n";
        foreach (var encoding in new[] { new UTF8Encoding(false), CodePagesEncodingProvider.Instance.GetEncoding(1252)! })
        {
            var table = Read(text, new ColumnChoices { Targets = ["y"] }, encoding);
            Assert.Equal(ColumnKind.Category, table["straße"].Kind);
            Assert.Equal(["ä", "ö"], Words(table, "y"));
        }
    }
}
