namespace Backprop.Figures.Tests;

public sealed class TerminalHintonTests
{
    [Fact]
    public void Sign_is_told_without_color_and_size_by_the_square()
    {
        var text = TerminalHinton.Draw(new[,] { { 4, -4, 1, -1 }, { 0.1, -0.1, double.NaN, 0 } }, ["first", "2"]);
        Assert.Equal("first ■ □ ◼ ◻\n2     · ·   ·\n■ positive  □ negative  largest 4\n", text);
    }

    [Fact]
    public void A_wide_matrix_says_that_it_is_cut()
    {
        var text = TerminalHinton.Draw(new double[1, 300], width: 40);
        Assert.Contains("first 20 of 300 columns", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n')[..1], line => Assert.True(line.Length <= 40));
    }
}
