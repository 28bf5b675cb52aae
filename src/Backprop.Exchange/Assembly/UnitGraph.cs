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
    private readonly Dictionary<(UnitGroup From, UnitGroup To), UnitLinks> links = [];
    private readonly FreeNames names = new();

    /// <summary>The groups, in the order in which they were added.</summary>
    public IReadOnlyList<UnitGroup> Groups => groups;

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
    public void Connect(UnitGroup from, int fromUnit, UnitGroup to, int toUnit, double weight) => Links(from, to).Add(toUnit, fromUnit, weight);

    /// <summary>Connects all units of two groups.</summary>
    /// <param name="from">The sending group.</param>
    /// <param name="to">The receiving group.</param>
    /// <param name="weights">[to · from size + from]; not copied.</param>
    public void ConnectAll(UnitGroup from, UnitGroup to, double[] weights) => Links(from, to).AddAll(weights);

    /// <summary>The net with its weights, in double precision.</summary>
    /// <exception cref="ForeignFileException">A weight is not finite, or the net is too sparse for its size.</exception>
    /// <exception cref="TopologyException">The groups do not make a net: an input leads nowhere, or connections run in a circle.</exception>
    public Network<double> ToNetwork()
    {
        CheckSize();
        foreach (var output in groups.Where(static group => group.Role == GroupRole.Output && group.IsScaled).ToList()) AddScaledOutput(output);
        // Outputs are declared in the order in which they were added, however their copies came about.
        var topology = Topology.Build(Describe);
        var network = new Network<double>(topology);
        foreach (var group in groups.Where(static group => group.Role != GroupRole.Input))
            group.Biases.CopyTo(network.GetBiases(group.Name));
        foreach (var ((from, to), link) in links)
        {
            var weights = network[$"{from.Name}->{to.Name}"];
            var biases = network.GetBiases(to.Name);
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
    }

    private UnitLinks Links(UnitGroup from, UnitGroup to)
    {
        if (!links.TryGetValue((from, to), out var link)) links[(from, to)] = link = new UnitLinks((long)from.Size * to.Size, from.Size);
        return link;
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
        links[(output, last)] = link;
        groups.Insert(groups.IndexOf(output) + 1, last);
    }

    private void Describe(TopologyBuilder net)
    {
        var made = groups.ToDictionary(static group => group, group => group.Role switch
        {
            GroupRole.Input => net.Input(group.Name, group.Size, unitNames: group.UnitNames),
            GroupRole.Output => net.Output(group.Name, group.Size, group.Function, unitNames: group.UnitNames),
            _ => net.Group(group.Name, group.Size, group.Function, unitNames: group.UnitNames),
        });
        // A total input is summed in the order in which its senders were added.
        var places = groups.Index().ToDictionary(static item => item.Item, static item => item.Index);
        foreach (var ((from, to), link) in links.OrderBy(pair => places[pair.Key.To]).ThenBy(pair => places[pair.Key.From]))
            made[to].From(made[from], mask: link.Mask(to.Size, from.Size), oneToOne: link.OneToOne);
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
    public bool OneToOne { get; init; }

    /// <summary>Weights that are kept.</summary>
    public long Places { get; } = places;

    /// <summary>Connections that there are.</summary>
    public long Count => some.Count + (full?.Length ?? 0);

    public IEnumerable<(int To, int From, double Weight)> All =>
        full is { } matrix ? matrix.Select((weight, at) => (at / columns, at % columns, weight)).Concat(some) : some;

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
