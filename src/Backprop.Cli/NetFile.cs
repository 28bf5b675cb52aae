namespace Backprop.Cli;

/// <summary>The description of a net (docs/net-json.md) in a file that the user names.</summary>
internal static class NetFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="InputException">It cannot be read, or does not describe a net; the message names the file.</exception>
    public static Topology Read(string path)
    {
        try
        {
            return Topology.FromJson(File.ReadAllText(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such file", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputException($"{path}: {(Directory.Exists(path) ? "is a folder; name a file" : "may not be read: permission denied")}", e);
        }
        catch (Exception e) when (e is TopologyException or IOException)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }
}
