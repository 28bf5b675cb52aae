using System.Globalization;

namespace Backprop;

/// <summary>
/// A synchronous iterative net: every projection has a delay of 0 or more iterations and each cycle at least one.
/// <see cref="Unroll"/> makes it the layered net that it is, with one copy of its groups an iteration and shared weights (point 11, Fig. 5).
/// </summary>
/// <example>
/// <code>
/// var iterative = Topology.Iterative(net =&gt;
/// {
///     var state = net.Group("state", 5).From(net.Input("letter", 3));
///     state.From(state, delay: 1);
///     net.Output("next", 3, UnitFunction.Softmax).From(state);
/// });
/// Topology layered = iterative.Unroll(iterations: 4);
/// Console.WriteLine(layered["state@2"].Size);
/// </code>
/// </example>
public sealed class IterativeTopology
{
    // A description of a few bytes must not ask for all the memory there is: a copy takes about one kilobyte, and its states come on top.
    private const int MostCopies = 100_000;

    private readonly IReadOnlyList<GroupDescription> groups;
    private readonly IReadOnlyList<ProjectionDescription> projections;

    internal IterativeTopology(IReadOnlyList<GroupDescription> described, IReadOnlyList<ProjectionDescription> projections)
    {
        TopologyChecks.Groups(described, iterative: true);
        if (described.FirstOrDefault(static group => group.Name.Contains('@', StringComparison.Ordinal)) is { } marked)
            throw new TopologyException($"'{marked.Name}' cannot name a group of an iterative net: '@' marks its copies ('{marked.Name.Split('@')[0]}@1' …); choose another name.");
        var byName = described.ToDictionary(static group => group.Name, StringComparer.Ordinal);
        var seen = new HashSet<(string, int)>();
        foreach (var projection in projections)
        {
            TopologyChecks.Ends(byName, projection);
            if (!seen.Add((projection.Name, projection.Delay)))
                throw new TopologyException($"projection '{projection.Name}' with a delay of {projection.Delay} is declared twice; declare it once.");
        }
        Declared = [.. described];
        groups = TopologyAssembly.Order(described, projections.Where(static projection => projection.Delay == 0));
        TopologyChecks.Reach(described, projections);
        var alike = projections.CountBy(static projection => projection.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        this.projections = [.. projections.Select(Named)];

        ProjectionDescription Named(ProjectionDescription projection)
        {
            var alone = alike[projection.Name] == 1;
            return projection with { Share = projection.Share ?? (alone ? projection.Name : string.Create(CultureInfo.InvariantCulture, $"{projection.Name}, delay {projection.Delay}")) };
        }
    }

    /// <summary>The groups as declared.</summary>
    internal IReadOnlyList<GroupDescription> Declared { get; }

    /// <summary>The groups in the order in which an iteration computes them.</summary>
    internal IReadOnlyList<GroupDescription> Groups => groups;

    internal IReadOnlyList<ProjectionDescription> Projections => projections;

    /// <summary>The names of the groups, in the order in which an iteration computes them.</summary>
    public IReadOnlyList<string> GroupNames => [.. groups.Select(static group => group.Name)];

    /// <summary>The name of the copy of a group at an iteration: "hidden@3". Iterations 0, −1 … hold initial states.</summary>
    /// <param name="group">The group's name in the iterative net.</param>
    /// <param name="iteration">The iteration, counted from 1; 0 and below for initial states.</param>
    /// <returns>The name of the copy.</returns>
    public static string Copy(string group, int iteration) => string.Create(CultureInfo.InvariantCulture, $"{group}@{iteration}");

    /// <summary>The name of the input group that gives the total inputs of leaky units before the first iteration; no group of a user's has it, since '@' marks copies.</summary>
    internal static string InitialTotalInput(string group) => Copy(group, 0) + " total input";

    /// <summary>The longest delay: how many iterations back a state is needed.</summary>
    public int LongestDelay => projections.Select(static projection => projection.Delay).DefaultIfEmpty(0).Max();

    /// <summary>
    /// The layered net of this net run for some iterations: groups "name@1" … "name@T", weights shared over the copies.
    /// Where a delay reaches back before the first iteration, the copy receives from the input groups "name@0", "name@-1" …, the initial states,
    /// given per case or else <see cref="Group.InitialState"/>. Inputs that no projection uses are left out.
    /// Of leaky units there is also the input group "name@0 total input": x before the first iteration, 0 unless a case gives it.
    /// States are kept for every copy while the net learns, so that memory grows in proportion to T: for each copied unit and case one number forward and, if E depends on it, one back
    /// (two forward where the unit function's derivative needs the total input). A trainer that recomputes states keeps those of about 2√T iterations.
    /// </summary>
    /// <param name="iterations">T, at least 1.</param>
    /// <param name="sharing">The gradient of a weight: the mean over its copies (the paper; the default) or their sum.</param>
    /// <returns>A layered topology that knows of which net it is the unrolled form.</returns>
    /// <exception cref="TopologyException">T is less than 1, or makes more than 100,000 copies of groups and projections.</exception>
    public Topology Unroll(int iterations, SharedGradient sharing = SharedGradient.Mean)
    {
        if (iterations < 1)
            throw new TopologyException($"An iterative net runs for at least 1 iteration, but {iterations} were asked for.");
        if (((long)iterations + LongestDelay) * (groups.Count + projections.Count) > MostCopies)
            throw new TopologyException(FormattableString.Invariant($"{iterations} iterations and delays of up to {LongestDelay} of {groups.Count} groups and {projections.Count} projections are {((long)iterations + LongestDelay) * (groups.Count + projections.Count):N0} copies, but at most {MostCopies:N0} are possible; use fewer iterations and cut longer sequences into windows."));
        var links = new List<ProjectionDescription>(projections.Count * iterations);
        for (var t = 1; t <= iterations; t++)
        {
            foreach (var projection in projections)
                links.Add(projection with { From = Copy(projection.From, t - projection.Delay), To = Copy(projection.To, t) });
        }
        var sources = links.Select(static link => link.From).ToHashSet(StringComparer.Ordinal);
        var longest = LongestDelay;
        var reach = groups.ToDictionary(static group => group.Name, static _ => 1, StringComparer.Ordinal);
        foreach (var projection in projections)
            reach[projection.From] = Math.Min(reach[projection.From], 1 - projection.Delay);
        var copies = new List<GroupDescription>(groups.Count * (iterations + 1));
        for (var t = Math.Min(0, 1 - longest); t <= iterations; t++)
        {
            foreach (var group in groups)
            {
                if (t == 0 && group.IsLeaky)
                    copies.Add(CopyOf(group, 0) with { Name = InitialTotalInput(group.Name), IsTotalInput = true, InitialState = 0, Lesioned = [] });
                var copy = CopyOf(group, t);
                // Initial states without a gap, even one that no projection uses: windows and runs hand them on from each to the next.
                if (t < 1 ? t >= reach[group.Name] : copy.Role != GroupRole.Input || sources.Contains(copy.Name))
                    copies.Add(copy);
            }
        }
        return TopologyAssembly.Assemble(copies, links, new Unrolling(this, iterations, sharing));
    }

    /// <summary>One line a group, one a projection.</summary>
    public override string ToString() => TopologyText.Describe(this);

    private static GroupDescription CopyOf(GroupDescription group, int iteration)
    {
        var copy = group with { Name = Copy(group.Name, iteration), Origin = group.Name, Iteration = iteration };
        if (group.Role == GroupRole.Input)
            return copy with { InitialState = group.InitialState ?? (iteration < 1 ? 0 : null) };
        return iteration < 1
            ? copy with { Role = GroupRole.Input, UnitFunction = UnitFunction.Identity, HasBiases = false, ShareBiases = null, InitialBiases = null, Frozen = false, FrozenBiases = [], LeakRate = 1, ClampStrength = 1 }
            : copy with { ShareBiases = group.HasBiases ? group.ShareBiases ?? group.Name : null, InitialState = null };
    }
}

/// <summary>How a topology came of an iterative net.</summary>
/// <param name="Net">The iterative net.</param>
/// <param name="Iterations">T: the number of copies of each group.</param>
/// <param name="Sharing">What the gradient of a shared weight is.</param>
public sealed record Unrolling(IterativeTopology Net, int Iterations, SharedGradient Sharing)
{
    /// <summary>Whether a group of the iterative net is an input group.</summary>
    internal bool IsInput(string group) => Net.Groups.Any(description => description.Name == group && description.Role == GroupRole.Input);

    /// <summary>Copies by iteration, those of one iteration as the groups are declared.</summary>
    internal IReadOnlyList<Group> InDeclaredOrder(IEnumerable<Group> copies)
    {
        var places = Net.Declared.Index().ToDictionary(static entry => entry.Item.Name, static entry => entry.Index, StringComparer.Ordinal);
        return [.. copies.OrderBy(static copy => copy.Iteration).ThenBy(copy => places[copy.Origin])];
    }
}
