using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>The net of a training on cases: one that a file describes, or layers between the groups that the cases give.</summary>
internal static class CaseNet
{
    private const string Arrow = "->";

    /// <summary>The unit function of the hidden layers where none is named: the paper's.</summary>
    public static UnitFunction UsualFunction => UnitFunction.Logistic;

    /// <summary>Reads or makes the net.</summary>
    /// <param name="choice">What the command says of it.</param>
    /// <param name="cases">The case file.</param>
    /// <exception cref="UsageException">The command says nothing of a net.</exception>
    /// <exception cref="InputException">The description cannot be read, or the cases do not tell the sizes of their groups.</exception>
    public static Topology For(NetChoice choice, string cases)
    {
        if (choice.File is { } file)
            return NetFile.Read(file);
        if (choice.Hidden is null)
            throw new UsageException($"{cases} is a case file; say what net to train on it: --net net.json for a net described in a file, --hidden 2 for one with a hidden layer of 2 units, --hidden 0 for one without.");
        try
        {
            return Layered(choice, cases);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{cases}: there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{cases}: cannot be read: {e.Message}", e);
        }
    }

    private static Topology Layered(NetChoice choice, string cases)
    {
        var (inputs, outputs) = Groups(cases);
        var hidden = choice.Hidden!;
        return Topology.Build(net =>
        {
            GroupBuilder[] given = [.. inputs.Select(group => net.Input(group.Name, group.Size))];
            GroupBuilder[] below = given;
            foreach (var (index, size) in hidden.Index())
                below = [net.Group(hidden.Count == 1 ? "hidden" : string.Create(CultureInfo.InvariantCulture, $"hidden {index + 1}"), size, choice.Function ?? UsualFunction).From(below)];
            foreach (var group in outputs)
            {
                var output = net.Output(group.Name, group.Size).From(below);
                if (choice.Skip && hidden.Count > 0) output.From(given);
            }
        });
    }

    /// <summary>The groups of the first case, with the names of the line in brackets before it if there is one.</summary>
    private static (List<(string Name, int Size)> Inputs, List<(string Name, int Size)> Outputs) Groups(string cases)
    {
        string[][]? names = null;
        using var reader = CaseFile.OpenText(File.OpenRead(cases));
        while (reader.ReadLine() is { } text)
        {
            var comment = text.IndexOf('#', StringComparison.Ordinal);
            var line = (comment < 0 ? text : text[..comment]).Trim();
            if (line.Length == 0) continue;
            if (line is ['[', .., ']'])
            {
                names = Halves(line[1..^1]);
                continue;
            }
            if (line.Split((char[]?)null, 2) is ["names" or "default", _] && !line.Contains(Arrow, StringComparison.Ordinal))
                continue; // before the first case
            if (Halves(WithoutHead(line)) is not [var given, var desired])
                break;
            var (inputs, outputs) = (Sized(given, names?[0], "input"), Sized(desired, names?[^1], "output"));
            if (inputs is null || outputs is null)
                break;
            return (inputs, outputs);
        }
        if (IsTableOfCases(cases))
            throw new InputException($"{cases}: has the columns of a table of cases; describe the net in a file: --net net.json");
        throw new InputException($"{cases}: the first case does not tell how many units each group has (--hidden needs numbers on both sides of '{Arrow}'); describe the net in a file: --net");
    }

    private static bool IsTableOfCases(string path)
    {
        if (CaseFile.IsCaseFile(path) || FileStatus.Of(path) is { Kind: FileKind.Other })
            return false;
        try
        {
            using var table = TableReader.Open(path, TableOptions.Default with { Header = true });
            return CaseSource.AreUnits(table.Columns);
        }
        catch (DataException)
        {
            return false;
        }
    }

    /// <summary>A case without its name in quotes and its weight.</summary>
    private static string WithoutHead(string line)
    {
        if (line[0] == '"' && line.IndexOf('"', 1) is > 0 and var end)
            line = line[(end + 1)..].TrimStart();
        return line.StartsWith('*') && line.Split((char[]?)null, 2) is [_, var rest] ? rest : line;
    }

    private static string[][] Halves(string line) => [.. line.Split(Arrow).Select(half => half.Split('|', StringSplitOptions.TrimEntries))];

    /// <summary>Each group with its number of values; null where they are not numbers alone, or the names are others.</summary>
    private static List<(string Name, int Size)>? Sized(string[] parts, string[]? names, string kind)
    {
        var sizes = parts.Select(part => part.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries))
            .Select(values => values.All(value => value == "?" || Numeral.TryRead<double>(value, out _)) ? values.Length : 0).ToList();
        if (sizes.Contains(0) || (names is not null && names.Length != parts.Length))
            return null;
        return [.. sizes.Select((size, index) => (names?[index] ?? (parts.Length == 1 ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind} {index + 1}")), size))];
    }
}
