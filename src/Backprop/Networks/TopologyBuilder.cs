namespace Backprop;

/// <summary>Says what a net is, group by group, as the paper describes one. See <see cref="Topology.Build"/> and <see cref="Topology.Iterative"/>.</summary>
/// <example>
/// <code>
/// var topology = Topology.Build(net =&gt;
/// {
///     var first = net.Input("first", 3);
///     var second = net.Input("second", 3);
///     // Both inputs use the same weights, and the gradients of the copies are averaged.
///     var left = net.Group("left", 2).From(first, share: "code");
///     var right = net.Group("right", 2).From(second, share: "code");
///     var mask = new[,] { { true, false }, { false, true } };
///     net.Output("answer", 2).From(left, mask: mask).From(right, oneToOne: true);
/// });
/// </code>
/// </example>
public sealed class TopologyBuilder
{
    internal List<GroupDescription> Groups { get; } = [];

    internal List<ProjectionDescription> Projections { get; } = [];

    /// <summary>Adds a group whose states are given by the case.</summary>
    /// <param name="name">Unique in the net.</param>
    /// <param name="size">The number of units, at least 1.</param>
    /// <param name="initialState">
    /// The state that the units take in a case that says nothing of this group; null (the default): every case must give it.
    /// In an iterative net inputs default to 0 before the first iteration.
    /// </param>
    /// <param name="unitNames">A name for each unit, which case files and figures use; null, the default: none.</param>
    /// <returns>The group, to project from.</returns>
    public GroupBuilder Input(string name, int size, double? initialState = null, IReadOnlyList<string>? unitNames = null) =>
        Add(new GroupDescription(name, size, GroupRole.Input, UnitFunction.Identity) { HasBiases = false, InitialState = initialState, UnitNames = unitNames ?? [] });

    /// <summary>Adds a hidden group.</summary>
    /// <inheritdoc cref="Add(GroupRole, string, int, UnitFunction?, bool, string?, bool, Initialization?, double, IReadOnlyList{string}?, double, double, IReadOnlyList{bool}?)"/>
    public GroupBuilder Group(
        string name, int size, UnitFunction? unitFunction = null, bool biases = true, string? shareBiases = null,
        bool frozen = false, Initialization? initialBiases = null, double initialState = 0, IReadOnlyList<string>? unitNames = null,
        double leakRate = 1, double clampStrength = 1, IReadOnlyList<bool>? frozenBiases = null) =>
        Add(GroupRole.Hidden, name, size, unitFunction, biases, shareBiases, frozen, initialBiases, initialState, unitNames, leakRate, clampStrength, frozenBiases);

    /// <summary>Adds a group for which cases give desired states. It may feed further groups.</summary>
    /// <inheritdoc cref="Add(GroupRole, string, int, UnitFunction?, bool, string?, bool, Initialization?, double, IReadOnlyList{string}?, double, double, IReadOnlyList{bool}?)"/>
    public GroupBuilder Output(
        string name, int size, UnitFunction? unitFunction = null, bool biases = true, string? shareBiases = null,
        bool frozen = false, Initialization? initialBiases = null, double initialState = 0, IReadOnlyList<string>? unitNames = null,
        double leakRate = 1, double clampStrength = 1, IReadOnlyList<bool>? frozenBiases = null) =>
        Add(GroupRole.Output, name, size, unitFunction, biases, shareBiases, frozen, initialBiases, initialState, unitNames, leakRate, clampStrength, frozenBiases);

    /// <param name="role">What the group is for.</param>
    /// <param name="name">Unique in the net.</param>
    /// <param name="size">The number of units, at least 1.</param>
    /// <param name="unitFunction">State from total input; the logistic function by default (equation 2).</param>
    /// <param name="biases">Whether each unit has a bias, the weight from a unit that is always 1; true by default.</param>
    /// <param name="shareBiases">A name; groups that give the same one have the same biases.</param>
    /// <param name="frozen">Whether learning leaves the biases and every projection into the group as they are.</param>
    /// <param name="initialBiases">How the biases start; null: as the whole net does.</param>
    /// <param name="initialState">In an iterative net the state before the first iteration, where a case gives none; 0 by default.</param>
    /// <param name="unitNames">A name for each unit, which case files and figures use; null, the default: none.</param>
    /// <param name="leakRate">
    /// τ of leaky units in an iterative net, above 0 and at most 1: x ← x + τ(net − x) in each iteration; 1, the default: the total input is net. See <see cref="Backprop.Group.LeakRate"/>.
    /// </param>
    /// <param name="clampStrength">s of soft clamps, above 0 and at most 1: y ← y + s(clamp − y); 1, the default: the state is the clamp. See <see cref="Backprop.Group.ClampStrength"/>.</param>
    /// <param name="frozenBiases">Which biases learning leaves as they are, one truth value per unit; null, the default: none, unless <paramref name="frozen"/>.</param>
    private GroupBuilder Add(
        GroupRole role, string name, int size, UnitFunction? unitFunction, bool biases, string? shareBiases,
        bool frozen, Initialization? initialBiases, double initialState, IReadOnlyList<string>? unitNames,
        double leakRate, double clampStrength, IReadOnlyList<bool>? frozenBiases) =>
        Add(new GroupDescription(name, size, role, unitFunction ?? UnitFunction.Logistic)
        {
            HasBiases = biases,
            ShareBiases = shareBiases,
            Frozen = frozen,
            FrozenBiases = frozenBiases ?? [],
            InitialBiases = initialBiases,
            InitialState = initialState,
            UnitNames = unitNames ?? [],
            LeakRate = leakRate,
            ClampStrength = clampStrength,
        });

    private GroupBuilder Add(GroupDescription group)
    {
        ArgumentNullException.ThrowIfNull(group.Name);
        Groups.Add(group);
        return new GroupBuilder(this, group.Name);
    }
}

/// <summary>A group under construction: says from where it receives.</summary>
public sealed class GroupBuilder
{
    private readonly TopologyBuilder net;

    internal GroupBuilder(TopologyBuilder net, string name)
    {
        this.net = net;
        Name = name;
    }

    /// <summary>The group's name.</summary>
    public string Name { get; }

    /// <summary>Adds a full projection from each of the groups.</summary>
    /// <param name="groups">The sending groups, in the order in which total inputs are summed.</param>
    /// <returns>This group, to add more projections.</returns>
    /// <exception cref="TopologyException">A group belongs to another net.</exception>
    public GroupBuilder From(params ReadOnlySpan<GroupBuilder> groups)
    {
        foreach (var group in groups)
            From(group);
        return this;
    }

    /// <summary>Adds a projection from one group.</summary>
    /// <param name="group">The sending group.</param>
    /// <param name="share">A name; projections that give the same one have the same weights.</param>
    /// <param name="mask">Which weights exist, [to, from]; null: all.</param>
    /// <param name="oneToOne">Whether unit k sends to unit k only; the groups must be of one size.</param>
    /// <param name="frozen">Whether learning leaves the weights as they are.</param>
    /// <param name="initial">How the weights start; null: as the whole net does.</param>
    /// <param name="delay">In an iterative net: the state of how many iterations ago is received; 0, the default: this iteration's.</param>
    /// <param name="frozenWeights">Which weights learning leaves as they are, [to, from]; null, the default: none, unless <paramref name="frozen"/>.</param>
    /// <returns>This group, to add more projections.</returns>
    /// <exception cref="TopologyException"><paramref name="group"/> belongs to another net.</exception>
    public GroupBuilder From(
        GroupBuilder group, string? share = null, bool[,]? mask = null, bool oneToOne = false,
        bool frozen = false, Initialization? initial = null, int delay = 0, bool[,]? frozenWeights = null)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.net != net)
            throw new TopologyException($"group '{Name}' is given a projection from '{group.Name}', which belongs to another net; use a group of this net.");
        net.Projections.Add(new ProjectionDescription(group.Name, Name)
        {
            Share = share,
            Mask = (bool[,]?)mask?.Clone(),
            OneToOne = oneToOne,
            Frozen = frozen,
            FrozenWeights = (bool[,]?)frozenWeights?.Clone(),
            Initial = initial,
            Delay = delay,
        });
        return this;
    }
}
