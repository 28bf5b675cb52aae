using System.Runtime.CompilerServices;
using Backprop.Mpi;

namespace Backprop.Cli;

/// <summary>Messages between the ranks of a study by MPI, which is called by one thread at a time.</summary>
internal sealed class MpiStudyMessages : IStudyMessages
{
    private readonly Communicator ranks;

    private MpiStudyMessages(Communicator ranks) => this.ranks = ranks;

    /// <inheritdoc/>
    public int Rank => ranks.Rank;

    /// <inheritdoc/>
    public int Count => ranks.Count;

    /// <summary>The messages of a process that a launcher started; by itself, so that MPI is loaded for such a process alone.</summary>
    /// <param name="ranks">Those of <see cref="Terminal.Ranks"/>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IStudyMessages Of(IRanks ranks) => new MpiStudyMessages((Communicator)ranks);

    /// <inheritdoc/>
    public void Send(int to, StudyMessage what, byte[] content) => ranks.Post(content, to, (int)what);

    /// <inheritdoc/>
    public (int From, StudyMessage What, byte[] Content)? TryReceive()
    {
        ranks.Listener?.Invoke();
        return (Rank == 0 ? ranks.TryProbe() : ranks.TryProbe(0, (int)StudyMessage.Nets)) is { } envelope && Enum.IsDefined((StudyMessage)envelope.Tag)
            ? (envelope.From, (StudyMessage)envelope.Tag, ranks.Receive(envelope)) : null;
    }
}
