namespace Backprop.Data;

/// <summary>How well numbers were predicted, in one pass over the rows.</summary>
public sealed class RegressionMetrics
{
    private double mean, squaresAboutMean, squaredErrors, absoluteErrors;

    /// <summary>A power of two by which errors and distances are divided before they are squared, so that no square overflows; 1 for usual values.</summary>
    private double scale = 1;

    /// <summary>The number of rows added.</summary>
    public long Count { get; private set; }

    /// <summary>1 − Σ(error²) / Σ((actual − mean)²): 1 is perfect, 0 no better than the mean; NaN where all values are equal.</summary>
    public double RSquared => squaresAboutMean > 0 ? 1 - (squaredErrors / squaresAboutMean) : double.NaN;

    /// <summary>The root of the mean squared error, in the target's unit.</summary>
    public double RootMeanSquaredError => scale * Math.Sqrt(squaredErrors / Count);

    /// <summary>The mean absolute error, in the target's unit.</summary>
    public double MeanAbsoluteError => absoluteErrors / Count;

    /// <summary>Adds a row.</summary>
    /// <param name="actual">The value of the row; finite.</param>
    /// <param name="predicted">The value that was predicted; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite.</exception>
    public void Add(double actual, double predicted)
    {
        if (!double.IsFinite(actual) || !double.IsFinite(predicted))
            throw new ArgumentOutOfRangeException(double.IsFinite(actual) ? nameof(predicted) : nameof(actual), double.IsFinite(actual) ? predicted : actual, "A score takes finite numbers.");
        Count++;
        var distance = actual - mean;
        mean += distance / Count;
        var error = predicted - actual;
        Widen(Math.Max(Math.Abs(distance), Math.Abs(error)));
        squaresAboutMean += distance / scale * ((actual - mean) / scale);
        squaredErrors += error / scale * (error / scale);
        absoluteErrors += Math.Abs(error);
    }

    private void Widen(double size)
    {
        const double mostOfScale = 1e100;
        if (size <= scale * mostOfScale)
            return;
        var wider = Math.ScaleB(1, Math.ILogB(size));
        var shrink = scale / wider;
        squaresAboutMean *= shrink * shrink;
        squaredErrors *= shrink * shrink;
        scale = wider;
    }
}
