using System.Globalization;

namespace Backprop.Exchange;

/// <summary>The rows of a .data or .teach file.</summary>
/// <param name="Rows">[row][unit]; NaN for an asterisk: don't care.</param>
/// <param name="Times">The step at which each row begins to hold; null where rows are steps.</param>
internal sealed record TlearnPatterns(IReadOnlyList<double[]> Rows, IReadOnlyList<int>? Times)
{
    private const string Distributed = "distributed", Localist = "localist";

    // Localist rows name units: a few bytes stand for as many states as there are units.
    private const int FewestStates = 1 << 21, StatesPerByte = 4;

    public static bool Recognizes(FileStart start) => start.FirstLine is Distributed or Localist;

    /// <param name="file">The file.</param>
    /// <param name="units">The number of units of a row.</param>
    /// <param name="isTeach">Whether rows are targets: these may begin with a time and hold asterisks.</param>
    /// <exception cref="ForeignFileException">The file is cut short, or a word is not what it must be.</exception>
    public static TlearnPatterns Read(ForeignText file, int units, bool isTeach)
    {
        var words = new TlearnWords(file);
        var isLocalist = words.Next("'distributed' or 'localist'") == Localist;
        var count = words.Count("the number of rows", int.MaxValue);
        var line = words.Line;
        var all = new List<(string Word, long Line)>();
        while (words.Peek() is not null) all.Add((words.Next("a value"), words.Line));
        var width = isLocalist ? 1 : units;
        var hasTimes = isTeach && all.Count == (long)count * (width + 1);
        if (count == 0 || (all.Count != (long)count * width && !hasTimes))
            throw file.Problem(FormattableString.Invariant($"announces {count} rows of {(isLocalist ? "a list of units" : $"{units} values")}{(isTeach ? ", perhaps each behind its time," : "")} but holds {all.Count} words"), line);
        var most = FewestStates + ((long)StatesPerByte * file.Bytes.Length);
        if ((long)count * units > most)
            throw file.Problem(FormattableString.Invariant($"{count} rows of {units} units are more than {most:N0} states, which is the most that is read from a file of this length; cut it into parts"), line);
        var (rows, times) = (new List<double[]>(count), new List<int>());
        for (var at = 0; at < all.Count;)
        {
            if (hasTimes) times.Add(Time(all[at++], times is [.., var last] ? last : -1));
            rows.Add(isLocalist ? Units(all[at++]) : [.. all.GetRange((at += units) - units, units).Select(Value)]);
        }
        return new TlearnPatterns(rows, hasTimes ? times : null);

        int Time((string Word, long Line) word, int last) =>
            int.TryParse(word.Word, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time > last ? time
                : throw file.Problem($"'{DisplayText.Name(word.Word)}' stands where the time of a row is expected; it must be a whole number above that of the row before", word.Line);

        double Value((string Word, long Line) word) =>
            isTeach && word.Word == "*" ? Cases.DontCare
                : ForeignNumber.TryParse(word.Word, out var number) ? number
                : throw file.Problem($"'{DisplayText.Name(word.Word)}' stands where a value is expected; it must be a finite number{(isTeach ? ", or * for 'don't care'" : "")}", word.Line);

        double[] Units((string Word, long Line) word)
        {
            var row = new double[units];
            if (isTeach && word.Word == "*")
            {
                Array.Fill(row, Cases.DontCare);
            }
            else
            {
                foreach (var unit in TlearnWords.List(file, word.Word, word.Line, units, inputs: 0).SelectMany(static range => range.Units).Where(static unit => unit > 0))
                    row[unit - 1] = 1;
            }
            return row;
        }
    }

    /// <summary>The targets of each of <paramref name="steps"/> steps: those of a row hold until the time of the next.</summary>
    public IReadOnlyList<double[]> AtSteps(int steps, int units)
    {
        var none = Enumerable.Repeat(Cases.DontCare, units).ToArray();
        var (targets, next) = (new List<double[]>(steps), 0);
        for (var step = 0; step < steps; step++)
        {
            while (next < Rows.Count && (Times is null ? next : Times[next]) <= step) next++;
            targets.Add(next == 0 || (Times is null && step >= Rows.Count) ? none : Rows[next - 1]);
        }
        return targets;
    }
}
