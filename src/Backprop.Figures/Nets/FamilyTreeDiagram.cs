namespace Backprop.Figures;

/// <summary>Two married persons and their children, by name.</summary>
/// <param name="First">Stands on the left.</param>
/// <param name="Second">Stands on the right.</param>
/// <param name="Children">None, or persons of the next generation.</param>
internal sealed record FamilyCouple(string First, string Second, IReadOnlyList<string> Children);

/// <summary>A family tree as the paper's Fig. 2 draws it: a generation in each row, "=" for marriage, children below.</summary>
internal sealed record FamilyTreeDiagram : Figure
{
    private const double RowHeight = 92, NameSize = 14.5, Between = 30;

    /// <summary>The persons of each generation from left to right, the oldest generation first; a couple stands together.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Generations { get; init; }

    /// <summary>The marriages.</summary>
    public required IReadOnlyList<FamilyCouple> Couples { get; init; }

    internal override string DefaultTitle => "Family tree";

    internal override Canvas Draw()
    {
        var centers = Places(out var width);
        var canvas = new Canvas(width, ((Generations.Count - 1) * RowHeight) + (NameSize * 1.6));
        double Middle(int generation) => (NameSize * 0.8) + (generation * RowHeight);
        foreach (var couple in Couples) DrawCouple(canvas, couple, centers, Middle);
        for (var generation = 0; generation < Generations.Count; generation++)
        {
            foreach (var name in Generations[generation]) canvas.Label(new(centers[name], Middle(generation)), name, NameSize);
        }

        return canvas;
    }

    internal override string Describe() => string.Join(" ", Couples.Select(couple =>
        $"{couple.First} is married to {couple.Second}{(couple.Children.Count > 0 ? "; their children are " + string.Join(" and ", couple.Children) : "")}."));

    /// <summary>
    /// The middle of each name: the widest generation side by side, parents above the middle of their children,
    /// children below the middle of their parents, always in the given order and apart.
    /// </summary>
    private Dictionary<string, double> Places(out double width)
    {
        var centers = new Dictionary<string, double>(StringComparer.Ordinal);
        var widest = Enumerable.Range(0, Generations.Count).MaxBy(generation => Generations[generation].Sum(Width) + (Between * Generations[generation].Count));
        SideBySide(Generations[widest], _ => null, centers);
        for (var generation = widest - 1; generation >= 0; generation--) SideBySide(Generations[generation], AboveChildren, centers);
        for (var generation = widest + 1; generation < Generations.Count; generation++) SideBySide(Generations[generation], BelowParents, centers);
        var left = centers.Min(person => person.Value - (Width(person.Key) / 2));
        width = centers.Max(person => person.Value + (Width(person.Key) / 2)) - left;
        return centers.ToDictionary(person => person.Key, person => person.Value - left, StringComparer.Ordinal);

        double? AboveChildren(string name)
        {
            var couple = Couples.FirstOrDefault(couple => couple.First == name || couple.Second == name);
            if (couple is null || couple.Children.Count == 0) return null;
            var half = (Width(couple.First) + Width(couple.Second) + (2 * Between)) / 4;
            return couple.Children.Average(child => centers[child]) + (couple.First == name ? -half : half);
        }

        double? BelowParents(string name)
        {
            var couple = Couples.FirstOrDefault(couple => couple.Children.Contains(name, StringComparer.Ordinal));
            if (couple is null) return null;
            var row = couple.Children.Sum(Width) + (Between * (couple.Children.Count - 1));
            var before = couple.Children.TakeWhile(child => child != name).Sum(child => Width(child) + Between);
            return Meeting(couple, centers) - (row / 2) + before + (Width(name) / 2);
        }
    }

    private static double Width(string name) => TextMetrics.Width(name, NameSize);

    private static void SideBySide(IReadOnlyList<string> names, Func<string, double?> wished, Dictionary<string, double> centers)
    {
        var free = double.NegativeInfinity;
        foreach (var name in names)
        {
            var least = double.IsNegativeInfinity(free) ? 0 : free + Between + (Width(name) / 2);
            var at = wished(name) is { } wish ? (double.IsNegativeInfinity(free) ? wish : Math.Max(wish, least)) : least;
            centers[name] = at;
            free = at + (Width(name) / 2);
        }
    }

    /// <summary>The middle of the "=" between two persons.</summary>
    private static double Meeting(FamilyCouple couple, Dictionary<string, double> centers) =>
        (centers[couple.First] + (Width(couple.First) / 2) + centers[couple.Second] - (Width(couple.Second) / 2)) / 2;

    /// <summary>The "=" of a marriage, the stem from it, the bar over the children, and a drop to each.</summary>
    private void DrawCouple(Canvas canvas, FamilyCouple couple, Dictionary<string, double> centers, Func<int, double> middle)
    {
        var line = new Stroke(Role.Ink, 1.6);
        var y = middle(GenerationOf(couple.First));
        var (from, to) = (centers[couple.First] + (Width(couple.First) / 2) + 5, centers[couple.Second] - (Width(couple.Second) / 2) - 5);
        foreach (var shift in (ReadOnlySpan<double>)[-2.5, 2.5]) canvas.Line(new(from, y + shift), new(to, y + shift), line);
        if (couple.Children.Count == 0) return;
        var stem = Meeting(couple, centers);
        var below = middle(GenerationOf(couple.Children[0])) - (NameSize * 0.8);
        var bar = (y + below) / 2;
        double[] drops = [.. couple.Children.Select(child => centers[child])];
        canvas.Line(new(stem, y + 2.5), new(stem, bar), line);
        canvas.Line(new(Math.Min(stem, drops.Min()), bar), new(Math.Max(stem, drops.Max()), bar), line);
        foreach (var drop in drops) canvas.Line(new(drop, bar), new(drop, below - 2), line);
    }

    private int GenerationOf(string name)
    {
        for (var generation = 0; generation < Generations.Count; generation++)
        {
            if (Generations[generation].Contains(name, StringComparer.Ordinal)) return generation;
        }

        throw new ArgumentException($"The family tree marries or descends '{name}', but no generation has that person.");
    }
}
