namespace Backprop;

/// <summary>What makes a net impossible, said with the group's or projection's name.</summary>
internal static class TopologyChecks
{
    internal static void Groups(IReadOnlyList<GroupDescription> groups, bool iterative = false)
    {
        if (groups.Count == 0)
            throw new TopologyException("The net has no groups; give it at least an input and an output group.");
        if (!iterative && !groups.Any(static group => group.Role == GroupRole.Input))
            throw new TopologyException("The net has no input group; it needs at least one.");
        if (!groups.Any(static group => group.Role == GroupRole.Output))
            throw new TopologyException("The net has no output group; it needs at least one.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            if (string.IsNullOrWhiteSpace(group.Name) || group.Name.Contains("->", StringComparison.Ordinal) || group.Name.Any(char.IsControl))
                throw new TopologyException($"'{group.Name}' cannot name a group: a name is not empty and holds no '->' and no control characters.");
            if (!names.Add(group.Name))
                throw new TopologyException($"Two groups are called '{group.Name}'; give each a name of its own.");
            if (group.Size < 1)
                throw new TopologyException($"group '{group.Name}' has {group.Size} units; it needs at least 1.");
            if (group.InitialState is { } state && !double.IsFinite(state))
                throw new TopologyException($"group '{group.Name}' has the initial state {state}; it must be a finite number.");
            if (!(group.LeakRate is > 0 and <= 1))
                throw new TopologyException($"group '{group.Name}' has the leak rate {group.LeakRate}; it must be above 0 and at most 1.");
            if (!(group.ClampStrength is > 0 and <= 1))
                throw new TopologyException($"group '{group.Name}' has the clamp strength {group.ClampStrength}; it must be above 0 and at most 1.");
            if (group.FrozenBiases.Count > 0 && (!group.HasBiases || group.FrozenBiases.Count != group.Size))
                throw new TopologyException($"group '{group.Name}' says of {group.FrozenBiases.Count} biases whether they are frozen, but it has {(group.HasBiases ? group.Size : 0)}; say it of every bias, or of none.");
            UnitNames(group);
            if (group.Lesioned.Count > 0 && group.UnitFunction.IsGroupWide)
                throw new TopologyException($"group '{group.Name}' has lesioned units, but {group.UnitFunction.Name} sets its units together, so that none can be held at 0 alone; lesion the links into the group or out of it.");
        }
    }

    private static void UnitNames(GroupDescription group)
    {
        if (group.UnitNames.Count == 0)
            return;
        if (group.UnitNames.Count != group.Size)
            throw new TopologyException($"group '{group.Name}' has {group.Size} units, but {group.UnitNames.Count} unit names; give one per unit, or none.");
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (unit, name) in group.UnitNames.Index())
        {
            if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
                throw new TopologyException($"group '{group.Name}': unit {unit} is called '{DisplayText.Name(name ?? "")}'; a unit's name is not empty and holds no control characters.");
            if (!names.TryAdd(name, unit))
                throw new TopologyException($"group '{group.Name}': the units {names[name]} and {unit} are both called '{DisplayText.Name(name)}'; give each a name of its own.");
        }
    }

    internal static void Projections(IReadOnlyList<GroupDescription> groups, IReadOnlyList<ProjectionDescription> projections, bool unrolled)
    {
        var byName = groups.ToDictionary(static group => group.Name, StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!unrolled && groups.FirstOrDefault(static group => group.IsLeaky) is { } leaky)
            throw new TopologyException($"group '{leaky.Name}' has the leak rate {leaky.LeakRate}, but a layered net has no time; only an iterative net has leaky units.");
        foreach (var projection in projections)
        {
            Ends(byName, projection);
            if (!unrolled && projection.Delay != 0)
                throw new TopologyException($"projection '{projection.Name}' has a delay of {projection.Delay}, but a layered net has no time; only an iterative net has delays.");
            if (!unrolled && !names.Add(projection.Name))
                throw new TopologyException($"projection '{projection.Name}' is declared twice; declare it once.");
        }
        if (!unrolled)
            Reach(groups, projections);
    }

    internal static void Ends(Dictionary<string, GroupDescription> byName, ProjectionDescription projection)
    {
        foreach (var end in new[] { projection.From, projection.To })
        {
            if (!byName.ContainsKey(end))
                throw new TopologyException($"projection '{projection.Name}' names the group '{end}', which the net does not have; its groups are {Topology.Names(byName.Keys)}.");
        }
        var (from, to) = (byName[projection.From], byName[projection.To]);
        if (to.Role == GroupRole.Input)
            throw new TopologyException($"projection '{projection.Name}' runs into the input group '{to.Name}', whose states are given; make it a hidden group or remove the projection.");
        if (projection.OneToOne && from.Size != to.Size)
            throw new TopologyException($"projection '{projection.Name}' is one-to-one, but '{from.Name}' has {from.Size} units and '{to.Name}' {to.Size}; make them equal.");
        var columns = projection.OneToOne ? 1 : from.Size;
        if (projection.Mask is { } mask && (mask.GetLength(0) != to.Size || mask.GetLength(1) != columns))
            throw new TopologyException($"projection '{projection.Name}' has a mask of {mask.GetLength(0)} × {mask.GetLength(1)}, but {(projection.OneToOne ? $"it is one-to-one and asks for one column: {to.Size} × 1" : $"the groups ask for [to, from] = {to.Size} × {columns}")}.");
        if (projection.FrozenWeights is { } frozen && (frozen.GetLength(0) != to.Size || frozen.GetLength(1) != columns))
            throw new TopologyException($"projection '{projection.Name}' says of {frozen.GetLength(0)} × {frozen.GetLength(1)} weights whether they are frozen, but {(projection.OneToOne ? $"it is one-to-one and asks for one column: {to.Size} × 1" : $"the groups ask for [to, from] = {to.Size} × {columns}")}.");
        if (projection.Share is { } share && string.IsNullOrWhiteSpace(share))
            throw new TopologyException($"projection '{projection.Name}' shares its weights under an empty name; give one.");
        if (projection.Delay < 0)
            throw new TopologyException($"projection '{projection.Name}' has a delay of {projection.Delay}; a delay is 0 or more iterations.");
    }

    /// <summary>Every group must be reached from an input (or, through a delay, from initial states) and must reach an output.</summary>
    internal static void Reach(IReadOnlyList<GroupDescription> groups, IReadOnlyList<ProjectionDescription> projections)
    {
        var delayed = projections.Where(static projection => projection.Delay > 0).Select(static projection => projection.From).ToHashSet(StringComparer.Ordinal);
        var reached = Closure(groups.Where(group => group.Role == GroupRole.Input || delayed.Contains(group.Name)), projections, static p => p.From, static p => p.To);
        var reaching = Closure(groups.Where(static group => group.Role == GroupRole.Output), projections, static p => p.To, static p => p.From);
        foreach (var group in groups)
        {
            if (!reached.Contains(group.Name))
                throw new TopologyException($"group '{group.Name}' is not reached from any input; give it a projection from a group that is.");
            if (!reaching.Contains(group.Name))
                throw new TopologyException($"group '{group.Name}' leads to no output; project from it or remove it.");
        }
    }

    internal static void Shared(string name, WeightBlock block, ProjectionDescription first, ProjectionDescription projection, Group from, Group to)
    {
        var columns = projection.OneToOne ? 1 : from.Size;
        if (block.Rows != to.Size || block.Columns != columns || block.IsOneToOne != projection.OneToOne)
            throw new TopologyException($"projections '{first.Name}' and '{projection.Name}' share the weights '{name}', but one is {block.Rows} × {block.Columns} and the other {to.Size} × {columns}; only equal shapes can share.");
        // Copies of an unrolled net have the very same arrays.
        if (!ReferenceEquals(first.Mask, projection.Mask) && !(block.MaskArray is null ? projection.Mask is null : projection.Mask is { } mask && block.MaskArray.SequenceEqual(mask.Cast<bool>())))
            throw new TopologyException($"projections '{first.Name}' and '{projection.Name}' share the weights '{name}', but their masks differ; give both the same.");
        var alike = block.FrozenArray is not null && ReferenceEquals(first.FrozenWeights, projection.FrozenWeights) && !projection.Frozen && !to.Description.Frozen;
        if (!(alike || Freeze.Of(projection, to.Description).IsThatOf(block)) || first.Initial != projection.Initial)
            throw new TopologyException($"projections '{first.Name}' and '{projection.Name}' share the weights '{name}', but differ in being frozen or in how they start; say the same of both.");
    }

    internal static void SharedBiases(WeightBlock block, Group group)
    {
        if (block.Rows != group.Size)
            throw new TopologyException($"group '{group.Name}' shares the biases '{block.Name}', which are {block.Rows}, but it has {group.Size} units; only groups of one size can share.");
        if (!Freeze.OfBiases(group.Description).IsThatOf(block) || block.Initial != group.Description.InitialBiases)
            throw new TopologyException($"group '{group.Name}' shares the biases '{block.Name}' with a group that differs in being frozen or in how they start; say the same of both.");
    }

    /// <summary>The names along one cycle among the groups that could not be ordered.</summary>
    internal static string Cycle(List<GroupDescription> waiting, ILookup<string, string> sources)
    {
        var path = new List<string>();
        var passed = new HashSet<string>(StringComparer.Ordinal);
        var at = waiting[0].Name;
        while (passed.Add(at))
        {
            path.Add(at);
            at = sources[at].Order(StringComparer.Ordinal).First();
        }
        path = path[path.IndexOf(at)..];
        path.Reverse();
        // The same cycle whichever group the search began at: from the one declared first.
        var cycle = path.ToHashSet(StringComparer.Ordinal);
        var first = path.IndexOf(waiting.Select(static group => group.Name).First(cycle.Contains));
        path = [.. path[first..], .. path[..first]];
        return path.Count == 1 ? $"group '{at}' and itself" : $"groups {Topology.Names(path)}";
    }

    private static HashSet<string> Closure(
        IEnumerable<GroupDescription> start, IReadOnlyList<ProjectionDescription> projections,
        Func<ProjectionDescription, string> near, Func<ProjectionDescription, string> far)
    {
        var found = start.Select(static group => group.Name).ToHashSet(StringComparer.Ordinal);
        var next = new Queue<string>(found);
        var byNear = projections.ToLookup(near, far, StringComparer.Ordinal);
        while (next.TryDequeue(out var name))
        {
            foreach (var other in byNear[name])
            {
                if (found.Add(other))
                    next.Enqueue(other);
            }
        }
        return found;
    }
}
