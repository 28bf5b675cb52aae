namespace Backprop.Data;

/// <summary>How often a column held a category that the encoding does not have, where such are encoded as all zeros.</summary>
/// <param name="Column">The column.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="First">The first such category.</param>
/// <param name="Line">Its line, or the row of a file that has no lines, from 1; 0 for a table in memory.</param>
/// <param name="RowWord">What <paramref name="Line"/> counts, for messages.</param>
public sealed record UnseenCount(string Column, long Rows, string First, long Line, string RowWord = "line");
