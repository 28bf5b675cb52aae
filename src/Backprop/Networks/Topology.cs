namespace Backprop;

/// <summary>
/// What a net is: groups of units and the projections between them, in an order in which they can be computed. Immutable.
/// All weights, biases included, are one flat vector; <see cref="Blocks"/> gives the place of each projection's weights and each group's biases.
/// An iterative net becomes a topology by <see cref="IterativeTopology.Unroll"/>.
/// </summary>
/// <example>
/// <code>
/// var topology = Topology.Build(net =&gt;
/// {
///     var left = net.Input("left", 4);
///     var right = net.Input("right", 4);
///     var hidden = net.Group("hidden", 3, UnitFunction.Tanh).From(left, right);
///     net.Output("answer", 2, UnitFunction.Softmax).From(hidden).From(left);
/// });
/// Console.WriteLine(topology);
/// var same = Topology.FromJson(topology.ToJson());
/// </code>
/// </example>
public sealed class Topology
{
    private readonly Dictionary<string, Group> groupsByName;
    private readonly Dictionary<string, WeightBlock> blocksByName;

    internal Topology(
        IReadOnlyList<GroupDescription> declared, IReadOnlyList<Group> groups, IReadOnlyList<Projection> projections, IReadOnlyList<WeightBlock> blocks, Unrolling? unrolling)
    {
        Declared = [.. declared];
        Groups = groups;
        Projections = projections;
        Blocks = blocks;
        Unrolling = unrolling;
        Inputs = [.. groups.Where(static group => group.IsInput)];
        groupsByName = groups.ToDictionary(static group => group.Name, StringComparer.Ordinal);
        Outputs = unrolling is null
            ? [.. declared.Where(static group => group.Role == GroupRole.Output).Select(group => groupsByName[group.Name])]
            : unrolling.InDeclaredOrder(groups.Where(static group => group.IsOutput));
        blocksByName = blocks.Where(static block => !block.IsBias).ToDictionary(static block => block.Name, StringComparer.Ordinal);
        foreach (var projection in projections)
            blocksByName.TryAdd(projection.Name, projection.Weights);
        WeightCount = blocks.Count == 0 ? 0 : blocks[^1].Offset + blocks[^1].Length;
        BiasOffset = blocks.FirstOrDefault(static block => block.IsBias)?.Offset ?? WeightCount;
    }

    /// <summary>The groups, each after all from which it receives; otherwise as declared.</summary>
    public IReadOnlyList<Group> Groups { get; }

    /// <summary>The groups as declared.</summary>
    internal IReadOnlyList<GroupDescription> Declared { get; }

    /// <summary>The projections as declared.</summary>
    public IReadOnlyList<Projection> Projections { get; }

    /// <summary>The stretches of the flat vector: weights in the order of the projections that first name them, then biases in the order of the groups.</summary>
    public IReadOnlyList<WeightBlock> Blocks { get; }

    /// <summary>The groups whose states a case gives.</summary>
    public IReadOnlyList<Group> Inputs { get; }

    /// <summary>
    /// The groups for which a case may give desired states, in the order in which they are declared, whatever the order of computation;
    /// in an unrolled iterative net first those of the first iteration.
    /// </summary>
    public IReadOnlyList<Group> Outputs { get; }

    /// <summary>The length of the flat vector: weights and biases, shared ones counted once, masked ones included.</summary>
    public int WeightCount { get; }

    /// <summary>Where in the flat vector the biases begin.</summary>
    public int BiasOffset { get; }

    /// <summary>The iterative net of which this is the unrolled form, and how it was unrolled; null for a layered net.</summary>
    public Unrolling? Unrolling { get; }

    /// <summary>Whether a window of sequences takes the states of this group over from the window before: a group before the first iteration that is not an input.</summary>
    internal bool IsCarriedOn(Group group) => group.Iteration is < 1 && !Unrolling!.IsInput(group.Origin);

    /// <summary>The copy at the end of a window whose states the next window takes over as those of this group, of which <see cref="IsCarriedOn"/> holds.</summary>
    internal Group LastCopy(Group group) => this[IterativeTopology.Copy(group.Origin, Unrolling!.Iterations + group.Iteration!.Value)];

    /// <summary>The group of a name.</summary>
    /// <param name="name">The group's name.</param>
    /// <exception cref="KeyNotFoundException">No group is called so.</exception>
    public Group this[string name] => groupsByName.TryGetValue(name, out var group) ? group
        : throw new KeyNotFoundException($"The net has no group '{name}'; its groups are {Names(Groups.Select(static group => group.Name))}.");

    /// <summary>The group of a name, if there is one.</summary>
    /// <param name="name">The group's name.</param>
    /// <param name="group">The group; null where there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetGroup(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Group? group) => groupsByName.TryGetValue(name, out group);

    /// <summary>The weights of a projection "from-&gt;to", or those shared under a name.</summary>
    /// <param name="name">The name of the projection, or the one that several share.</param>
    /// <returns>The block, which has the place of its weights in the flat vector.</returns>
    /// <exception cref="KeyNotFoundException">No weights are called so.</exception>
    public WeightBlock GetWeights(string name) => blocksByName.TryGetValue(name, out var block) ? block
        : throw new KeyNotFoundException($"The net has no weights '{name}'; it has {Names(blocksByName.Keys)}.");

    /// <summary>Layers of logistic units with biases, each fully connected to the next: groups "input", "hidden" (or "hidden 1", "hidden 2" …), "output".</summary>
    /// <param name="sizes">Units a layer, input first; at least two layers.</param>
    /// <returns>The topology.</returns>
    /// <exception cref="TopologyException">There are fewer than two layers, or one without a unit.</exception>
    public static Topology Layered(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length < 2)
            throw new TopologyException($"A layered net has at least an input and an output layer, but {sizes.Length} sizes came; give two or more.");
        var layers = sizes.ToArray();
        return Build(net =>
        {
            var below = net.Input("input", layers[0]);
            for (var layer = 1; layer < layers.Length - 1; layer++)
                below = net.Group(layers.Length == 3 ? "hidden" : $"hidden {layer}", layers[layer]).From(below);
            net.Output("output", layers[^1]).From(below);
        });
    }

    /// <summary>A net described group by group.</summary>
    /// <param name="describe">Adds the groups and their projections.</param>
    /// <returns>The topology.</returns>
    /// <exception cref="TopologyException">Cycles, duplicate names, sizes that do not match, groups that nothing reaches or that reach nothing, sizes that overflow.</exception>
    public static Topology Build(Action<TopologyBuilder> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        var net = new TopologyBuilder();
        describe(net);
        return TopologyAssembly.Assemble(net.Groups, net.Projections);
    }

    /// <summary>A synchronous iterative net: projections may run in cycles if each cycle has a delay (Fig. 5).</summary>
    /// <param name="describe">Adds the groups and their projections, delayed ones included.</param>
    /// <returns>The iterative net, to be unrolled.</returns>
    /// <exception cref="TopologyException">As for <see cref="Build"/>; a cycle without a delay.</exception>
    public static IterativeTopology Iterative(Action<TopologyBuilder> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        var net = new TopologyBuilder();
        describe(net);
        return new IterativeTopology(net.Groups, net.Projections);
    }

    /// <summary>The same net with names for the units of some groups, and the same weights in the same places.</summary>
    /// <param name="names">The names of the units by group, in an iterative net by the name of the group that the copies stand for.</param>
    /// <returns>The named net; this net if no names are given.</returns>
    /// <exception cref="TopologyException">No group is called so; not one name per unit; an empty name or one given twice.</exception>
    public Topology WithUnitNames(IReadOnlyDictionary<string, IReadOnlyList<string>> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var declared = Unrolling?.Net.Declared ?? Declared;
        foreach (var name in names.Keys)
        {
            if (!declared.Any(group => group.Name == name))
                throw new TopologyException($"Names are given for the units of group '{DisplayText.Name(name)}', which the net does not have; its groups are {Names(declared.Select(static group => group.Name))}{(NearestName.Hint(name, declared.Select(static group => group.Name)) is { Length: > 0 } hint ? hint : ".")}");
        }
        if (names.Count == 0)
            return this;
        GroupDescription[] named = [.. declared.Select(group => names.TryGetValue(group.Name, out var units) ? group with { UnitNames = units } : group)];
        return Unrolling is { } unrolling
            ? new IterativeTopology(named, unrolling.Net.Projections).Unroll(unrolling.Iterations, unrolling.Sharing)
            : TopologyAssembly.Assemble(named, [.. Projections.Select(static projection => projection.Description)]);
    }

    /// <summary>The same net with a lesion, and the weights in the same places. <see cref="Network{T}.WithLesion"/> takes the weights along.</summary>
    /// <param name="lesion">What is destroyed, beside what already was.</param>
    /// <returns>The lesioned net; this net if nothing is destroyed.</returns>
    /// <exception cref="TopologyException">The lesion names a group, unit, projection or link that the net does not have, or units of a group that softmax sets together.</exception>
    public Topology WithLesion(Lesion lesion)
    {
        ArgumentNullException.ThrowIfNull(lesion);
        return new LesionedParts(this).Add(lesion).Build();
    }

    /// <summary>A readable JSON description, from which <see cref="FromJson"/> makes an equal topology.</summary>
    /// <returns>The description, indented.</returns>
    public string ToJson() => TopologyJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote, or a description written by hand (docs/net-json.md).</summary>
    /// <param name="json">The description.</param>
    /// <param name="unitFunctions">Unit functions of your own that the description names.</param>
    /// <returns>The topology, equal to the one that was written.</returns>
    /// <exception cref="TopologyException">Not such a description, or of a net that cannot be.</exception>
    public static Topology FromJson(string json, params ReadOnlySpan<UnitFunction> unitFunctions) => TopologyJson.Read(json, unitFunctions);

    /// <summary>One line a group, one a projection, and the number of weights.</summary>
    public override string ToString() => TopologyText.Describe(this);

    /// <summary>Names in quotes for a message, the first twenty of them.</summary>
    internal static string Names(IEnumerable<string> names)
    {
        const int most = 20;
        var all = names.ToList();
        return string.Join(", ", all.Take(most).Select(static name => $"'{name}'")) + (all.Count > most ? $", … ({all.Count} in all)" : "");
    }
}
