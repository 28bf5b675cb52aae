using System.Globalization;

namespace Backprop.Exchange;

/// <summary>A net of synaptic 1.x, as JSON.stringify(net.toJSON()) writes it.</summary>
internal sealed class SynapticFormat : IForeignFormat
{
    private const int Input = -1, Output = int.MaxValue;

    public string Name => "synaptic network (JSON)";

    public bool Recognizes(FileStart start) => start.FirstLine.StartsWith('{') && start.Text.Contains("\"neurons\"", StringComparison.Ordinal);

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        if (files.Count > 1)
            throw files[1].Problem("is a second net; read nets one by one");
        var file = files[0];
        var json = ForeignJson.Read(file);
        var notes = new List<string>();
        var neurons = json["neurons"].Items();
        var layers = neurons.Select(Layer).ToArray();
        var inputs = layers.Count(static layer => layer == Input);
        if (inputs == 0 || !layers.Contains(Output))
            throw json["neurons"].Problem($"has no neuron of the layer {(inputs == 0 ? "'input'" : "'output'")}");
        var net = new UnitNet(file, inputs);
        var numbers = new int[layers.Length];
        var input = 0;
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        for (var k = 0; k < layers.Length; k++)
        {
            if (layers[k] == Input)
            {
                numbers[k] = input++;
                continue;
            }
            numbers[k] = net.Add(Unit(k, Function(neurons[k], unknown), neurons[k]["bias"].Number()));
            if (layers[k] == Output)
                net.Outputs.Add(net.Units.Count - 1);
        }
        Connect(json["connections"], layers, numbers, net, notes);
        if (unknown.Count > 0)
            notes.Add($"the squash {string.Join(", ", unknown)} is not one of synaptic's own; synaptic loads it as LOGISTIC without a word, and so does this net");
        var model = UnitNetAssembly.Build(net, columns: null, answer: null, notes);
        return new Imported(Name) { Model = model, Topology = model.Topology, Notes = notes };
    }

    private static void Connect(ForeignJson connections, int[] layers, int[] numbers, UnitNet net, List<string> notes)
    {
        var weights = new Dictionary<(int From, int To), double>();
        var ignored = 0;
        foreach (var connection in connections.Items())
        {
            var (from, to) = (connection["from"].Count(layers.Length - 1), connection["to"].Count(layers.Length - 1));
            var weight = connection["weight"].Number();
            if (connection.Find("gater") is { IsNull: false })
                throw connection.Problem("is gated by a neuron; a net of groups has no gates, so that gated nets such as LSTM cannot be expressed");
            if (from == to)
                throw connection.Problem(string.Create(CultureInfo.InvariantCulture, $"connects neuron {from} with itself; a layered net has no memory of the case before"));
            if (layers[to] == Input)
                ignored++; // an input has the state that it is given
            else if ((layers[from], from).CompareTo((layers[to], to)) > 0)
                throw connection.Problem(string.Create(CultureInfo.InvariantCulture, $"runs back from neuron {from} to neuron {to}, which synaptic computes before it; a layered net has no memory of the case before"));
            else
                weights[(from, to)] = weight; // of two connections of the same neurons synaptic keeps the last weight
        }
        foreach (var ((from, to), weight) in weights)
            net.Units[numbers[to] - net.Senders].Links.Add((numbers[from], net.Units[numbers[to] - net.Senders].Scale * weight));
        if (ignored > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{ignored} connections into inputs are left out; they have no effect in synaptic"));
    }

    /// <summary>HLIM is 1 above 0, and ours 1 from 0 on: HLIM(x) = 1 − threshold(−x).</summary>
    private static ForeignUnit Unit(int number, UnitFunction function, double bias)
    {
        var isThreshold = function == UnitFunction.Threshold;
        return new ForeignUnit(string.Create(CultureInfo.InvariantCulture, $"neuron {number}"), function, isThreshold ? -bias : bias) { Scale = isThreshold ? -1 : 1, Shift = isThreshold ? 1 : 0 };
    }

    private static int Layer(ForeignJson neuron)
    {
        var layer = neuron["layer"];
        return layer.Word() switch
        {
            "input" => Input,
            "output" => Output,
            var word when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Output => number,
            _ => throw layer.Wrong("'input', 'output' or the number of a hidden layer"),
        };
    }

    private static UnitFunction Function(ForeignJson neuron, SortedSet<string> unknown)
    {
        var squash = neuron.Find("squash");
        var name = squash is { IsNull: false } written ? written.Word() : "null";
        switch (name)
        {
            case "LOGISTIC": return UnitFunction.Logistic;
            case "TANH": return UnitFunction.Tanh;
            case "IDENTITY": return UnitFunction.Identity;
            case "RELU": return UnitFunction.RectifiedLinear;
            case "HLIM": return UnitFunction.Threshold;
            default:
                unknown.Add($"'{DisplayText.Name(name)}'");
                return UnitFunction.Logistic;
        }
    }
}
