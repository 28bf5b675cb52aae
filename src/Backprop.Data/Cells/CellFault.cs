namespace Backprop.Data;

/// <summary>What is wrong with a cell or another value.</summary>
/// <param name="Text">What it holds, what was expected: the rest of a message that names its place.</param>
/// <param name="Remedies">What a user can do, the likeliest first.</param>
internal sealed record CellFault(string Text, params IReadOnlyList<Remedy> Remedies);
