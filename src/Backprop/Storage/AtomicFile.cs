using System.Runtime.InteropServices;

namespace Backprop;

/// <summary>
/// Replaces a file all at once: the content goes to a temporary file in the same folder, is flushed to disk, and takes the name by a
/// rename. A crash, a kill, a power cut or a full disk at any moment leaves the old file or the new one, never a part of one.
/// </summary>
public static partial class AtomicFile
{
    // A leftover of a killed process is removed by the next write to the same file, once it is so old that nobody can be between
    // creating and locking it.
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromMinutes(1);

    /// <summary>Writes the file at <paramref name="path"/>; nothing changes there unless <paramref name="write"/> returns.</summary>
    /// <param name="path">The file to create or replace. A symbolic link is followed, permissions of an existing file are kept.</param>
    /// <param name="write">Receives the stream to fill.</param>
    /// <exception cref="ModelFileException">The folder does not exist, permission is missing, the disk is full, …</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string? temporary = null;
        try
        {
            var target = FinalTarget(path);
            if (Directory.Exists(target)) throw new ModelFileException(path, "cannot be written: it is a folder");
            // A rename would put a file in the place of the device, for every program on the machine.
            if (!OperatingSystem.IsWindows() && target.StartsWith("/dev/", StringComparison.Ordinal)) throw new ModelFileException(path, "cannot be written: it is a device, not a file");
            var folder = Path.GetDirectoryName(target)!;
            if (!Directory.Exists(folder)) throw new ModelFileException(path, $"cannot be written: there is no folder '{folder}'");
            RemoveLeftovers(folder, Path.GetFileName(target));

            temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
            using (var stream = Create(temporary, target))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
            temporary = null;
            FlushFolder(folder);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not ModelFileException) or NotSupportedException)
        {
            throw new ModelFileException(path, "cannot be written: " + Reason(e, temporary, path), e);
        }
        finally
        {
            if (temporary is not null) TryDelete(temporary);
        }
    }

    private static string FinalTarget(string path)
    {
        var full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    // FileShare.None is a lock that ends with the process, however it ends: it tells a file in use from a leftover.
    private static FileStream Create(string temporary, string target)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            // A rename needs no permission on the file that it replaces; a file marked read-only is meant to stay.
            var mode = File.GetUnixFileMode(target);
            if (!mode.HasFlag(UnixFileMode.UserWrite)) throw new UnauthorizedAccessException($"Access to the path '{target}' is denied.");
            options.UnixCreateMode = mode;
        }
        return new FileStream(temporary, options);
    }

    private static void RemoveLeftovers(string folder, string fileName)
    {
        foreach (var leftover in Directory.EnumerateFiles(folder, ".*.tmp"))
        {
            // ".name.<32 digits>.tmp"
            var name = Path.GetFileName(leftover.AsSpan());
            if (name.Length != fileName.Length + 38 || !name[1..].StartsWith(fileName, StringComparison.Ordinal)) continue;
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(leftover) < LeftoverAge) continue;
            try
            {
                using (new FileStream(leftover, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue; // another process is writing it
            }
            TryDelete(leftover);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next write to the same file tries again.
        }
    }

    // The platform's messages name the temporary file, which the user has never heard of.
    private static string Reason(Exception e, string? temporary, string path) =>
        temporary is null ? e.Message : e.Message.Replace(temporary, path, StringComparison.Ordinal);

    // The rename itself is on disk only once the folder is; best effort, since not every file system can.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(folder, 0);
        if (descriptor < 0) return;
        _ = FileSync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FileSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
