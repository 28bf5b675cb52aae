namespace Backprop;

/// <summary>Where a file is going to be written: symbolic links followed, and all refused that can be seen before anything is written.</summary>
internal sealed class WriteTarget
{
    private WriteTarget(string path) => FullPath = path;

    /// <summary>The file itself, full and without symbolic links at its end.</summary>
    public string FullPath { get; }

    public string Folder => Path.GetDirectoryName(FullPath)!;

    public string Name => Path.GetFileName(FullPath);

    /// <summary>The place that a path leads to.</summary>
    /// <exception cref="IOException">Nothing can be written there; the message says why, without the path.</exception>
    public static WriteTarget Of(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.EndsInDirectorySeparator(full) || Directory.Exists(full)) throw new IOException("it is a folder");
        // A rename would put a file in the place of the device, for every program on the machine.
        var status = FileStatus.Of(full);
        if (status?.Kind == FileKind.Other) throw new IOException("it is a device or a pipe, not a file");
        var target = new WriteTarget(FollowLinks(full));
        if (status is null && IsAmongDevices(target.FullPath)) throw new IOException("it is a device or a pipe, not a file");
        if (!Directory.Exists(target.Folder)) throw new IOException($"there is no folder '{target.Folder}'");
        target.RequireWritable();
        return target;
    }

    /// <summary>The permissions that the file has, and a new one in its place is to have; null where they are the system's affair.</summary>
    public UnixFileMode? Mode => !OperatingSystem.IsWindows() && File.Exists(FullPath) ? File.GetUnixFileMode(FullPath) : null;

    private static string FollowLinks(string full)
    {
        var file = new FileInfo(full);
        if (file.LinkTarget is null) return full;
        try
        {
            return file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }
        catch (IOException e)
        {
            throw new IOException("it is a symbolic link that leads back to itself", e);
        }
    }

    // Files on tmpfs lie beside the devices.
    private static bool IsAmongDevices(string path) =>
        !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    /// <summary>A rename needs no permission on the file that it replaces; but a file marked read-only is meant to stay.</summary>
    private void RequireWritable()
    {
        if (Mode is { } mode && !mode.HasFlag(UnixFileMode.UserWrite)) throw new IOException("it is marked read-only");
        try
        {
            // Opened, not changed. This also finds a name that is too long, a file system that is read-only and a file that another program keeps for itself.
            using var _ = new FileStream(FullPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (FileNotFoundException)
        {
            // A new file.
        }
        catch (PathTooLongException e)
        {
            throw new IOException("its name is too long", e);
        }
    }
}
