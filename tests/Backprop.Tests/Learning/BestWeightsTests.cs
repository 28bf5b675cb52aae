namespace Backprop.Tests;

public sealed class BestWeightsTests
{
    [Fact]
    public void The_weights_of_the_first_of_the_least_errors_are_kept()
    {
        var network = Xor.Net<double>();
        var history = new History();
        var best = new BestWeights<double>(network, new Evaluator<double>(network, Xor.Cases, new SumOfSquares()).Evaluate);
        var rule = new GradientDescent();
        var start = network.Weights.ToArray();
        Assert.Null(best.Weights);

        var first = best.Measure(history, rule);
        Assert.Equal(start, best.Weights);
        Assert.Equal(network.Evaluate(Xor.Cases).Error, first);

        history.Add(1);
        network.Weights.Fill(100);
        Assert.True(best.Measure(history, rule) > first);
        history.Add(1);
        start.CopyTo(network.Weights);
        Assert.Equal(first, best.Measure(history, rule));

        Assert.Equal((0, first), (history.BestSweep, history.BestError));
        Assert.Equal(start, best.Weights);
        Assert.Equal(3, history.ValidationErrors.Count);
    }

    [Fact]
    public void A_second_run_does_not_record_the_error_that_ended_the_first_again()
    {
        var history = new History();
        var best = new BestWeights<double>(Xor.Net<double>(), new Evaluator<double>(Xor.Net<double>(), Xor.Cases, new SumOfSquares()).Evaluate);

        best.Measure(history, new GradientDescent());
        best.Measure(history, new GradientDescent());

        Assert.Single(history.ValidationErrors);
    }
}
