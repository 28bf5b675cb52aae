namespace Backprop.Experiments.Tests;

public class ClaimTableTests
{
    private static readonly Claim[] Claims =
    [
        new("sweeps to learn", "1,425", "median 2,560 (5–95 %: 592–15,187)", Verdict.Yes),
        new("sizes 1 : 2 : 4", "yes", "73 %; 2 : 3 : 4 in 27 %", Verdict.Partly),
    ];

    [Fact]
    public void Columns_are_aligned() => Assert.Equal(
        " claim            printed  here                               holds\n" +
        " sweeps to learn  1,425    median 2,560 (5–95 %: 592–15,187)  yes\n" +
        " sizes 1 : 2 : 4  yes      73 %; 2 : 3 : 4 in 27 %            partly\n",
        ClaimTable.Of(Claims, 100));

    [Fact]
    public void What_does_not_fit_is_wrapped_between_words()
    {
        var lines = ClaimTable.Of([new Claim("a claim", "–", string.Join(' ', Enumerable.Repeat("word", 40)), Verdict.No)], 60).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 60));
        Assert.Equal(40, lines.Sum(line => line.Split("word").Length - 1));
    }
}
