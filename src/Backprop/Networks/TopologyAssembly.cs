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
                var freeze = Freeze.Of(description, to.Description);
                known = (new WeightBlock(name, to.Size, description.OneToOne ? 1 : from.Size, (int)offset)
                {
                    IsOneToOne = description.OneToOne,
                    Frozen = freeze.All,
                    FrozenArray = freeze.Some,
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
                var freeze = Freeze.OfBiases(group.Description);
                block = new WeightBlock(name, group.Size, 1, (int)offset)
                {
                    IsBias = true,
                    Frozen = freeze.All,
                    FrozenArray = freeze.Some,
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
            if (group.Description.IsLeaky)
            {
                group.Before = byName[group.Iteration == 1 ? IterativeTopology.InitialTotalInput(group.Origin) : IterativeTopology.Copy(group.Origin, group.Iteration!.Value - 1)];
                group.Before.After = group;
            }
            group.Depth = group.Incoming.Select(static link => link.From.Depth + 1).Append(group.Before is { } before ? before.Depth + 1 : 0).Max();
        }

        return new Topology(groups, made, links, blocks, unrolling);
    }

    private static void Grow(ref long offset, int rows, int columns, string owner)
    {
        offset += (long)rows * columns;
        if (offset > Array.MaxLength)
            throw new TopologyException(FormattableString.Invariant($"{owner} with {rows} × {columns} weights takes the net beyond {Array.MaxLength:N0} weights; make the groups smaller."));
    }

    /// <summary>Each group after those from which it receives; among the ready ones the first declared comes first.</summary>
    internal static IReadOnlyList<GroupDescription> Order(IReadOnlyList<GroupDescription> groups, IEnumerable<ProjectionDescription> projections)
    {
        var links = projections.Select(static projection => (projection.From, projection.To)).Distinct().ToArray();
        var receivers = links.ToLookup(static link => link.From, static link => link.To, StringComparer.Ordinal);
        var awaited = links.CountBy(static link => link.To, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var places = groups.Index().ToDictionary(static item => item.Item.Name, static item => item.Index, StringComparer.Ordinal);
        var ready = new PriorityQueue<int, int>(places.Where(item => !awaited.ContainsKey(item.Key)).Select(static item => (item.Value, item.Value)));
        var ordered = new List<GroupDescription>(groups.Count);
        while (ready.TryDequeue(out var place, out _))
        {
            ordered.Add(groups[place]);
            foreach (var to in receivers[groups[place].Name])
            {
                if (--awaited[to] == 0)
                    ready.Enqueue(places[to], places[to]);
            }
        }
        if (ordered.Count == groups.Count)
            return ordered;
        var done = ordered.Select(static group => group.Name).ToHashSet(StringComparer.Ordinal);
        var sources = links.Where(link => !done.Contains(link.From)).ToLookup(static link => link.To, static link => link.From, StringComparer.Ordinal);
        throw new TopologyException(
            $"{TopologyChecks.Cycle([.. groups.Where(group => !done.Contains(group.Name))], sources)} form a cycle without a delay; a layered net has none, and in an iterative net one of these projections needs 'delay: 1' or more.");
    }
}
