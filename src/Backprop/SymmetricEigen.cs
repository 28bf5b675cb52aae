namespace Backprop;

/// <summary>
/// Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations in a fixed order:
/// slow for large matrices, exact to rounding, and the same on every machine.
/// </summary>
internal static class SymmetricEigen
{
    private const int MaximumRounds = 60;

    /// <summary>Eigenvalues with their eigenvectors, in no particular order.</summary>
    /// <param name="symmetric">Symmetric, [n, n]; not changed.</param>
    /// <returns>Column k of the eigenvectors belongs to value k: of unit length, its entry of greatest size positive.</returns>
    internal static (double[] Eigenvalues, double[,] Eigenvectors) Decompose(double[,] symmetric)
    {
        var size = symmetric.GetLength(0);
        var a = (double[,])symmetric.Clone();
        var vectors = new double[size, size];
        for (var i = 0; i < size; i++)
            vectors[i, i] = 1;
        for (var round = 0; round < MaximumRounds && OffDiagonal(a) > 1e-30 * Diagonal(a); round++)
        {
            for (var p = 0; p < size - 1; p++)
            {
                for (var q = p + 1; q < size; q++)
                    Rotate(a, vectors, p, q);
            }
        }
        for (var k = 0; k < size; k++)
        {
            var greatest = Enumerable.Range(0, size).MaxBy(i => Math.Round(Math.Abs(vectors[i, k]), 9));
            if (vectors[greatest, k] >= 0)
                continue;
            for (var i = 0; i < size; i++)
                vectors[i, k] = -vectors[i, k];
        }
        return ([.. Enumerable.Range(0, size).Select(k => a[k, k])], vectors);
    }

    /// <summary>The eigenvalues in ascending order.</summary>
    /// <param name="symmetric">Symmetric, [n, n]; not changed.</param>
    internal static double[] Values(double[,] symmetric)
    {
        var (values, _) = Decompose(symmetric);
        Array.Sort(values);
        return values;
    }

    private static double Diagonal(double[,] a) => Enumerable.Range(0, a.GetLength(0)).Sum(i => a[i, i] * a[i, i]);

    private static double OffDiagonal(double[,] a)
    {
        double sum = 0;
        for (var i = 1; i < a.GetLength(0); i++)
        {
            for (var j = 0; j < i; j++)
                sum += a[i, j] * a[i, j];
        }
        return sum;
    }

    // Makes a[p, q] zero: tan 2θ = 2 a_pq / (a_pp − a_qq), the smaller of the two angles.
    private static void Rotate(double[,] a, double[,] vectors, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var tan = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var cos = 1 / Math.Sqrt((tan * tan) + 1);
        var sin = tan * cos;
        for (var k = 0; k < a.GetLength(0); k++)
            (a[k, p], a[k, q]) = ((cos * a[k, p]) - (sin * a[k, q]), (sin * a[k, p]) + (cos * a[k, q]));
        for (var k = 0; k < a.GetLength(0); k++)
            (a[p, k], a[q, k]) = ((cos * a[p, k]) - (sin * a[q, k]), (sin * a[p, k]) + (cos * a[q, k]));
        for (var k = 0; k < a.GetLength(0); k++)
            (vectors[k, p], vectors[k, q]) = ((cos * vectors[k, p]) - (sin * vectors[k, q]), (sin * vectors[k, p]) + (cos * vectors[k, q]));
    }
}
