namespace Backprop.Experiments.Tests;

public class ShareTests
{
    [Fact]
    public void The_interval_is_Wilsons()
    {
        // Worked by hand for 8 of 10: center 0.71674…, half-width 0.22651….
        var share = new Share(8, 10);
        Assert.Equal(0.8, share.Value);
        Assert.Equal(0.4901625, share.Low, 1e-6);
        Assert.Equal(0.9433178, share.High, 1e-6);
    }

    [Fact]
    public void None_and_all_still_leave_doubt_on_one_side()
    {
        Assert.Equal(0, new Share(0, 20).Low);
        Assert.InRange(new Share(0, 20).High, 0.15, 0.17);
        Assert.Equal(1, new Share(20, 20).High);
        Assert.InRange(new Share(20, 20).Low, 0.83, 0.85);
        Assert.Equal((0, 1), (new Share(0, 0).Low, new Share(0, 0).High));
    }

    [Theory]
    [InlineData(73, 100, "73 %")]
    [InlineData(0, 200, "0 of 200")]
    [InlineData(200, 200, "200 of 200")]
    [InlineData(3, 4, "3 of 4")]
    [InlineData(3, 1000, "0.3 %")]
    [InlineData(999, 1000, "99.9 %")]
    public void It_reads_as_a_person_would_say_it(int count, int of, string text) =>
        Assert.Equal(text, new Share(count, of).ToString());

    [Fact]
    public void It_counts() => Assert.Equal(new Share(2, 4), Share.Where((int[])[1, 2, 3, 4], n => n > 2));
}
