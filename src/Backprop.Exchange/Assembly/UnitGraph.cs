using System.Globalization;

namespace Backprop.Exchange;

/// <summary>
/// A net put together group by group and connection by connection, as other programs list them. States that the other program scales before it
/// hands them on (y = scale · f(x) + shift) go into the weights and biases behind them; of outputs, into identity units behind them.
/// </summary>
/// <param name="file">The file that messages name.</param>
internal sealed class UnitGraph(ForeignText file)
{
    // Between two groups all weights are kept, those that are not there as zeros behind a mask. In a net of large groups with few connections that would be
    // memory which no bytes of the file stand behind.
    private const long FewestPlaces = 1 << 18;
    private const int MostPlacesPerConnection = 64;

    private readonly List<UnitGroup> groups = [];
    private readonly Dictionary<(UnitGroup From, UnitGroup To, int Delay), UnitLinks> links = [];
    private readonly FreeNames names = new();

    /// <summary>The groups, in the order in which they were added.</summary>
    public IReadOnlyList<UnitGroup> Groups => groups;

    /// <summary>Whether weights that learning leaves as they are have several values, which the description of a net cannot hold; known once the net is made.</summary>
    public bool HasFixedValues { get; private set; }

    /// <summary>Adds a group. Another one may have the name already; the new one then gets a number behind it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="role">What it is for.</param>
    /// <param name="size">The number of units; the bytes of the file must stand behind it.</param>
    /// <param name="function">The unit function; of inputs the identity.</param>
    /// <param name="unitNames">A name per unit; null: none.</param>
    public UnitGroup Add(string name, GroupRole role, int size, UnitFunction function, IReadOnlyList<string>? unitNames = null)
    {
        var group = new UnitGroup(names.Take(name), role, size, function) { UnitNames = unitNames };
        groups.Add(group);
        return group;
    }

    /// <summary>Adds a connection; two between the same units are one whose weight is the sum.</summary>
    /// <param name="from">The sending group.</param>
    /// <param name="fromUnit">The sending unit of it.</param>
    /// <param name="to">The receiving group.</param>
    /// <param name="toUnit">The receiving unit of it.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="delay">How many iterations ago the state was; above 0 only in an iterative net.</param>
    public void Connect(UnitGroup from, int fromUnit, UnitGroup to, int toUnit, double weight, int delay = 0) => Links(from, to, delay).Add(toUnit, fromUnit, weight);

    /// <summary>Connects all units of two groups.</summary>
    /// <param name="from">The sending group.</param>
    /// <param name="to">The receiving group.</param>
    /// <param name="weights">[to · from size + from]; not copied.</param>
    public void ConnectAll(UnitGroup from, UnitGroup to, double[] weights) => Links(from, to).AddAll(weights);

    /// <summary>The connections from one group to another, so far none of them if there are none: how they start and learn is said there.</summary>
    public UnitLinks Links(UnitGroup from, UnitGroup to, int delay = 0)
    {
        if (!links.TryGetValue((from, to, delay), out var link)) links[(from, to, delay)] = link = new UnitLinks((long)from.Size * to.Size, from.Size);
        return link;
    }

    /// <summary>The net with its weights, in double precision.</summary>
    /// <param name="iterations">Of an iterative net, for how many iterations it runs; 0 for a layered net.</param>
    /// <exception cref="ForeignFileException">A weight is not finite, or the net is too sparse for its size.</exception>
    /// <exception cref="TopologyException">The groups do not make a net: an input leads nowhere, or connections run in a circle.</exception>
    public Network<double> ToNetwork(int iterations = 0)
    {
        CheckSize();
        foreach (var output in groups.Where(static group => group.Role == GroupRole.Output && group.IsScaled).ToList()) AddScaledOutput(output);
        foreach (var ((from, to, delay), link) in links)
        {
            if (delay > 0 && from.Size == to.Size && link.IsDiagonal) link.OneToOne = true;
            // A net that is trained anew starts from its description: what is fixed must have its values there.
            if (!link.Frozen && !to.Frozen) continue;
            link.Initial ??= Start(link.All.Select(static each => each.Weight));
            to.InitialBiases ??= to.Frozen && to.HasBiases ? Start(to.Biases) : null;
        }
        // Outputs are declared in the order in which they were added, however their copies came about.
        var topology = iterations == 0 ? Topology.Build(Describe) : Topology.Iterative(Describe).Unroll(iterations, SharedGradient.Sum);
        var network = new Network<double>(topology);
        foreach (var group in groups.Where(static group => group.Role != GroupRole.Input && group.HasBiases))
            group.Biases.CopyTo(network.GetBiases(Copy(group)));
        var tied = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ((from, to, delay), link) in links)
        {
            if (link.Share is not null && !tied.Add(link.Share)) continue;
            var weights = network[link.Share ?? (delay > 0 && links.Keys.Count(key => key.From == from && key.To == to) > 1 ? string.Create(CultureInfo.InvariantCulture, $"{from.Name}->{to.Name}, delay {delay}") : $"{from.Name}->{to.Name}")];
            var biases = network.GetBiases(Copy(to));
            foreach (var (toUnit, fromUnit, weight) in link.All)
            {
                var at = link.OneToOne ? toUnit : (toUnit * from.Size) + fromUnit;
                weights[at] += weight * (from.Scale?[fromUnit] ?? 1);
                if (from.Shift is { } shift) biases[toUnit] += weight * shift[fromUnit];
            }
        }
        foreach (var weight in network.Weights)
            if (!double.IsFinite(weight)) throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"holds a weight of {weight}; all weights must be finite numbers"));
        return network;

        string Copy(UnitGroup group) => iterations == 0 ? group.Name : IterativeTopology.Copy(group.Name, 1);
    }

    private Initialization? Start(IEnumerable<double> values)
    {
        var all = values.Distinct().Take(2).ToList();
        if (all is [var value]) return Initialization.Constant(value);
        HasFixedValues = true;
        return null;
    }

    private void CheckSize()
    {
        var (places, connections) = (0L, 0L);
        foreach (var link in links.Values)
        {
            places += link.Places;
            connections += link.Count;
        }
        if (places > FewestPlaces + (MostPlacesPerConnection * connections))
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"its {connections:N0} connections would take {places:N0} weights, since between two groups all places are kept; nets as sparse as that are not supported"));
    }

    private void AddScaledOutput(UnitGroup output)
    {
        var last = new UnitGroup(output.Name, GroupRole.Output, output.Size, UnitFunction.Identity) { UnitNames = output.UnitNames };
        output.Name = names.Take(output.Name + " before scaling");
        output.Role = GroupRole.Hidden;
        output.UnitNames = null;
        var link = new UnitLinks(output.Size, output.Size) { OneToOne = true };
        for (var unit = 0; unit < output.Size; unit++) link.Add(unit, unit, 1);
        links[(output, last, 0)] = link;
        groups.Insert(groups.IndexOf(output) + 1, last);
    }

    private void Describe(TopologyBuilder net)
    {
        var made = groups.ToDictionary(static group => group, group => group.Role switch
        {
            GroupRole.Input => net.Input(group.Name, group.Size, unitNames: group.UnitNames),
            GroupRole.Output => net.Output(group.Name, group.Size, group.Function, group.HasBiases, group.ShareBiases, group.Frozen, group.InitialBiases, unitNames: group.UnitNames),
            _ => net.Group(group.Name, group.Size, group.Function, group.HasBiases, group.ShareBiases, group.Frozen, group.InitialBiases, unitNames: group.UnitNames),
        });
        // A total input is summed in the order in which its senders were added.
        var places = groups.Index().ToDictionary(static item => item.Item, static item => item.Index);
        foreach (var ((from, to, delay), link) in links.OrderBy(pair => places[pair.Key.To]).ThenBy(pair => places[pair.Key.From]).ThenBy(static pair => pair.Key.Delay))
            made[to].From(made[from], link.Share, link.Mask(to.Size, from.Size), link.OneToOne, link.Frozen, link.Initial, delay);
    }
}

/// <summary>Units that are computed together.</summary>
internal sealed class UnitGroup(string name, GroupRole role, int size, UnitFunction function)
{
    public string Name { get; set; } = name;

    public GroupRole Role { get; set; } = role;

    public int Size { get; } = size;

    public UnitFunction Function { get; } = function;

    /// <summary>A name per unit; null for none.</summary>
    public IReadOnlyList<string>? UnitNames { get; set; }

    /// <summary>A bias per unit; 0 at first. Inputs have none.</summary>
    public double[] Biases { get; } = role == GroupRole.Input ? [] : new double[size];

    /// <summary>Whether there are biases; the other program may have none.</summary>
    public bool HasBiases { get; set; } = role != GroupRole.Input;

    /// <summary>A name; groups with the same one have the same biases.</summary>
    public string? ShareBiases { get; set; }

    /// <summary>How the biases start where a net is trained anew; null: as all weights.</summary>
    public Initialization? InitialBiases { get; set; }

    /// <summary>Whether learning leaves the biases and all weights into the group as they are.</summary>
    public bool Frozen { get; set; }

    /// <summary>By what the state of each unit is multiplied before it is handed on; null for 1.</summary>
    public double[]? Scale { get; private set; }

    /// <summary>What is then added; null for 0.</summary>
    public double[]? Shift { get; private set; }

    /// <summary>Whether a unit hands on something else than its state.</summary>
    public bool IsScaled => Scale is not null || Shift is not null;

    /// <summary>Says what a unit hands on: scale · state + shift.</summary>
    public void HandOn(int unit, double scale, double shift)
    {
        if (scale != 1) (Scale ??= [.. Enumerable.Repeat(1.0, Size)])[unit] = scale;
        if (shift != 0) (Shift ??= new double[Size])[unit] = shift;
    }
}

/// <summary>The connections from one group to another.</summary>
internal sealed class UnitLinks(long places, int columns)
{
    private readonly List<(int To, int From, double Weight)> some = [];
    private double[]? full;

    /// <summary>Whether unit k sends to unit k only.</summary>
    public bool OneToOne { get; set; }

    /// <summary>Whether learning leaves the weights as they are.</summary>
    public bool Frozen { get; set; }

    /// <summary>A name; projections with the same one have the same weights, which are those of the first.</summary>
    public string? Share { get; set; }

    /// <summary>How the weights start where a net is trained anew; null: as all weights.</summary>
    public Initialization? Initial { get; set; }

    /// <summary>Weights that are kept.</summary>
    public long Places => OneToOne ? columns : places;

    /// <summary>Connections that there are.</summary>
    public long Count => some.Count + (full?.Length ?? 0);

    public IEnumerable<(int To, int From, double Weight)> All =>
        full is { } matrix ? matrix.Select((weight, at) => (at / columns, at % columns, weight)).Concat(some) : some;

    /// <summary>Whether each unit receives from the unit of its own place and no other.</summary>
    public bool IsDiagonal => full is null && some.TrueForAll(static link => link.To == link.From) && some.DistinctBy(static link => link.To).Count() == columns;

    public void Add(int to, int from, double weight) => some.Add((to, from, weight));

    public void AddAll(double[] weights)
    {
        if (full is null)
            full = weights;
        else
            some.AddRange(weights.Select((weight, at) => (at / columns, at % columns, weight)));
    }

    /// <summary>Which connections there are, [to, from]; null for all.</summary>
    public bool[,]? Mask(int toSize, int fromSize)
    {
        if (OneToOne || full is not null) return null;
        var mask = new bool[toSize, fromSize];
        var count = 0L;
        foreach (var (to, from, _) in some)
        {
            if (mask[to, from]) continue;
            mask[to, from] = true;
            count++;
        }
        return count == Places ? null : mask;
    }
}
