using System.Globalization;
using Backprop.Experiments;
using Backprop.Lab.Server;

namespace Backprop.Cli;

/// <summary>What the page opens with: an experiment by its name, or files.</summary>
/// <param name="Experiment">The experiment; null for none.</param>
/// <param name="Files">The files; empty for none.</param>
internal sealed record LabContent(string? Experiment, IReadOnlyList<string> Files)
{
    /// <summary>The most bytes that the page reads, all files together.</summary>
    internal const long MostBytes = 50_000_000;

    /// <summary>The names that stand for experiments.</summary>
    private static IEnumerable<string> Experiments => Paper.Experiments.Concat(Gallery.Studies).Select(static experiment => experiment.Name);

    /// <summary>Looks at what was named.</summary>
    /// <exception cref="UsageException">An experiment is named together with something else.</exception>
    /// <exception cref="InputException">A file is not one that the page can read.</exception>
    public static LabContent Of(IReadOnlyList<string> named)
    {
        if (named.FirstOrDefault(name => Experiments.Contains(name, StringComparer.Ordinal)) is { } experiment)
        {
            return named.Count == 1 ? new LabContent(experiment, [])
                : throw new UsageException($"'{experiment}' is an experiment, with a net and cases of its own; name it alone, or write ./{experiment} for a file.");
        }
        if (named.Sum(path => LengthOf(path, named.Count == 1)) is var bytes and > MostBytes)
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{named[0]}{(named.Count == 1 ? ": has" : " and what is named with it have")} {bytes / 1e6:N0} MB, and the lab reads up to {MostBytes / 1e6:N0} MB; 'backprop train' takes more"));
        return new LabContent(null, named);
    }

    /// <summary>The files as the server knows them.</summary>
    public IReadOnlyList<NamedFile> Named() => [.. Files.Select(static path => new NamedFile(Path.GetFileName(path), Path.GetFullPath(path)))];

    /// <summary>What the address of the page says behind '#': browsers send it to nobody.</summary>
    /// <param name="token">Lets the page read the files.</param>
    public string Fragment(string token) => Experiment is { } experiment ? $"#experiment={experiment}" : Files.Count > 0 ? $"#files={token}" : "";

    private static long LengthOf(string path, bool isAlone)
    {
        if (FileStatus.Of(path) is not { } status)
        {
            var hint = isAlone ? NearestName.Hint(path, Experiments) : "";
            throw new InputException($"{path}: there is no such file{(hint.Length > 0 ? " or experiment" + hint.TrimEnd('.') : "")}");
        }
        if (status.Kind == FileKind.Folder) throw new InputException($"{path}: is a folder; name a file");
        if (status.Kind != FileKind.Regular) throw new InputException($"{path}: is a pipe or a device, which can be read only once; write its content to a file");
        try
        {
            using var file = File.OpenRead(path);
            return file.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }
}
