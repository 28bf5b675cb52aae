namespace Backprop;

/// <summary>A step of one rank in joining the sums of all: a part of a vector goes to another rank, comes from one, or is added to another of its own.</summary>
/// <param name="Part">Which part of the vector.</param>
/// <param name="Vector">The vector of this rank that is sent, or added to.</param>
/// <param name="Peer">The other rank; null for an addition of two vectors of this rank.</param>
/// <param name="IsSend">Whether the part is sent.</param>
/// <param name="Other">The vector that is added; of what is received, the room for it.</param>
internal readonly record struct ShareStep(int Part, int Vector, int? Peer, bool IsSend, int Other);

/// <summary>
/// Who sends what to whom so that the vectors of all shares are added in the order of the tree. The vector is cut into parts, and where the two sums that a node joins lie on two ranks,
/// half of the parts are added on one of them and half on the other, so that no rank adds, or sends, much more than the others.
/// </summary>
internal sealed class ShareSchedule
{
    private readonly ShareTree tree;
    private readonly int cases;
    private readonly int[] places;
    private readonly List<ShareStep>[] steps;
    private readonly int[] received;
    private int vectors;

    /// <param name="tree">The shares.</param>
    /// <param name="cases">The number of cases: shares without any have no part in it.</param>
    /// <param name="places">By part of the vector the number by whose bits the rank that adds it is chosen.</param>
    internal ShareSchedule(ShareTree tree, int cases, int[] places)
    {
        (this.tree, this.cases, this.places) = (tree, cases, places);
        var parts = places.Length;
        steps = [.. Enumerable.Range(0, tree.Levels + 1).Select(static _ => new List<ShareStep>())];
        received = new int[tree.Levels + 1];
        Owners = new int[parts];
        Places = new int[parts];
        foreach (var (part, place) in Visit(tree.Levels, 0, parts)!.Index())
            (Owners[part], Places[part]) = place;
    }

    /// <summary>The steps of this rank, by level from the shares upward; those of a level may be done at the same time.</summary>
    internal IReadOnlyList<IReadOnlyList<ShareStep>> Steps => steps;

    /// <summary>The rank that has the sum of a part in the end.</summary>
    internal int[] Owners { get; }

    /// <summary>The vector of that rank in which it is.</summary>
    internal int[] Places { get; }

    /// <summary>The vectors that this rank has computed when the exchange begins, each of neighboring shares.</summary>
    internal int Vectors => vectors;

    /// <summary>The rank, and its vector, that has each part of a node's sum; null for a node without cases. Vectors of other ranks are not numbered.</summary>
    private (int Rank, int Vector)[]? Visit(int level, int index, int parts)
    {
        if (tree.SharesOf(level, index) is var (first, end) && (first >= end || tree.IsEmpty(level, index, cases)))
            return null;
        if (tree.OwnerOf(level, index) is { } owner)
        {
            var place = (owner, owner == tree.Rank ? vectors++ : -1);
            return [.. Enumerable.Repeat(place, parts)];
        }
        var (left, right) = (Visit(level - 1, 2 * index, parts), Visit(level - 1, (2 * index) + 1, parts));
        return left is null ? right : right is null ? left : Join(level, left, right);
    }

    private (int Rank, int Vector)[] Join(int level, (int Rank, int Vector)[] left, (int Rank, int Vector)[] right)
    {
        var joined = new (int Rank, int Vector)[left.Length];
        var room = -1;
        for (var part = 0; part < joined.Length; part++)
        {
            // Lower levels choose by other bits than higher ones, so that parts end on different ranks.
            var goesRight = ((places[part] >> (tree.Levels - level)) & 1) == 1;
            var (stays, goes) = goesRight ? (right[part], left[part]) : (left[part], right[part]);
            joined[part] = stays;
            if (stays.Rank == goes.Rank)
            {
                if (stays.Rank == tree.Rank)
                    steps[level].Add(new(part, stays.Vector, Peer: null, IsSend: false, goes.Vector));
            }
            else if (stays.Rank == tree.Rank)
            {
                if (room < 0)
                    room = received[level]++;
                steps[level].Add(new(part, stays.Vector, goes.Rank, IsSend: false, room));
            }
            else if (goes.Rank == tree.Rank)
            {
                steps[level].Add(new(part, goes.Vector, stays.Rank, IsSend: true, Other: -1));
            }
        }
        return joined;
    }
}
