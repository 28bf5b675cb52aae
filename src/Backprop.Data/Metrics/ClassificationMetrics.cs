using System.Numerics;

namespace Backprop.Data;

/// <summary>How well classes were predicted: a confusion matrix that rows are added to, and what follows from it.</summary>
/// <param name="classes">The classes, in order.</param>
/// <example>
/// <code>
/// var metrics = new ClassificationMetrics(["no", "yes"]);
/// metrics.Add(actual: 1, predicted: 1);
/// metrics.Add(actual: 1, predicted: 0);
/// Console.WriteLine($"{metrics.Accuracy} {metrics.Recall(1)}");
/// </code>
/// </example>
public sealed class ClassificationMetrics(IReadOnlyList<string> classes)
{
    private readonly long[] counts = new long[classes.Count * classes.Count];

    /// <summary>The classes, in order.</summary>
    public IReadOnlyList<string> Classes { get; } = classes;

    /// <summary>The number of rows added.</summary>
    public long Count { get; private set; }

    /// <summary>The number of rows predicted rightly.</summary>
    public long Right { get; private set; }

    /// <summary>What the predicted probabilities are worth; null where no row was added with them.</summary>
    public ProbabilityMetrics? Probabilities { get; private set; }

    /// <summary>Right rows / rows; NaN before the first.</summary>
    public double Accuracy => (double)Right / Count;

    /// <summary>The mean recall of the classes that occur: accuracy, were they equally frequent.</summary>
    public double BalancedAccuracy => Enumerable.Range(0, Classes.Count).Select(Recall).Where(r => !double.IsNaN(r)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The rows of a class that were predicted as a class.</summary>
    /// <param name="actual">The index of the rows' class.</param>
    /// <param name="predicted">The index of the class that was predicted.</param>
    public long this[int actual, int predicted] => counts[(actual * Classes.Count) + predicted];

    /// <summary>Adds a row.</summary>
    /// <param name="actual">The index of the row's class.</param>
    /// <param name="predicted">The index of the class that was predicted.</param>
    public void Add(int actual, int predicted)
    {
        counts[(actual * Classes.Count) + predicted]++;
        Count++;
        Right += actual == predicted ? 1 : 0;
    }

    /// <summary>Adds a row with the probability of each class; the class of the greatest one is predicted, the first of equals.</summary>
    /// <param name="actual">The index of the row's class.</param>
    /// <param name="probabilities">
    /// A number for each class, in the order of <see cref="Classes"/>; each is taken as its share of the sum of those above 0, which leaves
    /// probabilities as they are and makes probabilities of the states of logistic units.
    /// </param>
    /// <typeparam name="T">The precision of the numbers: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> has another number of classes, or a number that is not finite.</exception>
    public void Add<T>(int actual, ReadOnlySpan<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (probabilities.Length != Classes.Count)
            throw new ArgumentException($"There are {Classes.Count} classes, but {probabilities.Length} probabilities came.", nameof(probabilities));
        if (!FarValue.AreFinite(probabilities))
            throw new ArgumentException("A score takes finite probabilities.", nameof(probabilities));
        var predicted = Prediction.Greatest(probabilities);
        Add(actual, predicted);
        (Probabilities ??= new ProbabilityMetrics()).Add(actual, predicted, probabilities);
    }

    /// <summary>The share of a class's rows that were predicted as it; NaN where it has none.</summary>
    /// <param name="actual">The index of the class.</param>
    /// <returns>From 0 to 1, or NaN.</returns>
    public double Recall(int actual) => this[actual, actual] / (double)Enumerable.Range(0, Classes.Count).Sum(p => this[actual, p]);

    /// <summary>The share of the rows predicted as a class that are of it; NaN where none were.</summary>
    /// <param name="predicted">The index of the class.</param>
    /// <returns>From 0 to 1, or NaN.</returns>
    public double Precision(int predicted) => this[predicted, predicted] / (double)Enumerable.Range(0, Classes.Count).Sum(a => this[a, predicted]);
}
