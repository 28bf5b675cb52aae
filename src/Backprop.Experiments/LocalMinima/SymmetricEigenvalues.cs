namespace Backprop.Experiments;

/// <summary>Eigenvalues of a small symmetric matrix by Jacobi's rotations: slow for large ones, but exact to rounding and without surprises.</summary>
internal static class SymmetricEigenvalues
{
    private const int GreatestRounds = 60;

    /// <summary>The eigenvalues, least first.</summary>
    /// <param name="matrix">Symmetric, [n, n]; left as it is.</param>
    public static double[] Of(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        for (var round = 0; round < GreatestRounds; round++)
        {
            double off = 0, diagonal = 0;
            for (var p = 0; p < n; p++)
            {
                diagonal += a[p, p] * a[p, p];
                for (var q = p + 1; q < n; q++)
                {
                    off += a[p, q] * a[p, q];
                    if (a[p, q] != 0) Rotate(a, n, p, q);
                }
            }
            if (off <= 1e-30 * diagonal) break;
        }
        var values = Enumerable.Range(0, n).Select(i => a[i, i]).ToArray();
        Array.Sort(values);
        return values;
    }

    // Makes a[p, q] zero: tan 2θ = 2 a_pq / (a_pp − a_qq), the smaller of the two angles.
    private static void Rotate(double[,] a, int n, int p, int q)
    {
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var tan = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var cos = 1 / Math.Sqrt(tan * tan + 1);
        var sin = tan * cos;
        for (var k = 0; k < n; k++) (a[k, p], a[k, q]) = (cos * a[k, p] - sin * a[k, q], sin * a[k, p] + cos * a[k, q]);
        for (var k = 0; k < n; k++) (a[p, k], a[q, k]) = (cos * a[p, k] - sin * a[q, k], sin * a[p, k] + cos * a[q, k]);
    }
}
