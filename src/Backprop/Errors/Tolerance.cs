namespace Backprop;

/// <summary>
/// A band around the desired state in which a unit has no error (point 8): where 1 is desired while y &gt; 1 − band,
/// where 0 is desired while y &lt; band, elsewhere while |y − d| &lt; band; all strict.
/// </summary>
public sealed record Tolerance
{
    private Tolerance(ToleranceKind kind, double band)
    {
        Kind = kind;
        Band = band;
    }

    /// <summary>No band: the error is y − d everywhere. The default.</summary>
    public static Tolerance None { get; } = new(ToleranceKind.None, 0);

    /// <summary>The width of the band; 0.2 in the paper.</summary>
    public double Band { get; }

    internal ToleranceKind Kind { get; }

    /// <summary>As the paper words it: outside the band the error is y − d, as without a band.</summary>
    /// <param name="band">The width of the band, greater than 0 and less than 1.</param>
    /// <returns>The tolerance.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The band is not between 0 and 1.</exception>
    public static Tolerance Dead(double band = 0.2) => new(ToleranceKind.Dead, Check(band));

    /// <summary>Outside the band the error is measured from the edge of the band, so that it is continuous; nets learn much better with it.</summary>
    /// <param name="band">The width of the band, greater than 0 and less than 1.</param>
    /// <returns>The tolerance.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The band is not between 0 and 1.</exception>
    public static Tolerance Edge(double band = 0.2) => new(ToleranceKind.Edge, Check(band));

    /// <inheritdoc/>
    public override string ToString() => Kind == ToleranceKind.None ? "none" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Kind} {Band}");

    private static double Check(double band) => band is > 0 and < 1 ? band
        : throw new ArgumentOutOfRangeException(nameof(band), band, "A tolerance must be greater than 0 and less than 1; the paper uses 0.2.");
}

internal enum ToleranceKind { None, Dead, Edge }
