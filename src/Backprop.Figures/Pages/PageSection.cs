namespace Backprop.Figures;

/// <summary>A claim beside what was measured: one row of a page's table.</summary>
/// <param name="Claim">What is claimed.</param>
/// <param name="Printed">What the paper prints.</param>
/// <param name="Here">What was measured here.</param>
/// <param name="Holds">"yes", "partly" or "no".</param>
internal sealed record PageClaim(string Claim, string Printed, string Here, string Holds);

/// <summary>A part of a page, in the order of the paper: what is claimed, what was found, how it looks, how to repeat it.</summary>
/// <param name="Heading">The heading.</param>
internal sealed record PageSection(string Heading)
{
    /// <summary>What it is about: paragraphs of plain text.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>The claims.</summary>
    public IReadOnlyList<PageClaim> Claims { get; init; } = [];

    /// <summary>The figures, in order.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>Settings and seeds, by name.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>The command that repeats it; none where it is empty.</summary>
    public string Command { get; init; } = "";
}
