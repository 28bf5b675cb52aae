namespace Backprop.Data;

/// <summary>What the cases of a file say of the groups in one role, case after case.</summary>
/// <param name="role">What the states are for.</param>
/// <param name="otherwise">The state of all units of a group in a case that says nothing of it; null where every case must.</param>
internal sealed class CaseColumns(CaseRole role, Func<CaseGroup, double?> otherwise)
{
    private readonly Dictionary<CaseGroup, (CaseText First, List<double> Values)> columns = [];
    private readonly List<CaseText> cases = [];

    /// <summary>The cases taken so far.</summary>
    public int Count => cases.Count;

    /// <summary>Takes one case more.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="given">What it says.</param>
    /// <param name="expected">The groups of which it must say something, unless there is a default.</param>
    public void Add(CaseText place, Dictionary<CaseGroup, double[]> given, IReadOnlyList<CaseGroup> expected)
    {
        foreach (var group in expected)
        {
            if (!given.ContainsKey(group) && otherwise(group) is null)
                throw place.Error($"The case gives no states for {Of(group)}; give them, or a default before the first case: default {group.Shown} 0.");
        }
        foreach (var (group, states) in given)
        {
            if (!columns.TryGetValue(group, out var column))
            {
                columns.Add(group, column = (place, []));
                foreach (var before in cases)
                    Fill(group, column, before);
            }
            column.Values.AddRange(states);
        }
        foreach (var (group, column) in columns)
        {
            if (!given.ContainsKey(group))
                Fill(group, column, place);
        }
        cases.Add(place);
    }

    /// <summary>Gives the builder the values group by group.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="order">The groups that are first, in this order; others follow in that of the net.</param>
    /// <param name="defaults">The defaults of the file, which also hold where no case mentions a group.</param>
    public void AddTo(CasesBuilder builder, IReadOnlyList<CaseGroup> order, Func<CaseGroup, double?> defaults)
    {
        foreach (var group in order.Where(group => defaults(group) is not null && !columns.ContainsKey(group)))
            columns.Add(group, (default, [.. Enumerable.Repeat(defaults(group)!.Value, cases.Count * group.Group.Size)]));
        var places = order.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index);
        foreach (var (group, column) in columns.OrderBy(column => places.GetValueOrDefault(column.Key, int.MaxValue)).ThenBy(static column => column.Key.Group.Index))
            builder.Take(role, group.Name, column.Values.ToArray(), group.Group.Size);
    }

    private void Fill(CaseGroup group, (CaseText First, List<double> Values) column, CaseText place)
    {
        var state = otherwise(group)
            ?? throw place.Error($"The case gives no states for {Of(group)}, but the one on line {column.First.Line} does; give them, or a default before the first case: default {group.Shown} 0.");
        column.Values.AddRange(Enumerable.Repeat(state, group.Group.Size));
    }

    private static string Of(CaseGroup group) => $"{(group.IsInput ? "input " : "")}group '{group.Shown}'";
}
