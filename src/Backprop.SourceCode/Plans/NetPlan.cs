using System.Numerics;

namespace Backprop.SourceCode;

/// <summary>Where states come from.</summary>
internal enum PlanSource
{
    /// <summary>The inputs of the call.</summary>
    Given,

    /// <summary>An input group that always holds its initial state.</summary>
    Fixed,

    /// <summary>A group that is computed.</summary>
    Computed,

    /// <summary>The total inputs that a leaky group keeps.</summary>
    Total,
}

/// <summary>States that a step reads.</summary>
/// <param name="Source">Whose.</param>
/// <param name="Index">Of the inputs of the call the place of the first one; else an index into <see cref="NetPlan.Fixed"/> or <see cref="NetPlan.Stages"/>.</param>
internal readonly record struct PlanStates(PlanSource Source, int Index);

/// <summary>What the numbers of a program are.</summary>
internal enum PlanArrayKind
{
    /// <summary>Weights of a projection.</summary>
    Weights,

    /// <summary>Biases of a group.</summary>
    Biases,

    /// <summary>Fixed states of a group.</summary>
    States,
}

/// <summary>Numbers that the program holds.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Name">The projection or group, as users name it.</param>
/// <param name="From">The number of sending units; 0 where there is one number for each unit.</param>
/// <param name="Values">The numbers, exact in double; weights as [from][to].</param>
internal sealed record PlanArray(PlanArrayKind Kind, string Name, int From, double[] Values)
{
    /// <summary>The number of receiving units.</summary>
    public int To => From == 0 ? Values.Length : Values.Length / From;

    /// <summary>"weights input->hidden".</summary>
    public string Title => $"{Kind switch { PlanArrayKind.Weights => "weights", PlanArrayKind.Biases => "biases", _ => "states" }} {Name}";
}

/// <summary>What a projection adds to the total inputs.</summary>
/// <param name="From">The states that are sent.</param>
/// <param name="Size">The number of sending units.</param>
/// <param name="Weights">Index into <see cref="NetPlan.Arrays"/>.</param>
/// <param name="IsOneToOne">Whether unit k sends to unit k only.</param>
internal sealed record PlanLink(PlanStates From, int Size, int Weights, bool IsOneToOne);

/// <summary>One group: its total inputs begin with the biases, take link after link, and become states.</summary>
/// <param name="Group">The group.</param>
/// <param name="Biases">Index into <see cref="NetPlan.Arrays"/>; null for 0.</param>
/// <param name="Links">Its incoming projections, in the order of the sums.</param>
/// <param name="Before">Of leaky units, the total inputs of one iteration ago; null for others.</param>
/// <param name="KeepsTotals">Whether later leaky units read the total inputs.</param>
internal sealed record PlanStage(Group Group, int? Biases, IReadOnlyList<PlanLink> Links, PlanStates? Before, bool KeepsTotals);

/// <summary>An input group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Offset">The place of its first unit among the inputs of the call; −1 where its states are fixed.</param>
internal sealed record PlanInput(Group Group, int Offset);

/// <summary>
/// A net as a plain program: what is computed in which order, with the sums of <see cref="Runner{T}"/>, so that a program in any language that rounds like
/// IEEE 754 has the same bits.
/// </summary>
internal sealed class NetPlan
{
    private readonly List<PlanArray> arrays = [];
    private readonly List<PlanStage> stages = [];
    private readonly List<PlanArray> fixedStates = [];

    private NetPlan(Topology topology, bool isDouble)
    {
        Topology = topology;
        IsDouble = isDouble;
    }

    /// <summary>The net.</summary>
    public Topology Topology { get; }

    /// <summary>Whether the program computes in double; otherwise in float.</summary>
    public bool IsDouble { get; }

    /// <summary>All input groups, in the net's order.</summary>
    public IReadOnlyList<PlanInput> Inputs { get; private set; } = [];

    /// <summary>The units of all input groups that are not fixed.</summary>
    public int InputCount { get; private set; }

    /// <summary>The units of all output groups.</summary>
    public int OutputCount { get; private set; }

    /// <summary>Weights and biases, shared ones once.</summary>
    public IReadOnlyList<PlanArray> Arrays => arrays;

    /// <summary>The states of the fixed input groups.</summary>
    public IReadOnlyList<PlanArray> Fixed => fixedStates;

    /// <summary>The groups that are computed, in order.</summary>
    public IReadOnlyList<PlanStage> Stages => stages;

    /// <summary>The output groups as indices into <see cref="Stages"/>, in the net's order.</summary>
    public IReadOnlyList<int> Outputs { get; private set; } = [];

    /// <summary>Makes the plan of a net.</summary>
    /// <param name="network">The net.</param>
    /// <param name="fixedInputs">Input groups that always hold their initial state.</param>
    /// <exception cref="ArgumentException">A weight is not finite, or a group cannot be fixed.</exception>
    public static NetPlan Of<T>(Network<T> network, IReadOnlyList<string> fixedInputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var topology = network.Topology;
        CheckFixed(topology, fixedInputs);
        CheckFinite(network);
        var plan = new NetPlan(topology, typeof(T) == typeof(double));
        var sources = new Dictionary<Group, PlanStates>();
        var totals = new Dictionary<Group, PlanStates>();
        var inputs = new List<PlanInput>();
        foreach (var group in topology.Inputs)
        {
            var isFixed = fixedInputs.Contains(group.Name, StringComparer.Ordinal);
            inputs.Add(new PlanInput(group, isFixed ? -1 : plan.InputCount));
            sources[group] = totals[group] = isFixed ? new PlanStates(PlanSource.Fixed, plan.fixedStates.Count) : new PlanStates(PlanSource.Given, plan.InputCount);
            if (isFixed)
                plan.fixedStates.Add(InitialStates<T>(group));
            else
                plan.InputCount = checked(plan.InputCount + group.Size);
        }
        plan.Inputs = inputs;
        var weights = new Dictionary<(WeightBlock Block, Group? Silent), int>();
        foreach (var group in topology.Groups.Where(static group => !group.IsInput))
        {
            var biases = group.Biases is { } block ? plan.Add(weights, (block, null), new PlanArray(PlanArrayKind.Biases, block.Name, 0, Doubles<T>(network[block]))) : (int?)null;
            var links = group.Incoming.Select(link =>
            {
                // Lesioned units whose states come from the caller, who need not know of the lesion.
                var silent = link.From.IsInput && link.From.LesionedUnits.Count > 0 ? link.From : null;
                return new PlanLink(sources[link.From], link.From.Size, plan.Add(weights, (link.Weights, silent), Weights(network, link, silent)), link.Weights.IsOneToOne);
            }).ToArray();
            var index = plan.stages.Count;
            plan.stages.Add(new PlanStage(group, biases, links, group.Before is { } before ? totals[before] : null, group.Before is not null && group.After is not null));
            sources[group] = new PlanStates(PlanSource.Computed, index);
            totals[group] = new PlanStates(PlanSource.Total, index);
        }
        plan.Outputs = [.. topology.Outputs.Select(group => sources[group].Index)];
        plan.OutputCount = topology.Outputs.Sum(static group => group.Size);
        return plan;
    }

    private int Add(Dictionary<(WeightBlock Block, Group? Silent), int> known, (WeightBlock Block, Group? Silent) key, PlanArray array)
    {
        if (known.TryGetValue(key, out var index))
            return index;
        known.Add(key, arrays.Count);
        arrays.Add(array);
        return arrays.Count - 1;
    }

    private static PlanArray Weights<T>(Network<T> network, Projection link, Group? silent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = Doubles<T>(network[link.Weights]);
        var name = silent is null ? link.Weights.Name : $"{link.Weights.Name} without lesioned units";
        if (link.Weights.IsOneToOne)
        {
            foreach (var unit in silent?.LesionedUnits ?? [])
                values[unit] = 0;
            return new PlanArray(PlanArrayKind.Weights, name, 0, values);
        }
        var (to, from) = (link.To.Size, link.From.Size);
        var turned = new double[values.Length];
        for (var j = 0; j < to; j++)
            for (var i = 0; i < from; i++)
                turned[(i * to) + j] = values[(j * from) + i];
        foreach (var unit in silent?.LesionedUnits ?? [])
            turned.AsSpan(unit * to, to).Clear();
        return new PlanArray(PlanArrayKind.Weights, name, from, turned);
    }

    private static PlanArray InitialStates<T>(Group group)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var states = new double[group.Size];
        Array.Fill(states, double.CreateTruncating(T.CreateTruncating(group.InitialState!.Value)));
        foreach (var unit in group.LesionedUnits)
            states[unit] = 0;
        return new PlanArray(PlanArrayKind.States, group.Name, 0, states);
    }

    private static double[] Doubles<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var doubles = new double[values.Length];
        for (var k = 0; k < doubles.Length; k++)
            doubles[k] = double.CreateTruncating(values[k]);
        return doubles;
    }

    private static void CheckFixed(Topology topology, IReadOnlyList<string> fixedInputs)
    {
        foreach (var name in fixedInputs)
        {
            if (!topology.TryGetGroup(name, out var group))
                throw new ArgumentException($"the net has no group '{DisplayText.Name(name)}' to fix", nameof(fixedInputs));
            if (!group.IsInput || group.InitialState is null)
                throw new ArgumentException($"group '{DisplayText.Name(name)}' cannot be fixed: it is not an input group with an initial state", nameof(fixedInputs));
        }
        if (topology.Inputs.All(group => fixedInputs.Contains(group.Name, StringComparer.Ordinal)))
            throw new ArgumentException("every input group is fixed, so the program would have no input", nameof(fixedInputs));
    }

    private static void CheckFinite<T>(Network<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var block in network.Topology.Blocks)
        {
            foreach (var weight in network[block])
            {
                if (!T.IsFinite(weight))
                    throw new ArgumentException($"a weight of '{DisplayText.Name(block.Name)}' is {weight}; every weight must be a finite number", nameof(network));
            }
        }
    }
}
