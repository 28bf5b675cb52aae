namespace Backprop.Experiments;

/// <summary>The direction of one weight change beside that of the exact gradient there, over all weights and biases.</summary>
/// <param name="Sweep">The sweep of the change, from 1.</param>
/// <param name="Change">The cosine of the angle between Δw and −∂E/∂w: 1 straight down, 0 level; null if one of them is 0.</param>
/// <param name="Gradient">The cosine of the angle between the gradient that the rule was given and ∂E/∂w; null for a rule that searches, which sees the exact one.</param>
internal sealed record Direction(int Sweep, double? Change, double? Gradient);

/// <summary>Measures directions beside a training, with a net of its own.</summary>
internal sealed class DirectionProbe<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Trainer<T> exact;

    /// <param name="trained">The net whose training is watched.</param>
    /// <param name="cases">Its cases.</param>
    /// <param name="error">Its error measure.</param>
    public DirectionProbe(Network<T> trained, Cases cases, ErrorMeasure error) =>
        exact = new Trainer<T>(trained.Copy(), cases, new GradientDescent { LearningRate = double.Epsilon, Momentum = 0 }, error);

    /// <summary>The sweeps that are looked at: 1, 2, 5, 10, 20, 50 and so on.</summary>
    public static IEnumerable<int> Sweeps()
    {
        for (var power = 1; power <= 100_000_000; power *= 10)
        {
            yield return power;
            yield return 2 * power;
            yield return 5 * power;
        }
    }

    /// <summary>∂E/∂w by the backward pass, in the order of the flat vector.</summary>
    /// <param name="weights">The weights.</param>
    public T[] GradientAt(ReadOnlySpan<T> weights)
    {
        weights.CopyTo(exact.Network.Weights);
        exact.Step();
        return exact.LastGradient.ToArray();
    }

    /// <summary>The cosine of the angle between two vectors, summed in double in the order of their elements; null if one of them is 0 or not finite.</summary>
    public static double? Cosine(ReadOnlySpan<T> first, ReadOnlySpan<T> second)
    {
        double product = 0, one = 0, other = 0;
        for (var k = 0; k < first.Length; k++)
        {
            var (a, b) = (double.CreateTruncating(first[k]), double.CreateTruncating(second[k]));
            product += a * b;
            one += a * a;
            other += b * b;
        }
        var cosine = product / (Math.Sqrt(one) * Math.Sqrt(other));
        return double.IsFinite(cosine) ? Math.Clamp(cosine, -1, 1) : null;
    }
}
