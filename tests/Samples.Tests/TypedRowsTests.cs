namespace Samples.Tests;

public sealed class TypedRowsTests
{
    [Fact]
    public void Objects_become_a_model_that_answers_objects()
    {
        var lines = Sample.Run("TypedRows");
        Assert.InRange(int.Parse(lines[0].Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture), 72, 80);
        Assert.StartsWith("Basic, 3 months, 9 calls: leaves (", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Premium, 50 months, 1 calls: stays (", lines[2], StringComparison.Ordinal);
    }
}
