using System.Runtime.InteropServices;

namespace Backprop;

/// <summary>statx(2), whose structure is the same on every processor, unlike that of stat(2).</summary>
internal static unsafe partial class LinuxFiles
{
    private const int CurrentFolder = -100;     // AT_FDCWD
    private const uint TypeAndNumber = 0x101;   // STATX_TYPE | STATX_INO
    private const int StructureSize = 256, ModeAt = 28, NumberAt = 32, DeviceAt = 136;

    public static FileStatus? Status(string path)
    {
        var status = stackalloc byte[StructureSize];
        if (StatX(CurrentFolder, path, 0, TypeAndNumber, status) != 0) return null;
        var device = ((ulong)*(uint*)(status + DeviceAt) << 32) | *(uint*)(status + DeviceAt + 4);
        return new FileStatus(new FileIdentity(device, *(ulong*)(status + NumberAt)), UnixMode.Kind(*(ushort*)(status + ModeAt)));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, byte* status);
}

/// <summary>The type bits of a Unix file mode.</summary>
internal static class UnixMode
{
    public static FileKind Kind(uint mode) => (mode & 0xF000) switch { 0x8000 => FileKind.Regular, 0x4000 => FileKind.Folder, _ => FileKind.Other };
}
