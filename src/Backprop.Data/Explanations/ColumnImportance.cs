namespace Backprop.Data;

/// <summary>How much a model's score loses when a column's values are exchanged between rows.</summary>
/// <param name="Column">The input column.</param>
/// <param name="Loss">
/// The mean loss over permutations, in the unit of the score: how much accuracy or R² is lower, or how much log-loss, Brier score or
/// absolute error is higher. 0 for a column without influence; below 0 where the score is better without it, by chance. NaN where R² is.
/// </param>
/// <param name="Lower">The lower end of the 95 % interval; NaN where it cannot be told: of fewer than <see cref="TableExplainer.LeastRowsForInterval"/> rows, and where all rows contribute the same.</param>
/// <param name="Upper">The upper end; NaN as <paramref name="Lower"/>.</param>
public sealed record ColumnImportance(string Column, double Loss, double Lower, double Upper);
