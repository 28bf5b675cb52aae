namespace Backprop.Tests;

public sealed class HistoryTests
{
    private static readonly GradientDescent Rule = new() { LearningRate = 0.1 };

    /// <summary>Exclusive or, each case many times over.</summary>
    private static Cases Repeated(int times, double[]? weights = null)
    {
        double[][] inputs = [.. Enumerable.Repeat((double[][])[[0, 0], [0, 1], [1, 0], [1, 1]], times).SelectMany(rows => rows)];
        double[][] targets = [.. inputs.Select(row => (double[])[row[0] != row[1] ? 1 : 0])];
        var builder = new CasesBuilder(inputs.Length).Input(null, [.. inputs.SelectMany(row => row)], 2).Target(null, [.. targets.SelectMany(row => row)], 1);
        return (weights is null ? builder : builder.Weights(weights)).ToCases();
    }

    private static History Train(Cases training, Cases? validation, int sweeps = 5) =>
        new Trainer<double>(new Network<double>(Topology.Layered(2, 2, 1)).Randomize(seed: 3), training, Rule, null, new TrainerOptions { Validation = validation })
            .Run(StopWhen.Sweeps(sweeps));

    [Fact]
    public void The_same_cases_have_the_same_error_per_case_however_often_they_stand_there()
    {
        var history = Train(Repeated(7), Repeated(1));
        Assert.Equal((28, 4), (history.TrainingWeight, history.ValidationWeight));
        Assert.Equal(7 * history.ValidationErrors[0], history.Errors[0], 1e-12);
        for (var sweep = 0; sweep < history.Sweeps; sweep++)
            Assert.Equal(history.ErrorsPerCase[sweep], history.ValidationErrorsPerCase[sweep], 1e-12);
        Assert.Equal(history.ErrorPerCase, history.BestErrorPerCase, 1e-12);
    }

    [Fact]
    public void Errors_per_case_are_means_weighted_by_the_weights_of_the_cases()
    {
        var weighted = Train(Repeated(1, [3, 1, 1, 2]), null, sweeps: 1);
        var single = Enumerable.Range(0, 4).Select(@case => Train(Repeated(1).Subset([@case]), null, sweeps: 1).Errors[0]).ToArray();
        Assert.Equal(7, weighted.TrainingWeight);
        Assert.Equal(((3 * single[0]) + single[1] + single[2] + (2 * single[3])) / 7, weighted.ErrorsPerCase[0], 1e-12);
        Assert.Equal(weighted.BestError / 7, weighted.BestErrorPerCase, 1e-12);
    }

    [Fact]
    public void Cases_that_all_weigh_nothing_have_no_error_per_case()
    {
        var history = Train(Repeated(1, [0, 0, 0, 0]), null);
        Assert.All(history.ErrorsPerCase, error => Assert.Equal(0, error));
    }

    [Fact]
    public void Without_validation_cases_they_have_no_weight_and_no_errors()
    {
        var history = Train(Repeated(2), null);
        Assert.Null(history.ValidationWeight);
        Assert.Empty(history.ValidationErrorsPerCase);
        Assert.Equal(history.BestError / 8, history.BestErrorPerCase, 1e-12);
    }

    /// <summary>y = wx on one case: each sweep multiplies y − d by 1 − rate, so E rises without end and stays finite for long where the rate is above 2.</summary>
    private static History Linear(double rate, int sweeps) =>
        new Trainer<double>(new Network<double>(Topology.Build(net => net.Output("y", 1, UnitFunction.Identity, biases: false).From(net.Input("x", 1)))), Cases.From([[1]], [[3]]), new GradientDescent { LearningRate = rate, Momentum = 0 })
            .Run(StopWhen.Sweeps(sweeps));

    [Theory]
    [InlineData(2.1, 20, true)]
    [InlineData(2.1, 19, false)]
    [InlineData(2.01, 60, true)]
    [InlineData(2, 500, false)]
    [InlineData(1.99, 500, false)]
    public void Error_that_rises_while_it_is_finite_is_noticed(double rate, int sweeps, bool diverges) =>
        Assert.Equal(diverges, Linear(rate, sweeps).IsDiverging);

    [Theory]
    [InlineData(15.001, 15.001, true)]
    [InlineData(15, 15.001, false)] // the first of the last ten
    [InlineData(15.001, 15, false)] // the last one
    public void Divergence_is_ten_sweeps_at_more_than_one_and_a_half_times_the_first_error(double eleventh, double twentieth, bool diverges)
    {
        // The second to tenth sweep may have fallen: only the last ten count.
        var history = new History([10, .. Enumerable.Repeat(1.0, 9), eleventh, .. Enumerable.Repeat(100.0, 8), twentieth]);

        Assert.Equal(diverges, history.IsDiverging);
    }

    [Fact]
    public void A_history_without_weights_of_cases_has_no_errors_per_case()
    {
        var history = new History([4, 2], [3, 1, 5]) { Error = 1, BestError = 1 };

        Assert.Empty(history.ErrorsPerCase);
        Assert.Empty(history.ValidationErrorsPerCase);
        Assert.Equal(double.NaN, history.ErrorPerCase);
        Assert.Equal(double.NaN, history.BestErrorPerCase);
    }

    [Fact]
    public void Before_any_sweep_there_is_no_error_and_none_was_best()
    {
        var history = new History();

        Assert.Equal((0, 0, double.NaN, double.PositiveInfinity), (history.Sweeps, history.BestSweep, history.Error, history.BestError));
        Assert.Null(history.Stopped);
        Assert.False(history.IsDiverging);
    }

    [Fact]
    public void A_copy_has_all_of_a_history_and_goes_its_own_way()
    {
        var history = Train(Repeated(2), Repeated(1));
        history.Elapsed = TimeSpan.FromSeconds(3);
        var copy = history.Copy();

        Assert.Equal(history.Errors, copy.Errors);
        Assert.Equal(history.ValidationErrors, copy.ValidationErrors);
        Assert.Equal((history.Error, history.BestSweep, history.BestError, history.Stopped), (copy.Error, copy.BestSweep, copy.BestError, copy.Stopped));
        Assert.Equal((8.0, 4.0, TimeSpan.FromSeconds(3)), (copy.TrainingWeight, copy.ValidationWeight, copy.Elapsed));
        copy.Add(1);
        Assert.Equal((5, 6), (history.Sweeps, copy.Sweeps));
    }

    [Fact]
    public void Going_back_to_another_history_keeps_the_time_and_the_weights_of_the_cases()
    {
        var history = new History([9, 8, 7], [6, 5, 4, 3]) { TrainingWeight = 2, ValidationWeight = 3, Elapsed = TimeSpan.FromSeconds(5) };

        history.CopyFrom(new History([1], [2, 3]) { Error = 4, BestSweep = 1, BestError = 3, TrainingWeight = 100, ValidationWeight = 100, Elapsed = TimeSpan.FromDays(1) });

        Assert.Equal([1], history.Errors);
        Assert.Equal([2, 3], history.ValidationErrors);
        Assert.Equal((4.0, 1, 3.0), (history.Error, history.BestSweep, history.BestError));
        Assert.Equal((2.0, 3.0, TimeSpan.FromSeconds(5)), (history.TrainingWeight, history.ValidationWeight, history.Elapsed));
    }

    [Theory]
    [InlineData(0.5, 0.9)]
    [InlineData(2, 0.97)]
    [InlineData(8, 0.9)]
    public void Momentum_that_overshoots_and_comes_back_is_not_divergence(double rate, double momentum)
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var trainer = new Trainer<double>(new Network<double>(Topology.Layered(2, 2, 1)).Randomize(seed), Xor.Cases, new GradientDescent { LearningRate = rate, Momentum = momentum });
            for (var sweep = 0; sweep < 100; sweep++)
            {
                trainer.Step();
                Assert.False(trainer.History.IsDiverging);
            }
        }
    }
}
