using System.Text;
using Backprop.Data;
using Backprop.Exchange;

namespace Backprop.Cli;

/// <summary>What was imported, as files of a folder: net.json, the cases, model.safetensors.</summary>
internal sealed class ImportFolder
{
    private readonly string folder;
    private readonly List<(string What, string Name, byte[] Content)> files = [];

    /// <param name="folder">The folder; it is created.</param>
    /// <param name="imported">What goes there.</param>
    public ImportFolder(string folder, Imported imported)
    {
        this.folder = folder;
        if (imported.Topology is { } net) files.Add(("net", "net.json", Encoding.UTF8.GetBytes(net.ToJson() + "\n")));
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var cases in imported.Cases)
        {
            var name = cases.Name;
            for (var number = 2; !taken.Add(name); number++) name = FormattableString.Invariant($"{cases.Name}-{number}");
            var units = cases.Units ?? imported.Topology ?? throw new InvalidOperationException("cases come with a net or with groups that stand for it");
            files.Add(("cases", name + ".cases", Text(cases.Cases, units)));
        }
        if (imported.Model is { } model) files.Add(("model", "model.safetensors", model.ToBytes()));
    }

    /// <summary>Writes the files, after all of them were checked.</summary>
    /// <returns>What was written, and where.</returns>
    public List<(string What, string Path)> Write(OutputGuard guard)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be written to: {e.Message}", e);
        }
        foreach (var (what, name, content) in files)
            guard.Writes($"the {what}", Path.Combine(folder, name), new OutputKind("what this command writes there", path => File.ReadAllBytes(path).AsSpan().SequenceEqual(content)));
        foreach (var (_, name, content) in files)
            AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(content));
        return [.. files.Select(file => (file.What, Path.Combine(folder, file.Name)))];
    }

    private static byte[] Text(Cases cases, Topology units)
    {
        using var text = new StringWriter { NewLine = "\n" };
        CaseFile.Write(text, cases, units);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
