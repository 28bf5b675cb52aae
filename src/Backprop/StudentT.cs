namespace Backprop;

/// <summary>Student's t distribution, for intervals of means of few measurements.</summary>
internal static class StudentT
{
    /// <summary>The t within which 95 % of the distribution lie: 12.706 for one degree of freedom, towards 1.960 for many.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    public static double Of95(int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        const int many = 10_000; // from here on the next term of the expansion about the normal quantile (26.7.5) is below 1e-11
        const double normal = 1.9599639845400545, square = normal * normal;
        if (freedom >= many)
            return normal * (1 + ((square + 1) / (4.0 * freedom)) + (((5 * square * square) + (16 * square) + 3) / (96.0 * freedom * freedom)));
        var (low, high) = (1.0, 13.0);
        while (high - low > 1e-12)
        {
            var middle = (low + high) / 2;
            (low, high) = Within(middle, freedom) < 0.95 ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    /// <summary>The share of the distribution between −t and t (Abramowitz and Stegun, 26.7.3 and 26.7.4).</summary>
    private static double Within(double t, int freedom)
    {
        var angle = Math.Atan(t / Math.Sqrt(freedom));
        var cosine = Math.Cos(angle);
        var square = cosine * cosine;
        var isOdd = freedom % 2 == 1;
        var (term, sum) = isOdd ? (cosine, freedom == 1 ? 0 : cosine) : (1.0, 1.0);
        for (var k = isOdd ? 3 : 2; k < freedom; k += 2)
        {
            term *= square * (k - 1) / k;
            sum += term;
        }
        return isOdd ? 2 / Math.PI * (angle + (Math.Sin(angle) * sum)) : Math.Sin(angle) * sum;
    }
}
