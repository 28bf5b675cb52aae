namespace Backprop.Cli;

/// <summary>What ranks say to each other about the end of a command.</summary>
internal enum RankMessage
{
    /// <summary>To rank 0: this rank has failed; its exit code and its words.</summary>
    Failed = 2,

    /// <summary>To rank 0: this rank has done its part.</summary>
    Done,

    /// <summary>From rank 0: all have.</summary>
    AllDone,
}

/// <summary>Messages about the end of a command.</summary>
internal interface IRankMessages
{
    /// <summary>The number of this process.</summary>
    int Rank { get; }

    /// <summary>The number of processes.</summary>
    int Count { get; }

    /// <summary>Sends a message.</summary>
    void Send(int to, RankMessage what, byte[] content);

    /// <summary>Takes a message that has come; null if none has.</summary>
    /// <param name="from">Its sender; null for any.</param>
    /// <param name="what">What it says.</param>
    (int From, byte[] Content)? TryReceive(int? from, RankMessage what);

    /// <summary>Ends all processes.</summary>
    void Abort(int code);
}
