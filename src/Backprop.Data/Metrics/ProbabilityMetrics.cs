using System.Numerics;

namespace Backprop.Data;

/// <summary>
/// Whether predicted probabilities of classes mean what they say: proper scores, and how often the predicted class is right at each
/// level of confidence. Every row counts once.
/// </summary>
public sealed class ProbabilityMetrics
{
    /// <summary>The number of bins of <see cref="Reliability"/>, of equal width from 0 to 1: 10.</summary>
    public const int Bins = 10;

    private const double LeastOfSingle = 1.1754943508222875e-38, LeastOfDouble = 2.2250738585072014e-308;
    private readonly long[] counts = new long[Bins], right = new long[Bins];
    private readonly double[] confidences = new double[Bins];
    private double logs, squares;

    internal ProbabilityMetrics() { }

    /// <summary>The number of rows added.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// The mean of −ln p over the rows, p the probability that was predicted for the row's own class; 0 is perfect, NaN before the first
    /// row. A p of 0 counts as the smallest normal number of the precision (2⁻¹²⁶, at which a row contributes 87.3, or 2⁻¹⁰²² in double),
    /// so that one row cannot make the mean infinite.
    /// </summary>
    public double LogLoss => logs / Count;

    /// <summary>
    /// The mean over the rows of Σ (p − 1 for the row's own class, p − 0 for the others)², summed over all classes (Brier 1950): from 0, perfect, to 2;
    /// NaN before the first row. Of two classes it is twice the score that sums over one of them only.
    /// </summary>
    public double BrierScore => squares / Count;

    /// <summary>
    /// The mean over the rows of the distance between confidence and accuracy in the row's bin of <see cref="Reliability"/> (Naeini, Cooper
    /// &amp; Hauskrecht 2015): 0 where the probabilities mean what they say; NaN before the first row.
    /// </summary>
    public double ExpectedCalibrationError
    {
        get
        {
            var distances = 0.0;
            for (var bin = 0; bin < Bins; bin++)
                distances += Math.Abs(right[bin] - confidences[bin]);
            return distances / Count;
        }
    }

    /// <summary>The rows by their confidence, the probability of the predicted class, in <see cref="Bins"/> bins of equal width; empty bins too.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability =>
        [.. Enumerable.Range(0, Bins).Select(bin => new ReliabilityBin((double)bin / Bins, (bin + 1.0) / Bins, counts[bin], right[bin], confidences[bin] / counts[bin]))];

    /// <param name="actual">The index of the row's class.</param>
    /// <param name="predicted">The index of the class that was predicted.</param>
    /// <param name="states">The states of the classes' units, as <see cref="Prediction.Probabilities"/> reads them.</param>
    internal void Add<T>(int actual, int predicted, ReadOnlySpan<T> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var probabilities = Prediction.Shares(states);
        logs += LogLossOf(probabilities[actual], typeof(T) == typeof(double));
        squares += SquaresOf(probabilities, actual);
        var confidence = probabilities[predicted];
        var bin = Math.Min((int)(confidence * Bins), Bins - 1);
        counts[bin]++;
        confidences[bin] += confidence;
        right[bin] += actual == predicted ? 1 : 0;
        Count++;
    }

    /// <summary>What a row adds to the log-loss.</summary>
    /// <param name="probability">The probability of its class.</param>
    /// <param name="isDouble">Whether the probability comes from states in double precision.</param>
    internal static double LogLossOf(double probability, bool isDouble) => -Math.Log(Math.Max(probability, isDouble ? LeastOfDouble : LeastOfSingle));

    /// <summary>What a row adds to the Brier score.</summary>
    internal static double SquaresOf(ReadOnlySpan<double> probabilities, int actual)
    {
        var squares = 0.0;
        for (var c = 0; c < probabilities.Length; c++)
        {
            var distance = probabilities[c] - (c == actual ? 1 : 0);
            squares += distance * distance;
        }
        return squares;
    }
}

/// <summary>The rows whose predicted class has a probability between two bounds.</summary>
/// <param name="From">The lower bound.</param>
/// <param name="To">The upper bound; it belongs to the next bin, in the last bin to this one.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Right">The number of rows predicted rightly.</param>
/// <param name="Confidence">The mean probability of the predicted class; NaN without rows.</param>
public sealed record ReliabilityBin(double From, double To, long Count, long Right, double Confidence)
{
    /// <summary>Right rows / rows; NaN without rows.</summary>
    public double Accuracy => (double)Right / Count;
}
