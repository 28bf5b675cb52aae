namespace Samples.Tests;

public sealed class ContinueSequenceTests
{
    [Fact]
    public void A_recurrent_net_learns_sequences_and_continues_unseen_ones()
    {
        var lines = Sample.Run("ContinueSequence");
        Assert.StartsWith("20 sequences learned: all within 0.2 after", lines[0], StringComparison.Ordinal);
        Assert.Equal(7, lines.Length);
        var right = int.Parse(lines[^1].Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(right, 15, 20);
    }
}
