namespace Backprop.Commands;

/// <summary>The noise that <c>--noise</c> adds while a net learns: a deviation for each named group, on its total inputs, of an input group on its states.</summary>
internal sealed record CaseNoise
{
    /// <summary>No noise.</summary>
    public static readonly CaseNoise None = new();

    /// <summary>The deviation of each named group, sorted by name.</summary>
    public IReadOnlyList<(string Group, double Deviation)> Groups { get; init => field = ValueList.Of(value); } = ValueList<(string, double)>.Empty;

    /// <summary>The text that is read as this noise; null for none.</summary>
    public string? Text => Groups.Count == 0 ? null : string.Join(',', Groups.Select(static group => $"{group.Group}={Numeral.Text(group.Deviation)}"));

    /// <summary>Reads the value of <c>--noise</c>.</summary>
    /// <param name="text">As "hidden=0.5" or "input=0.1,hidden=0.5".</param>
    /// <exception cref="UsageException">It is not such a text.</exception>
    public static CaseNoise Read(string text)
    {
        var groups = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            // The last sign: a name may hold one too.
            var sign = part.LastIndexOf('=');
            if (sign <= 0 || !(Numeral.TryRead<double>(part[(sign + 1)..], out var deviation) && deviation > 0 && double.IsFinite(deviation)))
                throw new UsageException($"--noise must be group=deviation with a deviation above 0, as in --noise hidden=0.5, but was '{DisplayText.Name(part)}'.");
            if (!groups.TryAdd(part[..sign].Trim(), deviation))
                throw new UsageException($"--noise has group '{DisplayText.Name(part[..sign].Trim())}' twice; give it once.");
        }
        return new() { Groups = [.. groups.Select(static group => (group.Key, group.Value))] };
    }

    /// <summary>The noise for a net; null for none.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="seed">Fixes the noise.</param>
    /// <exception cref="UsageException">The net does not have a named group.</exception>
    public Noise? For(Topology topology, ulong seed)
    {
        if (Groups.Count == 0) return null;
        var (totalInputs, states) = (new Dictionary<string, double>(StringComparer.Ordinal), new Dictionary<string, double>(StringComparer.Ordinal));
        foreach (var (name, deviation) in Groups)
        {
            // Of an iterative net a name means the group's copies in all iterations.
            var meant = topology.Groups.Where(group => group.Origin == name).ToList();
            if (meant.Count == 0)
            {
                var names = topology.Groups.Select(static group => group.Origin).Distinct(StringComparer.Ordinal).ToList();
                throw new UsageException($"--noise names group '{DisplayText.Name(name)}', which the net does not have; its groups are {Topology.Names(names)}{(NearestName.Hint(name, names) is { Length: > 0 } hint ? hint : ".")}");
            }
            (meant.All(static group => group.IsInput) ? states : totalInputs).Add(name, deviation);
        }
        return new Noise { TotalInputs = totalInputs, States = states, Seed = seed };
    }
}
