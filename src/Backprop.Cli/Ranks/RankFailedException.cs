namespace Backprop.Cli;

/// <summary>
/// Another rank has failed, and says so by this process, rank 0. What waits for it ends as after a signal, and keeps what it has.
/// </summary>
/// <param name="code">The exit code of that rank.</param>
/// <param name="message">Its number and its words.</param>
internal sealed class RankFailedException(int code, string message) : OperationCanceledException(message)
{
    /// <summary>The exit code.</summary>
    public int Code => code;
}
