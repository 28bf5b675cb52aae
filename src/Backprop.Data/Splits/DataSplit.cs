using System.Collections.Immutable;

namespace Backprop.Data;

/// <summary>The rows of a table divided into a part to train on, one to stop by, and one to test with. Each part is in ascending order.</summary>
/// <param name="Training">Rows that weights are learned from.</param>
/// <param name="Validation">Rows that tell when to stop; may be empty.</param>
/// <param name="Test">Rows that nothing is learned from; may be empty.</param>
public sealed record DataSplit(ImmutableArray<int> Training, ImmutableArray<int> Validation, ImmutableArray<int> Test)
{
    /// <summary>Equal row by row.</summary>
    public bool Equals(DataSplit? other) =>
        other is not null && Training.AsSpan().SequenceEqual(other.Training.AsSpan()) && Validation.AsSpan().SequenceEqual(other.Validation.AsSpan()) && Test.AsSpan().SequenceEqual(other.Test.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var part in new[] { Training, Validation, Test })
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(part.AsSpan()));
        return hash.ToHashCode();
    }

    /// <summary>
    /// A random division, the same for the same seed. With classes it is stratified: each part has each class in the share
    /// that the table has, to within a row or two, and every class is in the training part.
    /// </summary>
    /// <param name="classes">The class of each row (below 0: none); or, not stratified, as many zeros as there are rows.</param>
    /// <param name="validation">The share of rows for validation, 0 … below 1.</param>
    /// <param name="test">The share of rows for the test, 0 … below 1.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The three parts, which have every row once.</returns>
    /// <exception cref="DataException">The shares leave nothing to train on, or a part asked for stays empty.</exception>
    public static DataSplit Random(ReadOnlySpan<int> classes, double validation, double test, ulong seed)
    {
        CheckShares(validation, test);
        var rows = new int[classes.Length];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = row;
        new RandomSource(seed).Shuffle(rows.AsSpan());
        var keys = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            keys[i] = classes[rows[i]];
        var order = Enumerable.Range(0, rows.Length).OrderBy(i => keys[i]).ToArray(); // stable: random within a class
        var training = new List<int>(); // at first a row of each class, so that none is missing from it
        var drawn = new List<int>();
        var stratified = order.Length > 0 && keys[order[0]] != keys[order[^1]];
        for (var i = 0; i < order.Length; i++)
            (stratified && (i == 0 || keys[order[i]] != keys[order[i - 1]]) ? training : drawn).Add(rows[order[i]]);
        var testRows = Draw(drawn, (int)Math.Round(test * rows.Length));
        var validationRows = Draw(drawn, (int)Math.Round(validation * rows.Length));
        training.AddRange(drawn);
        if (training.Count == 0 || (validation > 0 && validationRows.Length == 0) || (test > 0 && testRows.Length == 0))
            throw new DataException($"{Found(rows.Length)} too few to be divided into training, validation ({validation}) and test ({test}); add rows, or set a share to 0");
        training.Sort();
        return new DataSplit([.. training], [.. validationRows], [.. testRows]);
    }

    /// <summary>
    /// A random division of whole groups, the same for the same seed: rows of one group are in one part. Groups are drawn as long as they
    /// bring a part closer to its share of the rows, so that large groups make the shares inexact. It is not stratified.
    /// </summary>
    /// <param name="groups">The group of each row, from 0.</param>
    /// <param name="validation">The share of rows for validation, 0 … below 1.</param>
    /// <param name="test">The share of rows for the test, 0 … below 1.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The three parts, which have every row once.</returns>
    /// <exception cref="DataException">The shares leave nothing to train on, or there are too few groups for the parts.</exception>
    public static DataSplit ByGroup(ReadOnlySpan<int> groups, double validation, double test, ulong seed)
    {
        CheckShares(validation, test);
        return GroupParts.Of(groups, seed).Divide(validation, test);
    }

    /// <summary>
    /// A division in time: trained on the earliest rows, validated on later ones, tested on the last. Rows of the same time are in one
    /// part, so that the shares may be inexact.
    /// </summary>
    /// <param name="times">The time of each row, in any unit; finite.</param>
    /// <param name="validation">The share of rows for validation, 0 … below 1.</param>
    /// <param name="test">The share of rows for the test, 0 … below 1.</param>
    /// <returns>The three parts, which have every row once.</returns>
    /// <exception cref="DataException">The shares leave nothing to train on, or there are too few different times for the parts.</exception>
    public static DataSplit ByTime(ReadOnlySpan<double> times, double validation, double test)
    {
        CheckShares(validation, test);
        return TimeParts.Of(times).Divide(validation, test);
    }

    internal static void CheckShares(double validation, double test)
    {
        if (!(validation >= 0 && test >= 0 && validation + test < 1))
            throw new DataException($"the shares for validation ({validation}) and test ({test}) must be 0 or more and leave something to train on");
    }

    /// <summary>
    /// Folds for cross-validation, the same for the same seed: each row is a test row of one fold. With classes they are stratified:
    /// each fold has each class in the share that the table has, to within a row.
    /// </summary>
    /// <param name="classes">The class of each row (below 0: none); or, not stratified, as many zeros as there are rows.</param>
    /// <param name="folds">The number of folds, 2 or more.</param>
    /// <param name="validation">The share of the rows outside a fold for its validation, 0 … below 1.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The parts of each fold.</returns>
    /// <exception cref="DataException">There are too few rows.</exception>
    internal static IReadOnlyList<DataSplit> Folds(ReadOnlySpan<int> classes, int folds, double validation, ulong seed)
    {
        int[] rows = [.. Enumerable.Range(0, classes.Length)];
        new RandomSource(seed).Shuffle(rows.AsSpan());
        var keys = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            keys[i] = classes[rows[i]];
        int[] order = [.. Enumerable.Range(0, rows.Length).OrderBy(i => keys[i]).Select(i => rows[i])]; // stable: random within a class
        if (order.Length < folds)
            throw TooFewForFolds(Found(order.Length), folds, "rows");
        var splits = new DataSplit[folds];
        for (var fold = 0; fold < folds; fold++)
        {
            var rest = order.Where((_, i) => i % folds != fold).ToList();
            int[] held = [.. order.Where((_, i) => i % folds == fold).Order()];
            var validationRows = Draw(rest, (int)Math.Round(validation * rest.Count));
            if (rest.Count == 0 || (validation > 0 && validationRows.Length == 0))
                throw TooFewForFolds(Found(order.Length), folds, "rows, or set the share for validation to 0");
            rest.Sort();
            splits[fold] = new([.. rest], [.. validationRows], [.. held]);
        }
        return splits;
    }

    private static string Found(int rows) => rows == 1 ? "1 row is" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rows} rows are");

    internal static DataException TooFewForFolds(string found, int folds, string more) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{found} too few for {folds} folds; take fewer folds, or add {more}"));

    /// <summary>Takes <paramref name="count"/> rows out at even distances, so that every stretch of equal class gives its share.</summary>
    private static int[] Draw(List<int> rows, int count)
    {
        count = Math.Min(count, rows.Count);
        var drawn = new int[count];
        var kept = new List<int>();
        var taken = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            if (((2L * i) + 1) * count >= ((2L * taken) + 1) * rows.Count) // at the last row it holds for the last to be taken, and for none after it
                drawn[taken++] = rows[i];
            else
                kept.Add(rows[i]);
        }
        rows.Clear();
        rows.AddRange(kept);
        Array.Sort(drawn);
        return drawn;
    }
}
