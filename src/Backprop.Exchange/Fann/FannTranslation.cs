using System.Globalization;
using Backprop.Data;

namespace Backprop.Exchange;

/// <summary>A network of FANN as one of ours.</summary>
internal sealed class FannTranslation
{
    private readonly ForeignText file;
    private readonly FannNetwork network;
    private readonly UnitGraph graph;
    private readonly List<string> notes = [];
    private readonly HashSet<FannActivation> used = [];
    private readonly (UnitGroup? Group, int Unit)[] places; // of a bias neuron none
    private readonly double[] factors;
    private readonly int[] firstSenders; // the first neuron of the layer before; where one bias serves all layers, of the net

    public FannTranslation(ForeignText file, FannNetwork network, ImportOptions options)
    {
        (this.file, this.network) = (file, network);
        graph = new UnitGraph(file);
        places = new (UnitGroup?, int)[network.Neurons.Length];
        factors = new double[network.Neurons.Length];
        firstSenders = new int[network.Neurons.Length];
        if (network.DecimalPoint is not null && !options.Approximate)
            throw Approximate("is in fixed point: that library rounds every product and takes its sigmoids in linear pieces. Save the network in floating point, or let it be approximated");
        AddGroups(options);
        Connect();
        AddNotes();
        Model = new Model(graph.ToNetwork()) { Encodings = Encodings() };
    }

    public Model Model { get; }

    public IReadOnlyList<string> Notes => notes;

    /// <summary>By what steepness and function multiply the weights into every neuron; null where neurons differ.</summary>
    public double? CommonFactor => factors.Where((_, neuron) => places[neuron].Group is { Role: not GroupRole.Input }).Distinct().ToList() is [var one] ? one : null;

    // Without scales the file knows nothing of columns.
    private bool HasScales => network.Inputs is not null;

    private void AddGroups(ImportOptions options)
    {
        var input = graph.Add(HasScales ? "numbers" : "input", GroupRole.Input, network.InputCount, UnitFunction.Identity);
        for (var k = 0; k < network.InputCount; k++) places[k] = (input, k);
        var first = network.LayerSizes[0];
        for (var layer = 1; layer < network.LayerSizes.Length; layer++)
        {
            if (!network.IsShortcut) firstSenders.AsSpan(first, network.LayerSizes[layer]).Fill(first - network.LayerSizes[layer - 1]);
            var size = network.LayerSizes[layer] - (network.IsShortcut ? 0 : 1);
            var functions = Enumerable.Range(first, size).Select(neuron => Activation(neuron, options)).ToArray();
            if (layer == network.LayerSizes.Length - 1)
                AddOutputs(first, functions);
            else if (size > 0)
                AddHidden(network.LayerSizes.Length == 3 ? "hidden" : FormattableString.Invariant($"hidden {layer}"), first, functions);
            first += network.LayerSizes[layer];
        }
    }

    /// <summary>Units of a layer with one function are a group.</summary>
    private void AddHidden(string name, int first, FannActivation[] activations)
    {
        var parts = activations.Index().GroupBy(static item => item.Item.Function).ToList();
        foreach (var part in parts)
            Place(graph.Add(parts.Count == 1 ? name : $"{name} {part.Key}", GroupRole.Hidden, part.Count(), part.Key!), part.Select(item => (first + item.Index, item.Item)));
    }

    /// <summary>Outputs keep their order: neighbors with one function are a group; where answers are raw values each is a column and a group.</summary>
    private void AddOutputs(int first, FannActivation[] activations)
    {
        for (int start = 0, end; start < activations.Length; start = end)
        {
            end = start + 1;
            while (!HasScales && end < activations.Length && activations[end].Function == activations[start].Function) end++;
            var name = HasScales ? OutputColumn(start) : "output";
            Place(graph.Add(name, GroupRole.Output, end - start, activations[start].Function!), Enumerable.Range(start, end - start).Select(k => (first + k, activations[k])));
        }
    }

    private void Place(UnitGroup group, IEnumerable<(int Neuron, FannActivation Activation)> neurons)
    {
        foreach (var (unit, (neuron, activation)) in neurons.Index())
        {
            places[neuron] = (group, unit);
            factors[neuron] = activation.Factor * network.Neurons[neuron].Steepness;
            group.HandOn(unit, activation.Scale, activation.Shift);
        }
    }

    private FannActivation Activation(int neuron, ImportOptions options)
    {
        var number = network.Neurons[neuron].Activation;
        var activation = number < FannActivation.All.Count ? FannActivation.All[number]
            : throw file.Problem(FormattableString.Invariant($"neuron {neuron} has the activation function {number}; those of FANN 2.2.0 are 0 to {FannActivation.All.Count - 1}"));
        if (activation.Function is null)
            throw file.Problem(FormattableString.Invariant($"neuron {neuron} has the activation function {number}, {activation.Name}, which FANN itself does not compute: it answers 0 always"));
        // FANN cuts to ±150 / steepness, in the wrong order if that is negative: almost every sum becomes one of the two bounds.
        if (network.Neurons[neuron].Steepness < 0)
            throw file.Problem(FormattableString.Invariant($"neuron {neuron} has the steepness {network.Neurons[neuron].Steepness}; below 0 FANN itself computes no {activation.Name}, but a bound of its sums. Change the sign of the steepness and of the weights into the neuron"));
        if (activation.StepwiseError > 0 && !options.Approximate)
            throw Approximate(FormattableString.Invariant($"neuron {neuron} has the activation function {number}, {activation.Name}, which is linear in pieces and differs from the smooth function by up to {activation.StepwiseError}; set it to {activation.Name.Replace("_STEPWISE", "", StringComparison.Ordinal)} in FANN, or let it be approximated"));
        used.Add(activation);
        return activation;
    }

    private ForeignFileException Approximate(string message) => new(message, file.Path) { NeedsApproximation = true };

    private void Connect()
    {
        var at = 0;
        for (var neuron = 0; neuron < network.Neurons.Length; neuron++)
        {
            int? byPlace = network.IsFull ? firstSenders[neuron] : null;
            for (var end = at + network.Neurons[neuron].InputCount; at < end; at++)
            {
                var (from, weight) = network.Connections[at];
                var (to, unit) = places[neuron];
                if (to is null) throw file.Problem(FormattableString.Invariant($"neuron {neuron} is a bias, but receives from neuron {from}"));
                if (from >= neuron) throw file.Problem(FormattableString.Invariant($"neuron {neuron} receives from neuron {from}, which is computed after it"));
                if (byPlace is { } next && from != next)
                    throw file.Problem(FormattableString.Invariant($"neuron {neuron} receives from neuron {from} where neuron {next} is expected: with connection_rate=1 FANN ignores what the file says and takes the neurons in order. Set connection_rate below 1, or list them in order"));
                byPlace++;
                weight *= factors[neuron];
                if (places[from] is ({ } sender, var sendingUnit))
                    graph.Connect(sender, sendingUnit, to, unit, weight);
                else
                    to.Biases[unit] += weight;
            }
        }
    }

    private void AddNotes()
    {
        foreach (var activation in used.Where(static activation => activation.StepwiseError > 0))
            notes.Add(FormattableString.Invariant($"{activation.Name} became the smooth function: each unit differs from FANN's by up to {activation.StepwiseError}"));
        foreach (var activation in used.Where(static activation => activation.IsCutVisibly))
            notes.Add($"FANN cuts what goes into {activation.Name}, steepness × sum, to ±150 / steepness; here nothing is cut");
        if (used.Any(static activation => activation.Function!.IsStep))
            notes.Add("THRESHOLD has no derivative: weights into such units do not learn");
        if (network.DecimalPoint is { } places)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"the fixed-point library rounds every product to 1/{1L << places} and takes its sigmoids in linear pieces; here the net computes in floating point"));
        if (HasScales)
            notes.Add("inputs and outputs are scaled by the file's parameters when raw rows are predicted; fann_run alone takes and gives scaled values");
    }

    private string OutputColumn(int index) => FormattableString.Invariant($"output {index + 1}");

    private string? Encodings()
    {
        if (network.Inputs is not { } inputs || network.Outputs is not { } outputs) return null;
        // ((v − mean) / deviation + 1) · factor + least = (v − (mean − deviation · (1 + least / factor))) / (deviation / factor)
        return new TableEncoding(Columns(inputs, static k => FormattableString.Invariant($"input {k + 1}")), Columns(outputs, OutputColumn)).ToJson();

        static ColumnEncoding[] Columns(FannScale scale, Func<int, string> name) =>
            [.. scale.Mean.Select((mean, k) => new NumberEncoding(name(k), mean - (scale.Deviation[k] * (1 + (scale.Least[k] / scale.Factor[k]))), scale.Deviation[k] / scale.Factor[k]))];
    }
}
