namespace Samples.Tests;

public sealed class TrainFromTableTests
{
    [Fact]
    public void A_CSV_file_becomes_a_model_that_answers_raw_rows()
    {
        var lines = Sample.Run("TrainFromTable");
        Assert.StartsWith("no better for 50 sweeps after", lines[0], StringComparison.Ordinal);
        Assert.InRange(int.Parse(lines[1].Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture), 26, 30);
        Assert.StartsWith("species: setosa (", lines[2], StringComparison.Ordinal);
    }
}
