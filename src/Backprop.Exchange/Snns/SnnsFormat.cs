using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Networks, patterns and results of SNNS and JavaNNS.</summary>
internal sealed class SnnsFormat : IForeignFormat
{
    public string Name => "SNNS network, patterns or results";

    public bool Recognizes(FileStart start) => Is(start, SnnsNetFile.Mark) || Is(start, SnnsPatterns.Mark) || Is(start, SnnsResults.Mark);

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        var networks = files.Where(static file => Is(file.Start, SnnsNetFile.Mark)).ToList();
        if (networks.Count > 1) throw networks[1].Problem($"is a second network beside {networks[0].Path}; read them one by one");
        var net = networks.Count == 0 ? null : SnnsNetFile.Read(networks[0]);
        var translated = net is null ? null : new SnnsTranslation(networks[0], net);
        var patterns = files.Where(static file => Is(file.Start, SnnsPatterns.Mark)).Select(file => (File: file, Patterns: SnnsPatterns.Read(file, translated?.InputCount))).ToList();
        var results = files.Where(static file => Is(file.Start, SnnsResults.Mark)).Select(static file => (File: file, Results: SnnsResults.Read(file))).ToList();
        if (net is null || translated is null)
        {
            foreach (var (file, result) in results)
                if (result.Inputs.Count == 0) throw file.Problem("holds results without the input patterns; name the network and the patterns with it, and the results are compared");
            return new Imported("SNNS patterns")
            {
                Cases = [.. patterns.Select(static each => Alone(each.File.Stem, each.Patterns.Inputs, each.Patterns.Targets, each.Patterns.Classes)),
                    .. results.Select(static each => Alone(each.File.Stem, each.Results.Inputs, each.Results.Outputs, null))],
                Notes = [.. patterns.Select(static each => each.Patterns.Note).OfType<string>(), .. results.Select(static each => $"the outputs of the net are the targets of the cases '{each.File.Stem}'")],
            };
        }

        foreach (var (file, each) in patterns)
            CheckSizes(file, each.Inputs[0].Length, each.Targets.Count > 0 ? each.Targets[0].Length : translated.OutputCount, translated, networks[0]);
        List<string> notes = [.. translated.Notes, .. patterns.Select(static each => each.Patterns.Note).OfType<string>()];
        foreach (var (file, result) in results) notes.Add(Compared(file, result, translated, patterns.ConvertAll(static each => each.Patterns), networks[0]));
        var topology = translated.Network.Topology;
        return new Imported(patterns.Count == 0 ? "SNNS network" : "SNNS network and patterns")
        {
            Topology = topology,
            Model = new Model(translated.Network),
            Cases = [.. patterns.Select(each => new ImportedCases(each.File.Stem, translated.Starts.Count == 0 && !net.HasContext
                ? UnitCases.Of(topology, each.Patterns.Inputs, each.Patterns.Targets, CaseNames(each.Patterns))
                : UnitCases.Sequences(topology, [Sequence(each.Patterns, translated)])))],
            Settings = SnnsTraining.Settings(net),
            Notes = notes,
        };
    }

    private static bool Is(FileStart start, string mark) => start.FirstLine.StartsWith(mark, StringComparison.Ordinal);

    private static ImportedCases Alone(string name, IReadOnlyList<double[]> inputs, IReadOnlyList<double[]> targets, IReadOnlyList<string>? names)
    {
        var units = UnitCases.Units(inputs[0].Length, targets.Count > 0 ? targets[0].Length : 1);
        return new ImportedCases(name, UnitCases.Of(units, inputs, targets, Unique(names)), units);
    }

    private static IReadOnlyList<string>? CaseNames(SnnsPatterns patterns) => Unique(patterns.Classes);

    /// <summary>Cases have names of their own: those of a class are numbered.</summary>
    private static IReadOnlyList<string>? Unique(IReadOnlyList<string>? names)
    {
        if (names is null) return null;
        var free = new FreeNames();
        return [.. names.Select(free.Take)];
    }

    /// <summary>The patterns in order, context units beginning with the states of the file.</summary>
    private static UnitSequence Sequence(SnnsPatterns patterns, SnnsTranslation translated)
    {
        var clamps = translated.Starts.Where(static start => Array.Exists(start.States, static state => state != 0))
            .ToDictionary(static start => start.Group.Name, static start => (IReadOnlyList<double[]?>)[start.States], StringComparer.Ordinal);
        return new UnitSequence("", patterns.Inputs, patterns.Targets, clamps);
    }

    private static void CheckSizes(ForeignText file, int inputs, int outputs, SnnsTranslation translated, ForeignText network)
    {
        if (inputs != translated.InputCount || outputs != translated.OutputCount)
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"has patterns of {inputs} input and {outputs} output units, but {network.Path} has {translated.InputCount} and {translated.OutputCount}"));
    }

    private static string Compared(ForeignText file, SnnsResults results, SnnsTranslation translated, List<SnnsPatterns> patterns, ForeignText network)
    {
        CheckSizes(file, translated.InputCount, results.Outputs[0].Length, translated, network);
        if (translated.Starts.Count > 0) return $"the results of {file.Stem} are not compared, since they depend on the patterns before";
        var inputs = results.Inputs.Count > 0 ? null : patterns.Find(each => each.Inputs.Count >= results.First - 1 + results.Outputs.Count)?.Inputs
            ?? throw file.Problem("holds results without the input patterns; name the patterns with it, and the results are compared");
        if (inputs is not null) return results.Compare(translated.Network, inputs, file.Stem);
        CheckSizes(file, results.Inputs[0].Length, results.Outputs[0].Length, translated, network);
        return (results with { First = 1 }).Compare(translated.Network, results.Inputs, file.Stem);
    }
}
