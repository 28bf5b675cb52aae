namespace Backprop.Exchange;

/// <summary>The same net with other names of groups, such as those that the encodings of a table ask for.</summary>
internal static class GroupNames
{
    /// <param name="network">The net.</param>
    /// <param name="names">New names by old ones; other groups keep theirs, with a mark behind where a new name is taken by them.</param>
    /// <exception cref="TopologyException">The new names are not different, or none that a net takes.</exception>
    public static Network<double> Renamed(Network<double> network, IReadOnlyDictionary<string, string> names)
    {
        var taken = names.Values.ToHashSet(StringComparer.Ordinal);
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in network.Topology.Declared)
        {
            if (!names.TryGetValue(group.Name, out var name))
                for (name = group.Name; !taken.Add(name);) name += "'";
            all[group.Name] = name;
        }
        var topology = TopologyAssembly.Assemble(
            [.. network.Topology.Declared.Select(group => group with { Name = all[group.Name] })],
            [.. network.Topology.Projections.Select(projection => projection.Description with { From = all[projection.From.Name], To = all[projection.To.Name] })]);
        // Weights are in the order of projections and groups, whatever their names.
        var renamed = new Network<double>(topology);
        network.Weights.CopyTo(renamed.Weights);
        return renamed;
    }
}
