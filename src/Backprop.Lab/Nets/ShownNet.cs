namespace Backprop.Lab;

/// <summary>A group as the page shows it: of a folded iterative net all its copies as one.</summary>
/// <param name="Name">The name that it has in the net, or of which it is a copy.</param>
/// <param name="Latest">The group itself, or its copy at the last iteration that has one.</param>
/// <param name="First">The number of its first unit among all that are shown.</param>
/// <param name="Layer">Its layer, 0 the lowest.</param>
/// <param name="Copies">By iteration, the copies; empty where nothing is folded.</param>
internal sealed record ShownGroup(string Name, Group Latest, int First, int Layer, IReadOnlyDictionary<int, Group> Copies)
{
    public int Size => Latest.Size;

    /// <summary>The group that has the numbers at an iteration; null where there is no copy.</summary>
    public Group? At(int iteration) => Copies.Count == 0 ? Latest : Copies.GetValueOrDefault(iteration);
}

/// <summary>A projection as the page shows it.</summary>
/// <param name="From">The sending group.</param>
/// <param name="To">The receiving group.</param>
/// <param name="Projection">The projection, or its copy at the last iteration.</param>
internal sealed record ShownProjection(ShownGroup From, ShownGroup To, Projection Projection)
{
    public WeightBlock Weights => Projection.Weights;

    /// <summary>Whether what is received is of an earlier iteration.</summary>
    public bool IsDelayed => Projection.Delay > 0;

    /// <summary>Whether projections between other groups have the same weights: copies of one projection that is folded do not count.</summary>
    public required bool IsShared { get; init; }
}

/// <summary>The groups and projections that the page shows of a net: all of them, or of an iterative net each once (Fig. 5, left) with the numbers of one iteration.</summary>
internal sealed class ShownNet
{
    private ShownNet(Topology net, IReadOnlyList<ShownGroup> groups, IReadOnlyList<ShownProjection> projections, bool isFolded)
    {
        (Net, Groups, Projections, IsFolded) = (net, groups, projections, isFolded);
        UnitCount = groups.Sum(static group => group.Size);
        (FirstIteration, LastIteration) = isFolded ? (groups.Min(static group => group.Copies.Keys.Min()), net.Unrolling!.Iterations) : (0, 0);
    }

    public Topology Net { get; }

    public IReadOnlyList<ShownGroup> Groups { get; }

    public IReadOnlyList<ShownProjection> Projections { get; }

    public bool IsFolded { get; }

    /// <summary>The number of units shown.</summary>
    public int UnitCount { get; }

    /// <summary>The first iteration with states, 0 or below for initial ones; 0 where nothing is folded.</summary>
    public int FirstIteration { get; }

    public int LastIteration { get; }

    /// <summary>The number of links that exist.</summary>
    public int LinkCount => Projections.Sum(static projection => projection.Weights.Count);

    /// <summary>The most units side by side.</summary>
    public int Widest => Groups.GroupBy(static group => group.Layer).Max(static layer => layer.Sum(static group => group.Size));

    /// <summary>What is shown of a net.</summary>
    /// <param name="net">The net.</param>
    /// <param name="folded">Whether an iterative net is shown with each group once; of no effect on a layered net.</param>
    public static ShownNet Of(Topology net, bool folded) => folded && net.Unrolling is { } unrolling ? Folded(net, unrolling) : Whole(net);

    /// <summary>The group and unit that have the numbers of a unit shown; null where it has none at the iteration.</summary>
    public (Group Group, int Unit)? Actual(int shown, int iteration)
    {
        var group = Groups.Last(group => group.First <= shown);
        return group.At(iteration) is { } actual ? (actual, shown - group.First) : null;
    }

    /// <summary>The number under which a unit is shown; null if it is not.</summary>
    public int? Shown(Group group, int unit) => Groups.FirstOrDefault(shown => shown.Latest == group || shown.Copies.Values.Contains(group)) is { } found ? found.First + unit : null;

    /// <summary>Numbers of groups in the order of the units shown; NaN where there are none.</summary>
    /// <param name="iteration">The iteration, where the net is folded.</param>
    /// <param name="numbers">The numbers of a group; null for none.</param>
    public float[] Units(int iteration, Func<Group, double[]?> numbers)
    {
        var units = new float[UnitCount];
        foreach (var group in Groups)
        {
            var of = group.At(iteration) is { } actual ? numbers(actual) : null;
            for (var unit = 0; unit < group.Size; unit++)
                units[group.First + unit] = of is null ? float.NaN : (float)of[unit];
        }
        return units;
    }

    private static ShownNet Whole(Topology net)
    {
        var (groups, first) = (new List<ShownGroup>(), 0);
        foreach (var group in net.Groups)
        {
            groups.Add(new(group.Name, group, first, net.Unrolling is null ? group.Depth : Layer(group), new Dictionary<int, Group>()));
            first += group.Size;
        }
        return new(net, groups, [.. net.Projections.Select(projection => new ShownProjection(groups[projection.From.Index], groups[projection.To.Index], projection) { IsShared = projection.Weights.Copies > 1 })], false);

        // Time runs upwards: the layers of an iteration are above those of the one before.
        int Layer(Group group) => (group.Iteration!.Value - net.Groups.Min(static other => other.Iteration!.Value)) * (1 + net.Groups.Max(Within)) + Within(group);
    }

    private static ShownNet Folded(Topology net, Unrolling unrolling)
    {
        var copies = net.Groups.Where(static group => !group.Description.IsTotalInput).ToLookup(static group => group.Origin, StringComparer.Ordinal);
        var (groups, first) = (new List<ShownGroup>(), 0);
        foreach (var origin in unrolling.Net.GroupNames.Where(copies.Contains))
        {
            var latest = copies[origin].MaxBy(static group => group.Iteration)!;
            groups.Add(new(origin, latest, first, Within(latest), copies[origin].ToDictionary(static group => group.Iteration!.Value)));
            first += latest.Size;
        }
        var byName = groups.ToDictionary(static group => group.Name, StringComparer.Ordinal);
        var last = net.Projections.Where(projection => projection.To.Iteration == unrolling.Iterations).ToArray();
        return new(net, groups, [.. last.Select(projection => new ShownProjection(byName[projection.From.Origin], byName[projection.To.Origin], projection)
        {
            IsShared = last.Count(other => other.Weights == projection.Weights) > 1,
        })], true);
    }

    /// <summary>The layer within an iteration: the longest way over projections without a delay.</summary>
    private static int Within(Group group) => group.Incoming.Where(static projection => projection.Delay == 0).Select(static projection => Within(projection.From) + 1).DefaultIfEmpty(0).Max();
}
