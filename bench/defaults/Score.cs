namespace Backprop.Defaults;

/// <summary>How well a method answers the test rows of one split: <see cref="Accuracy"/>, <see cref="LogLoss"/> and <see cref="Brier"/> of classes, or <see cref="R2"/> and <see cref="Rmse"/> of numbers.</summary>
internal sealed record Score
{
    /// <summary>A probability of 0 would make a log-loss infinite; peers.py has the same floor.</summary>
    public const double Floor = 1e-6;

    public double? Accuracy { get; init; }

    public double? LogLoss { get; init; }

    public double? Brier { get; init; }

    public double? R2 { get; init; }

    public double? Rmse { get; init; }

    /// <summary>Scores the probabilities of classes.</summary>
    /// <param name="probabilities">For each row the probability of each class.</param>
    /// <param name="actual">The class of each row; below 0 if the method does not know it, which counts as probability 0.</param>
    public static Score OfClasses(IReadOnlyList<double[]> probabilities, IReadOnlyList<int> actual)
    {
        var (right, loss, brier) = (0, 0.0, 0.0);
        for (var row = 0; row < actual.Count; row++)
        {
            var given = probabilities[row];
            var own = actual[row] < 0 ? 0 : given[actual[row]];
            right += actual[row] == Array.IndexOf(given, given.Max()) ? 1 : 0;
            loss -= Math.Log(Math.Max(own, Floor));
            // The sum over all classes of (p - d)^2, in which only the actual class has d = 1.
            brier += given.Sum(p => p * p) + 1 - (2 * own);
        }
        return new Score { Accuracy = (double)right / actual.Count, LogLoss = loss / actual.Count, Brier = brier / actual.Count };
    }

    /// <summary>Scores numbers.</summary>
    public static Score OfNumbers(IReadOnlyList<double> predicted, IReadOnlyList<double> actual)
    {
        var mean = actual.Average();
        var error = predicted.Zip(actual, (p, d) => (p - d) * (p - d)).Sum();
        return new Score { R2 = 1 - (error / actual.Sum(d => (d - mean) * (d - mean))), Rmse = Math.Sqrt(error / actual.Count) };
    }
}
