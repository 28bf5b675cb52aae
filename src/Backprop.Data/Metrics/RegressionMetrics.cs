namespace Backprop.Data;

/// <summary>How well numbers were predicted, in one pass over the rows.</summary>
public sealed class RegressionMetrics
{
    private double mean, squaresAboutMean, squaredErrors, absoluteErrors;

    /// <summary>The number of rows added.</summary>
    public long Count { get; private set; }

    /// <summary>1 − Σ(error²) / Σ((actual − mean)²): 1 is perfect, 0 no better than the mean; NaN where all values are equal.</summary>
    public double RSquared => squaresAboutMean > 0 ? 1 - (squaredErrors / squaresAboutMean) : double.NaN;

    /// <summary>The root of the mean squared error, in the target's unit.</summary>
    public double RootMeanSquaredError => Math.Sqrt(squaredErrors / Count);

    /// <summary>The mean absolute error, in the target's unit.</summary>
    public double MeanAbsoluteError => absoluteErrors / Count;

    /// <summary>Takes in a row.</summary>
    public void Add(double actual, double predicted)
    {
        Count++;
        var distance = actual - mean;
        mean += distance / Count;
        squaresAboutMean += distance * (actual - mean);
        var error = predicted - actual;
        squaredErrors += error * error;
        absoluteErrors += Math.Abs(error);
    }
}
