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

    /// <summary>
    /// The weights of the rows, times a factor per class, so that the weights of every class have the same sum and those of all classes
    /// keep theirs. A class all of whose rows weigh 0, and a row without a class, stay as they are.
    /// </summary>
    /// <param name="column">The target column.</param>
    /// <param name="rows">The rows to be trained on.</param>
    /// <param name="weights">The weight of each of them.</param>
    /// <returns>One weight per row, in the order of the rows.</returns>
    internal static double[] Balanced(CategoryColumn column, ReadOnlySpan<int> rows, ReadOnlySpan<double> weights)
    {
        var sums = new double[column.Categories.Count];
        for (var i = 0; i < rows.Length; i++)
            if (column[rows[i]] >= 0)
                sums[column[rows[i]]] += weights[i];
        var (total, present) = (sums.Sum(), sums.Count(static sum => sum > 0));
        var balanced = weights.ToArray();
        for (var i = 0; i < rows.Length; i++)
            if (column[rows[i]] is >= 0 and var code && sums[code] > 0)
                balanced[i] *= total / (present * sums[code]);
        return balanced;
    }
}
