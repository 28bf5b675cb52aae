using Backprop.Data;

namespace Backprop.Cli;

/// <summary>What <c>explain</c> found.</summary>
/// <param name="Explainer">The model on its rows.</param>
/// <param name="Repeats">How often each column was permuted.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Importance">The columns, the most important first.</param>
/// <param name="Dependence">How the answers depend on the columns that were asked for.</param>
internal sealed record Explanation(TableExplainer Explainer, int Repeats, ulong Seed, IReadOnlyList<ColumnImportance> Importance, IReadOnlyList<ColumnDependence> Dependence);
