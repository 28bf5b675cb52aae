namespace Backprop.Cli;

/// <summary>Cases, or sequences, in groups by their names: "birds/wren" is of the group "birds", what stands before the first slash. All of them are a group too, the first.</summary>
internal sealed class CaseGroups
{
    /// <summary>The name of the group of all cases.</summary>
    public const string All = "all";

    public CaseGroups(Cases cases)
    {
        var count = cases.Sequences ?? cases.Count;
        var byName = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var groups = new List<(string, IReadOnlyList<int>)> { (All, [.. Enumerable.Range(0, count)]) };
        for (var item = 0; item < count; item++)
        {
            if (cases.NameOf(item) is not { } name || name.IndexOf('/', StringComparison.Ordinal) is not (> 0 and var slash)) continue;
            if (!byName.TryGetValue(name[..slash], out var members))
            {
                byName.Add(name[..slash], members = []);
                groups.Add((name[..slash], members));
            }
            members.Add(item);
        }
        Groups = groups;
    }

    /// <summary>The name of a case whose group would be called as all cases are; null where there is none.</summary>
    public static string? NameLikeAll(Cases cases) =>
        Enumerable.Range(0, cases.Sequences ?? cases.Count).Select(cases.NameOf).FirstOrDefault(static name => name?.StartsWith(All + "/", StringComparison.Ordinal) == true);

    /// <summary>Each group with its cases, from 0.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Items)> Groups { get; }
}
