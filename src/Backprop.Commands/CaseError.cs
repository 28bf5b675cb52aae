using System.Globalization;

namespace Backprop.Commands;

/// <summary>The error measure that <c>--error</c> and <c>--tolerance</c> choose: one for all output groups, and others for named groups.</summary>
internal sealed record CaseError
{
    /// <summary>The cross-entropy, as <c>--error</c> names it.</summary>
    public const string CrossEntropyName = "cross-entropy";

    private const string Squares = "squares", Dead = "dead", Edge = "edge", NoTolerance = "none";
    private const double PaperBand = 0.2;

    /// <summary>Names of the measures.</summary>
    public static readonly string[] Measures = [Squares, CrossEntropyName];

    /// <summary>The measure of the groups that are not named.</summary>
    public string Otherwise { get; init; } = Squares;

    /// <summary>The measure of each named group, sorted by name.</summary>
    public IReadOnlyList<(string Group, string Measure)> Groups { get; init => field = ValueList.Of(value); } = ValueList<(string, string)>.Empty;

    /// <summary>The band in which a unit has no error, of the groups with the sum of squares.</summary>
    public Tolerance Tolerance { get; init; } = Tolerance.None;

    /// <summary>The two options as they are written.</summary>
    public (string Error, string Tolerance) Texts => (
        string.Join(',', [Otherwise, .. Groups.Select(static group => $"{group.Group}={group.Measure}")]),
        Tolerance == Tolerance.None ? NoTolerance : $"{(Tolerance == Tolerance.Dead(Tolerance.Band) ? Dead : Edge)}:{Numeral.Text(Tolerance.Band)}");

    /// <summary>Reads the values of the two options.</summary>
    /// <param name="error">As "squares" or "squares,class=cross-entropy".</param>
    /// <param name="tolerance">As "dead:0.2" or "edge:0.2"; null or "none" for no band.</param>
    /// <exception cref="UsageException">They are not such texts.</exception>
    public static CaseError Read(string error, string? tolerance)
    {
        var otherwise = new List<string>();
        var groups = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in error.Split(',', StringSplitOptions.TrimEntries))
        {
            // The last sign: a name may hold one too.
            var sign = part.LastIndexOf('=');
            var measure = part[(sign + 1)..].Trim();
            if (!Measures.Contains(measure, StringComparer.Ordinal))
                throw new UsageException($"--error must be one of {string.Join(", ", Measures)}, or group={Measures[0]} for one output group, but was '{DisplayText.Name(part)}'{(NearestName.Hint(measure, Measures) is { Length: > 0 } hint ? hint : ".")}");
            if (sign < 0) otherwise.Add(measure);
            else if (!groups.TryAdd(part[..sign].Trim(), measure)) throw new UsageException($"--error has group '{DisplayText.Name(part[..sign].Trim())}' twice; give it once.");
        }
        if (otherwise.Count > 1)
            throw new UsageException($"--error has {otherwise.Count} measures for all output groups; give one, and others as group={Measures[0]}.");
        var read = new CaseError { Otherwise = otherwise is [var only] ? only : Squares, Groups = [.. groups.Select(static group => (group.Key, group.Value))], Tolerance = ToleranceOf(tolerance) };
        return read.Tolerance == Tolerance.None || read.Otherwise == Squares || groups.ContainsValue(Squares) ? read
            : throw new UsageException($"--tolerance is a band of the sum of squares, but --error is {read.Otherwise}; leave one out.");
    }

    /// <summary>The measure for a net.</summary>
    /// <exception cref="UsageException">A named group is not an output group of the net.</exception>
    public ErrorMeasure For(Topology topology)
    {
        var measure = Of(Otherwise);
        if (Groups.Count == 0) return measure;
        var byName = new Dictionary<string, ErrorMeasure>(StringComparer.Ordinal);
        foreach (var (name, its) in Groups)
        {
            // Of an iterative net a name means the group's copies in all iterations.
            var meant = topology.Outputs.Where(group => group.Name == name || group.Origin == name).ToList();
            if (meant.Count == 0)
                throw new UsageException($"--error names group '{DisplayText.Name(name)}', which is not an output group of the net; those are {Topology.Names(topology.Outputs.Select(static group => group.Origin).Distinct(StringComparer.Ordinal))}{(NearestName.Hint(name, topology.Outputs.Select(static group => group.Origin)) is { Length: > 0 } hint ? hint : ".")}");
            foreach (var group in meant) byName[group.Name] = Of(its);
        }
        return ErrorMeasure.ByGroup(measure, byName);
    }

    /// <summary>The measures in words, such as "sum of squares, edge 0.2".</summary>
    public override string ToString()
    {
        var words = Groups.Count == 0 ? Of(Otherwise).Name : string.Join(", ", [Of(Otherwise).Name, .. Groups.Select(static group => $"{DisplayText.Name(group.Group)}: {group.Measure}")]);
        return Tolerance == Tolerance.None ? words : string.Create(CultureInfo.InvariantCulture, $"{words}, tolerance {Texts.Tolerance.Replace(':', ' ')}");
    }

    private ErrorMeasure Of(string measure) => measure == Squares ? new SumOfSquares { Tolerance = Tolerance } : new CrossEntropy();

    private static Tolerance ToleranceOf(string? text)
    {
        if (text is null or NoTolerance) return Tolerance.None;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        if (name is not (Dead or Edge))
            throw new UsageException($"--tolerance must be {Dead}:{Numeral.Text(PaperBand)} or {Edge}:{Numeral.Text(PaperBand)}, but was '{DisplayText.Name(text)}'{(NearestName.Hint(name, [Dead, Edge]) is { Length: > 0 } hint ? hint : ".")}");
        var band = PaperBand;
        if (colon >= 0 && !(Numeral.TryRead(text[(colon + 1)..], out band) && band is > 0 and < 1))
            throw new UsageException($"--tolerance {name} must have a band above 0 and below 1, as {name}:{Numeral.Text(PaperBand)}, but was '{DisplayText.Name(text)}'.");
        return name == Dead ? Tolerance.Dead(band) : Tolerance.Edge(band);
    }
}
