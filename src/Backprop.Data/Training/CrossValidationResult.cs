using System.Globalization;

namespace Backprop.Data;

/// <summary>The outcome of a cross-validation.</summary>
public sealed class CrossValidationResult
{
    private const int MostNotes = 5;

    /// <param name="splits">The rows of each fold.</param>
    /// <param name="scores">The scores of each fold.</param>
    /// <param name="notes">The notes of each fold's training.</param>
    internal CrossValidationResult(IReadOnlyList<DataSplit> splits, IReadOnlyList<TableScores> scores, IReadOnlyList<IReadOnlyList<string>> notes) =>
        (Splits, Scores, Notes) = (splits, scores, Together(notes));

    /// <summary>The rows of each fold.</summary>
    public IReadOnlyList<DataSplit> Splits { get; }

    /// <summary>The scores of each fold's net on its test rows.</summary>
    public IReadOnlyList<TableScores> Scores { get; }

    /// <summary>
    /// What may be wrong with the trainings (<see cref="TableTrainingResult.Notes"/>), each note once with the number of folds that have it and the first of them, from 1; at
    /// most five different ones, and a line with the number of further ones.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// The mean of a measure over the folds, with a 95 % interval by Student's t with one degree of freedom less than folds. The nets of
    /// different folds share most of their training rows, so that their measures are not independent and the interval may be too narrow (Bengio
    /// &amp; Grandvalet 2004).
    /// </summary>
    /// <param name="measure">The measure of a fold; a fold in which it is NaN, as R² of equal values is, is left out.</param>
    /// <param name="least">The least value that the measure can have, at which the interval is cut: 0 for an accuracy. Default: none.</param>
    /// <param name="greatest">The greatest value that the measure can have: 1 for an accuracy. Default: none.</param>
    /// <returns>Mean and interval.</returns>
    public FoldInterval Over(Func<TableScores, double> measure, double least = double.NegativeInfinity, double greatest = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(measure);
        double[] values = [.. Scores.Select(measure).Where(static value => !double.IsNaN(value))];
        if (values.Length < 2)
            return new(values.Length == 0 ? double.NaN : values[0], double.NaN, double.NaN, values.Length);
        var mean = values.Average();
        var half = StudentT.Of95(values.Length - 1) * Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length);
        return new(mean, Math.Max(mean - half, least), Math.Min(mean + half, greatest), values.Length);
    }

    private static string[] Together(IReadOnlyList<IReadOnlyList<string>> notes)
    {
        var different = notes.Index().SelectMany(static fold => fold.Item.Distinct(StringComparer.Ordinal).Select(note => (note, Fold: fold.Index + 1))).GroupBy(static each => each.note, static each => each.Fold, StringComparer.Ordinal).ToList();
        var lines = different.Take(MostNotes).Select(group => $"{Place([.. group], notes.Count)}: {group.Key}");
        return different.Count <= MostNotes ? [.. lines] : [.. lines, string.Create(CultureInfo.InvariantCulture, $"{different.Count - MostNotes} more notes on the folds")];
    }

    private static string Place(int[] folds, int count) =>
        folds.Length == 1 ? string.Create(CultureInfo.InvariantCulture, $"fold {folds[0]}")
        : folds.Length == count ? string.Create(CultureInfo.InvariantCulture, $"all {count} folds")
        : string.Create(CultureInfo.InvariantCulture, $"{folds.Length} of {count} folds, first fold {folds[0]}");
}

/// <summary>A mean over folds.</summary>
/// <param name="Mean">The mean; NaN where no fold has the measure.</param>
/// <param name="Lower">The lower end of the 95 % interval; NaN with less than two folds.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Folds">The folds that have the measure.</param>
public sealed record FoldInterval(double Mean, double Lower, double Upper, int Folds);
