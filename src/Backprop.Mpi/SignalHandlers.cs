using System.Runtime.InteropServices;

namespace Backprop.Mpi;

/// <summary>
/// What the process does on the signals of wrong addresses and wrong arithmetic, by which .NET raises its exceptions. Libraries below MPI, UCX among them, put handlers of their own
/// in place that end the process; those of .NET are kept here, and put back.
/// </summary>
internal sealed unsafe partial class SignalHandlers
{
    /// <summary>More than a struct sigaction has in any system.</summary>
    private const int Size = 256;

    private readonly (int Signal, byte[] Action)[] actions;

    private SignalHandlers((int Signal, byte[] Action)[] actions) => this.actions = actions;

    // SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV: numbers of Linux and of macOS.
    private static int[] Signals => OperatingSystem.IsMacOS() ? [4, 5, 10, 8, 11] : [4, 5, 7, 8, 11];

    /// <summary>Takes down the present handlers.</summary>
    internal static SignalHandlers Read()
    {
        if (OperatingSystem.IsWindows())
            return new([]);
        return new([.. Signals.Select(static signal =>
        {
            var action = new byte[Size];
            fixed (byte* place = action)
                _ = Exchange(signal, null, place);
            return (signal, action);
        })]);
    }

    /// <summary>Puts them in place again.</summary>
    internal void PutBack()
    {
        foreach (var (signal, action) in actions)
        {
            fixed (byte* place = action)
                _ = Exchange(signal, place, null);
        }
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Exchange(int signal, byte* action, byte* before);
}
