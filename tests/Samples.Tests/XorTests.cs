namespace Samples.Tests;

public sealed class XorTests
{
    [Fact]
    public void A_net_learns_exclusive_or_and_answers_from_its_file()
    {
        var lines = Sample.Run("Xor");
        Assert.Matches("^all within 0.2 after [0-9]+ sweeps, E = 0", lines[^5]);
        double[] answers = [.. lines[^4..].Select(line => double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.InRange(answers[0], 0, 0.2);
        Assert.InRange(answers[1], 0.8, 1);
        Assert.InRange(answers[2], 0.8, 1);
        Assert.InRange(answers[3], 0, 0.2);
    }
}
