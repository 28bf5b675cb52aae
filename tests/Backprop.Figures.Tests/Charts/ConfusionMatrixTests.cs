namespace Backprop.Figures.Tests;

public sealed class ConfusionMatrixTests
{
    private static ConfusionMatrix Of(int classes, Func<int, int, int> count)
    {
        var counts = new int[classes, classes];
        for (var row = 0; row < classes; row++)
            for (var column = 0; column < classes; column++) counts[row, column] = count(row, column);
        return new() { Classes = [.. Enumerable.Range(0, classes).Select(k => $"class {k}")], Counts = counts };
    }

    [Fact]
    public void Of_many_classes_those_with_the_most_wrong_answers_are_shown_and_the_others_taken_as_one()
    {
        var svg = Of(200, (row, column) => row == column ? 10 : row == 150 && column == 151 ? 5 : row < 27 && column == row + 1 ? 1 : 0).ToSvg();
        foreach (var text in (string[])[">class 150<", ">class 151<", ">171 others<", "The 29 classes with the most wrong answers; the other 171 are taken as one.", "class 150 answered as class 151: 5 of 15"])
            Assert.Contains(text, svg, StringComparison.Ordinal);
        Assert.DoesNotContain(">class 100<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void The_description_counts_all_cases() =>
        Assert.StartsWith("Confusion matrix of 200 classes: 2,000 of 2,005 cases right.", Of(200, (row, column) => row == column ? 10 : row == 150 && column == 151 ? 5 : 0).Describe(), StringComparison.Ordinal);
}
