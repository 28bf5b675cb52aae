using Backprop.Mpi;

namespace Backprop.Cli;

/// <summary>Messages about the end of a command by MPI.</summary>
internal sealed class MpiRankMessages(Communicator ranks) : IRankMessages
{
    /// <inheritdoc/>
    public int Rank => ranks.Rank;

    /// <inheritdoc/>
    public int Count => ranks.Count;

    /// <inheritdoc/>
    public void Send(int to, RankMessage what, byte[] content) => ranks.Send(content, to, (int)what);

    /// <inheritdoc/>
    public (int From, byte[] Content)? TryReceive(int? from, RankMessage what) => ranks.TryProbe(from, (int)what) is { } envelope ? (envelope.From, ranks.Receive(envelope)) : null;

    /// <inheritdoc/>
    public void Abort(int code) => ranks.Abort(code);
}
