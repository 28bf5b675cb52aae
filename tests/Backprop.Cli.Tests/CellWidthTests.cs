namespace Backprop.Cli.Tests;

public class CellWidthTests
{
    [Theory]
    [InlineData("setosa", 6)]
    [InlineData("東京", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("한국", 4)]
    [InlineData("😀x", 3)]
    [InlineData("━─█·", 4)]
    public void Wide_characters_take_two_columns_and_accents_none(string text, int columns)
    {
        Assert.Equal(columns, CellWidth.Of(text));
        Assert.Equal(8, CellWidth.Of(CellWidth.PadRight(text, 8)));
        Assert.Equal(8, CellWidth.Of(CellWidth.PadLeft(text, 8)));
    }

    [Theory]
    [InlineData("setosa", 6, "setosa")]
    [InlineData("setosa", 5, "seto…")]
    [InlineData("東京都", 6, "東京都")]
    [InlineData("東京都", 5, "東京…")]
    [InlineData("東京都", 4, "東…")]
    [InlineData("😀😀", 1, "…")]
    public void Text_is_cut_to_columns(string text, int columns, string cut) => Assert.Equal(cut, CellWidth.Cut(text, columns));
}
