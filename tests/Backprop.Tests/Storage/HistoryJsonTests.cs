namespace Backprop.Tests;

public sealed class HistoryJsonTests
{
    private const string Old = """{"sweeps":2,"error":4,"bestSweep":1,"bestError":1}""";

    [Fact]
    public void A_history_that_does_not_say_how_many_cases_it_had_is_read_without_errors_per_case()
    {
        var history = HistoryJson.Read(Old, [8, 6], [2, 1, 3]);
        Assert.Equal([8, 6], history.Errors);
        Assert.Null(history.TrainingWeight);
        Assert.Empty(history.ErrorsPerCase);
        Assert.Empty(history.ValidationErrorsPerCase);
        Assert.True(double.IsNaN(history.ErrorPerCase) && double.IsNaN(history.BestErrorPerCase));
    }

    [Fact]
    public void Weights_of_the_cases_come_back()
    {
        var history = HistoryJson.Read(Old.Replace("}", ",\"trainingWeight\":40,\"validationWeight\":2.5}", StringComparison.Ordinal), [8, 6], [2, 1, 3]);
        Assert.Equal([0.2, 0.15], history.ErrorsPerCase);
        Assert.Equal([0.8, 0.4, 1.2], history.ValidationErrorsPerCase);
        Assert.Equal((0.1, 0.4), (history.ErrorPerCase, history.BestErrorPerCase));
        Assert.Equal(HistoryJson.Write(history), HistoryJson.Write(HistoryJson.Read(HistoryJson.Write(history), [8, 6], [2, 1, 3])));
    }

    [Theory, InlineData("-1"), InlineData("\"NaN\""), InlineData("\"x\"")]
    public void A_weight_that_cannot_be_is_refused(string weight)
    {
        var text = Old.Replace("}", $",\"trainingWeight\":{weight}}}", StringComparison.Ordinal);
        Assert.Contains("trainingWeight", Assert.Throws<FormatException>(() => HistoryJson.Read(text, [8, 6], [])).Message, StringComparison.Ordinal);
    }
}
