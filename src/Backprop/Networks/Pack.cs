namespace Backprop;

/// <summary>
/// Several trained nets as one that answers with their mean: a pack is a net like any other, which is saved, drawn, run and exported as such.
/// </summary>
/// <example>
/// <code>
/// var nets = Enumerable.Range(1, 3).Select(seed =&gt; new Network&lt;float&gt;(Topology.Layered(2, 3, 1)).Randomize((ulong)seed)).ToArray();
/// Network&lt;float&gt; pack = Pack.Join(nets);          // groups "net 1 hidden", "net 1 output", … and "output"
/// </code>
/// </example>
public static class Pack
{
    /// <summary>
    /// Makes one net of nets with the same input and output groups. Each net's groups keep their weights and are named after it, "net 1 hidden";
    /// its output groups become hidden ones. Each output group of the pack has identity units without biases that add the nets' states, each
    /// times 1 / nets, over frozen one-to-one projections. Means of softmax units are probabilities again.
    /// </summary>
    /// <param name="nets">The nets, at least one, in the order of the sums; they are copied. Their hidden groups may differ.</param>
    /// <typeparam name="T">The precision of the nets: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The pack.</returns>
    /// <exception cref="ArgumentException">There is no net.</exception>
    /// <exception cref="TopologyException">A net is iterative, or its input or output groups are not those of the first net.</exception>
    public static Network<T> Join<T>(IReadOnlyList<Network<T>> nets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(nets);
        if (nets.Count == 0)
            throw new ArgumentException("A pack needs at least one net.", nameof(nets));
        var first = nets[0].Topology;
        foreach (var (number, net) in nets.Index())
            CheckSame(first, net.Topology, number + 1);

        var groups = first.Inputs.Select(static group => group.Description).ToList();
        var projections = new List<ProjectionDescription>();
        foreach (var (number, net) in nets.Index())
        {
            groups.AddRange(net.Topology.Declared.Where(static group => group.Role != GroupRole.Input).Select(group => MemberOf(group, number + 1)));
            projections.AddRange(net.Topology.Projections.Select(projection => MemberOf(projection, number + 1)));
        }
        foreach (var output in first.Outputs)
        {
            groups.Add(new GroupDescription(output.Name, output.Size, GroupRole.Output, UnitFunction.Identity) { HasBiases = false, UnitNames = output.UnitNames });
            projections.AddRange(nets.Select((_, number) => new ProjectionDescription(NameIn(output.Name, number + 1), output.Name)
            {
                OneToOne = true,
                Frozen = true,
                Initial = Initialization.Constant(1.0 / nets.Count),
            }));
        }
        var pack = new Network<T>(TopologyAssembly.Assemble(groups, projections));
        foreach (var (number, net) in nets.Index())
            CopyWeights(net, pack, number + 1);
        foreach (var output in pack.Topology.Outputs)
        {
            foreach (var projection in output.Into)
                pack[projection.Weights].Fill(T.CreateTruncating(1.0 / nets.Count));
        }
        return pack;
    }

    /// <summary>Whether the states of an output group are probabilities: those of softmax units, or a pack's means of them.</summary>
    /// <param name="output">A group.</param>
    internal static bool GivesProbabilities(Group output) =>
        output.UnitFunction == UnitFunction.Softmax
        || (output.UnitFunction == UnitFunction.Identity && output.Biases is null && output.Into.Length > 0
            && Array.TrueForAll(output.Into, static into => into.From.UnitFunction == UnitFunction.Softmax && into.Weights is { Frozen: true, IsOneToOne: true }));

    private static string NameIn(string group, int number) => $"net {number} {group}";

    private static GroupDescription MemberOf(GroupDescription group, int number) => group with
    {
        Name = NameIn(group.Name, number),
        Role = GroupRole.Hidden,
        ShareBiases = group.ShareBiases is { } name ? NameIn(name, number) : null,
    };

    private static ProjectionDescription MemberOf(Projection projection, int number) => projection.Description with
    {
        From = projection.From.IsInput ? projection.From.Name : NameIn(projection.From.Name, number),
        To = NameIn(projection.To.Name, number),
        Share = projection.Description.Share is { } name ? NameIn(name, number) : null,
    };

    private static void CopyWeights<T>(Network<T> net, Network<T> pack, int number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var projection in net.Topology.Projections)
        {
            var copy = MemberOf(projection, number);
            net[projection.Weights].CopyTo(pack[copy.Name]);
        }
        foreach (var group in net.Topology.Groups)
        {
            if (group.Biases is { } biases)
                net[biases].CopyTo(pack.GetBiases(NameIn(group.Name, number)));
        }
    }

    private static void CheckSame(Topology first, Topology net, int number)
    {
        if (net.Unrolling is not null)
            throw new TopologyException($"Net {number} is iterative; a pack is made of layered nets.");
        Compare("input", first.Inputs, net.Inputs);
        Compare("output", first.Outputs, net.Outputs);

        void Compare(string role, IReadOnlyList<Group> expected, IReadOnlyList<Group> found)
        {
            if (!expected.Select(Text).SequenceEqual(found.Select(Text), StringComparer.Ordinal))
                throw new TopologyException($"The nets of a pack have the same {role} groups, but net {number} has {string.Join(", ", found.Select(Text))} where net 1 has {string.Join(", ", expected.Select(Text))}.");
        }

        static string Text(Group group) => $"'{DisplayText.Name(group.Name)}' of {group.Size}";
    }
}
