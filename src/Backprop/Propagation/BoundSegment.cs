namespace Backprop;

/// <summary>The part of a plan that computes one segment of a net, of a pass that does not keep all states.</summary>
/// <param name="Forward">The groups of the segment in <see cref="BoundPlan{T}.Forward"/>.</param>
/// <param name="Outputs">By place in <paramref name="Forward"/> the place of the group in <see cref="BoundPlan{T}.Error"/>; −1 for a group without desired states.</param>
/// <param name="Backward">The groups of the segment in <see cref="BoundPlan{T}.Backward"/>.</param>
internal sealed record BoundSegment<T>(BoundGroup<T>[] Forward, int[] Outputs, BoundGroup<T>[] Backward)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Splits a plan, which goes through the segments one after the other, forward and back.</summary>
    internal static BoundSegment<T>[] Split(BoundPlan<T> plan, StateBuffers<T> segments)
    {
        var outputs = plan.Error.Index().ToDictionary(static output => output.Item.Group, static output => output.Index);
        var forward = plan.Forward.ToLookup(group => segments.SegmentOf(group.Group));
        var backward = plan.Backward.ToLookup(group => segments.SegmentOf(group.Group));
        return [.. Enumerable.Range(0, segments.SegmentCount).Select(segment =>
            new BoundSegment<T>([.. forward[segment]], [.. forward[segment].Select(group => outputs.GetValueOrDefault(group.Group, -1))], [.. backward[segment]]))];
    }
}
