namespace Backprop.Figures;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.</summary>
internal static class SymmetricEigen
{
    /// <summary>Column k of the vectors belongs to value k; unit length, its entry of greatest size positive.</summary>
    public static (double[] Values, double[,] Vectors) Decompose(double[,] symmetric)
    {
        var size = symmetric.GetLength(0);
        var a = (double[,])symmetric.Clone();
        var vectors = new double[size, size];
        for (var i = 0; i < size; i++) vectors[i, i] = 1;
        for (var round = 0; round < 60 && OffDiagonal(a) > 1e-26 * (1e-300 + Diagonal(a)); round++)
        {
            for (var p = 0; p < size - 1; p++)
            {
                for (var q = p + 1; q < size; q++) Rotate(a, vectors, p, q);
            }
        }

        for (var k = 0; k < size; k++)
        {
            var greatest = Enumerable.Range(0, size).MaxBy(i => Math.Round(Math.Abs(vectors[i, k]), 9));
            if (vectors[greatest, k] >= 0) continue;
            for (var i = 0; i < size; i++) vectors[i, k] = -vectors[i, k];
        }

        return ([.. Enumerable.Range(0, size).Select(k => a[k, k])], vectors);
    }

    private static double Diagonal(double[,] a) => Enumerable.Range(0, a.GetLength(0)).Sum(i => a[i, i] * a[i, i]);

    private static double OffDiagonal(double[,] a)
    {
        double sum = 0;
        for (var i = 1; i < a.GetLength(0); i++)
        {
            for (var j = 0; j < i; j++) sum += a[i, j] * a[i, j];
        }

        return sum;
    }

    private static void Rotate(double[,] a, double[,] vectors, int p, int q)
    {
        if (a[p, q] == 0) return;
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        for (var k = 0; k < a.GetLength(0); k++) (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        for (var k = 0; k < a.GetLength(0); k++) (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
        for (var k = 0; k < a.GetLength(0); k++) (vectors[k, p], vectors[k, q]) = ((c * vectors[k, p]) - (s * vectors[k, q]), (s * vectors[k, p]) + (c * vectors[k, q]));
    }
}
