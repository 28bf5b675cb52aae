namespace Backprop.Experiments;

/// <summary>Pearson's correlation coefficient.</summary>
internal static class Correlation
{
    /// <summary>The correlation of two equally long lists, −1 to 1; 0 where one of them is constant.</summary>
    public static double Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length) throw new ArgumentException($"Both lists must be equally long, but they have {a.Length} and {b.Length} values.", nameof(b));
        double meanA = 0, meanB = 0, ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            meanA += a[i] / a.Length;
            meanB += b[i] / b.Length;
        }
        for (var i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.Sqrt(aa * bb);
    }
}
