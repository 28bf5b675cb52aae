namespace Backprop.Cli;

/// <summary>
/// Checks what a command reads and writes before any work is done: no output replaces an input, even under another name; no file of another
/// kind is replaced without --force; a file that cannot be written is reported at once. Every verb that writes files uses it.
/// </summary>
/// <param name="force">Whether files of other kinds may be replaced. An input is never replaced.</param>
internal sealed class OutputGuard(bool force = false)
{
    private readonly List<(string What, string Path, FileIdentity Identity)> inputs = [];
    private readonly List<(string What, string Path)> outputs = [];

    /// <summary>Adds a file that the command reads.</summary>
    /// <param name="what">The file in the user's words, for example "the table that is read".</param>
    /// <param name="path">The file; "-" for standard input; null where there is none.</param>
    public OutputGuard Reads(string what, string? path)
    {
        if (path is null) return this;
        var status = path == "-" ? FileStatus.OfStandardInput() : FileStatus.Of(path);
        if (status is not { Kind: FileKind.Regular } file) return this;
        var input = (what, path == "-" ? "standard input" : path, file.Identity);
        inputs.Add(input);
        if (FileStatus.OfStandardOutput() is { Kind: FileKind.Regular } output && output.Identity == file.Identity)
            throw Same("the output", "standard output", input);
        return this;
    }

    /// <summary>Checks a file that the command writes; all inputs must have been added before.</summary>
    /// <param name="what">The file in the user's words, for example "the model".</param>
    /// <param name="path">The file; null where there is none.</param>
    /// <param name="kind">The kind of file that may be replaced without --force; null for any kind, or where <see cref="Replaces"/> checks it later.</param>
    /// <exception cref="UsageException">The file is an input of the command, or is of another kind.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public OutputGuard Writes(string what, string? path, OutputKind? kind)
    {
        if (path is null) return this;
        if (path == "-") throw new UsageException($"{what} cannot go to standard output: name a file, or write ./- for a file of that name.");
        NotAnInput(what, path);
        Reserves(what, path);
        if (kind is not null) Replaces(what, path, kind);
        AtomicFile.Check(path);
        return this;
    }

    /// <summary>Checks that an existing file under the name of an output may be replaced.</summary>
    /// <param name="what">The output in the user's words.</param>
    /// <param name="path">The file; null where there is none.</param>
    /// <param name="kind">The kind of file that may be replaced without --force.</param>
    /// <exception cref="UsageException">The file is of another kind.</exception>
    public OutputGuard Replaces(string what, string? path, OutputKind kind) =>
        path is null || force || FileStatus.Of(path) is not { Kind: FileKind.Regular } || kind.Refusal(path) is not { } refusal ? this
            : throw new UsageException($"{path} exists and {refusal}: name another file for {what}, or replace this one with --force.");

    /// <summary>Adds a file that the command writes and that is checked elsewhere; no other output may be the same file.</summary>
    /// <param name="what">The file in the user's words.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">Another output is the same file.</exception>
    public OutputGuard Reserves(string what, string path)
    {
        if (outputs.Find(output => IsSameFile(output.Path, path)) is { Path: not null } other)
            throw new UsageException($"{path} would be written twice: as {other.What} and as {what}; name another file for one of them.");
        outputs.Add((what, path));
        return this;
    }

    /// <summary>Checks that a file is not one of the inputs.</summary>
    /// <exception cref="UsageException">The file is an input of the command.</exception>
    public OutputGuard NotAnInput(string what, string path)
    {
        if (FileStatus.Of(path) is { Kind: FileKind.Regular } file && inputs.Find(input => input.Identity == file.Identity) is { Path: not null } same)
            throw Same(what, path, same);
        return this;
    }

    private static bool IsSameFile(string one, string other) =>
        string.Equals(Path.GetFullPath(one), Path.GetFullPath(other), StringComparison.Ordinal)
            || (FileStatus.Of(one) is { Kind: FileKind.Regular } file && file.Identity == FileStatus.Of(other)?.Identity);

    private static UsageException Same(string what, string path, (string What, string Path, FileIdentity) input) => new(
        string.Equals(path, input.Path, StringComparison.Ordinal)
            ? $"{path} is {input.What}: name another file for {what}."
            : $"{path} is the same file as {input.Path}, {input.What}: name another file for {what}.");
}
