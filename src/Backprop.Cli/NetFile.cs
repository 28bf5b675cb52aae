namespace Backprop.Cli;

/// <summary>Reads the description of a net (docs/net-json.md) from a file that the user names.</summary>
internal static class NetFile
{
    // The largest net that can be built needs far less; a device such as /dev/zero has no end.
    private const int MostCharacters = 1 << 25;

    /// <summary>Reads the net.</summary>
    /// <exception cref="InputException">The file cannot be read or does not describe a net; the message names the file.</exception>
    public static Topology Read(string path)
    {
        try
        {
            return Topology.FromJson(Text(path));
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

    private static string Text(string path)
    {
        using var reader = File.OpenText(path);
        var text = new System.Text.StringBuilder();
        var part = new char[1 << 16];
        for (int count; (count = reader.Read(part)) > 0;)
        {
            if (text.Append(part, 0, count).Length > MostCharacters)
                throw new InputException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}: is longer than {MostCharacters:N0} characters, which no description of a net is"));
        }
        return text.ToString();
    }
}
