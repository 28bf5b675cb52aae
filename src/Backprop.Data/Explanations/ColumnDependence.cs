namespace Backprop.Data;

/// <summary>How a model's mean answer depends on one column: the partial dependence (Friedman 2001).</summary>
/// <param name="Column">The input column.</param>
/// <param name="Answers">What each of <see cref="DependencePoint.Answers"/> is of: the classes of the target, or the target of numbers.</param>
/// <param name="Points">The values of the column, ascending; categories in their order; last the missing value where the model has a unit for it.</param>
/// <param name="Distribution">How the column's values are distributed over the rows, in bins of equal width; empty for categories and where no value occurs.</param>
public sealed record ColumnDependence(string Column, IReadOnlyList<string> Answers, IReadOnlyList<DependencePoint> Points, IReadOnlyList<DistributionBin> Distribution)
{
    /// <summary>What each of <see cref="DependencePoint.Answers"/> is of: the classes of the target, or the target of numbers.</summary>
    public IReadOnlyList<string> Answers { get; } = ValueList.Of(Answers);

    /// <summary>The values of the column, ascending; categories in their order; last the missing value where the model has a unit for it.</summary>
    public IReadOnlyList<DependencePoint> Points { get; } = ValueList.Of(Points);

    /// <summary>How the column's values are distributed over the rows, in bins of equal width; empty for categories and where no value occurs.</summary>
    public IReadOnlyList<DistributionBin> Distribution { get; } = ValueList.Of(Distribution);
}

/// <summary>The mean answer over the rows when a column has one value in all of them.</summary>
/// <param name="Value">The number, or the days since 0001-01-01 of a date; NaN for a category and for the missing value.</param>
/// <param name="Text">The value as the training table writes it; empty for the missing value.</param>
/// <param name="Rows">The rows that have this value.</param>
/// <param name="Answers">The mean probability of each class (the mean state of its unit where that is not a probability), or the mean number.</param>
public sealed record DependencePoint(double Value, string Text, int Rows, IReadOnlyList<double> Answers)
{
    /// <summary>The mean probability of each class (the mean state of its unit where that is not a probability), or the mean number.</summary>
    public IReadOnlyList<double> Answers { get; } = ValueList.Of(Answers);
}

/// <summary>The rows whose value is in a range.</summary>
/// <param name="From">The lower end.</param>
/// <param name="To">The upper end; it belongs to the next bin, in the last bin to this one.</param>
/// <param name="Rows">The number of rows.</param>
public sealed record DistributionBin(double From, double To, int Rows);
