namespace Backprop;

/// <summary>
/// The memory of the states of a propagation. Groups whose states are not needed at the same time share a buffer: in a forward pass from the last group that reads one on,
/// in a pass that recomputes states from segment to segment, except for what other segments read. Chen, Xu, Zhang and Guestrin 2016 train in such segments.
/// </summary>
internal sealed class StateBuffers<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Always = int.MaxValue;

    private readonly Topology topology;
    private readonly int stride;
    private readonly StateUse use;
    private readonly bool[] derives;
    private readonly bool[] isCarriedOn;

    /// <summary>By group: the first of those to which it sends its derivatives.</summary>
    private readonly int[] firstSender;
    private readonly int[] segments;
    private readonly int[] segmentStarts;

    private readonly Dictionary<int, Stack<AlignedBuffer<T>>> free = [];
    private readonly List<AlignedBuffer<T>>[] endsWith;

    /// <summary>Plans the memory of a net.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="stride">Numbers per unit.</param>
    /// <param name="use">What is asked of the states.</param>
    /// <param name="hasError">Whether there is an error measure, without which there are no derivatives.</param>
    /// <param name="direct">See <see cref="ReturnWeights{T}.Direct"/>.</param>
    internal StateBuffers(Topology topology, int stride, StateUse use, bool hasError, IReadOnlyDictionary<Group, Projection[]>? direct)
    {
        (this.topology, this.stride, this.use) = (topology, stride, use);
        var count = topology.Groups.Count;
        derives = use.Derives && hasError ? PropagationPlanner.GroupsOfError(topology, use.HasTargets ?? (static group => group.IsOutput)) : new bool[count];
        isCarriedOn = new bool[count];
        foreach (var group in topology.Inputs)
        {
            if (topology.IsCarriedOn(group))
                isCarriedOn[topology.LastCopy(group).Index] = true;
        }
        firstSender = [.. topology.Groups.Select(static group => group.Index)];
        foreach (var group in topology.Groups.Where(static group => !group.IsInput))
        {
            foreach (var link in direct is null ? group.OutOf : direct.GetValueOrDefault(group, []))
                firstSender[link.To.Index] = Math.Min(firstSender[link.To.Index], group.Index);
        }
        segments = new int[count];
        segmentStarts = [.. Split()];
        endsWith = [.. Enumerable.Range(0, count).Select(static _ => new List<AlignedBuffer<T>>())];
    }

    /// <summary>The number of segments: 1 if nothing is recomputed.</summary>
    internal int SegmentCount => segmentStarts.Length;

    /// <summary>The segment of a group, from 0.</summary>
    internal int SegmentOf(Group group) => segments[group.Index];

    /// <summary>Room for the states of a group, which those to which it sends read.</summary>
    internal AlignedBuffer<T> States(Group group) => Take(group, IsKept(group) ? Always : group.OutOf.Select(static link => link.To.Index).Append(group.Index).Max());

    /// <summary>Room for its total inputs, which the next copy of leaky units reads.</summary>
    internal AlignedBuffer<T> Totals(Group group) => Take(group, IsKept(group) ? Always : group.After?.Index ?? group.Index);

    /// <summary>Room for its states before clamps and noise move them, which no other group reads.</summary>
    internal AlignedBuffer<T> Free(Group group) => Take(group, group.Index);

    /// <summary>Room for its derivatives, which those read that send to it; null if E does not depend on it.</summary>
    internal AlignedBuffer<T>? Derivatives(Group group) =>
        !derives[group.Index] ? null : use.SegmentLength is not null && firstSender[group.Index] < segmentStarts[SegmentOf(group)] ? New(group) : Take(group, group.Index);

    /// <summary>Room that is never shared.</summary>
    internal AlignedBuffer<T> New(Group group) => new(checked(group.Size * stride));

    /// <summary>Makes a group the last one to have taken its buffers: those that end with it are free for the next groups.</summary>
    internal void Leave(Group group)
    {
        foreach (var buffer in endsWith[group.Index])
        {
            if (!free.TryGetValue(buffer.Length, out var ofLength))
                free.Add(buffer.Length, ofLength = []);
            ofLength.Push(buffer);
        }
        endsWith[group.Index].Clear();
    }

    private bool IsKept(Group group) => isCarriedOn[group.Index] || (use.Keeps == KeptStates.Outputs && group.IsOutput);

    /// <param name="group">The group, whose turn it is.</param>
    /// <param name="last">The last group that needs the buffer.</param>
    private AlignedBuffer<T> Take(Group group, int last)
    {
        if (use.SegmentLength is not null)
        {
            var end = SegmentOf(group) + 1 < SegmentCount ? segmentStarts[SegmentOf(group) + 1] - 1 : topology.Groups.Count - 1;
            last = last <= end ? end : Always;
        }
        if (use.Keeps == KeptStates.All || last == Always)
            return New(group);
        var buffer = free.TryGetValue(checked(group.Size * stride), out var ofLength) && ofLength.TryPop(out var used) ? used : New(group);
        endsWith[last].Add(buffer);
        return buffer;
    }

    /// <summary>Numbers the segments, and gives the first group of each.</summary>
    private IEnumerable<int> Split()
    {
        yield return 0;
        var (segment, computed) = (0, 0);
        foreach (var group in topology.Groups)
        {
            // Of an iterative net whole iterations; initial states and inputs go with what follows.
            var position = topology.Unrolling is null ? computed : (group.Iteration ?? 1) - 1;
            computed += group.IsInput ? 0 : 1;
            if (use.SegmentLength is { } length && position / length > segment)
            {
                segment++;
                yield return group.Index;
            }
            segments[group.Index] = segment;
        }
    }
}
