namespace Backprop.Lab;

/// <summary>A net with weights frozen or free, the weights in the same places. It can be written as a description of a net (docs/net-json.md), so that a training of it has the same bits everywhere.</summary>
internal static class FrozenNet
{
    /// <summary>The net in which a block is frozen or not: a projection, with all that share its weights, or a whole group.</summary>
    /// <param name="net">The net.</param>
    /// <param name="block">The name of the block.</param>
    /// <param name="isBias">Whether the block is of biases: then the groups that have them are meant, with all projections into them.</param>
    /// <param name="frozen">Whether learning leaves it as it is. Of a frozen group, a projection that is set free leaves the others frozen, and sets the biases free.</param>
    public static Topology Of(Topology net, string block, bool isBias, bool frozen)
    {
        var (groups, projections) = Parts(net);
        HashSet<string> changed = isBias
            ? [.. groups.Where(group => (group.ShareBiases ?? group.Name) == block).Select(static group => group.Name)]
            : [.. frozen ? [] : groups.Where(group => group.Frozen && projections.Any(projection => projection.To == group.Name && IsOf(projection, block))).Select(static group => group.Name)];
        var frozenGroups = groups.Where(static group => group.Frozen).Select(static group => group.Name).ToHashSet(StringComparer.Ordinal);
        return Build(
            net,
            groups.Select(group => changed.Contains(group.Name) ? group with { Frozen = frozen, FrozenBiases = [] } : group),
            projections.Select(projection =>
                isBias ? (changed.Contains(projection.To) ? projection with { Frozen = frozen, FrozenWeights = null } : projection)
                : IsOf(projection, block) ? projection with { Frozen = frozen, FrozenWeights = null }
                : changed.Contains(projection.To) ? projection with { Frozen = projection.Frozen || frozenGroups.Contains(projection.To) } : projection));
    }

    /// <summary>The net in which one weight or bias is frozen or not, and all others are as they were.</summary>
    /// <param name="net">The net.</param>
    /// <param name="weight">Its place in the flat vector.</param>
    /// <param name="frozen">Whether learning leaves it as it is.</param>
    public static Topology Of(Topology net, int weight, bool frozen)
    {
        var block = WeightReading.BlockOf(net, weight);
        var places = Enumerable.Range(0, block.Length).Select(place => place == weight - block.Offset ? frozen : block.IsFrozen(place)).ToArray();
        var (groups, projections) = Parts(net);
        // A frozen group of which one weight is set free is described by its parts.
        HashSet<string> parted = block.Frozen ? [.. groups.Where(group => group.Frozen && (block.IsBias
            ? (group.ShareBiases ?? group.Name) == block.Name
            : projections.Any(projection => projection.To == group.Name && IsOf(projection, block.Name)))).Select(static group => group.Name)] : [];
        var matrix = block.IsBias ? null : Matrix(block, places);
        return Build(
            net,
            groups.Select(group =>
            {
                var whole = parted.Contains(group.Name);
                return block.IsBias && group.HasBiases && (group.ShareBiases ?? group.Name) == block.Name ? group with { Frozen = false, FrozenBiases = places.Contains(true) ? places : [] }
                    : whole ? group with { Frozen = false, FrozenBiases = group.HasBiases ? [.. Enumerable.Repeat(true, group.Size)] : [] } : group;
            }),
            projections.Select(projection =>
                !block.IsBias && IsOf(projection, block.Name) ? projection with { Frozen = false, FrozenWeights = places.Contains(true) ? matrix : null }
                : parted.Contains(projection.To) ? projection with { Frozen = true, FrozenWeights = null } : projection));
    }

    private static (IReadOnlyList<GroupDescription> Groups, IReadOnlyList<ProjectionDescription> Projections) Parts(Topology net) => net.Unrolling is { } unrolling
        ? (unrolling.Net.Declared, unrolling.Net.Projections)
        : (net.Declared, [.. net.Projections.Select(static projection => projection.Description)]);

    private static Topology Build(Topology net, IEnumerable<GroupDescription> groups, IEnumerable<ProjectionDescription> projections) => net.Unrolling is { } unrolling
        ? new IterativeTopology([.. groups], [.. projections]).Unroll(unrolling.Iterations, unrolling.Sharing)
        : TopologyAssembly.Assemble([.. groups], [.. projections]);

    private static bool IsOf(ProjectionDescription projection, string block) => (projection.Share ?? projection.Name) == block;

    private static bool[,] Matrix(WeightBlock block, bool[] places)
    {
        var matrix = new bool[block.Rows, block.Columns];
        for (var place = 0; place < places.Length; place++)
            matrix[place / block.Columns, place % block.Columns] = places[place];
        return matrix;
    }
}
