namespace Backprop;

/// <summary>
/// Processes that work on one thing and send messages to one another: as many as <see cref="Count"/>, each with a number of its own.
/// Messages from one rank to another arrive in the order in which they were begun. <c>Backprop.Mpi</c> has them over MPI.
/// </summary>
public interface IRanks
{
    /// <summary>The number of this process, from 0.</summary>
    int Rank { get; }

    /// <summary>The number of processes, 1 or more.</summary>
    int Count { get; }

    /// <summary>Begins to send a message.</summary>
    /// <param name="message">The bytes. They must stay where they are, and as they are, until the message is done: native or pinned memory.</param>
    /// <param name="to">The rank that receives it, another one than this.</param>
    /// <returns>The message on its way.</returns>
    IPendingMessage BeginSend(ReadOnlySpan<byte> message, int to);

    /// <summary>Begins to receive the next message of a rank.</summary>
    /// <param name="into">Takes the bytes, as many as the message has. It must stay where it is until the message is done: native or pinned memory.</param>
    /// <param name="from">The rank that sends it, another one than this.</param>
    /// <returns>The message on its way.</returns>
    IPendingMessage BeginReceive(Span<byte> into, int from);
}

/// <summary>A message on its way between two <see cref="IRanks"/>.</summary>
public interface IPendingMessage
{
    /// <summary>Looks whether the message has left, or has arrived; its bytes are then free to change, or to read.</summary>
    /// <returns>Whether it is done.</returns>
    /// <exception cref="BackpropException">The message is lost.</exception>
    bool IsDone();

    /// <summary>Waits until the message is done.</summary>
    /// <param name="cancellationToken">Ends the wait; the message is then lost, and its rank of no further use.</param>
    /// <exception cref="BackpropException">The message is lost.</exception>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    void Wait(CancellationToken cancellationToken = default);
}
