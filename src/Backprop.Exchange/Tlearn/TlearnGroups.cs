namespace Backprop.Exchange;

/// <summary>
/// A net of tlearn as groups and projections. tlearn computes its nodes one after the other by number, so a sender with a lower number counts with its
/// new state, one with the same or a higher number with that of the step before: a delay of 1.
/// </summary>
internal sealed class TlearnGroups
{
    private const int Bias = 0;

    private readonly ForeignText file;
    private readonly TlearnNet net;

    // By receiver and sender: the line that says how; the last one counts.
    private readonly Dictionary<(int To, int From), TlearnConnection> connections = [];
    private readonly Dictionary<int, (NodeGroup Group, int Unit)> places = [];
    private readonly List<NodeGroup> groups = [];
    private readonly FreeNames names = new();

    public TlearnGroups(ForeignText file, TlearnNet net)
    {
        (this.file, this.net) = (file, net);
        foreach (var connection in net.Connections) Connect(connection);
        AddInputs();
        AddNodes();
        IsRecurrent = connections.Keys.Any(static pair => pair.From >= pair.To);
        Topology = IsRecurrent ? Backprop.Topology.Iterative(Describe).Unroll(1) : Backprop.Topology.Build(Describe);
    }

    public Topology Topology { get; }

    /// <summary>Whether a node receives from itself or a later one.</summary>
    public bool IsRecurrent { get; }

    /// <summary>Input groups with the numbers of their units, from 1.</summary>
    public IEnumerable<(string Name, int[] Units)> Inputs => groups.Where(static group => group.Role == GroupRole.Input).Select(static group => (group.Name, Array.ConvertAll(group.Units, static unit => -unit)));

    /// <summary>Output groups with the places of their nodes among all outputs, from 0.</summary>
    public IEnumerable<(string Name, int[] Places)> Outputs => groups.Where(static group => group.Role == GroupRole.Output).Select(group => (group.Name, Array.ConvertAll(group.Units, unit => Array.IndexOf([.. net.Outputs], unit))));

    /// <summary>The net with weights.</summary>
    /// <param name="weights">[node][bias, inputs, nodes].</param>
    public Network<double> WithWeights(double[][] weights)
    {
        var network = new Network<double>(Topology);
        foreach (var ((to, from), _) in connections)
        {
            var weight = weights[to - 1][from <= 0 ? -from : net.Inputs + from];
            var (group, unit) = places[to];
            var name = IsRecurrent ? IterativeTopology.Copy(group.Name, 1) : group.Name;
            if (from == Bias)
            {
                network.GetBiases(name)[unit] = weight;
                continue;
            }
            var (sender, senderUnit) = places[from];
            network[$"{sender.Name}->{group.Name}"][IsOneToOne(sender, group) ? unit : (unit * sender.Units.Length) + senderUnit] = weight;
        }
        return network;
    }

    private void Connect(TlearnConnection connection)
    {
        if (connection.IsOneToOne)
        {
            foreach (var pair in connection.Receivers.Zip(connection.Senders)) connections[pair] = connection;
            return;
        }
        foreach (var to in connection.Receivers)
            foreach (var from in connection.Senders) connections[(to, from)] = connection;
    }

    // Inputs whose connections have terms of their own are a group of their own, since terms belong to projections.
    private void AddInputs()
    {
        var sent = Sent();
        for (int first = 1, last; first <= net.Inputs; first = last + 1)
        {
            last = first;
            while (last < net.Inputs && sent[-(last + 1)].SequenceEqual(sent[-first])) last++;
            Add(new NodeGroup(names.Take("input"), GroupRole.Input, [.. Enumerable.Range(first, last - first + 1).Select(static unit => -unit)]));
        }
    }

    private void AddNodes()
    {
        var (sent, received, latest) = (Sent(), Received(), new int[net.Nodes + 1]);
        foreach (var (to, from) in connections.Keys)
            if (from < to) latest[to] = Math.Max(latest[to], from);
        var outputs = net.Outputs.ToHashSet();
        for (int first = 1, last; first <= net.Nodes; first = last + 1)
        {
            last = first;
            while (last < net.Nodes && Alike(first, last + 1)) last++;
            var role = outputs.Contains(first) ? GroupRole.Output : GroupRole.Hidden;
            var isContext = role == GroupRole.Hidden && net.Linear.Contains(first) && received[first].Count > 0 && received[first].TrueForAll(static line => line.IsOneToOne);
            Add(new NodeGroup(names.Take(role == GroupRole.Output ? "output" : isContext ? "context" : "hidden"), role, [.. Enumerable.Range(first, last - first + 1)]));
        }

        // Nodes of a group are computed together: none may need another's new state.
        bool Alike(int first, int node) => latest[node] < first
            && outputs.Contains(node) == outputs.Contains(first) && net.Linear.Contains(node) == net.Linear.Contains(first)
            && connections.ContainsKey((node, Bias)) == connections.ContainsKey((first, Bias))
            && received[node].SequenceEqual(received[first]) && sent[node].SequenceEqual(sent[first]);
    }

    /// <summary>By unit: the lines with terms in which it sends.</summary>
    private Dictionary<int, List<TlearnConnection>> Sent()
    {
        var sent = Enumerable.Range(-net.Inputs, net.Inputs + net.Nodes + 1).ToDictionary(static unit => unit, static _ => new List<TlearnConnection>());
        foreach (var line in net.Connections.Where(static line => line.HasTerms))
            foreach (var unit in line.Senders) sent[unit].Add(line);
        return sent;
    }

    /// <summary>By node: the lines in which it receives, those from the bias apart.</summary>
    private List<TlearnConnection>[] Received()
    {
        var received = Enumerable.Range(0, net.Nodes + 1).Select(static _ => new List<TlearnConnection>()).ToArray();
        foreach (var line in net.Connections.Where(static line => line.Senders.Any(static unit => unit != Bias)))
            foreach (var node in line.Receivers) received[node].Add(line);
        return received;
    }

    private void Add(NodeGroup group)
    {
        groups.Add(group);
        foreach (var (place, unit) in group.Units.Index()) places[unit] = (group, place);
    }

    private void Describe(TopologyBuilder builder)
    {
        var made = new Dictionary<NodeGroup, GroupBuilder>();
        foreach (var group in groups) made[group] = Make(builder, group);
        var order = groups.Index().ToDictionary(static item => item.Item, static item => item.Index);
        var projections = connections.Where(static pair => pair.Key.From != Bias)
            .GroupBy(pair => (From: places[pair.Key.From].Group, To: places[pair.Key.To].Group))
            .OrderBy(pair => order[pair.Key.To]).ThenBy(pair => order[pair.Key.From]);
        foreach (var projection in projections)
        {
            var (from, to) = projection.Key;
            var terms = Terms([.. projection.Select(static pair => pair.Value).Distinct()]);
            var isOneToOne = IsOneToOne(from, to);
            made[to].From(made[from], mask: isOneToOne ? null : Mask(from, to, [.. projection.Select(static pair => pair.Key)]), oneToOne: isOneToOne,
                frozen: terms.IsFixed, initial: Start(terms), delay: from.Role != GroupRole.Input && from.Units[0] >= to.Units[0] ? 1 : 0);
        }
    }

    private GroupBuilder Make(TopologyBuilder builder, NodeGroup group)
    {
        if (group.Role == GroupRole.Input) return builder.Input(group.Name, group.Units.Length);
        var function = net.Linear.Contains(group.Units[0]) ? UnitFunction.Identity : UnitFunction.Logistic;
        var bias = connections.GetValueOrDefault((group.Units[0], Bias));
        if (bias is { IsFixed: true }) throw file.Problem("fixes biases, which can only be fixed together with all other weights of their nodes; let them learn", bias.Line);
        return group.Role == GroupRole.Output ? builder.Output(group.Name, group.Units.Length, function, biases: bias is not null)
            : builder.Group(group.Name, group.Units.Length, function, biases: bias is not null);
    }

    private TlearnConnection Terms(TlearnConnection[] lines)
    {
        var other = Array.Find(lines, line => line.IsFixed != lines[0].IsFixed || line.Bounds != lines[0].Bounds);
        return other is null ? lines[0]
            : throw file.Problem(FormattableString.Invariant($"has other terms than line {lines[0].Line} for connections between the same groups of nodes; give them the same terms"), other.Line);
    }

    // Weights held at one value keep it; others start at random, as tlearn starts them.
    private static Initialization? Start(TlearnConnection terms) => terms.Bounds is { } bounds && bounds.Least.Equals(bounds.Greatest) ? Initialization.Constant(bounds.Least) : null;

    private bool IsOneToOne(NodeGroup from, NodeGroup to)
    {
        if (from.Units.Length != to.Units.Length || from.Units.Length == 1) return false;
        return connections.TryGetValue((to.Units[0], from.Units[0]), out var line) && line.IsOneToOne && !connections.ContainsKey((to.Units[0], from.Units[1]));
    }

    private static bool[,]? Mask(NodeGroup from, NodeGroup to, (int To, int From)[] pairs)
    {
        if (pairs.Length == from.Units.Length * to.Units.Length) return null;
        var mask = new bool[to.Units.Length, from.Units.Length];
        foreach (var (receiver, sender) in pairs) mask[receiver - to.Units[0], Math.Abs(sender) - Math.Abs(from.Units[0])] = true;
        return mask;
    }

    /// <summary>Consecutive nodes that are computed together, or inputs (their numbers below 0).</summary>
    private sealed record NodeGroup(string Name, GroupRole Role, int[] Units)
    {
        public bool Equals(NodeGroup? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    }
}
