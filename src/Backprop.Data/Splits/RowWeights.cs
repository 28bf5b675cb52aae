using System.Globalization;

namespace Backprop.Data;

/// <summary>
/// The weights of rows from a column, divided by their mean over the training rows: only their ratios count, so that no unit of weight
/// makes the steps of learning too large or too small. Weights whose mean is 1 keep their bits.
/// </summary>
internal sealed class RowWeights
{
    /// <summary>The greatest weight of a row beside the mean: sums of squares of more are not finite in single precision.</summary>
    private const double Greatest = 1e30;

    private const double RoundingOfMean = 1e-12;

    private readonly double greatest; // by which weights are divided first, so that their sum cannot overflow
    private readonly double meanOfShares;

    /// <summary>Finds the mean over the training rows.</summary>
    /// <param name="column">The column of weights, 0 or more.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="file">The table, for errors.</param>
    /// <exception cref="DataException">All weights are 0.</exception>
    public RowWeights(NumberColumn column, ReadOnlySpan<int> rows, string file)
    {
        foreach (var row in rows)
            greatest = Math.Max(greatest, column[row]);
        if (greatest == 0)
            throw AllZero(column, file, "training");
        var sum = 0.0;
        foreach (var row in rows)
            sum += column[row] / greatest;
        meanOfShares = sum / rows.Length;
        if (Math.Abs(Mean - 1) <= RoundingOfMean)
            (greatest, meanOfShares) = (1, 1);
    }

    private double Mean => greatest * meanOfShares;

    /// <summary>The weights of rows of this table or of another one, relative to the mean over the training rows.</summary>
    /// <param name="column">The column of weights.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="file">Their table, for errors.</param>
    /// <param name="part">What the rows are for, for errors: "training".</param>
    /// <returns>A factor per row.</returns>
    /// <exception cref="DataException">A weight is too great beside the mean, or all are 0.</exception>
    public double[] Of(NumberColumn column, ReadOnlySpan<int> rows, string file, string part)
    {
        var weights = new double[rows.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = column[rows[i]] / greatest / meanOfShares;
            if (weights[i] > Greatest)
                throw new DataException(string.Create(CultureInfo.InvariantCulture, $"the weight {column[rows[i]]:G6} of a {part} row is more than {Greatest:G} times the mean over the training rows, {Mean:G6}; make it smaller"), file, column: column.Name);
        }
        return !Array.Exists(weights, static weight => weight > 0) ? throw AllZero(column, file, part)
            : Array.Exists(weights, static weight => (float)weight > 0) ? weights
            : throw new DataException(string.Create(CultureInfo.InvariantCulture, $"the weights of all {part} rows are too small beside the mean over the training rows, {Mean:G6}; make them greater"), file, column: column.Name);
    }

    private static DataException AllZero(NumberColumn column, string file, string part) => new($"the weights of all {part} rows are 0", file, column: column.Name);
}
