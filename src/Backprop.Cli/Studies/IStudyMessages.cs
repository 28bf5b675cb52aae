namespace Backprop.Cli;

/// <summary>What the ranks of a study say to each other.</summary>
internal enum StudyMessage
{
    /// <summary>To rank 0: results (<see cref="StudyResults"/>), and the wish for nets of a kind.</summary>
    Ask = 10,

    /// <summary>To rank 0: results alone.</summary>
    Results,

    /// <summary>To rank 0: results, the last ones of a rank that is interrupted.</summary>
    Last,

    /// <summary>From rank 0: the phase, and nets (<see cref="StudyNets"/>).</summary>
    Nets,
}

/// <summary>Messages between the ranks of a study: those of one sender arrive in their order.</summary>
internal interface IStudyMessages
{
    /// <summary>The number of this process.</summary>
    int Rank { get; }

    /// <summary>The number of processes.</summary>
    int Count { get; }

    /// <summary>Sends a message.</summary>
    void Send(int to, StudyMessage what, byte[] content);

    /// <summary>Takes a message that has come; null if none has.</summary>
    (int From, StudyMessage What, byte[] Content)? TryReceive();
}
