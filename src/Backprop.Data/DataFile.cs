using System.IO.Compression;

namespace Backprop.Data;

/// <summary>Opens files of data, with errors that name them; and notices a file that changes while it is read.</summary>
internal static class DataFile
{
    /// <summary>Opens a file to be read from start to end.</summary>
    /// <exception cref="DataException">It is missing, a folder, or may not be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException("there is no such file", path, innerException: e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataException(Directory.Exists(path) ? "is a folder; name a file" : "may not be read: permission denied", path, innerException: e);
        }
        catch (IOException e)
        {
            throw new DataException("cannot be opened: " + e.Message, path, innerException: e);
        }
    }

    /// <summary>Opens a file that may be compressed by gzip, to be read from start to end.</summary>
    /// <exception cref="DataException">It is missing, a folder, or may not be read.</exception>
    public static Stream OpenUnpacked(string path)
    {
        var file = Open(path);
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Whether a path leads to a pipe or device, which can be read only once. Does not open it.</summary>
    public static bool IsReadOnce(string path) => FileStatus.Of(path) is { Kind: FileKind.Other };

    /// <summary>Refuses a pipe or device where a file is read more than once.</summary>
    /// <exception cref="DataException">It is one.</exception>
    public static void CheckReadAgain(string path)
    {
        if (IsReadOnce(path))
            throw new DataException("is a pipe or a device, but is read more than once; write it to a file first", path);
    }

    /// <summary>Length and time of the last change: if two stamps of a file differ, it was written to between them.</summary>
    public static (long Length, DateTime Changed) Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }

    /// <summary>The error of a file whose stamp has changed.</summary>
    public static DataException Changed(string path) => new("was changed while it was read; run again when it is complete", path);
}
