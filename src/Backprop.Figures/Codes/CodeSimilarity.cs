namespace Backprop.Figures;

/// <summary>How alike two codes are.</summary>
internal static class CodeSimilarity
{
    /// <summary>Pearson's correlation over the units; NaN where a code is the same in all of them.</summary>
    public static double Correlation(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var (meanOfFirst, meanOfSecond) = (first.Average(), second.Average());
        var (together, ofFirst, ofSecond) = (0.0, 0.0, 0.0);
        for (var unit = 0; unit < first.Count; unit++)
        {
            var (a, b) = (first[unit] - meanOfFirst, second[unit] - meanOfSecond);
            together += a * b;
            ofFirst += a * a;
            ofSecond += b * b;
        }
        return ofFirst == 0 || ofSecond == 0 ? double.NaN : Math.Clamp(together / Math.Sqrt(ofFirst * ofSecond), -1, 1);
    }

    /// <summary>The Euclidean distance.</summary>
    public static double Distance(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var sum = 0.0;
        for (var unit = 0; unit < first.Count; unit++)
            sum += (first[unit] - second[unit]) * (first[unit] - second[unit]);
        return Math.Sqrt(sum);
    }
}
