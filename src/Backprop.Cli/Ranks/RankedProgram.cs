using System.Diagnostics;
using System.Text;
using Backprop.Mpi;
using Microsoft.Win32.SafeHandles;

namespace Backprop.Cli;

/// <summary>
/// The tool as one of many processes that a launcher of MPI started. Rank 0 alone prints, reads what is asked and writes files; one rank that fails ends all of them, with one message.
/// No stream is asked whether it is a terminal: under <c>mpirun</c> stdout is one even where the output goes to a file.
/// </summary>
internal static class RankedProgram
{
    /// <summary>The verbs that many processes carry out together.</summary>
    private static readonly string[] Shared = ["train", "resume", "study"];

    /// <summary>How long another rank than 0 goes on when it is to end: rank 0 says what is wrong everywhere, or writes the checkpoint.</summary>
    private static readonly TimeSpan Politeness = TimeSpan.FromSeconds(2);

    /// <summary>How long at most the end that rank 0 makes of all takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The tag of the message by which rank 0 says that it failed.</summary>
    private const int Tag = 2;

    /// <summary>Carries out a command.</summary>
    /// <param name="arguments">Its words.</param>
    /// <param name="interrupted">A signal to stop.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, CancellationToken interrupted)
    {
        if (MpiLaunch.Find(Environment.GetEnvironmentVariable) is not { } launch)
            return CommandLine.Run(arguments, TerminalOf(0, interrupted, out _)); // alone, but its output still goes through the launcher
        arguments = CommandLine.WithHelpAsOption(arguments);
        var verb = arguments.FirstOrDefault();
        var isShared = Shared.Contains(verb, StringComparer.Ordinal) && !arguments.Any(static word => word is "--help" or "-h" or "-?" or "/h" or "/?");
        if (!isShared)
        {
            if (launch.Rank > 0)
                return ExitCode.Done;
            if (verb is null || verb.StartsWith('-') || arguments.Any(static word => word is "--help" or "-h" or "-?"))
                return CommandLine.Run(arguments, TerminalOf(0, interrupted, out _));
            Descriptor(2).WriteLine($"backprop: 'backprop {DisplayText.Name(verb)}' is carried out by one process, but a launcher of MPI started {launch.Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "several"}; start it without the launcher, or set the environment variable {MpiLaunch.Variable} to '{MpiLaunch.Off}'. Many processes carry out {string.Join(", ", Shared)}.");
            return ExitCode.Usage;
        }
        Communicator ranks;
        try
        {
            ranks = Communicator.Start(launch);
        }
        catch (MpiException exception)
        {
            return launch.Rank > 0 ? ExitCode.BadInput : Failure.Report(exception, TerminalOf(0, interrupted, out _));
        }
        var terminal = TerminalOf(ranks.Rank, interrupted, out var unsaid);
        return End(ranks, CommandLine.Run(arguments, terminal with { Ranks = ranks }), unsaid?.ToString());
    }

    /// <summary>Ends MPI after a command that was done; after one that failed, ends all ranks.</summary>
    private static int End(Communicator ranks, int code, string? unsaid)
    {
        switch (code)
        {
            case ExitCode.Done:
                ranks.Dispose();
                return code;
            case ExitCode.Interrupted or ExitCode.OutputClosed:
                // The launcher ends the others, as it does this one. Open MPI 4.1 kills all as soon as one has ended, and rank 0 may still be writing its checkpoint.
                if (unsaid is not null)
                    Thread.Sleep(Politeness);
                return code;
        }
        if (unsaid is null)
        {
            for (var rank = 1; rank < ranks.Count; rank++)
                ranks.Send([], rank, Tag);
        }
        else if (HasFailed(ranks))
        {
            // Rank 0 has said it, and is about to end this process.
            Thread.Sleep(Patience);
            return code;
        }
        else
        {
            var messages = unsaid.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Descriptor(2).WriteLine($"backprop: rank {ranks.Rank} of {ranks.Count}: {messages.LastOrDefault(static line => line.StartsWith("backprop: ", StringComparison.Ordinal))?["backprop: ".Length..] ?? "failed"}");
        }
        ranks.Abort(code);
        return code;
    }

    /// <summary>Waits a while for rank 0 to say that it failed too.</summary>
    private static bool HasFailed(Communicator ranks)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Politeness; Thread.Sleep(10))
        {
            if (ranks.TryProbe(0, Tag) is not null)
                return true;
        }
        return false;
    }

    private static Terminal TerminalOf(int rank, CancellationToken interrupted, out StringWriter? unsaid)
    {
        unsaid = rank == 0 ? null : new StringWriter();
        return rank == 0 ? new(new CleanWriter(Descriptor(1)), new CleanWriter(Descriptor(2)), interrupted) : new(TextWriter.Null, new CleanWriter(unsaid!), interrupted);
    }

    /// <summary>A descriptor of the process, not as a console: .NET sends control sequences to those that are terminals.</summary>
    private static TextWriter Descriptor(int number) =>
        TextWriter.Synchronized(new StreamWriter(new StandardStream(new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, bufferSize: 0), isNeeded: number == 1), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
}
