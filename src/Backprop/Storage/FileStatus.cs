namespace Backprop;

/// <summary>What the file system says of a path, symbolic links followed: which file it is, and of which kind.</summary>
/// <param name="Identity">Equal for two paths exactly if they lead to the same file, by whatever spelling, symbolic or hard link.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct FileStatus(FileIdentity Identity, FileKind Kind)
{
    /// <summary>The file at a path; null where there is none, or where it may not be looked at.</summary>
    public static FileStatus? Of(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return OperatingSystem.IsLinux() ? LinuxFiles.Status(full)
                : OperatingSystem.IsMacOS() ? MacFiles.Status(full)
                : OperatingSystem.IsWindows() ? WindowsFiles.Status(full)
                : ByPath(full);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return ByPath(full);
        }
    }

    /// <summary>What standard input is connected to; null where that is not known.</summary>
    public static FileStatus? OfStandardInput() => OfStandard(0);

    /// <summary>What standard output is connected to; null where that is not known.</summary>
    public static FileStatus? OfStandardOutput() => OfStandard(1);

    // Windows numbers its standard handles -10, -11, …
    private static FileStatus? OfStandard(int descriptor)
    {
        try
        {
            return OperatingSystem.IsWindows() ? WindowsFiles.StatusOfStandard(-10 - descriptor)
                : OperatingSystem.IsBrowser() ? null
                : Of($"/dev/fd/{descriptor}");
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>If the system does not give the file's number, its path without symbolic links is used; hard links are then not seen.</summary>
    internal static FileStatus? ByPath(string full)
    {
        if (Resolved(full) is not { } resolved) return null;
        return Directory.Exists(resolved) ? new FileStatus(new FileIdentity(0, 0, resolved), FileKind.Folder)
            : File.Exists(resolved) ? new FileStatus(new FileIdentity(0, 0, resolved), FileKind.Regular)
            : null;
    }

    /// <summary>A full path with the symbolic links among its folders resolved too; null where they lead back to themselves.</summary>
    private static string? Resolved(string full)
    {
        const int mostLinks = 40;
        var links = 0;
        var root = Path.GetPathRoot(full)!;
        var parts = new Stack<string>(full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        var resolved = root;
        while (parts.TryPop(out var part))
        {
            var next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }
            if (++links > mostLinks) return null;
            var led = Path.GetFullPath(target, resolved);
            resolved = Path.GetPathRoot(led)!;
            foreach (var each in led[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse()) parts.Push(each);
        }
        return OperatingSystem.IsWindows() ? resolved.ToUpperInvariant() : resolved;
    }
}

/// <summary>Which file of this machine: device and number on it, or the path where there are no such numbers.</summary>
internal readonly record struct FileIdentity(ulong Device, UInt128 Number, string? Path = null);

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>A file with content.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A device, pipe or socket: bytes go through it and do not stay.</summary>
    Other,
}
