namespace Backprop.Lab;

/// <summary>
/// A net with a block frozen or free, the weights in the same places. It can be written as a description of a net (docs/net-json.md), so that a training of it has the same bits everywhere:
/// therefore what freezes is a projection, with all that share its weights, or a whole group.
/// </summary>
internal static class FrozenNet
{
    /// <summary>The net in which a block is frozen or not.</summary>
    /// <param name="net">The net.</param>
    /// <param name="block">The name of the block.</param>
    /// <param name="isBias">Whether the block is of biases: then the groups that have them are meant, with all projections into them.</param>
    /// <param name="frozen">Whether learning leaves it as it is. Of a frozen group, a projection that is set free leaves the others frozen, and sets the biases free.</param>
    public static Topology Of(Topology net, string block, bool isBias, bool frozen)
    {
        var unrolling = net.Unrolling;
        var (groups, projections) = unrolling is null ? (net.Declared, (IReadOnlyList<ProjectionDescription>)[.. net.Projections.Select(static projection => projection.Description)]) : (unrolling.Net.Declared, unrolling.Net.Projections);
        HashSet<string> changed = isBias
            ? [.. groups.Where(group => (group.ShareBiases ?? group.Name) == block).Select(static group => group.Name)]
            : [.. frozen ? [] : groups.Where(group => group.Frozen && projections.Any(projection => projection.To == group.Name && IsOf(projection))).Select(static group => group.Name)];
        GroupDescription[] nextGroups = [.. groups.Select(group => changed.Contains(group.Name) ? group with { Frozen = frozen } : group)];
        var frozenGroups = groups.Where(static group => group.Frozen).Select(static group => group.Name).ToHashSet(StringComparer.Ordinal);
        ProjectionDescription[] nextProjections = [.. projections.Select(projection =>
            isBias ? (changed.Contains(projection.To) ? projection with { Frozen = frozen } : projection)
            : IsOf(projection) ? projection with { Frozen = frozen }
            : changed.Contains(projection.To) ? projection with { Frozen = projection.Frozen || frozenGroups.Contains(projection.To) } : projection)];
        return unrolling is null
            ? TopologyAssembly.Assemble(nextGroups, nextProjections)
            : new IterativeTopology(nextGroups, nextProjections).Unroll(unrolling.Iterations, unrolling.Sharing);

        bool IsOf(ProjectionDescription projection) => (projection.Share ?? projection.Name) == block;
    }
}
