using System.Globalization;
using System.Runtime.InteropServices;

namespace Backprop.Cli;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        // Numbers are read and written alike everywhere, also where the runtime is told to follow the user's culture.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
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
