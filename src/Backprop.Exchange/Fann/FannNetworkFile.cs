using System.Globalization;

namespace Backprop.Exchange;

/// <summary>
/// Reads the text that fann_save and fann_save_to_fixed write. Lines are "key=value" in any order: builds of one version write different ones.
/// </summary>
internal sealed class FannNetworkFile
{
    /// <summary>How such a file begins.</summary>
    public const string Mark = "FANN_";

    private const string NeuronsKey = "neurons (num_inputs, activation_function, activation_steepness)";
    private const string ConnectionsKey = "connections (connected_to_neuron, weight)";
    private const int MostDecimalPlaces = 30;

    private readonly ForeignText file;
    private readonly Dictionary<string, (string Value, long Line)> lines = new(StringComparer.Ordinal);
    private readonly int? decimalPoint;

    private FannNetworkFile(ForeignText file)
    {
        this.file = file;
        var isFixed = ReadLines();
        if (isFixed) decimalPoint = Int32("decimal_point", 0, MostDecimalPlaces);
    }

    /// <exception cref="ForeignFileException">The file is cut short, altered or inconsistent, or of an earlier version.</exception>
    public static FannNetwork Read(ForeignText file) => new FannNetworkFile(file).Network();

    /// <summary>Reads the lines; returns whether numbers are in fixed point.</summary>
    private bool ReadLines()
    {
        var text = file.Text.AsSpan();
        var number = 0L;
        string? version = null;
        foreach (var range in text.Split('\n'))
        {
            number++;
            var line = text[range].Trim();
            if (line.IsEmpty) continue;
            if (version is null)
            {
                version = line.ToString();
                if (version is not ("FANN_FLO_2.0" or "FANN_FLO_2.1" or "FANN_FIX_2.0" or "FANN_FIX_2.1"))
                    throw file.Problem($"begins with '{DisplayText.Name(version)}'; FANN_FLO_2.1, FANN_FLO_2.0 and FANN_FIX_2.0 are read. Load older files with FANN 2 and save them again", number);
                continue;
            }
            var equals = line.IndexOf('=');
            if (equals < 0) throw file.Problem($"'{DisplayText.Name(line.ToString())}' is not of the form key=value", number);
            if (!lines.TryAdd(line[..equals].ToString(), (line[(equals + 1)..].ToString(), number)))
                throw file.Problem($"gives '{DisplayText.Name(line[..equals].ToString())}' a second time", number);
        }
        return version is "FANN_FIX_2.0" or "FANN_FIX_2.1";
    }

    private FannNetwork Network()
    {
        var layers = Layers();
        var neurons = Neurons(layers.Sum(static size => (long)size));
        var network = new FannNetwork
        {
            IsShortcut = Int32("network_type", 0, 1) == 1,
            IsFull = lines.ContainsKey("connection_rate") && Numbers("connection_rate") is [>= 1],
            LayerSizes = layers,
            Neurons = neurons,
            Connections = Connections(neurons),
            DecimalPoint = decimalPoint,
            Settings = lines.Where(static line => line.Key is not (NeuronsKey or ConnectionsKey)).ToDictionary(static line => line.Key, static line => line.Value.Value, StringComparer.Ordinal),
        };
        CheckLayers(network);
        return lines.ContainsKey("scale_included") && Int32("scale_included", 0, 1) == 1
            ? network with { Inputs = Scale("in", network.InputCount), Outputs = Scale("out", network.OutputCount) }
            : network;
    }

    private int[] Layers()
    {
        var sizes = Array.ConvertAll(Numbers("layer_sizes"), size => size is >= 1 and <= int.MaxValue && size == Math.Floor(size) ? (int)size
            : throw file.Problem(FormattableString.Invariant($"layer_sizes has {size}; the size of a layer is a whole number of at least 1"), lines["layer_sizes"].Line));
        if (sizes.Length < 2) throw file.Problem("layer_sizes has fewer than two layers", lines["layer_sizes"].Line);
        if (lines.ContainsKey("num_layers") && Int32("num_layers", 0, int.MaxValue) is var count && count != sizes.Length)
            throw file.Problem(FormattableString.Invariant($"num_layers is {count}, but layer_sizes has {sizes.Length}"), lines["layer_sizes"].Line);
        return sizes;
    }

    private FannNeuron[] Neurons(long count)
    {
        var neurons = new List<FannNeuron>();
        var tuples = new Tuples(this, NeuronsKey, 3);
        Span<double> parts = stackalloc double[3];
        while (tuples.TryNext(parts))
        {
            if (neurons.Count == count) throw file.Problem(FormattableString.Invariant($"has more neurons than the {count} of layer_sizes"), tuples.Line);
            var inputs = Whole(parts[0], "num_inputs", int.MaxValue, tuples.Line);
            var activation = Whole(parts[1], "activation_function", int.MaxValue, tuples.Line);
            neurons.Add(new FannNeuron(inputs, activation, Fixed(parts[2])));
        }
        return neurons.Count == count ? [.. neurons] : throw file.Problem(FormattableString.Invariant($"has {neurons.Count} neurons, but layer_sizes gives {count}"), tuples.Line);
    }

    private FannConnection[] Connections(FannNeuron[] neurons)
    {
        var count = neurons.Sum(static neuron => (long)neuron.InputCount);
        var connections = new List<FannConnection>();
        var tuples = new Tuples(this, ConnectionsKey, 2);
        Span<double> parts = stackalloc double[2];
        while (tuples.TryNext(parts))
        {
            if (connections.Count == count) throw file.Problem(FormattableString.Invariant($"has more connections than the {count} that the neurons receive"), tuples.Line);
            connections.Add(new FannConnection(Whole(parts[0], "connected_to_neuron", neurons.Length - 1, tuples.Line), Fixed(parts[1])));
        }
        return connections.Count == count ? [.. connections]
            : throw file.Problem(FormattableString.Invariant($"has {connections.Count} connections, but the neurons receive {count}; it is cut short or altered"), tuples.Line);
    }

    /// <summary>Bias neurons stand last in their layers, and nothing leads into them or into inputs.</summary>
    private void CheckLayers(FannNetwork network)
    {
        var line = lines[NeuronsKey].Line;
        var first = 0;
        for (var layer = 0; layer < network.LayerSizes.Length; layer++)
        {
            var last = first + network.LayerSizes[layer] - 1;
            if ((layer == 0 || !network.IsShortcut) && network.Neurons[last].InputCount > 0)
                throw file.Problem(FormattableString.Invariant($"neuron {last}, the last of layer {layer}, must be the bias, but receives from {network.Neurons[last].InputCount} others"), line);
            for (var neuron = first; layer == 0 && neuron < last; neuron++)
                if (network.Neurons[neuron].InputCount > 0) throw file.Problem(FormattableString.Invariant($"neuron {neuron} is an input, but receives from {network.Neurons[neuron].InputCount} others"), line);
            first = last + 1;
        }
        if (network.InputCount < 1 || network.OutputCount < 1)
            throw file.Problem("the first or the last layer has no neuron but the bias", lines["layer_sizes"].Line);
    }

    private FannScale Scale(string side, int count)
    {
        return new FannScale(Values("mean"), Values("deviation"), Values("new_min"), Values("factor"));

        double[] Values(string what)
        {
            var key = $"scale_{what}_{side}";
            var values = Numbers(key);
            if (values.Length != count) throw file.Problem(FormattableString.Invariant($"{key} has {values.Length} numbers for {count} {(side == "in" ? "inputs" : "outputs")}"), lines[key].Line);
            if (what is "deviation" or "factor" && Array.Find(values, static value => value <= 0) is var wrong && Array.Exists(values, static value => value <= 0))
                throw file.Problem(FormattableString.Invariant($"{key} has {wrong}; it must be above 0, or FANN itself has no answer"), lines[key].Line);
            // FANN keeps them in single precision, in its double library too.
            return Array.ConvertAll(values, static value => (double)(float)value);
        }
    }

    private double[] Numbers(string key)
    {
        var (text, line) = Line(key);
        var numbers = new List<double>();
        foreach (var range in text.AsSpan().Split(' '))
        {
            var word = text.AsSpan()[range].Trim();
            if (!word.IsEmpty) numbers.Add(ForeignNumber.TryParse(word, out var number) ? number : throw file.Problem($"{key} has '{DisplayText.Name(word.ToString())}', which is not a finite number", line));
        }
        return [.. numbers];
    }

    private int Int32(string key, int least, int most)
    {
        var (text, line) = Line(key);
        return int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
            : throw file.Problem(FormattableString.Invariant($"{key} is '{DisplayText.Name(text)}'; it must be a whole number {(most == int.MaxValue ? "" : $"from {least} to {most}")}").TrimEnd(), line);
    }

    private (string Value, long Line) Line(string key) => lines.TryGetValue(key, out var line) ? line
        : throw file.Problem($"has no line '{key}='; it is cut short or not a network of FANN");

    private int Whole(double number, string what, int most, long line) => number >= 0 && number <= most && number == Math.Floor(number) ? (int)number
        : throw file.Problem(FormattableString.Invariant($"{what} is {number}; it must be a whole number from 0{(most == int.MaxValue ? "" : $" to {most}")}"), line);

    private double Fixed(double number) => decimalPoint is { } places ? Math.ScaleB(number, -places) : number;

    /// <summary>Goes through the tuples "(1, 2, 3) (4, 5, 6)" of a line.</summary>
    private sealed class Tuples(FannNetworkFile owner, string key, int size)
    {
        private readonly string text = owner.Line(key).Value;
        private int at;

        public long Line { get; } = owner.Line(key).Line;

        public bool TryNext(Span<double> parts)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (at == text.Length) return false;
            var end = text.IndexOf(')', at);
            if (text[at] != '(' || end < 0) throw Wrong();
            var inside = text.AsSpan(at + 1, end - at - 1);
            var count = 0;
            foreach (var range in inside.Split(','))
            {
                if (count == size || !ForeignNumber.TryParse(inside[range].Trim(), out parts[count])) throw Wrong();
                count++;
            }
            if (count < size) throw Wrong();
            at = end + 1;
            return true;
        }

        private ForeignFileException Wrong() => owner.file.Problem($"'{DisplayText.Name(text[at..Math.Min(text.Length, at + DisplayText.LongestName)])}' stands where {size} numbers in parentheses are expected, as in {(size == 2 ? "(0, 0.5)" : "(3, 5, 0.5)")}", Line);
    }
}
