namespace Backprop.Figures;

/// <summary>A connection of boxes.</summary>
/// <param name="From">Index of the box that sends.</param>
/// <param name="To">Index of the box that receives.</param>
/// <param name="Label">The label of the arrow.</param>
/// <param name="Weights">The name of shared weights, or nothing.</param>
/// <param name="IsLoop">Whether the receiver is not above the sender.</param>
internal sealed record NetLink(int From, int To, string Label, string Weights, bool IsLoop);

/// <summary>
/// What a net diagram draws: boxes at their depths and the links between them. Where the groups of a layer do not fit side by
/// side, those with the same senders and receivers share a box, so that names stay legible however many groups there are.
/// </summary>
internal sealed class NetShape
{
    private const double MostWidth = 680, Gap = 34;

    private NetShape(IReadOnlyList<NetBox> boxes, int[] depths, IReadOnlyList<NetLink> links) => (Boxes, Depths, Links) = (boxes, depths, links);

    public IReadOnlyList<NetBox> Boxes { get; }

    /// <summary>The layer of each box, 0 the lowest.</summary>
    public int[] Depths { get; }

    public IReadOnlyList<NetLink> Links { get; }

    public static NetShape Of(IReadOnlyList<DiagramGroup> groups, IReadOnlyList<DiagramProjection> projections)
    {
        var depths = DepthsOf(groups.Count, projections);
        var boxes = Enumerable.Range(0, depths.DefaultIfEmpty(-1).Max() + 1)
            .SelectMany(depth => Joined([.. Enumerable.Range(0, groups.Count).Where(group => depths[group] == depth)], groups, projections))
            .OrderBy(members => members[0]).ToArray();
        var boxOf = new int[groups.Count];
        for (var box = 0; box < boxes.Length; box++)
            foreach (var group in boxes[box]) boxOf[group] = box;
        var links = projections.GroupBy(projection => (From: boxOf[projection.From], To: boxOf[projection.To], IsLoop: projection.From >= projection.To, Apart: Apart(projection)))
            .Select(same => Link(same.Key.From, same.Key.To, same.Key.IsLoop, [.. same]));
        NetBox Box(List<int> members) => new([.. members.Select(group => groups[group])]);
        var wide = boxes.GroupBy(members => depths[members[0]]).Where(layer => layer.Sum(members => Box(members).Width + Gap) - Gap > MostWidth).Select(layer => layer.Key).ToHashSet();
        return new([.. boxes.Select(members => Box(members) with { Narrow = members.Count == 1 && wide.Contains(depths[members[0]]) })], [.. boxes.Select(members => depths[members[0]])], [.. links]);

        // Projections between the same two groups, as with several delays, stay apart.
        int Apart(DiagramProjection projection) => boxes[boxOf[projection.From]].Count + boxes[boxOf[projection.To]].Count > 2
            ? 0 : projections.TakeWhile(other => !ReferenceEquals(other, projection)).Count(other => other.From == projection.From && other.To == projection.To);
    }

    /// <summary>The longest path from an input; an input is just below the first group that it feeds.</summary>
    private static int[] DepthsOf(int groups, IReadOnlyList<DiagramProjection> projections)
    {
        var into = projections.Where(projection => projection.From < projection.To).ToLookup(projection => projection.To);
        var outOf = projections.Where(projection => projection.From < projection.To).ToLookup(projection => projection.From);
        var depths = new int[groups];
        for (var group = 0; group < groups; group++) depths[group] = into[group].Select(projection => depths[projection.From] + 1).DefaultIfEmpty(0).Max();
        for (var group = 0; group < groups; group++)
        {
            if (!into[group].Any()) depths[group] = Math.Max(0, outOf[group].Select(projection => depths[projection.To] - 1).DefaultIfEmpty(0).Min());
        }

        return depths;
    }

    /// <summary>The groups of a layer by box: each by itself where there is room, else parallel ones together, the most alike first.</summary>
    private static List<List<int>> Joined(int[] layer, IReadOnlyList<DiagramGroup> groups, IReadOnlyList<DiagramProjection> projections)
    {
        List<List<int>> boxes = [.. layer.Select(group => (List<int>)[group])];
        double Width() => boxes.Sum(members => new NetBox([.. members.Select(group => groups[group])]).Width + Gap) - Gap;
        foreach (var alike in layer.GroupBy(group => Role(group, groups[group], projections), StringComparer.Ordinal).Where(same => same.Count() > 1).OrderByDescending(same => same.Count()))
        {
            if (Width() <= MostWidth) break;
            boxes.RemoveAll(members => alike.Contains(members[0]));
            boxes.Add([.. alike]);
        }

        return boxes;
    }

    /// <summary>The properties and connections of a group as text: equal for parallel groups.</summary>
    private static string Role(int group, DiagramGroup shown, IReadOnlyList<DiagramProjection> projections)
    {
        var from = projections.Where(projection => projection.To == group).Select(projection => projection.From == group ? -1 : projection.From).Distinct().Order();
        var to = projections.Where(projection => projection.From == group).Select(projection => projection.To == group ? -1 : projection.To).Distinct().Order();
        return $"{shown.IsInput} {shown.IsOutput} {string.Join(',', from)} {string.Join(',', to)}";
    }

    private static NetLink Link(int from, int to, bool isLoop, DiagramProjection[] same)
    {
        string[] weights = [.. same.Select(projection => projection.Weights).Distinct(StringComparer.Ordinal)];
        return new(from, to, same.Length == 1 ? same[0].Label : $"{SvgNumber.Count(same.Length)} projections", weights.Length == 1 ? weights[0] : "", isLoop);
    }
}
