using System.Globalization;

namespace Backprop.Commands;

/// <summary>The groups that a case file gives, by which a layered net is made for it where no net is described.</summary>
/// <param name="Inputs">The input groups with their sizes.</param>
/// <param name="Outputs">The output groups with their sizes.</param>
internal sealed record CaseLayers(IReadOnlyList<(string Name, int Size)> Inputs, IReadOnlyList<(string Name, int Size)> Outputs)
{
    private const string Arrow = "->";

    /// <summary>The unit function of the hidden layers where none is named: the paper's.</summary>
    public static UnitFunction UsualFunction => UnitFunction.Logistic;

    /// <summary>Layers of units between the inputs and the outputs, each layer sending to the next.</summary>
    /// <param name="hidden">Units of each hidden layer; none for a net without.</param>
    /// <param name="function">The unit function of the hidden layers; null for the usual one.</param>
    /// <param name="skip">Whether the inputs also send to the outputs directly.</param>
    public Topology Net(IReadOnlyList<int> hidden, UnitFunction? function = null, bool skip = false) => Topology.Build(net =>
    {
        GroupBuilder[] given = [.. Inputs.Select(group => net.Input(group.Name, group.Size))];
        GroupBuilder[] below = given;
        foreach (var (index, size) in hidden.Index())
            below = [net.Group(hidden.Count == 1 ? "hidden" : string.Create(CultureInfo.InvariantCulture, $"hidden {index + 1}"), size, function ?? UsualFunction).From(below)];
        foreach (var group in Outputs)
        {
            var output = net.Output(group.Name, group.Size).From(below);
            if (skip && hidden.Count > 0) output.From(given);
        }
    });

    /// <summary>Reads the groups of the first case, with the names of the line in brackets before it if there is one; null where they do not tell their sizes.</summary>
    public static CaseLayers? Read(TextReader reader)
    {
        string[][]? names = null;
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
            return inputs is null || outputs is null ? null : new CaseLayers(inputs, outputs);
        }
        return null;
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
