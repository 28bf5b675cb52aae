namespace Backprop;

/// <summary>Ranks of which those on one machine can read memory of one another, so that what they send is not copied.</summary>
internal interface ISharingRanks : IRanks
{
    /// <summary>Makes memory that other ranks can read. Every rank calls it, as a message to and from each of its peers.</summary>
    /// <param name="bytes">The bytes of this rank, initially 0, behind which 64 more may be read.</param>
    /// <param name="peers">The ranks that this one exchanges messages with, each of which names this one too.</param>
    /// <param name="cancellationToken">Ends the wait for them.</param>
    /// <returns>The memory; null where no peer can read it and this rank can read none.</returns>
    ISharedMemory? Share(long bytes, IReadOnlyList<int> peers, CancellationToken cancellationToken);
}

/// <summary>Memory of several ranks on one machine; it is there as long as this object. What a rank writes is seen by one that receives a message of it afterwards.</summary>
internal interface ISharedMemory
{
    /// <summary>The first byte of this rank's own, on a boundary of 64 bytes.</summary>
    nint Own { get; }

    /// <summary>The first byte of another rank's memory, to read; 0 where this rank cannot.</summary>
    nint Of(int rank);

    /// <summary>Whether another rank can read that of this one.</summary>
    bool IsSeenBy(int rank);
}
