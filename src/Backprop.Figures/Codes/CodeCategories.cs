namespace Backprop.Figures;

/// <summary>
/// The categories of codes and how a figure distinguishes them: by color and shape; if there are many, the most frequent ones,
/// and the others together.
/// </summary>
internal sealed class CodeCategories
{
    private const int MostTold = 18;
    private readonly Dictionary<string, int> told;
    private readonly int others;

    public CodeCategories(IReadOnlyList<Code> codes)
    {
        var all = codes.GroupBy(code => code.Category, StringComparer.Ordinal).Select((same, place) => (Name: same.Key, Count: same.Count(), Place: place)).ToArray();
        var shown = all.Length <= MostTold ? all : [.. all.OrderByDescending(category => category.Count).Take(MostTold - 1).OrderBy(category => category.Place)];
        told = shown.Select((category, index) => (category.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        others = all.Length - shown.Length;
        Names = [.. shown.Select(category => category.Name), .. others > 0 ? (string[])[$"{SvgNumber.Count(others)} others"] : []];
        if (Names.Count == 1) Names = [];
    }

    /// <summary>The names in the key, none where there is one category only.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The marker of a key.</summary>
    public void MarkKey(Canvas canvas, Point at, int key, double radius)
    {
        if (key < told.Count) SeriesStyle.Marker(canvas, at, key, radius);
        else canvas.Circle(at, 0.7 * radius, Role.Soft, new(Role.Paper, 1));
    }

    /// <summary>The marker of a code.</summary>
    public void Mark(Canvas canvas, Point at, Code code, double radius) => MarkKey(canvas, at, told.GetValueOrDefault(code.Category, told.Count), radius);
}
