namespace Backprop.Data.Tests;

public sealed class SparesTests
{
    private int made;

    private Spares<object> Objects() => new(() =>
    {
        made++;
        return new object();
    });

    [Fact]
    public void What_is_put_back_is_taken_again()
    {
        var spares = Objects();
        var one = spares.Take();
        var other = spares.Take();
        Assert.NotSame(one, other);

        spares.PutBack(one);
        Assert.Same(one, spares.Take());
        spares.PutBack(other);
        spares.PutBack(one);
        Assert.Equal(2, new HashSet<object> { spares.Take(), spares.Take() }.Intersect([one, other]).Count());
        Assert.Equal(2, made);
    }

    [Fact]
    public void As_many_are_kept_as_twice_the_processors()
    {
        var most = 2 * Environment.ProcessorCount;
        var spares = Objects();
        var taken = Enumerable.Range(0, most + 3).Select(_ => spares.Take()).ToList();
        taken.ForEach(spares.PutBack);

        for (var i = 0; i < most; i++)
            Assert.Contains(spares.Take(), taken);
        Assert.Equal(most + 3, made);
        Assert.DoesNotContain(spares.Take(), taken);
    }
}
