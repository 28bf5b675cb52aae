using System.Text;

namespace Backprop.Data.Tests;

public class TextSampleTests
{
    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(static i => (byte)('a' + (i % 26)))];

    private static byte[] Rest(TextSample sample)
    {
        var rest = new MemoryStream();
        sample.CopyTo(rest);
        return rest.ToArray();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(300_000)]
    public void What_was_looked_at_is_read_again(int length)
    {
        var text = Text(length);
        using var sample = TextSample.Of(new MemoryStream(text));
        Assert.Equal((Math.Min(length, 1 << 18), length < 1 << 18), (sample.Bytes.Length, sample.IsWhole));
        Assert.Equal((true, false, false), (sample.CanRead, sample.CanSeek, sample.CanWrite));
        Assert.Equal(text, Rest(sample));
    }

    [Fact]
    public void A_sample_grows_fourfold_up_to_4_MiB()
    {
        var text = Text(5_000_000);
        using var sample = TextSample.Of(new MemoryStream(text));
        Assert.True(sample.Grow());
        Assert.Equal((1 << 20, false), (sample.Bytes.Length, sample.IsWhole));
        Assert.True(sample.Grow());
        Assert.Equal((1 << 22, false), (sample.Bytes.Length, sample.IsWhole));
        Assert.False(sample.Grow());
        Assert.True(sample.Bytes.SequenceEqual(text.AsSpan(0, 1 << 22)));
        Assert.Equal(text, Rest(sample));
    }

    [Fact]
    public void A_sample_grows_no_further_than_the_text()
    {
        var text = Text(300_000);
        using var sample = TextSample.Of(new MemoryStream(text));
        Assert.True(sample.Grow());
        Assert.True(sample.IsWhole);
        Assert.False(sample.Grow());
        Assert.Equal(text, sample.Bytes.ToArray());
        Assert.Equal(text, Rest(sample));
    }

    [Fact]
    public void Bytes_that_are_skipped_are_not_read_and_the_encoding_stays_that_of_the_whole()
    {
        using var sample = TextSample.Of(new MemoryStream([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("# c\na,b\n")]));
        sample.Skip(10);
        Assert.Equal(Encoding.Unicode, sample.Encoding);
        Assert.Equal("a,b\n", Encoding.Unicode.GetString(Rest(sample)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_character_that_the_end_of_the_sample_cuts_is_valid(int within)
    {
        var text = Text((1 << 18) - within).Concat(Encoding.UTF8.GetBytes("\U0001F600 and so on")).ToArray();
        using var cut = TextSample.Of(new MemoryStream(text));
        Assert.Equal(Encoding.UTF8, cut.Encoding);
        using var ends = TextSample.Of(new MemoryStream(text[..((1 << 17) - 1)].Append((byte)0xF0).ToArray()));
        Assert.Equal("windows-1252", ends.Encoding.WebName);
    }
}
