namespace Backprop.Figures;

/// <summary>The labels beside the rows or above the columns of a matrix: names if each cell has room for a line, otherwise round numbers.</summary>
internal sealed class HintonLabels
{
    /// <summary>The size of the text, and the room that a line needs.</summary>
    public const double Size = 13, Line = 15;

    private const double MostName = 150;
    private static readonly int[] Steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
    private readonly string[] names;

    private HintonLabels(string[] names) => this.names = names;

    /// <summary>Whether the labels are names or numbers for every place, rather than for some.</summary>
    public bool IsDense => names.All(name => name.Length > 0);

    /// <summary>The widest label.</summary>
    public double Widest => names.Select(name => TextMetrics.Width(name, Size)).DefaultIfEmpty(0).Max();

    /// <summary>The label of a place, empty for none.</summary>
    public string this[int place] => names[place];

    /// <summary>Whether there are any.</summary>
    public bool Any => names.Any(name => name.Length > 0);

    /// <summary>Labels of rows.</summary>
    /// <param name="given">Names, or null.</param>
    /// <param name="count">Rows.</param>
    /// <param name="pooled">How many rows of the matrix a shown row stands for.</param>
    /// <param name="cell">The height of a row.</param>
    public static HintonLabels OfRows(IReadOnlyList<string>? given, int count, int pooled, double cell) =>
        pooled > 1 ? None(count) : given is not null && cell >= Line ? Given(given) : Numbers(count, cell, _ => Line);

    /// <summary>Labels of columns: names may be turned, numbers at round places lie flat.</summary>
    public static HintonLabels OfColumns(IReadOnlyList<string>? given, int count, int pooled, double cell) =>
        pooled > 1 ? None(count) : given is not null && cell >= Line ? Given(given) : Numbers(count, cell, step => step == 1 ? Line : TextMetrics.Width(SvgNumber.Count(count), Size) + 6, sideways: true);

    private static HintonLabels None(int count) => new([.. Enumerable.Repeat("", count)]);

    private static HintonLabels Given(IReadOnlyList<string> given) => new([.. given.Select(name => TextMetrics.Shorten(name, MostName, Size))]);

    private static HintonLabels Numbers(int count, double cell, Func<int, double> needed, bool sideways = false)
    {
        var step = Steps.FirstOrDefault(step => step * cell >= needed(step), int.MaxValue);
        // A number that would reach beyond the last column is left out.
        bool Fits(int number) => !sideways || step == 1 || (count - number + 0.5) * cell >= (TextMetrics.Width(SvgNumber.Count(number), Size) / 2) + 5;
        return new([.. Enumerable.Range(1, count).Select(number => number % step == 0 && Fits(number) ? SvgNumber.Count(number) : "")]);
    }
}
