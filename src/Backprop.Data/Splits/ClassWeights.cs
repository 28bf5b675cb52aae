namespace Backprop.Data;

/// <summary>Weights of cases that make rare classes count as much as frequent ones.</summary>
public static class ClassWeights
{
    /// <summary>
    /// For each row n / (k · nᵢ): n rows with a class, k classes that occur, nᵢ rows of the row's own class. Every class then
    /// weighs the same, and the weights' mean is 1. A row without a class weighs 1.
    /// </summary>
    /// <param name="column">The target column.</param>
    /// <param name="rows">The rows to be trained on.</param>
    /// <returns>One factor per row, in the order of the rows; 1 for a row without a class.</returns>
    public static IReadOnlyList<double> Balanced(CategoryColumn column, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(column);
        var counts = new int[column.Categories.Count];
        foreach (var row in rows)
            if (column[row] >= 0)
                counts[column[row]]++;
        double total = counts.Sum();
        double present = counts.Count(c => c > 0);
        var weights = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            weights[i] = column[rows[i]] is >= 0 and var code ? total / (present * counts[code]) : 1;
        return weights;
    }
}
