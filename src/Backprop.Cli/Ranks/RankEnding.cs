using System.Globalization;
using System.Text;

namespace Backprop.Cli;

/// <summary>
/// How the ranks of a command end together, with one message whatever fails and wherever: rank 0 alone speaks. A rank that fails sends its words to rank 0 and waits to be ended;
/// rank 0 says them, unless it fails itself, which it then says instead. It hears them while it waits for other ranks, at the latest when its own part is done.
/// </summary>
/// <param name="ranks">The ranks.</param>
/// <param name="error">Where this process speaks.</param>
/// <param name="failed">Canceled when rank 0 hears that another rank has failed, so that it ends as after a signal.</param>
/// <param name="time">The clock.</param>
/// <param name="pause">Waits between two looks for a message.</param>
/// <param name="interrupted">A signal to stop.</param>
internal sealed class RankEnding(IRankMessages ranks, TextWriter error, CancellationTokenSource failed, TimeProvider time, Action<TimeSpan> pause, CancellationToken interrupted)
{
    /// <summary>How long a rank that has failed leaves it to rank 0 to say so; longer than rank 0 mostly computes without looking.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long another rank than 0 stays after a signal: rank 0 may still be writing its checkpoint, and launchers end all as soon as one has ended.</summary>
    internal static readonly TimeSpan Politeness = TimeSpan.FromSeconds(2);

    private const string Start = "backprop: ";

    /// <summary>Words that fit into a message that no rank need wait for.</summary>
    private const int MostWords = 1000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private RankFailedException? heard;

    /// <summary>At rank 0: looks whether another rank has failed.</summary>
    /// <exception cref="RankFailedException">One has.</exception>
    public void Listen()
    {
        if (ranks.Rank > 0)
            return;
        if (heard is null && ranks.TryReceive(null, RankMessage.Failed) is var (from, content))
        {
            var (code, words) = Encoding.UTF8.GetString(content).Split(' ', 2) is [var number, var rest] ? (int.Parse(number, CultureInfo.InvariantCulture), rest) : (ExitCode.Failed, "");
            heard = new RankFailedException(code, Words(from, words));
            failed.Cancel();
        }
        if (heard is not null)
            throw heard;
    }

    /// <summary>Ends this process with the others.</summary>
    /// <param name="code">The exit code of its part.</param>
    /// <param name="unsaid">What another rank than 0 would have said.</param>
    /// <returns>The exit code, and whether all ranks have done their part, so that MPI can be ended.</returns>
    public (int Code, bool IsAllDone) End(int code, string unsaid = "") => (ranks.Rank, code) switch
    {
        (0, ExitCode.Done) => Gather(),
        (0, ExitCode.Interrupted) when heard is not null => Speak(heard),
        // The launcher ends the others, as it does this one.
        (0, ExitCode.Interrupted or ExitCode.OutputClosed) => (code, false),
        (0, _) => (Abort(code), false),
        (_, ExitCode.Done) => (code, WaitForAll()),
        (_, ExitCode.Interrupted or ExitCode.OutputClosed) => (code, WaitFor(Politeness)),
        _ => (Tell(code, unsaid), false),
    };

    /// <summary>Rank 0 has done its part: waits for the others.</summary>
    private (int Code, bool IsAllDone) Gather()
    {
        try
        {
            for (var rank = 1; rank < ranks.Count; rank++)
            {
                while (ranks.TryReceive(rank, RankMessage.Done) is null)
                {
                    Listen();
                    if (interrupted.IsCancellationRequested)
                        return (ExitCode.Done, false);
                    pause(BetweenLooks);
                }
            }
        }
        catch (RankFailedException failure)
        {
            return Speak(failure);
        }
        for (var rank = 1; rank < ranks.Count; rank++)
            ranks.Send(rank, RankMessage.AllDone, []);
        return (ExitCode.Done, true);
    }

    private (int Code, bool IsAllDone) Speak(RankFailedException failure)
    {
        error.WriteLine(Start + failure.Message);
        return (Abort(failure.Code), false);
    }

    /// <summary>Another rank than 0 has done its part: waits until all have, or until a signal ends them.</summary>
    private bool WaitForAll()
    {
        ranks.Send(0, RankMessage.Done, []);
        while (!interrupted.IsCancellationRequested)
        {
            if (WaitFor(BetweenLooks))
                return true;
        }
        return WaitFor(Politeness);
    }

    /// <summary>Another rank than 0 has failed: tells rank 0, which ends all.</summary>
    private int Tell(int code, string unsaid)
    {
        var words = unsaid.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(static line => line.StartsWith(Start, StringComparison.Ordinal))?[Start.Length..] ?? "failed";
        ranks.Send(0, RankMessage.Failed, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{code} {(words.Length > MostWords ? words[..MostWords] : words)}")));
        WaitFor(Patience);
        error.WriteLine(Start + Words(ranks.Rank, words));
        return Abort(code);
    }

    /// <summary>Waits to be ended by rank 0, or for its message that all is done; each look lets MPI go on with what was sent.</summary>
    /// <returns>Whether the message has come.</returns>
    private bool WaitFor(TimeSpan limit)
    {
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < limit; pause(BetweenLooks))
        {
            if (ranks.TryReceive(0, RankMessage.AllDone) is not null)
                return true;
        }
        return false;
    }

    private int Abort(int code)
    {
        ranks.Abort(code);
        return code;
    }

    private string Words(int rank, string words) => string.Create(CultureInfo.InvariantCulture, $"rank {rank} of {ranks.Count}: {words}");
}
