namespace Backprop;

/// <summary>
/// A band about the desired state in which a unit has no error (point 8): where 1 is desired while y &gt; 1 − band,
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

    /// <summary>The paper's wording: outside the band the error is y − d, as if there were none.</summary>
    /// <param name="band">Between 0 and 1, both excluded.</param>
    public static Tolerance Dead(double band = 0.2) => new(ToleranceKind.Dead, Check(band));

    /// <summary>Outside the band the error is measured from the band's edge: continuous, and it learns far better.</summary>
    /// <param name="band">Between 0 and 1, both excluded.</param>
    public static Tolerance Edge(double band = 0.2) => new(ToleranceKind.Edge, Check(band));

    /// <inheritdoc/>
    public override string ToString() => Kind == ToleranceKind.None ? "none" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Kind} {Band}");

    private static double Check(double band) => band is > 0 and < 1 ? band
        : throw new ArgumentOutOfRangeException(nameof(band), band, "A tolerance lies between 0 and 1, both excluded; the paper's is 0.2.");
}

internal enum ToleranceKind { None, Dead, Edge }
