namespace Backprop;

/// <summary>Few bytes of every rank, for all of them.</summary>
internal static class RankGathering
{
    /// <summary>Gathers bytes of all ranks, by way of rank 0. Every rank calls it.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="own">The bytes of this one.</param>
    /// <param name="lengthOf">How many bytes a rank has, the same on all ranks.</param>
    /// <param name="cancellationToken">Ends the wait for other ranks.</param>
    /// <returns>The bytes of all, rank after rank.</returns>
    internal static byte[] GatherAll(this IRanks ranks, ReadOnlySpan<byte> own, Func<int, int> lengthOf, CancellationToken cancellationToken)
    {
        var begins = new int[ranks.Count + 1];
        for (var rank = 0; rank < ranks.Count; rank++)
            begins[rank + 1] = begins[rank] + lengthOf(rank);
        var all = GC.AllocateArray<byte>(begins[^1], pinned: true);
        own.CopyTo(all.AsSpan(begins[ranks.Rank]..begins[ranks.Rank + 1]));
        if (ranks.Rank > 0)
        {
            ranks.BeginSend(all.AsSpan(begins[ranks.Rank]..begins[ranks.Rank + 1]), 0).Wait(cancellationToken);
            ranks.BeginReceive(all, 0).Wait(cancellationToken);
            return all;
        }
        for (var rank = 1; rank < ranks.Count; rank++)
            ranks.BeginReceive(all.AsSpan(begins[rank]..begins[rank + 1]), rank).Wait(cancellationToken);
        for (var rank = 1; rank < ranks.Count; rank++)
            ranks.BeginSend(all, rank).Wait(cancellationToken);
        return all;
    }
}
