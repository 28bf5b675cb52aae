using System.Text;

namespace Backprop.Data.Tests;

public class TableTests
{
    private static Table Read(string text, ColumnChoices? choices = null, TableFormat? format = null)
    {
        using var file = new TemporaryFile(text);
        return Table.Read(file.Path, choices, format);
    }

    [Theory]
    [InlineData("iris.csv", "species", 150, 5, 3)]
    [InlineData("wine.csv", "cultivar", 178, 14, 3)]
    [InlineData("breast_cancer.csv", "diagnosis", 569, 31, 2)]
    public void Public_tables_of_classes_read_without_options(string name, string target, int rows, int columns, int classes)
    {
        var table = Table.Read(TemporaryFile.Public(name), new ColumnChoices { Targets = [target] });
        Assert.Equal((rows, columns), (table.Count, table.Columns.Count));
        Assert.All(table.Columns.Where(c => !c.IsTarget), c => Assert.Equal(ColumnKind.Number, c.Kind));
        Assert.Equal(classes, Assert.IsType<CategoryColumn>(Assert.Single(table.Targets)).Categories.Count);
        Assert.Empty(table.Notes);
    }

    [Theory]
    [InlineData(",")]
    [InlineData("a;")]
    [InlineData("ab\t")]
    public void A_line_of_more_columns_than_a_table_has_is_refused_without_reading_on(string cell)
    {
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(cell, 4_000_000)) + "\n"), zipped: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<DataException>(() => Table.Read(file.Path)).Message;
        Assert.Contains("more than 100,000 columns", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void Rows_longer_than_the_sample_of_the_text_are_read_with_or_without_a_header()
    {
        var rows = Enumerable.Range(0, 4).Select(static row => string.Join(';', Enumerable.Range(0, 60_000).Select(column => $"{row},{column}"))).ToList();
        using var values = new TemporaryFile(string.Join('\n', rows) + "\n");
        var table = Table.Read(values.Path);
        Assert.Equal((60_000, 4, ','), (table.Columns.Count, table.Count, table.Format.DecimalMark));
        Assert.Equal(2.59999, ((NumberColumn)table["column 60000"])[2]);

        using var named = new TemporaryFile(string.Join(';', Enumerable.Range(0, 60_000).Select(static column => $"c{column}")) + "\n" + string.Join('\n', rows) + "\n");
        table = Table.Read(named.Path, new ColumnChoices { Ignored = [.. Enumerable.Range(0, 50_000).Select(static column => $"c{column}")] });
        Assert.Equal((10_000, 4), (table.Columns.Count, table.Count));
        Assert.Equal(3.59999, ((NumberColumn)table["c59999"])[3]);
    }

    [Fact]
    public void Digits_are_ten_classes_and_constant_pixels_are_left_out_with_a_note()
    {
        var table = Table.Read(TemporaryFile.Public("digits.csv.gz"), new ColumnChoices { Targets = ["digit"] });
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], Assert.IsType<CategoryColumn>(table["digit"]).Categories);
        Assert.Equal(61 + 1, table.Columns.Count);
        Assert.Contains(table.Notes, n => n.Text.Contains("'pixel_0_0' is always '0'", StringComparison.Ordinal));
        Assert.Contains(table.Notes, n => n.Text.Contains("10 whole values, taken as classes", StringComparison.Ordinal));
    }

    [Fact]
    public void Diabetes_progression_is_a_number()
    {
        var table = Table.Read(TemporaryFile.Public("diabetes.csv"), new ColumnChoices { Targets = ["progression"] });
        var progression = Assert.IsAssignableFrom<NumberColumn>(table["progression"]);
        Assert.Equal((442, 151.0), (table.Count, progression[0]));
    }

    [Fact]
    public void Missing_values_and_kinds_come_through()
    {
        var table = Read("n,c,b,d,y\n1,red,yes,2026-01-01,0.5\n?,blue,no,2026-01-02,1.5\n3,,yes,,2.5\n", new ColumnChoices { Dates = ["d"], Targets = ["y"] });
        Assert.Equal([ColumnKind.Number, ColumnKind.Category, ColumnKind.Boolean, ColumnKind.Date, ColumnKind.Number], table.Columns.Select(c => c.Kind));
        Assert.True(table["n"].IsMissing(1));
        var color = (CategoryColumn)table["c"];
        Assert.Equal(["blue", "red"], color.Categories);
        Assert.Equal((1, 0, -1), (color[0], color[1], color[2]));
        var yes = (CategoryColumn)table["b"];
        Assert.Equal(["no", "yes"], yes.Categories);
        Assert.Equal((1, 0, 1), (yes[0], yes[1], yes[2]));
        var date = (NumberColumn)table["d"];
        Assert.Equal(1, date[1] - date[0]);
        Assert.True(date.IsMissing(2));
    }

    [Fact]
    public void Rows_without_a_target_are_left_out_with_a_note()
    {
        var table = Read("x,y\n1,a\n2,\n3,b\n", new ColumnChoices { Targets = ["y"] });
        Assert.Equal(2, table.Count);
        Assert.Equal(3, ((NumberColumn)table["x"])[1]);
        Assert.Equal((2, 1), (table["y"].Count, ((CategoryColumn)table["y"])[1]));
        var note = Assert.Single(table.Notes, static n => n.Text == "1 of 3 rows have no target (empty 1); left out");
        Assert.Empty(note.Remedies);
    }

    [Fact]
    public void Words_that_count_as_a_missing_target_are_named_since_one_may_be_a_class()
    {
        var note = Assert.Single(Read("x,y\n1,NA\n2,\n3,EU\n4,NA\n5,AS\n7,?\n", new ColumnChoices { Targets = ["y"] }).Notes);
        Assert.Equal("4 of 6 rows have no target ('NA' 2, '?' 1, empty 1); left out", note.Text);
        Assert.Equal(RemedyKind.NameMissingWords, Assert.Single(note.Remedies).Kind);
    }

    [Fact]
    public void Categories_that_are_numbers_are_in_order_of_value() =>
        Assert.Equal(["2", "10"], ((CategoryColumn)Read("x,y\n10,1\n2,2\n", new ColumnChoices { Categories = ["x"], Targets = ["y"] })["x"]).Categories);

    private static CategoryColumn Target(params string[] values) =>
        (CategoryColumn)Read("x;y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * i % 17};{values[i % values.Length]}\n")), new ColumnChoices { Targets = ["y"] })["y"];

    [Fact]
    public void One_number_is_one_class_however_it_is_written()
    {
        Assert.Equal(["0", "1"], Target("0", "0.0", "1", "1.0").Categories);
        Assert.Equal(["100", "1000"], Target("1000", "1,000", "100", "1e2").Categories);
        Assert.Equal(["0", "1"], Target("0", "\u22120", "-0", "+1", "1").Categories);
        Assert.Equal(["0.0", "1.0"], Target("0.0", "1.0").Categories);
        foreach (var column in new[] { Target("0", "1"), Target("0.0", "1.0"), Target("0", "1", "0.0", "1.0"), Target("false", "true") })
        {
            var encoding = new CategoryEncoding("y", column.Categories) { Identity = column.Identity };
            foreach (var one in new[] { "1", "1.0", "+1", "1.00" })
                Assert.Equal(1, encoding.IndexOf(one));
            Assert.Equal(0, encoding.IndexOf("-0.0"));
        }
    }

    [Fact]
    public void Codes_with_leading_zeros_stay_codes() => Assert.Equal(["007", "07", "7", "12"], Target("007", "7", "07", "12", "7.0", "12").Categories);

    [Fact]
    public void Versions_stay_apart_and_numbers_among_words_do_not()
    {
        Assert.Equal(["1.1", "1.10", "1.2.3"], Target("1.10", "1.1", "1.2.3").Categories);
        Assert.Equal(["1", "2", "many"], Target("1", "2", "1.0", "many").Categories);
        Assert.Equal(["1000", "1A3", "1E3"], Target("1A3", "1E3", "1000").Categories);
    }

    [Fact]
    public void Yes_or_no_is_one_pair_however_it_is_written()
    {
        Assert.Equal(["no", "yes"], Target("Yes", "yes", "YES", "No", "no").Categories);
        Assert.Equal(["no", "yes"], Target("1.0", "true", "0").Categories);
        Assert.Equal(["false", "true"], Target("TRUE", "True", "true", "FALSE").Categories);
        Assert.Equal(["No", "Yes"], Target("Yes", "No").Categories);
        Assert.Equal(["no", "off", "on"], Target("on", "off", "no").Categories);
        Assert.Equal(["f", "n", "t", "y"], Target("t", "f", "y", "n").Categories);
        var table = Read("b,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{(i % 3 == 0 ? "TRUE" : i % 3 == 1 ? "True" : "false")},{i * 0.5}\n")), new ColumnChoices { Targets = ["y"] });
        Assert.Equal((ColumnKind.Boolean, 1, 1, 0), (table["b"].Kind, ((CategoryColumn)table["b"])[0], ((CategoryColumn)table["b"])[1], ((CategoryColumn)table["b"])[2]));
    }

    [Fact]
    public void A_column_that_always_means_yes_is_constant() =>
        Assert.Contains("column 'b' is always 'Yes'; left out", Read("b,x,y\nYes,1,a\nyes,2,b\nYES,4,a\n", new ColumnChoices { Targets = ["y"] }).Notes.Select(n => n.Text));

    [Fact]
    public void Blanks_and_Unicode_forms_do_not_make_categories_and_case_does_with_a_note()
    {
        Assert.Equal(["Bonn", "K\u00F6ln"], Target("K\u00F6ln", "Ko\u0308ln", "Bonn", "Bonn\u00A0", "\" Bonn \"").Categories);
        var table = Read("x,c,y\n1,red,1\n2,Red,2\n3,blue,4\n4,blue,1\n5,red,7\n6,Red,2\n", new ColumnChoices { Targets = ["y"], Numbers = ["y"] });
        Assert.Equal(["Red", "blue", "red"], ((CategoryColumn)table["c"]).Categories);
        Assert.Contains("column 'c' has words that differ in case only ('Red', 'red'); they are different categories", table.Notes.Select(n => n.Text));
    }

    [Fact]
    public void Choices_override_what_the_values_suggest()
    {
        var text = "a,b,c\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 3},x{i % 2},{i * 0.5}\n"));
        var table = Read(text, new ColumnChoices { Categories = ["a"], Ignored = ["b"], Targets = ["#3"] });
        Assert.Equal(["a", "c"], table.Columns.Select(c => c.Name));
        Assert.Equal(ColumnKind.Category, table["a"].Kind);
        Assert.Equal(ColumnKind.Number, Read(text, new ColumnChoices { Targets = ["a"], Numbers = ["a"] })["a"].Kind);
    }

    [Fact]
    public void A_decimal_mark_that_is_given_is_in_force_whatever_the_cells_say()
    {
        var point = new TableFormat { DecimalMark = '.' };
        Assert.Equal([1234.0, 5678], Numbers(Read("x;y\n1,234;1\n5,678;2\n", format: point)));
        var table = Read("x;y\n1,5;1\n2,5;2\n3,5;4\n", new ColumnChoices { KeepAll = true }, point);
        Assert.Equal(('.', ColumnKind.Category), (table.Format.DecimalMark!.Value, table["x"].Kind));

        static double[] Numbers(Table table) => [.. Enumerable.Range(0, table.Count).Select(row => ((NumberColumn)table["x"])[row])];
    }

    [Fact]
    public void A_category_may_be_longer_than_256_bytes()
    {
        var word = new string('w', 300);
        Assert.Equal(["short", word], ((CategoryColumn)Read($"c,y\n{word},1\nshort,2\n{word},3\n", new ColumnChoices { Targets = ["y"], Numbers = ["y"] })["c"]).Categories);
    }

    [Fact]
    public void A_cell_that_is_not_in_the_encoding_given_is_not_taken_for_another_word()
    {
        using var file = new TemporaryFile([.. "c,y\n\uFFFD,1\nb,2\n"u8, 0xFF, .. ",3\n"u8]);
        var e = Assert.Throws<DataException>(() => Table.Read(file.Path, new ColumnChoices { Categories = ["c"], KeepAll = true }, new TableFormat { Encoding = Encoding.UTF8 }));
        Assert.Contains("line 4, column 'c': is not valid UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_has_at_most_100_000_categories()
    {
        var choices = new ColumnChoices { Categories = ["c"], KeepAll = true };
        var text = "c,y\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"w{i},{i % 7}\n"));
        Assert.Equal(100_000, ((CategoryColumn)Read(text, choices)["c"]).Categories.Count);
        var e = Assert.Throws<DataException>(() => Read(text + "one more,1\n", choices));
        Assert.EndsWith("line 100002, column 'c': has more than 100,000 different words, more categories than can be learned from", e.Message, StringComparison.Ordinal);
        Assert.Equal([new Remedy(RemedyKind.IgnoreColumn, "c")], e.Remedies);
    }

    [Fact]
    public void Semicolons_and_decimal_commas_need_no_options()
    {
        var table = Read("größe;art\n1,5;x\n-2,25;y\n1.000,5;x\n", new ColumnChoices { Targets = ["art"] });
        var size = (NumberColumn)table["größe"];
        Assert.Equal([1.5, -2.25, 1000.5], [size[0], size[1], size[2]]);
    }

    [Fact]
    public void Columns_that_teach_nothing_are_left_out_with_notes()
    {
        var text = "id,when,same,none,x,y\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"{i},2026-01-{(i % 28) + 1:00},k,,{i * i % 7},{i % 2}\n"));
        var table = Read(text, new ColumnChoices { Targets = ["y"] });
        Assert.Equal(["x", "y"], table.Columns.Select(c => c.Name));
        Assert.Equal(5, table.Notes.Count);
        var kept = Read(text, new ColumnChoices { Targets = ["y"], Numbers = ["id"], Dates = ["when"] });
        Assert.Equal(["id", "when", "x", "y"], kept.Columns.Select(c => c.Name));
    }

    [Theory]
    [InlineData("x,y\n1,2\n3,4\n5,6\n")]
    [InlineData("x,y\n1,2\n")]
    [InlineData("x,y\n1,2\n3,44\n")]
    [InlineData("x,y,z\n1,2,3\n3,4,5\n")]
    public void A_file_that_changes_while_it_is_read_is_refused(string content)
    {
        using var file = new TemporaryFile("x,y\n1,2\n3,4\n");
        var path = file.Path;
        var loader = new TableLoader(path, new ColumnChoices(), format: null, CancellationToken.None);
        Assert.Contains("was changed while it was read", Assert.Throws<DataException>(() => loader.Load(between: () => File.WriteAllText(path, content))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_can_be_canceled()
    {
        using var file = new TemporaryFile("x,y\n" + string.Concat(Enumerable.Repeat("1,2\n3,4\n", 5_000)));
        Assert.Throws<OperationCanceledException>(() => Table.Read(file.Path, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Reading_can_be_canceled_between_its_two_passes()
    {
        using var file = new TemporaryFile("x,y\n1,2\n");
        using var cancellation = new CancellationTokenSource();
        var loader = new TableLoader(file.Path, new ColumnChoices(), format: null, cancellation.Token);
        Assert.Throws<OperationCanceledException>(() => loader.Load(between: cancellation.Cancel));
    }

    [Fact]
    public void Many_rows_stream_in_without_their_text()
    {
        // Reduced from a million rows for time: 200,000 rows of 100 characters are 20 MB of text and 6.4 MB of numbers.
        const int rows = 200_000;
        var text = new StringBuilder("a,b,c,y\n");
        for (var i = 0; i < rows; i++)
            text.Append(i * 7 % 1000).Append(".2500000000000000000000000000000000,").Append(i % 977).Append(".5,category number ").Append(i % 50).Append(" with a long name,").Append(i % 13).Append(".125\n");
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(text.ToString()), zipped: false);
        text = null;
        Table.Read(TemporaryFile.Public("iris.csv"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"] });
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(rows, table.Count);
        Assert.InRange(allocated, 0, 16_000_000); // 5.6 MB of columns; the rest: the list of rows kept, two samples, buffers
    }
}
