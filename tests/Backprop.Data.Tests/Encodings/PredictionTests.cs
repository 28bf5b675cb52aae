namespace Backprop.Data.Tests;

public class PredictionTests
{
    private static readonly TableEncoding Encoding = new(
        [new NumberEncoding("x", 0, 1)],
        [new NumberEncoding("size", 10, 2), new CategoryEncoding("species", ["cat", "dog"]), new DateEncoding("when", 739940, 10)]);

    [Fact]
    public void Outputs_become_numbers_classes_and_dates()
    {
        var predictions = Prediction.Decode<float>(Encoding, [1.5f, 0.2f, 0.6f, -0.1f]);
        Assert.Equal(["13", "dog", "2026-11-20"], predictions.Select(p => p.Text));
        Assert.Equal(["size", "species", "when"], predictions.Select(p => p.Target));
        Assert.Equal(13, predictions[0].Number);
        Assert.Equal(1, predictions[1].Number);
        Assert.Equal([0.25, 0.75], predictions[1].Probabilities.Select(p => Math.Round(p, 6)));
        Assert.Empty(predictions[0].Probabilities);
    }

    [Fact]
    public void Probabilities_of_nothing_are_equal() =>
        Assert.Equal([0.5, 0.5], Prediction.Decode<double>(Encoding, [0, 0, -1, 0])[1].Probabilities);

    [Fact]
    public void A_wrong_number_of_outputs_is_refused() =>
        Assert.Throws<ArgumentException>(() => Prediction.Decode<double>(Encoding, [1, 2]));

    [Fact]
    public void Of_equal_states_the_first_is_the_greatest() => Assert.Equal([1, 0], [Prediction.Greatest<float>([0, 1, 1, 0.5f]), Prediction.Greatest<float>([0, 0])]);
}
