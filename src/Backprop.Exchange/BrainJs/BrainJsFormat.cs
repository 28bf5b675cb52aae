using System.Globalization;
using Backprop.Data;

namespace Backprop.Exchange;

/// <summary>A net of brain.js 1.x, as JSON.stringify(net.toJSON()) writes it.</summary>
internal sealed class BrainJsFormat : IForeignFormat
{
    private const double UsualLeak = 0.01;

    public string Name => "brain.js network (JSON)";

    public bool Recognizes(FileStart start) =>
        start.FirstLine.StartsWith('{') && start.Text.Contains("\"sizes\"", StringComparison.Ordinal) && !start.Text.Contains("\"neurons\"", StringComparison.Ordinal);

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        if (files.Count > 1)
            throw files[1].Problem("is a second net; read nets one by one");
        var file = files[0];
        var json = ForeignJson.Read(file);
        ForeignJson[] layers = [.. json["layers"].Items()];
        if (layers.Length < 2)
            throw json["layers"].Problem(string.Create(CultureInfo.InvariantCulture, $"has {layers.Length} layers; a net has at least an input and an output layer"));
        if (Array.FindIndex(layers, static layer => !layer.IsObject) is >= 0 and var other)
            throw layers[other].Problem("is not an object of units by name, as brain.js 1.x writes it; write the net with brain.js 1.6.1");
        var keys = Array.ConvertAll(layers, Keys);
        var (function, factor) = Function(json);
        var net = new UnitNet(file, keys[0].Count);
        var below = keys[0].Select(static (key, index) => (key.Name, index)).ToDictionary(static key => key.Name, static key => key.index, StringComparer.Ordinal);
        for (var layer = 1; layer < layers.Length; layer++)
        {
            var units = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (name, unit) in keys[layer])
            {
                var made = new ForeignUnit($"{unit.Place}", function, factor * unit["bias"].Number());
                var weights = unit["weights"].Properties();
                foreach (var (from, weight) in weights)
                {
                    made.Links.Add((below.TryGetValue(from, out var number) ? number
                        : throw weight.Problem("is the weight from a unit that the layer below does not have"), factor * weight.Number()));
                }
                if (weights.Count != below.Count)
                    throw unit["weights"].Problem(string.Create(CultureInfo.InvariantCulture, $"has {weights.Count} weights, but the layer below has {below.Count} units; the file is damaged"));
                units[name] = net.Add(made);
                if (layer == layers.Length - 1)
                    net.Outputs.Add(net.Units.Count - 1);
            }
            below = units;
        }
        return Imported(json, net, keys, function, factor);
    }

    private Imported Imported(ForeignJson json, UnitNet net, IReadOnlyList<(string Name, ForeignJson Unit)>[] keys, UnitFunction function, double factor)
    {
        var notes = new List<string>();
        var hasNames = IsNamed(json, "inputLookup", keys[0]);
        var namesOutputs = IsNamed(json, "outputLookup", keys[^1]);
        Model model;
        if (hasNames)
        {
            var taken = keys[0].Select(static key => key.Name).ToHashSet(StringComparer.Ordinal);
            NumberEncoding[] targets = [.. keys[^1].Select(key => new NumberEncoding(namesOutputs ? OutputName(key.Name, taken, notes) : $"output {key.Name}", 0, 1))];
            model = UnitNetAssembly.Build(net, [.. keys[0].Select(static key => RawColumn.Number(key.Name))], new NumberAnswers(targets), notes);
            notes.Add("an empty cell counts as 0, as a missing key does in brain.js; a column that is not in the table at all is an error");
        }
        else
        {
            model = UnitNetAssembly.Build(net, columns: null, answer: null, notes);
        }
        if (function == UnitFunction.RectifiedLinear && factor != 1)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"'leaky-relu' of brain.js is 0 below 0 and {factor} x above, not the leaky function of the literature; the net gives the answers of brain.js"));
        notes.Add("brain.js computes in single precision, so that its answers differ from those of this net by about 1e-7 of their size");
        return new Imported(Name) { Model = model, Topology = model.Topology, Notes = notes };
    }

    /// <summary>The name of an output, which is another than those of the inputs.</summary>
    private static string OutputName(string key, HashSet<string> taken, List<string> notes)
    {
        if (!taken.Contains(key)) return key;
        var name = key;
        do name = "output " + name; while (taken.Contains(name));
        notes.Add($"the output '{DisplayText.Name(key)}' is called '{DisplayText.Name(name)}', since an input has that name");
        return name;
    }

    /// <summary>Whether the units of a layer are named by the program's data, not by their numbers. brain.js judges by the flag, and by the key 0.</summary>
    private static bool IsNamed(ForeignJson json, string flag, IReadOnlyList<(string Name, ForeignJson Unit)> keys) =>
        json.Find(flag) is { IsTrue: true } || !keys.Any(static key => key.Name == "0");

    private static (UnitFunction Function, double Factor) Function(ForeignJson json)
    {
        if (json.Find("activation") is not { IsNull: false } activation)
            return (UnitFunction.Logistic, 1);
        var leak = json.Find("leakyReluAlpha") is { IsNull: false } alpha ? alpha : (ForeignJson?)null;
        return activation.Text() switch
        {
            "sigmoid" => (UnitFunction.Logistic, 1),
            "tanh" => (UnitFunction.Tanh, 1),
            "relu" => (UnitFunction.RectifiedLinear, 1),
            "leaky-relu" when leak?.Number() < 0 => throw leak!.Value.Problem("is below 0, for which the function of brain.js cannot be expressed"),
            "leaky-relu" => (UnitFunction.RectifiedLinear, leak?.Number() ?? UsualLeak),
            var name => throw activation.Problem($"is '{DisplayText.Name(name)}', which brain.js does not have; it has sigmoid, relu, leaky-relu and tanh"),
        };
    }

    /// <summary>The units of a layer in the order of JavaScript: keys that are array indexes first, by value, then the others as the file has them.</summary>
    private static IReadOnlyList<(string Name, ForeignJson Unit)> Keys(ForeignJson layer)
    {
        var keys = layer.Properties();
        if (keys.Count == 0)
            throw layer.Problem("has no units");
        return [.. keys.Where(static key => Index(key.Name) is not null).OrderBy(static key => Index(key.Name)), .. keys.Where(static key => Index(key.Name) is null)];
    }

    /// <summary>The array index that a key is to JavaScript: a whole number below 2³² − 1 without needless zeros.</summary>
    private static uint? Index(string key) =>
        uint.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < uint.MaxValue && (key[0] != '0' || key.Length == 1) ? index : null;
}
