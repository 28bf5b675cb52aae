namespace Backprop;

/// <summary>From descriptions to a topology: every check, the order of computation, the layout of the weights.</summary>
internal static class TopologyAssembly
{
    internal static Topology Assemble(IReadOnlyList<GroupDescription> groups, IReadOnlyList<ProjectionDescription> projections, Unrolling? unrolling = null)
    {
        TopologyChecks.Groups(groups);
        TopologyChecks.Projections(groups, projections, unrolled: unrolling is not null);

        var ordered = unrolling is null ? Order(groups, projections) : groups;
        var made = ordered.Select(static (description, index) => new Group(description, index)).ToArray();
        var byName = made.ToDictionary(static group => group.Name, StringComparer.Ordinal);
        var sharing = unrolling?.Sharing ?? SharedGradient.Sum;

        long offset = 0;
        var blocks = new List<WeightBlock>();
        var shared = new Dictionary<string, (WeightBlock Block, ProjectionDescription First)>(StringComparer.Ordinal);
        var links = new List<Projection>();
        foreach (var description in projections)
        {
            var (from, to) = (byName[description.From], byName[description.To]);
            var name = description.Share ?? description.Name;
            if (shared.TryGetValue(name, out var known))
            {
                TopologyChecks.Shared(name, known.Block, known.First, description, from, to);
            }
            else
            {
                known = (new WeightBlock(name, to.Size, description.OneToOne ? 1 : from.Size, (int)offset)
                {
                    IsOneToOne = description.OneToOne,
                    Frozen = description.Frozen || to.Description.Frozen,
                    MaskArray = description.Mask is { } mask ? [.. mask.Cast<bool>()] : null,
                    Initial = description.Initial,
                    Sharing = sharing,
                }, description);
                Grow(ref offset, known.Block.Rows, known.Block.Columns, $"projection '{description.Name}'");
                shared.Add(name, known);
                blocks.Add(known.Block);
            }
            known.Block.Copies++;
            links.Add(new Projection(description, from, to, known.Block));
        }

        var biases = new Dictionary<string, WeightBlock>(StringComparer.Ordinal);
        foreach (var group in made.Where(static group => group.Description.HasBiases))
        {
            var name = group.Description.ShareBiases ?? group.Name;
            if (!biases.TryGetValue(name, out var block))
            {
                block = new WeightBlock(name, group.Size, 1, (int)offset)
                {
                    IsBias = true,
                    Frozen = group.Description.Frozen,
                    Initial = group.Description.InitialBiases,
                    Sharing = sharing,
                };
                Grow(ref offset, group.Size, 1, $"group '{group.Name}'");
                biases.Add(name, block);
                blocks.Add(block);
            }
            TopologyChecks.SharedBiases(block, group);
            block.Copies++;
            group.Biases = block;
        }

        var incoming = links.ToLookup(static link => link.To);
        var outgoing = links.ToLookup(static link => link.From);
        foreach (var group in made)
        {
            group.Into = [.. incoming[group]];
            group.OutOf = [.. outgoing[group]];
            group.Depth = group.Incoming.Select(static link => link.From.Depth + 1).DefaultIfEmpty(0).Max();
        }

        return new Topology(made, links, blocks, unrolling);
    }

    private static void Grow(ref long offset, int rows, int columns, string owner)
    {
        offset += (long)rows * columns;
        if (offset > Array.MaxLength)
            throw new TopologyException($"{owner} with {rows} × {columns} weights takes the net beyond {Array.MaxLength:N0} weights; make the groups smaller.");
    }

    /// <summary>Each group after those from which it receives; among the ready ones the first declared comes first.</summary>
    internal static IReadOnlyList<GroupDescription> Order(IReadOnlyList<GroupDescription> groups, IEnumerable<ProjectionDescription> projections)
    {
        var sources = projections.GroupBy(static projection => projection.To, StringComparer.Ordinal)
            .ToDictionary(static into => into.Key, static into => into.Select(static projection => projection.From).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var ordered = new List<GroupDescription>(groups.Count);
        var waiting = groups.ToList();
        while (waiting.Count > 0)
        {
            var ready = waiting.Find(group => !sources.TryGetValue(group.Name, out var from) || from.Count == 0)
                ?? throw new TopologyException(
                    $"{TopologyChecks.Cycle(waiting, sources)} form a cycle without a delay; a layered net has none, and in an iterative net one of these projections needs 'delay: 1' or more.");
            ordered.Add(ready);
            waiting.Remove(ready);
            foreach (var from in sources.Values)
                from.Remove(ready.Name);
        }
        return ordered;
    }
}
