using System.Globalization;

namespace Backprop.Defaults;

/// <summary>A mean and half the width of its interval of 95 %; the interval is infinite for a single value.</summary>
internal readonly record struct Interval(double Mean, double HalfWidth)
{
    /// <summary>Student's t at 0.975 for 1 to 30 degrees of freedom.</summary>
    private static readonly double[] Student =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>The test rows of a split per training row.</summary>
    private const double TestShare = 0.25;

    public bool IsAbove => Mean - HalfWidth > 0;

    public bool IsBelow => Mean + HalfWidth < 0;

    /// <summary>The mean of independent values, such as one per table.</summary>
    public static Interval OfIndependent(IReadOnlyList<double> values) => Of(values, 1.0 / values.Count);

    /// <summary>
    /// The mean of one value per split of a table. Splits share most of their training rows, so that the variance of their mean is larger
    /// than a sample's of that size: 1/n + test rows per training row in place of 1/n (Nadeau and Bengio, 2003, Machine Learning 52).
    /// </summary>
    public static Interval OfSplits(IReadOnlyList<double> values) => Of(values, (1.0 / values.Count) + TestShare);

    private static Interval Of(IReadOnlyList<double> values, double factor)
    {
        var mean = values.Average();
        var freedom = values.Count - 1;
        if (freedom == 0)
            return new Interval(mean, double.PositiveInfinity);
        var variance = values.Sum(value => (value - mean) * (value - mean)) / freedom;
        return new Interval(mean, (freedom <= Student.Length ? Student[freedom - 1] : 1.96) * Math.Sqrt(variance * factor));
    }

    /// <summary>Such as +0.012 ± 0.005; of a single value without an interval.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Mean < 0 ? "−" : "+")}{Math.Abs(Mean):F3}{(double.IsInfinity(HalfWidth) ? "" : $" ± {HalfWidth.ToString("F3", CultureInfo.InvariantCulture)}")}");
}
