using Backprop.Figures;

namespace Backprop.Cli.Tests;

public class HistoryTextTests
{
    [Fact]
    public void A_training_without_validation_has_its_error_per_case_and_the_curve_of_its_errors()
    {
        var history = new History([8, 4, 2]) { TrainingWeight = 4, Error = 2 };
        Assert.Equal($"3 sweeps, error per case 0.5  {Sparkline.Draw([8, 4, 2], 40, log: true)}", HistoryText.Of(history));
    }

    [Fact]
    public void A_training_with_validation_has_both_errors_per_case_and_the_curve_of_the_validation()
    {
        var history = new History([8, 4, 2], [3, 1, 2]) { TrainingWeight = 4, ValidationWeight = 2, Error = 2, BestError = 1, BestSweep = 2 };
        Assert.Equal($"3 sweeps, error per case 0.5 in training, 0.5 in validation at sweep 2  {Sparkline.Draw([3, 1, 2], 40, log: true)}", HistoryText.Of(history));
    }

    [Fact]
    public void An_interrupted_training_has_the_error_of_its_last_sweep() =>
        Assert.Equal("interrupted, error per case 0.5 in the last sweep", HistoryText.Errors(new History([8, 4, 2], [3, 1, 2]) { TrainingWeight = 4, ValidationWeight = 2, BestError = 1, BestSweep = 2 }));

    [Fact]
    public void Errors_are_sums_where_the_file_does_not_say_over_how_many_cases()
    {
        Assert.Equal("E 2 (sums over cases)", HistoryText.Errors(new History([8, 4, 2]) { Error = 2 }));
        Assert.Equal("E 2, validation 1 at sweep 2 (sums over cases)", HistoryText.Errors(new History([8, 4, 2], [3, 1, 2]) { TrainingWeight = 4, Error = 2, BestError = 1, BestSweep = 2 }));
    }
}
