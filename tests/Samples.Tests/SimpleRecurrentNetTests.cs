namespace Samples.Tests;

public sealed class SimpleRecurrentNetTests
{
    [Fact]
    public void A_net_trained_by_copy_back_predicts_the_vowels_and_gives_each_consonant_its_chance()
    {
        var lines = Sample.Run("SimpleRecurrentNet");
        Assert.StartsWith("40 sweeps over 10 streams, ", lines[0], StringComparison.Ordinal);
        var words = lines[1].Split(' ');
        var (right, vowels) = (int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture), int.Parse(words[4], System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(right, vowels * 0.97, vowels);
        Assert.InRange(double.Parse(lines[2].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), 0.25, 0.42);
    }
}
