using System.Text;

namespace Backprop.Data.Tests;

public class DecimalEvidenceTests
{
    private static char Mark(char delimiter, string[] cells, out bool isGuess) => Mark(delimiter, [cells], out isGuess);

    private static char Mark(char delimiter, string[][] columns, out bool isGuess)
    {
        var reader = new CellReader('.', [], null);
        var evidence = columns.Select(_ => new DecimalEvidence(reader)).ToArray();
        for (var i = 0; i < columns.Length; i++)
            foreach (var cell in columns[i].Select(Encoding.UTF8.GetBytes))
                evidence[i].Add(cell, reader.TryNumber(cell, out _), 1);
        return DecimalEvidence.Mark(evidence, delimiter, out isGuess);
    }

    [Theory]
    [InlineData("1,5", ',')]
    [InlineData("0,125", ',')]
    [InlineData("-0,125", ',')]
    [InlineData("1.234.567", ',')]
    [InlineData("1.234,5", ',')]
    [InlineData("1234,567", ',')]
    [InlineData("1.5", '.')]
    [InlineData("0.125", '.')]
    [InlineData("1,234,567", '.')]
    [InlineData("1,234.5", '.')]
    public void One_cell_that_is_a_number_with_one_mark_only_decides(string cell, char mark)
    {
        foreach (var delimiter in ",;\t|")
        {
            Assert.Equal(mark, Mark(delimiter, [cell, "1,234", "1.234", "7"], out var isGuess));
            Assert.False(isGuess);
        }
    }

    [Fact]
    public void Where_no_cell_decides_a_semicolon_speaks_for_the_comma()
    {
        Assert.Equal(',', Mark(';', ["1,234", "5,678"], out var isGuess));
        Assert.True(isGuess);
        Assert.Equal('.', Mark(';', ["1.234", "5.678"], out _));
        Assert.Equal('.', Mark(',', ["1,234", "5,678"], out _));
        Assert.Equal('.', Mark('\t', ["1,234", "5,678"], out _));
    }

    [Fact]
    public void Short_whole_numbers_beside_1_234_speak_for_groups() => Assert.Equal('.', Mark(';', ["1,234", "567"], out _));

    [Theory]
    [InlineData(';', ',')]
    [InlineData('\t', ',')]
    [InlineData(',', '.')]
    public void Short_whole_numbers_beside_1_234_with_a_point_speak_for_groups_where_the_delimiter_is_not_a_comma(char delimiter, char mark)
    {
        Assert.Equal(mark, Mark(delimiter, ["1.234", "567", "8.009"], out var isGuess));
        Assert.True(isGuess);
        Assert.Equal('.', Mark(delimiter, ["1.234", "567", "8009"], out _));
        Assert.Equal('.', Mark(delimiter, ["1.234", "567", "0.5"], out _));
    }

    [Fact]
    public void Commas_in_lists_and_sentences_decide_nothing() =>
        Assert.Equal('.', Mark(',', [["1,2,3", "4,5", "none", "6,7,8"], ["1", "2", "3", "4"]], out _));

    [Fact]
    public void Columns_outvote_each_other_not_cells() =>
        Assert.Equal(',', Mark(',', [["1.5", "2.5", "3.5", "4.5", "5.5"], ["0,5", "7"], ["1,5", "8"]], out _));

    [Fact]
    public void Where_as_many_columns_speak_for_either_mark_the_cells_decide_and_between_equals_the_point()
    {
        string[] commas = ["1,5", "2,5", "3,5"], comma = ["1,5", "7"], points = ["1.5", "2.5", "3.5"], point = ["1.5", "7"];
        Assert.Equal(',', Mark(';', [commas, point], out var isGuess));
        Assert.False(isGuess);
        Assert.Equal('.', Mark(';', [comma, points], out _));
        Assert.Equal('.', Mark(';', [comma, point], out _));
        Assert.Equal('.', Mark(',', [commas, point], out _)); // commas between cells make decimal commas less likely
    }

    [Fact]
    public void Four_numbers_of_five_cells_make_a_column_of_numbers_and_three_of_four_do_not()
    {
        Assert.Equal(',', Mark(',', ["1,5", "7", "8", "9", "x"], out _));
        Assert.Equal('.', Mark(',', ["1,5", "7", "8", "x"], out _));
    }

    [Theory]
    [InlineData(".5", '.')]
    [InlineData(",5", ',')]
    public void A_number_that_begins_with_its_mark_decides(string cell, char mark)
    {
        Assert.Equal(mark, Mark(',', [cell, "7"], out var isGuess));
        Assert.False(isGuess);
    }

    [Fact]
    public void Exponents_are_seen()
    {
        var evidence = new DecimalEvidence(new CellReader('.', [], null));
        evidence.Add("eleven"u8, isNumber: false, 1);
        Assert.False(evidence.HasExponent);
        evidence.Add("1e5"u8, isNumber: true, 2);
        Assert.True(evidence.HasExponent);
    }
}
