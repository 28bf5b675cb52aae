namespace Backprop.Lab;

/// <summary>A folder in the page's own memory, for readers that take the path of a file; it is gone when disposed.</summary>
internal sealed class PageFolder : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "backprop-lab-" + Guid.NewGuid().ToString("N"));

    /// <summary>Writes a file under the last part of its name.</summary>
    /// <returns>Its path; files of the same name have paths of their own.</returns>
    public string Write(string name, byte[] content)
    {
        const int longest = 100;
        var last = string.Concat(name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Select(static letter => char.IsControl(letter) ? '_' : letter));
        // What a file is may be told by the end of its name.
        if (last.Length > longest) last = last[^longest..];
        if (last.Trim('.', ' ').Length == 0) last = "file";
        var place = folder;
        for (var copy = 2; File.Exists(Path.Combine(place, last)); copy++)
            place = Path.Combine(folder, Numeral.Text(copy));
        Directory.CreateDirectory(place);
        var path = Path.Combine(place, last);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Reads something; messages name the file as the user does.</summary>
    public T Naming<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (BackpropException e) when (e.Message.Contains(folder, StringComparison.Ordinal))
        {
            throw new UsageException(e.Message.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
