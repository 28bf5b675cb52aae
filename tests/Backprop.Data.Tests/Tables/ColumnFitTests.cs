namespace Backprop.Data.Tests;

public sealed class ColumnFitTests
{
    [Theory]
    [InlineData(new[] { 2, 2, 2 }, false)]
    [InlineData(new[] { 2, -1, 2 }, false)]
    [InlineData(new[] { 2, 0, 2 }, true)]
    [InlineData(new[] { -1, -1 }, false)]
    public void Other_numbers_for_the_categories_change_nothing_that_was_learned(int[] codes, bool varies)
    {
        var (fit, renumbered) = (new ColumnFit(ColumnKind.Category), new ColumnFit(ColumnKind.Category));
        int[] others = [1, 2, 0];
        foreach (var code in codes)
        {
            fit.Add(code < 0 ? -1 : others[code]);
            renumbered.Add(code);
        }

        renumbered.Renumber(others);

        Assert.Equal(varies, fit.Varies);
        Assert.Equal((fit.Varies, fit.HasKnown, fit.HasMissing), (renumbered.Varies, renumbered.HasKnown, renumbered.HasMissing));
        Assert.All(Enumerable.Range(0, 4), code => Assert.Equal(fit.HasSeen(code), renumbered.HasSeen(code)));
    }
}
