namespace Backprop.Data;

/// <summary>The outcome of a cross-validation.</summary>
public sealed class CrossValidationResult
{
    internal CrossValidationResult(IReadOnlyList<DataSplit> splits, IReadOnlyList<TableScores> scores) => (Splits, Scores) = (splits, scores);

    /// <summary>The rows of each fold.</summary>
    public IReadOnlyList<DataSplit> Splits { get; }

    /// <summary>The scores of each fold's net on its test rows.</summary>
    public IReadOnlyList<TableScores> Scores { get; }

    /// <summary>
    /// The mean of a measure over the folds, with a 95 % interval by Student's t with one degree of freedom less than folds. The nets of
    /// different folds share most of their training rows, so that their measures are not independent and the interval may be too narrow (Bengio
    /// &amp; Grandvalet 2004).
    /// </summary>
    /// <param name="measure">The measure of a fold; a fold in which it is NaN, as R² of equal values is, is left out.</param>
    /// <param name="least">The least value that the measure can have, at which the interval is cut: 0 for an accuracy. Default: none.</param>
    /// <param name="greatest">The greatest value that the measure can have: 1 for an accuracy. Default: none.</param>
    /// <returns>Mean and interval.</returns>
    public FoldInterval Over(Func<TableScores, double> measure, double least = double.NegativeInfinity, double greatest = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(measure);
        double[] values = [.. Scores.Select(measure).Where(static value => !double.IsNaN(value))];
        if (values.Length < 2)
            return new(values.Length == 0 ? double.NaN : values[0], double.NaN, double.NaN, values.Length);
        var mean = values.Average();
        var half = StudentT.Of95(values.Length - 1) * Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length);
        return new(mean, Math.Max(mean - half, least), Math.Min(mean + half, greatest), values.Length);
    }
}

/// <summary>A mean over folds.</summary>
/// <param name="Mean">The mean; NaN where no fold has the measure.</param>
/// <param name="Lower">The lower end of the 95 % interval; NaN with less than two folds.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Folds">The folds that have the measure.</param>
public sealed record FoldInterval(double Mean, double Lower, double Upper, int Folds);
