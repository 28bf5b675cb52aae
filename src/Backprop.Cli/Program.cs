using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Backprop.Cli;

internal static class Program
{
    // Other verbs have nothing to finish: the first signal ends the process.
    private static readonly string[] EndThemselves = ["train", "resume", "test", "predict", "lesion", "study", "paper", "gallery", "lab", "bench"];

    private static int Main(string[] arguments)
    {
        try
        {
            return Run(arguments);
        }
        catch (Exception exception) when (ToolFiles.Problem(exception) is not null)
        {
            return ToolFiles.Report(ToolFiles.Problem(exception)!);
        }
    }

    /// <summary>By itself, so that a part of the tool that cannot be loaded is met within <see cref="Main"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string[] arguments)
    {
        // Numbers are read and written the same everywhere, even if the runtime is configured to follow the user's culture.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if (arguments is ["--version"] && !Launcher.IsPresent)
            return WriteVersion(Terminal.OfProcess(CancellationToken.None));
        using var interruption = new CancellationTokenSource();
        var code = ExitCode.Interrupted;
        var ends = EndThemselves.Contains(arguments.FirstOrDefault(), StringComparer.Ordinal);
        // The first signal asks the verb to finish what it is writing; the second ends the process at once.
        void Stop(PosixSignalContext context)
        {
            if (!ends || interruption.IsCancellationRequested) return;
            context.Cancel = true;
            code = context.Signal switch { PosixSignal.SIGTERM => ExitCode.Terminated, PosixSignal.SIGHUP => ExitCode.HungUp, _ => ExitCode.Interrupted };
            interruption.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        var result = Launcher.IsPresent ? RunRanked(arguments, interruption.Token) : CommandLine.Run(arguments, Terminal.OfProcess(interruption.Token));
        return result == ExitCode.Interrupted ? code : result;
    }

    /// <summary>By itself, so that the assembly of MPI is loaded under a launcher alone.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunRanked(string[] arguments, CancellationToken interrupted) => RankedProgram.Run(arguments, interrupted);

    /// <summary>Answers before the verbs and their options are made, which takes most of the start.</summary>
    private static int WriteVersion(Terminal terminal)
    {
        try
        {
            terminal.Out.WriteLine(typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
            return ExitCode.Done;
        }
        catch (Exception exception)
        {
            return Failure.Report(exception, terminal);
        }
    }
}
