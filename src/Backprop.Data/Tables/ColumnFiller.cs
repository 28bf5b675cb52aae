using System.Globalization;
using System.Text;

namespace Backprop.Data;

/// <summary>Takes one column's cells in, as doubles or as codes.</summary>
internal sealed class ColumnFiller(TableReader reader, int index, ColumnPlan plan, int count)
{
    private const int MostCategories = 100_000;
    private readonly string name = reader.Name(index);
    private readonly Dictionary<string, int> codeOf = new(StringComparer.Ordinal);
    private double[] numbers = plan.Kind is ColumnKind.Number or ColumnKind.Date ? new double[count] : [];
    private int[] codes = plan.Kind is ColumnKind.Number or ColumnKind.Date ? [] : new int[count];

    public bool IsTarget => plan.IsTarget;

    /// <summary>Rows taken in so far.</summary>
    public int Filled { get; private set; }

    public bool IsMissing(int row) => numbers.Length > 0 ? double.IsNaN(numbers[row]) : codes[row] < 0;

    /// <summary>Takes in the reader's present row.</summary>
    public void Add(int row)
    {
        Filled++;
        var cell = reader[index];
        var cells = reader.Cells;
        var missing = cells.IsMissing(cell);
        switch (plan.Kind)
        {
            case ColumnKind.Number:
                if (!cells.TryNumber(cell, out numbers[row]) && !missing)
                    throw reader.Error(cells.NotANumber(cell), index);
                if (missing)
                    numbers[row] = double.NaN;
                break;
            case ColumnKind.Date:
                if (!cells.TryDate(cell, out numbers[row]) && !missing)
                    throw reader.Error($"holds '{Shown()}', which is no date; expected {reader.Format.DateFormat ?? "2026-11-21 or another ISO 8601 date (--date-format names another form)"}", index);
                break;
            case ColumnKind.Boolean:
                if (!CellReader.TryBoolean(cell, out _) && !missing)
                    throw reader.Error($"holds '{Shown()}', which is neither yes nor no (true/false, yes/no, on/off, t/f, y/n, 1/0)", index);
                codes[row] = missing ? -1 : Code(cell);
                break;
            default:
                codes[row] = missing ? -1 : Code(cell);
                break;
        }
    }

    /// <summary>Keeps the given rows only.</summary>
    public ColumnFiller Take(int[] rows)
    {
        if (numbers.Length > 0)
            numbers = [.. rows.Select(row => numbers[row])];
        else
            codes = [.. rows.Select(row => codes[row])];
        return this;
    }

    /// <summary>The column, its categories put in order.</summary>
    public TableColumn Build()
    {
        if (plan.Kind is ColumnKind.Number or ColumnKind.Date)
            return new DoubleColumn(name, plan.Kind, plan.IsTarget, numbers, plan.HasExponent);
        if (plan.Kind == ColumnKind.Boolean)
            return BuildBoolean();
        var words = codeOf.Keys.ToArray();
        var values = words.Select(w => double.TryParse(w, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : double.NaN).ToArray();
        var byValue = !values.Any(double.IsNaN);
        var order = Enumerable.Range(0, words.Length).ToArray();
        Array.Sort(order, (a, b) =>
        {
            var compared = byValue ? values[a].CompareTo(values[b]) : 0;
            return compared != 0 ? compared : string.CompareOrdinal(words[a], words[b]);
        });
        var place = new int[words.Length];
        for (var i = 0; i < order.Length; i++)
            place[order[i]] = i;
        for (var row = 0; row < codes.Length; row++)
            if (codes[row] >= 0)
                codes[row] = place[codes[row]];
        return new CategoryColumn(name, plan.Kind, plan.IsTarget, codes, [.. order.Select(i => words[i])]);
    }

    /// <summary>Every word for no becomes 0, every word for yes 1; the first of each is its label.</summary>
    private CategoryColumn BuildBoolean()
    {
        var words = codeOf.Keys.ToArray();
        var meaning = Array.ConvertAll(words, w => CellReader.TryBoolean(Encoding.UTF8.GetBytes(w), out var yes) && yes ? 1 : 0);
        for (var row = 0; row < codes.Length; row++)
            if (codes[row] >= 0)
                codes[row] = meaning[codes[row]];
        string Label(int value, string otherwise) => Array.IndexOf(meaning, value) is >= 0 and var at ? words[at] : otherwise;
        return new CategoryColumn(name, plan.Kind, plan.IsTarget, codes, [Label(0, "no"), Label(1, "yes")]);
    }

    private int Code(ReadOnlySpan<byte> cell)
    {
        Span<char> text = stackalloc char[256];
        var lookup = codeOf.GetAlternateLookup<ReadOnlySpan<char>>();
        if (cell.Length <= text.Length && System.Text.Unicode.Utf8.IsValid(cell))
        {
            var key = text[..Encoding.UTF8.GetChars(cell, text)];
            if (lookup.TryGetValue(key, out var known))
                return known;
        }
        var word = reader.Text(index);
        if (codeOf.TryGetValue(word, out var code))
            return code;
        if (codeOf.Count == MostCategories)
            throw reader.Error($"has more than {MostCategories:N0} different words, more categories than can be learned from; leave it out: --ignore \"{DataException.OneLine(name)}\"", index);
        codeOf.Add(word, codeOf.Count);
        return codeOf.Count - 1;
    }

    private string Shown() => DataException.OneLine(Encoding.UTF8.GetString(reader[index]));
}
