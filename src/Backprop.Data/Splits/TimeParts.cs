using System.Globalization;

namespace Backprop.Data;

/// <summary>Rows in the order of time, divided between different times.</summary>
internal sealed class TimeParts
{
    private readonly int[] order;
    private readonly double[] times; // of the rows in that order

    private TimeParts(int[] order, double[] times) => (this.order, this.times) = (order, times);

    /// <param name="times">The time of each row.</param>
    public static TimeParts Of(ReadOnlySpan<double> times)
    {
        var sorted = times.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length).OrderBy(row => sorted[row])]; // stable
        return new(order, [.. order.Select(row => sorted[row])]);
    }

    /// <inheritdoc cref="DataSplit.ByTime"/>
    public DataSplit Divide(double validation, double test)
    {
        var tested = test > 0 ? Boundary(order.Length - (int)Math.Round(test * order.Length), order.Length) : order.Length;
        return Split(tested, order.Length, validation * order.Length, validation, test);
    }

    /// <summary>Folds that go forward: each is tested on a stretch of time, and trained on all that is earlier.</summary>
    /// <inheritdoc cref="DataSplit.Folds" path="/exception"/>
    public IReadOnlyList<DataSplit> Folds(int folds, double validation)
    {
        int[] ends = [.. Enumerable.Range(1, folds).Select(fold => Boundary((int)((long)order.Length * fold / (folds + 1)), order.Length)), order.Length];
        if (ends.Zip(ends.Skip(1)).Any(static pair => pair.First >= pair.Second))
            throw DataSplit.TooFewForFolds(Found, folds, "rows");
        return [.. Enumerable.Range(0, folds).Select(fold => Split(ends[fold], ends[fold + 1], validation * ends[fold], validation, 1.0 / (folds + 1)))];
    }

    private string Found
    {
        get
        {
            var different = times.Distinct().Count();
            return string.Create(CultureInfo.InvariantCulture, $"{different} {(different == 1 ? "time" : "different times")} of {order.Length} {(order.Length == 1 ? "row" : "rows")} {(different == 1 ? "is" : "are")}");
        }
    }

    /// <summary>Rows before <paramref name="tested"/> to train and validate, from there to <paramref name="end"/> to test.</summary>
    private DataSplit Split(int tested, int end, double validationRows, double validation, double test)
    {
        var validated = validation > 0 ? Boundary(tested - (int)Math.Round(validationRows), tested) : tested;
        if (validated == 0 || (test > 0 && tested == end) || (validation > 0 && validated == tested))
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{Found} too few to be divided into training, validation ({validation}) and test ({test}); add rows, or set a share to 0"));
        return new(Rows(0, validated), Rows(validated, tested), Rows(tested, end));
    }

    private System.Collections.Immutable.ImmutableArray<int> Rows(int from, int to) => [.. order[from..to].Order()];

    /// <summary>The place nearest to a wanted one, inside the rows up to an end, before which the time changes; the end where it never does.</summary>
    private int Boundary(int wanted, int end)
    {
        bool Changes(int place) => place > 0 && place < end && times[place] != times[place - 1];
        for (var distance = 0; distance < end; distance++)
        {
            if (Changes(wanted - distance))
                return wanted - distance;
            if (Changes(wanted + distance))
                return wanted + distance;
        }
        return end;
    }
}
