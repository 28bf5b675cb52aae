namespace Backprop.Cli;

/// <summary>Which files are case files.</summary>
internal static class CaseFiles
{
    /// <summary>Whether a file is a case file: its name ends in .cases, or its first line that says something has an arrow.</summary>
    public static bool Is(string path)
    {
        if (path.EndsWith(".cases", StringComparison.OrdinalIgnoreCase)) return true;
        if (FileStatus.Of(path) is not { Kind: FileKind.Regular }) return false;
        using var reader = File.OpenText(path);
        var start = new char[4096];
        var count = reader.ReadBlock(start);
        foreach (var line in new string(start, 0, count).Split('\n').Select(static line => line.Trim()))
            if (line.Length > 0 && line[0] != '#') return line.Contains("->", StringComparison.Ordinal);
        return false;
    }
}
