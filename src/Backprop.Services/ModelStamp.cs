namespace Backprop.Services;

/// <summary>What changes when a file is written to or replaced: its target where it is a link, as in mounted volumes, its length and the time of the last change.</summary>
internal readonly record struct ModelStamp(string Path, long Length, DateTime Changed)
{
    /// <summary>The stamp of a file; the default where there is none.</summary>
    public static ModelStamp Of(string path)
    {
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            return file.Exists ? new(file.FullName, file.Length, file.LastWriteTimeUtc) : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default; // gone between two calls, or not to be looked at: loading says which
        }
    }
}
