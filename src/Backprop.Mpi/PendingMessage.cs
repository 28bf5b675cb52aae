namespace Backprop.Mpi;

/// <summary>A message that MPI is sending or receiving.</summary>
/// <param name="ranks">The processes.</param>
/// <param name="library">The library.</param>
/// <param name="request">Its request.</param>
/// <param name="expected">The bytes that must be received; null for one that is sent.</param>
/// <param name="other">The rank at the other end.</param>
internal sealed class PendingMessage(Communicator ranks, MpiLibrary library, nint request, int? expected, int other) : IPendingMessage
{
    private nint handle = request;
    private bool isDone;

    public bool IsDone()
    {
        if (isDone)
            return true;
        if (!library.Test(ref handle, out var length))
            return false;
        isDone = true;
        if (expected is { } bytes && length != bytes)
            throw new MpiException($"Rank {other} sent a message of {length} bytes where {bytes} were expected: the ranks do not run the same thing.");
        return true;
    }

    public void Wait(CancellationToken cancellationToken = default)
    {
        var patience = ranks.Patience();
        while (!IsDone())
            patience.Wait(cancellationToken);
    }
}
