using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Backprop;

/// <summary>The volume and 128-bit number of a file on Windows.</summary>
internal static unsafe partial class WindowsFiles
{
    private const int FileIdInfo = 18;
    private const uint Disk = 1;                // FILE_TYPE_DISK

    public static FileStatus? Status(string path)
    {
        if (Directory.Exists(path)) return FileStatus.ByPath(path);
        if (path.StartsWith(@"\\.\", StringComparison.Ordinal)) return new FileStatus(new FileIdentity(0, 0, path.ToUpperInvariant()), FileKind.Other);
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Status(handle) ?? FileStatus.ByPath(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileStatus.ByPath(path);
        }
    }

    /// <summary>The handle of standard output.</summary>
    public static nint StandardOutput => GetStandardHandle(-11);

    public static FileStatus? StatusOfStandard(int handle)
    {
        using var standard = new SafeFileHandle(GetStandardHandle(handle), ownsHandle: false);
        return standard.IsInvalid ? null : Status(standard);
    }

    private static FileStatus? Status(SafeFileHandle handle)
    {
        if (GetFileType(handle) != Disk) return new FileStatus(default, FileKind.Other);
        var id = stackalloc ulong[3];
        return GetFileInformation(handle, FileIdInfo, id, 3 * sizeof(ulong)) == 0 ? null
            : new FileStatus(new FileIdentity(id[0], new UInt128(id[2], id[1])), FileKind.Regular);
    }

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandleEx")]
    private static partial int GetFileInformation(SafeFileHandle handle, int kind, ulong* information, uint size);

    [LibraryImport("kernel32", EntryPoint = "GetFileType")]
    private static partial uint GetFileType(SafeFileHandle handle);

    [LibraryImport("kernel32", EntryPoint = "GetStdHandle")]
    private static partial nint GetStandardHandle(int number);
}
