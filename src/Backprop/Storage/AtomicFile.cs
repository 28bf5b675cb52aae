using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Backprop;

/// <summary>
/// Replaces a file all at once: the content goes to a temporary file in the same folder, is flushed to disk, and takes the name by a
/// rename. A crash, a kill, a power cut or a full disk at any moment leaves the old file or the new one, never a part of one.
/// </summary>
internal static partial class AtomicFile
{
    // A leftover of a killed process is removed by the next write to the same file, once it is so old that nobody can be between
    // creating and locking it.
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromMinutes(1);

    /// <summary>Writes the file at <paramref name="path"/>; nothing changes there unless <paramref name="write"/> returns.</summary>
    /// <param name="path">The file to create or replace. A symbolic link is followed, permissions of an existing file are kept.</param>
    /// <param name="write">Receives the stream to fill.</param>
    /// <param name="error">Makes the exception from path, problem and cause; by default an <see cref="IOException"/>.</param>
    /// <exception cref="IOException">The folder does not exist, permission is missing, the disk is full, …</exception>
    public static void Write(string path, Action<Stream> write, Func<string, string, Exception?, Exception>? error = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string? temporary = null;
        try
        {
            var target = WriteTarget.Of(path);
            RemoveLeftovers(target);
            temporary = TemporaryName(target);
            using (var stream = Create(temporary, target))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target.FullPath, overwrite: true);
            temporary = null;
            FlushFolder(target.Folder);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw NotWritten(path, temporary, e, error);
        }
        finally
        {
            if (temporary is not null) TryDelete(temporary);
        }
    }

    /// <summary>
    /// Finds out before a long work what <see cref="Write"/> would find out after it: a folder that is missing or may not be written to, a
    /// file that is read-only, a name that is too long, a device, a full disk. Leaves everything as it is.
    /// </summary>
    /// <param name="path">The file that will be created or replaced.</param>
    /// <param name="bytes">About how long it will be; there must be room for as many beside an old file.</param>
    /// <param name="error">Makes the exception from path, problem and cause; by default an <see cref="IOException"/>.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Check(string path, long bytes = 0, Func<string, string, Exception?, Exception>? error = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string? temporary = null;
        try
        {
            var target = WriteTarget.Of(path);
            temporary = TemporaryName(target);
            using var stream = CreateWithRoom(temporary, target, bytes);
            // Not every file system reserves room when it is asked to; all refuse to write where there is none.
            stream.Write(new byte[4096]);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            throw NotWritten(path, temporary, e, error);
        }
        finally
        {
            if (temporary is not null) TryDelete(temporary);
        }
    }

    private static bool IsOfTheSystem(Exception e) => e is UnauthorizedAccessException or IOException or NotSupportedException;

    private static Exception NotWritten(string path, string? temporary, Exception e, Func<string, string, Exception?, Exception>? error)
    {
        // The platform's messages name the temporary file, which the user has never heard of.
        var reason = temporary is null ? e.Message : e.Message.Replace(temporary, path, StringComparison.Ordinal);
        if (reason.EndsWith($" : '{path}'", StringComparison.Ordinal)) reason = reason[..^(path.Length + 5)];
        var problem = "cannot be written: " + reason.ReplaceLineEndings(" ");
        return error is null ? new IOException($"{path}: {problem}", e) : error(path, problem, e);
    }

    // Names are limited to 255 bytes or fewer: digits of its hash stand for a file's name.
    private static string TemporaryName(WriteTarget target) => Path.Combine(target.Folder, TemporaryPrefix(target) + Guid.NewGuid().ToString("N")[..16] + ".tmp");

    private static string TemporaryPrefix(WriteTarget target) =>
        $".backprop-{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(target.Name)).AsSpan(0, 8))}-";

    // FileShare.None is a lock that ends with the process, however it ends: it tells a file in use from a leftover.
    private static FileStream Create(string temporary, WriteTarget target, long bytes = 0)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16, PreallocationSize = bytes };
        if (!OperatingSystem.IsWindows() && target.Mode is { } mode) options.UnixCreateMode = mode;
        return new FileStream(temporary, options);
    }

    private static FileStream CreateWithRoom(string temporary, WriteTarget target, long bytes)
    {
        try
        {
            return Create(temporary, target, bytes);
        }
        catch (IOException e) when (bytes > 0 && !File.Exists(temporary))
        {
            // It is the room that is lacking if a file without content can be created.
            Create(temporary, target).Dispose();
            throw new IOException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the disk has no room for {bytes:N0} bytes"), e);
        }
    }

    private static void RemoveLeftovers(WriteTarget target)
    {
        foreach (var leftover in Directory.EnumerateFiles(target.Folder, TemporaryPrefix(target) + "*.tmp"))
        {
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

    // The rename itself is on disk only once the folder is; best effort, since not every system and file system can.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            var descriptor = Open(folder, 0);
            if (descriptor < 0) return;
            _ = FileSync(descriptor);
            _ = Close(descriptor);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // In a browser, for example, there is no C library and no disk.
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FileSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
