using System.Numerics;
using Backprop.Onnx.Schema;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>
/// A net as an ONNX graph: a Gemm for each projection, the first with the biases, and Add for what further ones bring, since not every
/// reader takes a Gemm that adds something that is not constant; Mul and Add where the projection is one-to-one; and the nodes of the unit
/// function. Every Gemm has transB, and none alpha or beta: there are readers that do not heed them. Shared weights are one constant, used
/// several times.
/// </summary>
internal sealed class NetworkGraph<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly OnnxOptions options;
    private readonly GraphBuilder graph;
    private readonly Dictionary<OnnxColumn, string> columnNames = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Group, string> names = [];
    private readonly Dictionary<Group, string> states = [];
    private readonly Dictionary<WeightBlock, string> constants = [];
    private readonly Dictionary<string, string> totals = new(StringComparer.Ordinal);

    private NetworkGraph(Network<T> network, OnnxOptions options)
    {
        this.network = network;
        this.options = options;
        graph = new GraphBuilder("backprop", options.DoublePrecision ? DataType.Double : DataType.Float);
    }

    /// <exception cref="ArgumentException">A group has a unit function that ONNX does not know, the options name a group that the net lacks, or an operator set that it cannot be written in.</exception>
    public static ModelProto Build(Network<T> network, OnnxOptions options) => Of(network, options).Build();

    /// <summary>The oldest operator set in which the net can be written.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Build(Network{T}, OnnxOptions)"/>.</exception>
    public static int RequiredOperatorSet(Network<T> network, OnnxOptions options)
    {
        var graph = Of(network, options with { OperatorSet = null });
        _ = graph.Build();
        return graph.graph.RequiredOperatorSet;
    }

    private static NetworkGraph<T> Of(Network<T> network, OnnxOptions options)
    {
        Check(network.Topology, options);
        return new NetworkGraph<T>(network, options);
    }

    private static void Check(Topology topology, OnnxOptions options)
    {
        if (options.OperatorSet is < GraphBuilder.OldestOperatorSet or > GraphReader.NewestOperatorSet)
            throw new ArgumentException($"operator set {options.OperatorSet} is not one of {GraphBuilder.OldestOperatorSet} to {GraphReader.NewestOperatorSet}, which can be written", nameof(options));
        foreach (var name in options.FixedInputs)
        {
            if (!topology[name].IsInput || topology[name].InitialState is null)
                throw new ArgumentException($"group '{name}' cannot be fixed: it is not an input group with an initial state", nameof(options));
        }
        foreach (var group in options.Inputs.Concat(options.Outputs))
        {
            var size = topology[group.Name].Size;
            var role = options.Inputs.Contains(group) ? "input" : "output";
            if (!(role == "input" ? topology[group.Name].IsInput : topology[group.Name].IsOutput))
                throw new ArgumentException($"columns are given for group '{group.Name}', which is not an {role} group", nameof(options));
            if (group.Columns.Sum(column => column.Size) != size)
                throw new ArgumentException($"the columns of group '{group.Name}' have {group.Columns.Sum(column => column.Size)} units, but the group has {size}", nameof(options));
        }
    }

    private ModelProto Build()
    {
        // First the names that users meet: those of columns, then those of groups.
        OnnxColumn[] columns = [.. options.Inputs.Concat(options.Outputs).SelectMany(group => group.Columns)];
        var groups = network.Topology.Groups;
        var given = graph.Unique([.. columns.Select(column => column.Name), .. groups.Select(group => ColumnsOf(group) is null ? group.Name : $"{group.Name} states")]);
        for (var k = 0; k < columns.Length; k++) columnNames[columns[k]] = given[k];
        for (var k = 0; k < groups.Count; k++) names[groups[k]] = given[columns.Length + k];
        foreach (var group in network.Topology.Groups.Where(group => group.IsInput)) AddInput(group);
        foreach (var group in network.Topology.Groups.Where(group => !group.IsInput)) AddUnits(group);
        foreach (var group in network.Topology.Outputs)
        {
            graph.Output(states[group], group.Name, group.Size);
            if (ColumnsOf(group) is { } target) ColumnNodes.Decode(graph, target, columnNames, states[group]);
        }
        return graph.Build(options.Documentation ?? network.Topology.ToString(), options.Metadata, options.OperatorSet);
    }

    private OnnxGroup? ColumnsOf(Group group) => options.Inputs.Concat(options.Outputs).FirstOrDefault(columns => columns.Name == group.Name);

    private void AddInput(Group group)
    {
        if (options.FixedInputs.Contains(group.Name, StringComparer.Ordinal)) return;
        if (ColumnsOf(group) is { } columns)
        {
            states[group] = WithoutLesioned(group, ColumnNodes.Encode(graph, columns, columnNames));
            return;
        }
        graph.Input(names[group], group.Name, group.Size);
        states[group] = WithoutLesioned(group, names[group]);
    }

    private void AddUnits(Group group)
    {
        string? total = null;
        var biases = group.Biases is { } block ? Constant(block, [group.Size]) : null;
        foreach (var projection in group.Incoming)
        {
            var sender = State(projection.From);
            if (projection.Weights.IsOneToOne)
            {
                var term = graph.Node("Mul", projection.Name, [sender, Constant(projection.Weights, [group.Size])]);
                total = (total ?? biases) is { } sum ? graph.Node("Add", $"{projection.Name} sum", [sum, term]) : term;
            }
            else
            {
                var weights = Constant(projection.Weights, [group.Size, projection.From.Size]);
                string[] inputs = total is null && biases is not null ? [sender, weights, biases] : [sender, weights];
                var product = graph.Node("Gemm", projection.Name, inputs, ("transB", 1));
                total = total is null ? product : graph.Node("Add", $"{projection.Name} sum", [total, product]);
            }
        }
        if (group.LeakRate < 1) total = totals[group.Name] = Leak(group, total!);
        if (group.LesionedUnits.Count == 0)
            states[group] = UnitNodes.Add(graph, group.UnitFunction, names[group], group.Name, total!, HasExactTails(group));
        else
            states[group] = WithoutLesioned(group, UnitNodes.Add(graph, group.UnitFunction, graph.Unique($"{group.Name} before the lesion"), group.Name, total!, HasExactTails(group)), names[group]);
    }

    private bool HasExactTails(Group group) => options.ExactTails && group.IsOutput;

    // Lesioned units times 0, the others times 1.
    private string WithoutLesioned(Group group, string states, string? name = null) => group.LesionedUnits.Count == 0 ? states
        : graph.Node("Mul", name ?? graph.Unique($"{group.Name} lesioned"), group.Name, [states, graph.Constant($"{group.Name} intact", Intact(group, 1), [group.Size])]);

    private static double[] Intact(Group group, double value) => [.. Enumerable.Range(0, group.Size).Select(unit => group.LesionedUnits.Contains(unit) ? 0 : value)];

    // x = τ net + (1 − τ) x′, x′ the total inputs of the copy one iteration ago; at the first iteration those of an input group.
    private string Leak(Group group, string net)
    {
        var earlier = IterativeTopology.Copy(group.Origin, group.Iteration!.Value - 1);
        if (!totals.TryGetValue(earlier, out var before)) before = State(network.Topology[$"{earlier} total input"]);
        var received = graph.Node("Mul", $"{group.Name} received", [net, graph.Constant($"{group.Name} leak rate", [.. Enumerable.Repeat(group.LeakRate, group.Size)], [group.Size])]);
        var kept = graph.Node("Mul", $"{group.Name} kept", [before, graph.Constant($"{group.Name} kept share", [.. Enumerable.Repeat(1 - group.LeakRate, group.Size)], [group.Size])]);
        return graph.Node("Add", $"{group.Name} total input", [received, kept]);
    }

    // The states of a fixed input group: 0 · (some input) + y₀ has the number of rows that the graph is run with.
    private string State(Group group)
    {
        if (states.TryGetValue(group, out var state)) return state;
        var any = network.Topology.Inputs.FirstOrDefault(states.ContainsKey)
            ?? throw new ArgumentException("every input group is fixed, so the graph would have no input", nameof(group));
        var none = graph.Constant($"{group.Name} none", new double[group.Size * any.Size], [group.Size, any.Size]);
        var initial = graph.Constant($"{group.Name} initial", Intact(group, group.InitialState!.Value), [group.Size]);
        return states[group] = graph.Node("Gemm", names[group], group.Name, [states[any], none, initial], ("transB", 1));
    }

    private string Constant(WeightBlock block, int[] dims)
    {
        if (constants.TryGetValue(block, out var known)) return known;
        var values = new double[block.Length];
        for (var k = 0; k < values.Length; k++) values[k] = block.Mask is { } mask && !mask[k] ? 0 : double.CreateTruncating(network[block][k]);
        return constants[block] = graph.Constant(block.IsBias ? $"{block.Name} biases" : $"{block.Name} weights", values, dims);
    }
}
