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

    /// <summary>How long rank 0 waits for the others before it says that it does: they may carry out another command, or have ended.</summary>
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(30);

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
            using var waits = launch.Rank > 0 ? null : new Timer(
                static seconds => Descriptor(2).WriteLine($"backprop: not all processes that the launcher started have joined after {seconds} s. This one goes on waiting; do all of them carry out the same command?"),
                JoinPatience.TotalSeconds, JoinPatience, Timeout.InfiniteTimeSpan);
            ranks = Communicator.Start(launch);
        }
        catch (MpiException exception)
        {
            return launch.Rank > 0 ? ExitCode.BadInput : Failure.Report(exception, TerminalOf(0, interrupted, out _));
        }
        // Canceled too when another rank has failed: what rank 0 has is then kept as after a signal.
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        var ending = new RankEnding(new MpiRankMessages(ranks), Descriptor(2), failed, TimeProvider.System, Thread.Sleep, interrupted);
        if (ranks.Rank == 0)
            ranks.Listener = ending.Listen;
        var terminal = TerminalOf(ranks.Rank, failed.Token, out var unsaid);
        var (code, isAllDone) = ending.End(CommandLine.Run(arguments, terminal with { Ranks = ranks }), unsaid?.ToString() ?? "");
        if (isAllDone)
            ranks.Dispose();
        return code;
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
