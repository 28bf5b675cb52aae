using System.Globalization;

namespace Backprop;

/// <summary>How far a <see cref="GradientMethod"/> points away from ∂E/∂w: below 90°, small steps against its direction lower E.</summary>
/// <param name="Degrees">The angle over all weights, from 0 to 180; NaN where one of the two is 0 or not finite.</param>
/// <param name="Blocks">The angles of each block that learns, in the order of the flat vector.</param>
public sealed record GradientAngles(double Degrees, IReadOnlyList<BlockAngle> Blocks)
{
    /// <summary>The angles of each block that learns, in the order of the flat vector.</summary>
    public IReadOnlyList<BlockAngle> Blocks { get; init => field = ValueList.Of(value)!; } = ValueList.Of(Blocks)!;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Degrees:F1}° from ∂E/∂w ({string.Join(", ", Blocks)})");

    /// <summary>The angle between two vectors in degrees; NaN where one of them is 0.</summary>
    internal static double Between(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double ofA = 0, ofB = 0;
        for (var k = 0; k < a.Length; k++)
        {
            ofA += a[k] * a[k];
            ofB += b[k] * b[k];
        }
        if (ofA == 0 || ofB == 0 || !double.IsFinite(ofA + ofB))
            return double.NaN;
        // By the sides of the triangle of the two unit vectors: an arc cosine near 1 would lose half of the digits.
        double apart = 0, together = 0;
        for (var k = 0; k < a.Length; k++)
        {
            double one = a[k] / Math.Sqrt(ofA), other = b[k] / Math.Sqrt(ofB);
            apart += (one - other) * (one - other);
            together += (one + other) * (one + other);
        }
        return 2 * Math.Atan2(Math.Sqrt(apart), Math.Sqrt(together)) * 180 / Math.PI;
    }
}

/// <summary>The angle of one block.</summary>
/// <param name="Weights">The block's name.</param>
/// <param name="Degrees">The angle, from 0 to 180; NaN where one of the two is 0 or not finite.</param>
public sealed record BlockAngle(string Weights, double Degrees)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Weights} {Degrees:F1}°");
}
