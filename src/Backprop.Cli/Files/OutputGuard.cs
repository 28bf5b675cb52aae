namespace Backprop.Cli;

/// <summary>
/// What a command reads and what it writes, checked before any work: nothing is written over a file that is read, whatever the two are
/// called; nothing of another kind is replaced unasked; and what cannot be written is said at once. Every verb that writes uses this.
/// </summary>
/// <param name="force">Whether the user lets files of other kinds be replaced. It never lifts the first rule.</param>
internal sealed class OutputGuard(bool force = false)
{
    private readonly List<(string What, string Path, FileIdentity Identity)> inputs = [];

    /// <summary>Names a file that the command reads.</summary>
    /// <param name="what">What it is to the user, such as "the table that is read".</param>
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

    /// <summary>Checks a file that the command writes, after all that it reads.</summary>
    /// <param name="what">What it is to the user, such as "the model".</param>
    /// <param name="path">The file; null where there is none.</param>
    /// <param name="kind">What may be replaced there without --force; null: whatever has that name.</param>
    /// <exception cref="UsageException">It is a file that the command reads, or one of another kind.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public OutputGuard Writes(string what, string? path, OutputKind? kind)
    {
        if (path is null) return this;
        if (path == "-") throw new UsageException($"{what} cannot go to standard output: name a file, or write ./- for a file of that name.");
        NotAnInput(what, path);
        if (kind is not null && !force && FileStatus.Of(path) is { Kind: FileKind.Regular } && !kind.Describes(path))
            throw new UsageException($"{path} exists and is not {kind.Name}: name another file for {what}, or replace this one with --force.");
        AtomicFile.Check(path);
        return this;
    }

    /// <summary>Checks that a file is none that the command reads.</summary>
    /// <exception cref="UsageException">It is one.</exception>
    public OutputGuard NotAnInput(string what, string path)
    {
        if (FileStatus.Of(path) is { Kind: FileKind.Regular } file && inputs.Find(input => input.Identity == file.Identity) is { Path: not null } same)
            throw Same(what, path, same);
        return this;
    }

    private static UsageException Same(string what, string path, (string What, string Path, FileIdentity) input) => new(
        string.Equals(path, input.Path, StringComparison.Ordinal)
            ? $"{path} is {input.What}: name another file for {what}."
            : $"{path} is the same file as {input.Path}, {input.What}: name another file for {what}.");
}
