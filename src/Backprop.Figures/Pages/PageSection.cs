namespace Backprop.Figures;

/// <summary>A claim beside what was measured: one row of a page's table.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Printed">The value that the paper prints.</param>
/// <param name="Here">The value measured here.</param>
/// <param name="Holds">"yes", "partly" or "no".</param>
internal sealed record PageClaim(string Claim, string Printed, string Here, string Holds);

/// <summary>A section of a page: claims, measurements, figures, and the command that repeats it.</summary>
/// <param name="Heading">The heading.</param>
internal sealed record PageSection(string Heading)
{
    /// <summary>The text: paragraphs without markup.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>The claims.</summary>
    public IReadOnlyList<PageClaim> Claims { get; init; } = [];

    /// <summary>The figures, in order.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>Settings and seeds, by name.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>The command that repeats it; empty for none.</summary>
    public string Command { get; init; } = "";
}
