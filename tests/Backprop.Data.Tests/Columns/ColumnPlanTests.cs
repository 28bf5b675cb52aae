namespace Backprop.Data.Tests;

/// <summary>Bad input: one line that names the file, the line and the column, and says what to do.</summary>
public class ColumnPlanTests
{
    private static string Fails(string text, ColumnChoices choices)
    {
        using var file = new TemporaryFile(text);
        var e = Assert.Throws<DataException>(() => Table.Read(file.Path, choices));
        Assert.StartsWith(file.Path, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        return e.Message[file.Path.Length..];
    }

    private static readonly ColumnChoices Y = new() { Targets = ["y"] };

    [Fact]
    public void Text_in_a_column_of_numbers() =>
        Assert.StartsWith(", line 4, column 'x': holds 'abc' where 5 of 6 values are numbers", Fails("x,y\n1.5,1\n2.5,2\nabc,3\n4.5,4\n5.5,5\n6.5,6\n", Y), StringComparison.Ordinal);

    [Fact]
    public void Text_in_a_column_that_the_user_calls_a_number() =>
        Assert.StartsWith(", line 3, column 'x': holds 'big', which is not a number", Fails("x,y\n1,1\nbig,2\nsmall,3\n", Y with { Numbers = ["x"] }), StringComparison.Ordinal);

    [Fact]
    public void An_infinite_number() =>
        Assert.StartsWith(", line 3, column 'x': holds '1e999'", Fails("x,y\n1.5,1\n1e999,2\n3.5,3\n4.5,1\n4.5,1\n4.5,1\n", Y), StringComparison.Ordinal);

    [Fact]
    public void Numbers_that_are_all_one_to_the_digits_of_a_double_are_said_to_be_so()
    {
        using var file = new TemporaryFile("id,x,y\n9007199254740992,1,a\n9007199254740993,3,b\n9007199254740992,2,a\n");
        var note = Assert.Single(Table.Read(file.Path, Y).Notes);
        Assert.Equal("column 'id' has numbers that are all '9007199254740992' to the digits that a number keeps; left out", note.Text);
        Assert.Equal([new Remedy(RemedyKind.TakeAsCategories, "id")], note.Remedies);

        var encoding = EncodingFit.Fit(Table.Read(file.Path, Y with { Numbers = ["id"] }), [0, 1, 2]);
        Assert.Contains("column 'id' is always 9.00719925474099E+15 to the digits that a number keeps in the training rows; it has no influence on the answers", encoding.Notes);
    }

    [Theory]
    [InlineData("Dates", "not a date")]
    [InlineData("Booleans", "neither yes nor no")]
    public void A_cell_that_is_not_what_the_user_says(string kind, string message)
    {
        var choices = kind == "Dates" ? Y with { Dates = ["x"] } : Y with { Booleans = ["x"] };
        Assert.Matches($", line 2, column 'x': holds 'perhaps', which is {message}", Fails("x,y\nperhaps,1\nyes,2\n", choices));
    }

    [Fact]
    public void A_target_that_is_not_there() =>
        Assert.StartsWith(": has no column 'z'; it has x, y", Fails("x,y\n1,2\n", new ColumnChoices { Targets = ["z"] }), StringComparison.Ordinal);

    [Fact]
    public void A_wrong_delimiter() =>
        Assert.StartsWith(", line 1: has a single column, 'x:y'", Fails("x:y\n1:2\n", Y), StringComparison.Ordinal);

    [Fact]
    public void A_column_without_a_name_is_left_out_unless_it_is_chosen()
    {
        var text = ",x,,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * 7 % 11},{i * 5 % 13},{i % 3 * 0.5}\n"));
        using var file = new TemporaryFile(text);
        var table = Table.Read(file.Path, Y);
        Assert.Equal(["x", "y"], table.Columns.Select(c => c.Name));
        Assert.Equal(["column 1 has no name and only numbers the rows; left out", "column 3 has no name; left out"], table.Notes.Select(n => n.Text));
        Assert.Equal(["x", "#3", "y"], Table.Read(file.Path, Y with { Numbers = ["#3"] }).Columns.Select(c => c.Name));
        Assert.Equal(["#1", "x", "#3", "y"], Table.Read(file.Path, Y with { KeepAll = true }).Columns.Select(c => c.Name));
    }

    [Fact]
    public void A_column_that_numbers_the_rows_is_kept_where_no_other_input_is_left()
    {
        var counted = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i + 1},k,{(2 * i) + 1}\n"));
        Kept("x,z,k,y\n" + counted, ["x", "z"], "column 'k' is always 'k'; left out", "column 'x' only numbers the rows, but no other input is left; kept", "column 'z' only numbers the rows, but no other input is left; kept");
        Kept(",z,k,y\n" + counted, ["z"], "column 1 has no name and only numbers the rows; left out", "column 'k' is always 'k'; left out", "column 'z' only numbers the rows, but no other input is left; kept");
        Kept(",,k,y\n" + counted, ["#1", "#2"], "column 1 only numbers the rows, but no other input is left; kept", "column 'k' is always 'k'; left out", "column 2 only numbers the rows, but no other input is left; kept");
    }

    [Fact]
    public void Dates_are_kept_where_no_other_input_is_left() =>
        Kept("t,y\n" + string.Concat(Enumerable.Range(1, 28).Select(i => $"2026-02-{i:00},{i * 2.5}\n")), ["t"], "column 't' holds dates, but no other input is left; kept");

    [Fact]
    public void A_column_of_words_without_a_name_is_not_dates_and_can_be_kept_where_no_other_input_is_left()
    {
        using var file = new TemporaryFile(",y\n" + string.Concat(Enumerable.Range(1, 28).Select(i => $"{(i % 2 == 0 ? "even" : "odd")},{i * 2.5}\n")));
        var error = Assert.Throws<DataException>(() => Table.Read(file.Path, Y));
        Assert.EndsWith(": no column is left to predict from: column 1 has no name; left out", error.Message, StringComparison.Ordinal);
        Assert.Equal([RemedyKind.KeepColumn], error.Remedies);
        Assert.Equal(ColumnKind.Category, Table.Read(file.Path, Y with { KeepAll = true })["#1"].Kind);
    }

    [Fact]
    public void Columns_of_one_value_or_none_are_no_remedy_for_missing_inputs()
    {
        using var file = new TemporaryFile("x,z,y\n1,,a\n1,,b\n");
        Assert.Empty(Assert.Throws<DataException>(() => Table.Read(file.Path, Y)).Remedies);
    }

    [Fact]
    public void A_name_that_a_table_without_names_does_not_have_may_be_in_its_first_row()
    {
        using var file = new TemporaryFile("1990,1991,y\n1,2,3\n2,3,5\n");
        var error = Assert.Throws<DataException>(() => Table.Read(file.Path, Y));
        Assert.EndsWith(": has no column 'y'; it has column 1, column 2, column 3", error.Message, StringComparison.Ordinal);
        Assert.Equal([RemedyKind.ReadFirstRowAsNames], error.Remedies);
        Assert.Empty(Assert.Throws<DataException>(() => Table.Read(file.Path, Y, new TableFormat { Header = false })).Remedies);
        Assert.Equal(["1990", "1991", "y"], Table.Read(file.Path, Y, new TableFormat { Header = true }).Columns.Select(c => c.Name));
    }

    [Fact]
    public void What_the_user_leaves_out_stays_out() =>
        Assert.StartsWith(": no column is left to predict from", Fails("x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * 2.5}\n")), Y with { Ignored = ["x"] }), StringComparison.Ordinal);

    private static void Kept(string text, string[] inputs, params string[] notes)
    {
        using var file = new TemporaryFile(text);
        var table = Table.Read(file.Path, Y);
        Assert.Equal([.. inputs, "y"], table.Columns.Select(c => c.Name));
        Assert.Equal(notes.Order(StringComparer.Ordinal), table.Notes.Select(n => n.Text).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("x,y\n1,a\n2,NA\n3,na\n4,\n", ", column 'y': the target is 'a' in every row that has one (missing: 'NA' 1, 'na' 1, empty 1); there is nothing to learn")]
    [InlineData("x,y\n1,NA\n2,NA\n", ", column 'y': the target has no value in any row (missing: 'NA' 2)")]
    public void A_target_of_one_class_beside_words_that_are_taken_as_missing(string text, string expected) =>
        Assert.StartsWith(expected, Fails(text, Y), StringComparison.Ordinal);

    [Fact]
    public void A_target_of_one_class() =>
        Assert.StartsWith(", column 'y': the target is 'a' in every row", Fails("x,y\n1,a\n2,a\n", Y), StringComparison.Ordinal);

    [Fact]
    public void A_target_of_long_numbers_that_are_one_to_the_digits_kept_can_be_a_category()
    {
        const string text = "x,y\n1,123456789012345678901234567890\n2,123456789012345678901234567891\n3,123456789012345678901234567890\n";
        using var file = new TemporaryFile(text);

        var problem = Assert.Throws<DataException>(() => Table.Read(file.Path, Y));
        Assert.EndsWith("in every row, to the digits that a number keeps; there is nothing to learn", problem.Message, StringComparison.Ordinal);
        Assert.Equal([new Remedy(RemedyKind.TakeAsCategories, "y")], problem.Remedies);
        Assert.Equal(2, ((CategoryColumn)Table.Read(file.Path, Y with { Categories = ["y"] })["y"]).Categories.Count);
        using var same = new TemporaryFile("x,y\n1,123456789012345678901234567890\n2,123456789012345678901234567890.0\n");
        Assert.Empty(Assert.Throws<DataException>(() => Table.Read(same.Path, Y)).Remedies);
    }

    [Fact]
    public void A_target_without_values() =>
        Assert.StartsWith(", column 'y': the target has no value", Fails("x,y\n1,\n2,NA\n", Y), StringComparison.Ordinal);

    [Fact]
    public void Nothing_left_to_predict_from() =>
        Assert.StartsWith(": no column is left to predict from: column 'x' is always '1'; left out; column 'z' has no value in any row", Fails("x,y,z\n1,a,\n1,b,\n", Y), StringComparison.Ordinal);

    [Fact]
    public void More_categories_than_sense() =>
        Assert.StartsWith(", column 'x': has 30 different words in 30 rows, such as 'name0' and 'name1', more categories than can be learned from", Fails("x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"name{i},{i % 2}\n")), Y), StringComparison.Ordinal);

    [Fact]
    public void No_rows() => Assert.StartsWith(": has column names but no rows", Fails("x,y\n", Y), StringComparison.Ordinal);

    [Fact]
    public void A_column_chosen_for_two_kinds() =>
        Assert.StartsWith(", column 'x': is chosen as a number and as a category", Fails("x,y\n1,2\n", Y with { Numbers = ["x"], Categories = ["x"] }), StringComparison.Ordinal);

    [Fact]
    public void A_target_that_is_ignored() =>
        Assert.StartsWith(", column 'y': is both a target and ignored", Fails("x,y\n1,2\n", Y with { Ignored = ["y"] }), StringComparison.Ordinal);

    [Fact]
    public void A_target_of_dates() =>
        Assert.StartsWith(", column 'y': the target holds dates", Fails("x,y\n1,2026-01-01\n2,2026-01-02\n", Y), StringComparison.Ordinal);

    [Fact]
    public void Codes_with_leading_zeros_are_categories()
    {
        using var file = new TemporaryFile("zip,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"0{i % 4},{i}.5\n")));
        Assert.Equal(ColumnKind.Category, Table.Read(file.Path, Y)["zip"].Kind);
    }

    [Fact]
    public void A_few_whole_words_among_whole_numbers_are_categories()
    {
        using var file = new TemporaryFile("n,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 5 == 4 ? "4+" : i % 5)},{i}.5\n")));
        Assert.Equal(["0", "1", "2", "3", "4+"], ((CategoryColumn)Table.Read(file.Path, Y)["n"]).Categories);
    }

    [Theory]
    [InlineData(100, 20, true)]
    [InlineData(99, 20, false)] // fewer than five rows per class
    [InlineData(200, 21, false)]
    public void A_target_of_at_most_twenty_whole_values_with_five_rows_each_is_one_of_classes(int rows, int values, bool areClasses) =>
        Assert.Equal(areClasses ? ColumnKind.Category : ColumnKind.Number, KindOf("y", "x,y\n" + Lines(rows, i => $"{i % 7}.5,{i % values}")));

    [Theory]
    [InlineData(10, 2, true)]
    [InlineData(10, 3, false)]
    public void A_column_is_meant_to_be_one_of_numbers_where_four_fifths_of_its_values_are(int rows, int words, bool isMeant)
    {
        // Fractions, so that their words are not those of a scale.
        var text = "x,y\n" + Lines(rows, i => i < words ? $"word,{i}" : $"{i % 3}.5,{i}");
        if (isMeant)
            Assert.StartsWith(", line 2, column 'x': holds 'word' where 8 of 10 values are numbers", Fails(text, Y), StringComparison.Ordinal);
        else
            Assert.Equal(ColumnKind.Category, KindOf("x", text));
    }

    [Theory]
    [InlineData(100, 19, false)] // and a word: 20 values
    [InlineData(100, 20, true)]
    [InlineData(12, 5, false)] // 6 values in 12 rows
    [InlineData(12, 6, true)]
    public void Words_among_whole_numbers_make_categories_where_values_are_at_most_twenty_and_at_most_half_as_many_as_rows(int rows, int numbers, bool isRefused)
    {
        var text = "x,y\n" + Lines(rows, i => i == 0 ? "more,0" : $"{i % numbers},{i}");
        if (isRefused)
            Assert.StartsWith($", line 2, column 'x': holds 'more' where {rows - 1} of {rows} values are numbers", Fails(text, Y), StringComparison.Ordinal);
        else
            Assert.Equal(ColumnKind.Category, KindOf("x", text));
    }

    [Theory]
    [InlineData(20, 20, false)]
    [InlineData(21, 41, true)]
    [InlineData(21, 42, false)]
    public void Words_are_categories_where_they_are_at_most_twenty_or_half_as_many_as_rows(int words, int rows, bool isRefused)
    {
        var text = "x,y\n" + Lines(rows, i => $"word{i % words},{i}");
        if (isRefused)
            Assert.StartsWith($", column 'x': has {words} different words in {rows} rows", Fails(text, Y), StringComparison.Ordinal);
        else
            Assert.Equal(ColumnKind.Category, KindOf("x", text));
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    public void More_than_a_thousand_words_are_never_categories(int words, bool isRefused)
    {
        var text = "x,y\n" + Lines(3 * words, i => $"word{i % words},{i}");
        if (isRefused)
            Assert.StartsWith($", column 'x': has more than 1,000 different words in {3 * words} rows", Fails(text, Y), StringComparison.Ordinal);
        else
            Assert.Equal(ColumnKind.Category, KindOf("x", text));
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void Row_numbers_are_known_from_twenty_rows_on(int rows, bool isLeftOut)
    {
        using var file = new TemporaryFile("id,x,y\n" + Lines(rows, i => $"{i + 1},{i % 3}.5,{i * 7 % 5}.5"));
        Assert.Equal(isLeftOut ? ["x", "y"] : ["id", "x", "y"], Table.Read(file.Path, Y).Columns.Select(static column => column.Name));
    }

    [Fact]
    public void Without_a_target_no_input_is_needed()
    {
        using var file = new TemporaryFile("id\n" + Lines(30, static i => $"{i}"));
        Assert.Empty(Table.Read(file.Path, new ColumnChoices()).Columns);
    }

    [Fact]
    public void A_kept_column_of_signed_numbers_has_the_note_why_it_is_kept() =>
        Kept("id,y\n" + Lines(30, static i => $"${i},{i}.5"), ["id"], "column 'id' only numbers the rows, but no other input is left; kept");

    [Theory]
    [InlineData("x,y\n1,NA\n2,NA\n", true)]
    [InlineData("x,y\n1,\n2,\n", false)]
    public void Only_a_target_that_lacks_values_by_a_word_may_be_cured_by_naming_the_words(string text, bool isWord)
    {
        using var file = new TemporaryFile(text);
        var remedies = Assert.Throws<DataException>(() => Table.Read(file.Path, Y)).Remedies;
        Assert.Equal(isWord, remedies.Any(static remedy => remedy.Kind == RemedyKind.NameMissingWords));
    }

    [Fact]
    public void A_column_may_be_named_by_its_number_from_1_on()
    {
        using var file = new TemporaryFile("a,b,y\n" + Lines(30, static i => $"{i % 3},{i % 5},{i}.5"));
        Assert.Equal(["b", "y"], Table.Read(file.Path, Y with { Ignored = ["#1"] }).Columns.Select(static column => column.Name));
        Assert.Equal(["a", "b"], Table.Read(file.Path, new ColumnChoices { Targets = ["b"], Ignored = ["#3"] }).Columns.Select(static column => column.Name));
        Assert.StartsWith(": has no column '#0'", Fails("a,y\n1,2\n", Y with { Ignored = ["#0"] }), StringComparison.Ordinal);
        Assert.StartsWith(": has no column '#3'", Fails("a,y\n1,2\n", Y with { Ignored = ["#3"] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, "c11, c12")]
    [InlineData(13, "c11, c12, … (13 in all)")]
    public void A_message_lists_at_most_twelve_columns(int columns, string end)
    {
        var names = string.Join(',', Enumerable.Range(1, columns).Select(static c => $"c{c}"));
        Assert.Contains(end, Fails(names + "\n" + names.Replace("c", "", StringComparison.Ordinal) + "\n", Y), StringComparison.Ordinal);
        Assert.Equal(columns > 12, Fails(names + "\n" + names.Replace("c", "", StringComparison.Ordinal) + "\n", Y).Contains(" in all", StringComparison.Ordinal));
    }

    private static string Lines(int rows, Func<int, string> line) => string.Concat(Enumerable.Range(0, rows).Select(i => line(i) + "\n"));

    private static ColumnKind KindOf(string column, string text)
    {
        using var file = new TemporaryFile(text);
        return Table.Read(file.Path, Y)[column].Kind;
    }
}
