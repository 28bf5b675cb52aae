using System.Collections.Immutable;

namespace Backprop;

/// <summary>Parts of a vector that a backward pass has computed for good at the same moment.</summary>
/// <param name="FirstPart">The first part.</param>
/// <param name="EndPart">The part after the last one.</param>
/// <param name="LowestGroup">The index of the lowest group whose backward pass writes them: they are final as soon as it comes to a lower one.</param>
/// <param name="Ranges">Their numbers, from the first to before the end; neighbors are one range.</param>
internal sealed record ShareWave(int FirstPart, int EndPart, int LowestGroup, ImmutableArray<(int First, int End)> Ranges);

/// <summary>
/// A vector cut into parts, each of which is one message, and the parts into waves, in the order in which a backward pass computes them for good. Both follow from the net and the number of ranks alone,
/// so that every rank knows in which order the others send.
/// </summary>
internal sealed class ShareParts
{
    /// <summary>Numbers that are worth a message of their own.</summary>
    private const int FewestOfPart = 1024;

    /// <summary>A part that is added while it is still in the cache and the next one is on its way: 512 KiB of floats.</summary>
    private const int MostOfPart = 1 << 17;

    /// <summary>The most waves, apart from a last one that is smaller: each has messages of its own, and what they cost besides their bytes.</summary>
    private const int MostWaves = 8;

    private readonly List<(int First, int End, int Place)> parts = [];

    private ShareParts(int ranks, IEnumerable<(int LowestGroup, IReadOnlyList<(int First, int End)> Ranges)> waves)
    {
        var cut = new List<ShareWave>();
        foreach (var (lowest, ranges) in waves)
        {
            var first = parts.Count;
            foreach (var (start, end) in ranges)
                Cut(start, end, ranks);
            cut.Add(new(first, parts.Count, lowest, [.. ranges]));
        }
        Waves = [.. cut];
        Places = [.. parts.Select(static part => part.Place)];
    }

    /// <summary>The waves, in order.</summary>
    internal ImmutableArray<ShareWave> Waves { get; }

    /// <summary>The number of parts.</summary>
    internal int Count => parts.Count;

    /// <summary>The place of each part among those of its range, by which <see cref="ShareSchedule"/> chooses the rank that adds it.</summary>
    internal int[] Places { get; }

    /// <summary>The number at which a part begins.</summary>
    internal int First(int part) => parts[part].First;

    /// <summary>The numbers of a part.</summary>
    internal int Length(int part) => parts[part].End - parts[part].First;

    /// <summary>One wave: the vector is exchanged when all of it is there.</summary>
    internal static ShareParts Whole(int length, int ranks) => new(ranks, [(0, [(0, length)])]);

    /// <summary>The gradient of a net whose backward pass goes through the groups from the last to the first. Biases, of which there are few, are one stretch, as final as the last of them.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="ranks">The number of ranks.</param>
    /// <param name="fewest">Numbers that are worth a wave of their own.</param>
    internal static ShareParts Of(Topology topology, int ranks, int fewest)
    {
        var waves = Gather(topology, fewest);
        if (waves.Count > MostWaves)
            waves = Gather(topology, topology.WeightCount / MostWaves);
        return waves.Count < 2 ? Whole(topology.WeightCount, ranks) : new(ranks, waves);
    }

    private static List<(int LowestGroup, IReadOnlyList<(int First, int End)> Ranges)> Gather(Topology topology, int fewest)
    {
        var waves = new List<(int, IReadOnlyList<(int, int)>)>();
        var (open, count) = (new List<(int First, int End)>(), 0);
        foreach (var group in Stretches(topology).GroupBy(static stretch => stretch.LowestGroup).OrderByDescending(static same => same.Key))
        {
            open.AddRange(group.Select(static stretch => (stretch.First, stretch.End)));
            count += group.Sum(static stretch => stretch.End - stretch.First);
            if (count < fewest)
                continue;
            waves.Add((group.Key, Joined(open)));
            (open, count) = ([], 0);
        }
        if (open.Count > 0)
            waves.Add((0, Joined(open)));
        return waves;
    }

    /// <summary>What is computed for good at one moment; weights that nothing uses are so from the beginning.</summary>
    private static IEnumerable<(int First, int End, int LowestGroup)> Stretches(Topology topology)
    {
        var lowest = new Dictionary<int, int>();
        foreach (var projection in topology.Projections)
            Use(projection.Weights, projection.To);
        foreach (var group in topology.Groups)
        {
            if (group.Biases is { } biases)
                Use(biases, group);
        }
        var ofBiases = topology.Blocks.Where(static block => block.IsBias).ToArray();
        foreach (var block in topology.Blocks)
        {
            if (!block.IsBias)
                yield return (block.Offset, block.Offset + block.Length, lowest.GetValueOrDefault(block.Offset, topology.Groups.Count));
        }
        if (ofBiases.Length > 0)
            yield return (ofBiases.Min(static block => block.Offset), topology.WeightCount, ofBiases.Min(block => lowest.GetValueOrDefault(block.Offset, topology.Groups.Count)));

        void Use(WeightBlock block, Group by) => lowest[block.Offset] = Math.Min(lowest.GetValueOrDefault(block.Offset, by.Index), by.Index);
    }

    private static List<(int First, int End)> Joined(List<(int First, int End)> ranges)
    {
        var joined = new List<(int First, int End)>();
        foreach (var range in ranges.Order())
        {
            if (joined is [.., var last] && last.End == range.First)
                joined[^1] = (last.First, range.End);
            else
                joined.Add(range);
        }
        return joined;
    }

    private void Cut(int first, int end, int ranks)
    {
        var length = end - first;
        var count = ranks == 1 ? 1 : Math.Max(Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)ranks), Math.Max(1, length / FewestOfPart)), length / MostOfPart);
        for (var k = 0; k < count; k++)
            parts.Add((first + Boundary(k), first + Boundary(k + 1), k));

        int Boundary(int part) => part == count ? length : (int)((long)length * part / count / 16 * 16);
    }
}
