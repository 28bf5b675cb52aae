using System.Runtime.InteropServices;

namespace Backprop.Cli;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        using var interruption = new CancellationTokenSource();
        // The first signal asks the verb to finish what it is writing; the second ends the process at once.
        void Stop(PosixSignalContext context)
        {
            if (interruption.IsCancellationRequested) return;
            context.Cancel = true;
            interruption.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return CommandLine.Run(arguments, Terminal.OfProcess(interruption.Token));
    }
}
