using System.Runtime.InteropServices;

namespace Backprop;

/// <summary>stat(2) of macOS with its 64-bit file numbers, which on x64 is a symbol of its own.</summary>
internal static unsafe partial class MacFiles
{
    // struct stat is 144 bytes; some are kept for it to grow.
    private const int StructureSize = 256, ModeAt = 4, NumberAt = 8;

    public static FileStatus? Status(string path)
    {
        var status = stackalloc byte[StructureSize];
        var failed = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Stat64(path, status) : Stat(path, status);
        return failed != 0 ? null : new FileStatus(new FileIdentity(*(uint*)status, *(ulong*)(status + NumberAt)), UnixMode.Kind(*(ushort*)(status + ModeAt)));
    }

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, byte* status);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat64(string path, byte* status);
}
