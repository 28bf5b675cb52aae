using System.Globalization;

namespace Backprop.Exchange;

/// <summary>Networks, patterns, scripts and weights of the program bp of the PDP handbook (McClelland and Rumelhart 1988).</summary>
internal sealed class PdpFormat : IForeignFormat
{
    public string Name => "PDP network with patterns, script or weights";

    public bool Recognizes(FileStart start) =>
        PdpNetworkFile.Recognizes(start) || PdpSettings.Recognizes(start) || PdpPatterns.RecognizesWeights(start) || PdpPatterns.Recognizes(start);

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        var parts = files.ToLookup(static file => PdpNetworkFile.Recognizes(file.Start) ? "network" : PdpSettings.Recognizes(file.Start) ? "script" : PdpPatterns.RecognizesWeights(file.Start) ? "weights" : "patterns", StringComparer.Ordinal);
        var networks = parts["network"].ToList();
        if (networks.Count == 0) throw files[0].Problem($"looks like {parts.First().Key} of the PDP programs, which cannot be read without the network (.NET); name it too");
        foreach (var part in parts.Where(static part => part.Key != "patterns" && part.Count() > 1))
            throw part.Last().Problem($"is a second file of {part.Key} beside {part.First().Path}; read them one by one");
        var file = networks[0];
        var network = PdpNetworkFile.Read(file);
        var settings = new PdpSettings(network, parts["script"].FirstOrDefault());
        var patterns = parts["patterns"].Select(each => PdpPatterns.Read(each, network)).ToList();
        var weights = parts["weights"].FirstOrDefault();
        var translated = new PdpTranslation(file, network, weights, Copied(patterns, network), settings);
        var topology = translated.Network.Topology;
        return new Imported(patterns.Count == 0 ? "PDP network" : "PDP network and patterns")
        {
            Topology = topology,
            Model = weights is null ? null : new Model(translated.Network),
            Cases = [.. patterns.Select(each => new ImportedCases(each.File.Stem, translated.State is null
                ? UnitCases.Of(topology, each.Inputs, Targets(each, settings), Unique(each.Names))
                : UnitCases.Sequences(topology, Sequences(each, Targets(each, settings), translated.State))))],
            Settings = settings.Options(translated.State is not null),
            Notes = [.. translated.Notes, .. settings.Notes, .. settings.TargetMost == 1 ? [] : new[] { string.Create(CultureInfo.InvariantCulture, $"targets of 1 and 0 became {settings.TargetMost} and {1 - settings.TargetMost:0.######} (tmax)") }],
        };
    }

    /// <summary>Which unit each input copies; those that copy none are not there.</summary>
    private static Dictionary<int, int> Copied(List<PdpPatterns> patterns, PdpNetwork network)
    {
        var copied = new SortedDictionary<int, int>();
        foreach (var each in patterns)
        {
            foreach (var (row, inputs) in each.Inputs.Index())
            {
                for (var unit = 0; unit < inputs.Length; unit++)
                {
                    if (inputs[unit] >= 0) continue;
                    var source = -Math.Truncate(inputs[unit]);
                    if (source >= network.Units.Length)
                        throw each.File.Problem(string.Create(CultureInfo.InvariantCulture, $"input {unit + 1} of pattern '{DisplayText.Name(each.Names[row])}' is {inputs[unit]}; a negative input names a unit whose state is copied, and the units are 0 to {network.Units.Length - 1}"));
                    if (!copied.TryAdd(unit, (int)source) && copied[unit] != (int)source)
                        throw each.File.Problem(string.Create(CultureInfo.InvariantCulture, $"input {unit + 1} copies unit {copied[unit]} in one pattern and unit {source} in pattern '{DisplayText.Name(each.Names[row])}'; that is not supported"));
                }
            }
        }
        return new Dictionary<int, int>(copied);
    }

    private static List<double[]> Targets(PdpPatterns patterns, PdpSettings settings) =>
        [.. patterns.Targets.Select(row => Array.ConvertAll(row, target => target switch
        {
            < 0 => double.NaN,
            0 => 1 - settings.TargetMost,
            1 => settings.TargetMost,
            _ => target,
        }))];

    private static IReadOnlyList<string> Unique(IReadOnlyList<string> names)
    {
        var free = new FreeNames();
        return [.. names.Select(free.Take)];
    }

    /// <summary>A sequence begins with each pattern that gives the states of all inputs.</summary>
    private static List<UnitSequence> Sequences(PdpPatterns patterns, List<double[]> targets, UnitGroup state)
    {
        var inState = Enumerable.Range(0, patterns.Inputs[0].Length).Where(unit => patterns.Inputs.Any(row => row[unit] < 0)).ToList();
        var others = Enumerable.Range(0, patterns.Inputs[0].Length).Except(inState).ToList();
        var starts = Enumerable.Range(0, patterns.Inputs.Count).Where(row => row == 0 || patterns.Inputs[row].All(static value => value >= 0)).ToList();
        var free = new FreeNames();
        return [.. starts.Select((start, k) =>
        {
            var end = k + 1 < starts.Count ? starts[k + 1] : patterns.Inputs.Count;
            var rows = Enumerable.Range(start, end - start).ToList();
            var clamps = rows.ConvertAll(row => inState.Exists(unit => patterns.Inputs[row][unit] >= 0) ? inState.Select(unit => patterns.Inputs[row][unit] is >= 0 and var value ? value : double.NaN).ToArray() : null);
            return new UnitSequence(free.Take(patterns.Names[start]), [.. rows.Select(row => others.Select(unit => patterns.Inputs[row][unit]).ToArray())], [.. rows.Select(row => targets[row])],
                new Dictionary<string, IReadOnlyList<double[]?>>(StringComparer.Ordinal) { [state.Name] = clamps });
        })];
    }
}
