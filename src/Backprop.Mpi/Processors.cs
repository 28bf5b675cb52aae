using System.Runtime.InteropServices;

namespace Backprop.Mpi;

/// <summary>Whether the ranks of this machine have a processor each.</summary>
internal static partial class Processors
{
    /// <summary>_SC_NPROCESSORS_ONLN.</summary>
    private static int Online => OperatingSystem.IsMacOS() ? 58 : 84;

    /// <param name="localRanks">The ranks of this machine; null where the launcher does not say it, as <c>srun</c>, which gives each its own.</param>
    internal static bool AreEnoughFor(int? localRanks) => localRanks is null || localRanks <= Count;

    /// <summary>Those of the machine: a rank that is bound to one sees itself as having that one alone.</summary>
    private static long Count
    {
        get
        {
            if (OperatingSystem.IsWindows())
                return Environment.ProcessorCount;
            return Math.Max(SystemConfiguration(Online), Environment.ProcessorCount);
        }
    }

    [LibraryImport("libc", EntryPoint = "sysconf")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SystemConfiguration(int name);
}
