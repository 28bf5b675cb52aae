namespace Backprop.Experiments;

/// <summary>Where Newton's method comes from a point on an error surface, and how the surface bends there.</summary>
/// <param name="GreatestDerivative">The greatest |∂E/∂w| there.</param>
/// <param name="Moved">The distance from the starting point.</param>
/// <param name="LeastCurvature">The least eigenvalue of the second derivatives: negative where a direction leads down.</param>
/// <param name="GreatestCurvature">The greatest eigenvalue.</param>
internal sealed record StationaryPoint(double GreatestDerivative, double Moved, double LeastCurvature, double GreatestCurvature)
{
    private const int GreatestSteps = 30;
    private const double LongestStep = 0.5;

    /// <summary>Below this a derivative counts as zero: rounding of a sum over some tens of cases.</summary>
    public const double ZeroDerivative = 1e-10;

    /// <summary>Goes to the stationary point near a point where gradient descent came to rest, by damped Newton steps of bounded length.</summary>
    public static StationaryPoint Near(ErrorSurface surface, ReadOnlySpan<double> start)
    {
        var n = surface.Dimensions;
        var point = start.ToArray();
        var gradient = new double[n];
        surface.At(point, gradient);
        for (var step = 0; step < GreatestSteps && Greatest(gradient) > ZeroDerivative; step++)
        {
            var direction = NewtonDirection(surface.Hessian(point), gradient);
            var length = Math.Sqrt(direction.Sum(d => d * d));
            var scale = Math.Min(1, LongestStep / length);
            for (var i = 0; i < n; i++) point[i] += scale * direction[i];
            surface.At(point, gradient);
        }
        var curvatures = SymmetricEigen.Values(surface.Hessian(point));
        double moved = 0;
        for (var i = 0; i < n; i++) moved += (point[i] - start[i]) * (point[i] - start[i]);
        return new StationaryPoint(Greatest(gradient), Math.Sqrt(moved), curvatures[0], curvatures[^1]);
    }

    private static double Greatest(double[] gradient) => gradient.Max(Math.Abs);

    // −(H + μ1)⁻¹ g with the least μ of a doubling series for which H + μ1 is positive definite, so that the direction leads down.
    private static double[] NewtonDirection(double[,] hessian, double[] gradient)
    {
        double damping = 0;
        while (true)
        {
            if (Cholesky(hessian, damping) is { } root) return Solve(root, gradient);
            damping = damping == 0 ? 1e-12 : 2 * damping;
        }
    }

    private static double[,]? Cholesky(double[,] matrix, double damping)
    {
        var n = matrix.GetLength(0);
        var root = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j] + (i == j ? damping : 0);
                for (var k = 0; k < j; k++) sum -= root[i, k] * root[j, k];
                if (i != j) root[i, j] = sum / root[j, j];
                else if (sum > 1e-14) root[i, i] = Math.Sqrt(sum);
                else return null;
            }
        }
        return root;
    }

    private static double[] Solve(double[,] root, double[] gradient)
    {
        var n = gradient.Length;
        var x = new double[n];
        for (var i = 0; i < n; i++)
        {
            x[i] = -gradient[i];
            for (var k = 0; k < i; k++) x[i] -= root[i, k] * x[k];
            x[i] /= root[i, i];
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) x[i] -= root[k, i] * x[k];
            x[i] /= root[i, i];
        }
        return x;
    }
}
