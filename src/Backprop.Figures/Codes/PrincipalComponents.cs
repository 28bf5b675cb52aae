namespace Backprop.Figures;

/// <summary>The directions in which a set of codes varies most, and the codes' places along them.</summary>
/// <param name="Places">[code][component], centered.</param>
/// <param name="Shares">The share of the variance along each component.</param>
internal sealed record PrincipalComponents(double[][] Places, double[] Shares)
{
    /// <summary>The mean code.</summary>
    public required double[] Mean { get; init; }

    /// <summary>[component][unit]: the directions.</summary>
    public required double[][] Directions { get; init; }

    /// <summary>The place of a code along the components, be it one of those that they were found from or another.</summary>
    public double[] Place(IReadOnlyList<double> code) => Padded(Directions.Select(direction => code.Select((state, unit) => (state - Mean[unit]) * direction[unit]).Sum()), Shares.Length);

    /// <summary>
    /// Analyses codes of equal length by the eigenvectors of their covariance (cyclic Jacobi rotations, fixed order).
    /// Each component's sign is chosen so that its entry of greatest size is positive: the same codes give the same map.
    /// </summary>
    /// <param name="codes">One code per item, such as the hidden states for a case.</param>
    /// <param name="components">How many directions to keep. Default 2.</param>
    public static PrincipalComponents Of(IReadOnlyList<IReadOnlyList<double>> codes, int components = 2)
    {
        var size = codes.Count == 0 ? throw new ArgumentException("Principal components need at least one code.", nameof(codes)) : codes[0].Count;
        if (codes.Any(code => code.Count != size)) throw new ArgumentException("Principal components need codes of equal length.", nameof(codes));
        var mean = Enumerable.Range(0, size).Select(unit => codes.Average(code => code[unit])).ToArray();
        var centered = codes.Select(code => code.Select((state, unit) => state - mean[unit]).ToArray()).ToArray();
        var covariance = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++) covariance[i, j] = covariance[j, i] = centered.Sum(code => code[i] * code[j]) / codes.Count;
        }

        var (values, vectors) = SymmetricEigen.Decompose(covariance);
        var order = Enumerable.Range(0, size).OrderByDescending(k => values[k]).Take(components).ToArray();
        var total = values.Sum(value => Math.Max(0, value));
        double[][] directions = [.. order.Select(k => Enumerable.Range(0, size).Select(unit => vectors[unit, k]).ToArray())];
        var places = centered.Select(code => Padded(directions.Select(direction => code.Select((state, unit) => state * direction[unit]).Sum()), components)).ToArray();
        return new(places, Padded(order.Select(k => total > 0 ? Math.Max(0, values[k]) / total : 0), components)) { Mean = mean, Directions = directions };
    }

    private static double[] Padded(IEnumerable<double> values, int length) => [.. values.Concat(Enumerable.Repeat(0.0, length)).Take(length)];
}
