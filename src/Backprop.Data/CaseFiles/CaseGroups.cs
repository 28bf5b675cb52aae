namespace Backprop.Data;

/// <summary>A group as a case file knows it: in sequences a group of the iterative net, which stands for all its copies.</summary>
internal sealed class CaseGroup(Group group, string name, bool isInput, bool isOutput)
{
    /// <summary>The group, or one of its copies.</summary>
    public Group Group { get; } = group;

    /// <summary>What the file calls it.</summary>
    public string Name { get; } = name;

    /// <summary>Whether cases give its states.</summary>
    public bool IsInput { get; } = isInput;

    /// <summary>Whether cases may give its desired states.</summary>
    public bool IsOutput { get; } = isOutput;

    /// <summary>Whether it holds states before the first iteration, of which the defaults of inputs say nothing.</summary>
    public bool IsInitial { get; init; }

    /// <summary>Reads its states.</summary>
    public CaseStates States { get; } = new(group, name, isInput);

    /// <summary>The name for messages.</summary>
    public string Shown => DisplayText.Name(Name);
}

/// <summary>The groups that the lines of a file can name.</summary>
internal sealed class CaseGroups
{
    private const int MostListed = 8;
    private readonly Dictionary<string, CaseGroup> byName;

    private CaseGroups(IReadOnlyList<CaseGroup> inputs, IReadOnlyList<CaseGroup> outputs, IEnumerable<CaseGroup> others)
    {
        (Inputs, Outputs) = (inputs, outputs);
        byName = inputs.Concat(outputs).Concat(others).DistinctBy(static group => group.Name, StringComparer.Ordinal).ToDictionary(static group => group.Name, StringComparer.Ordinal);
    }

    /// <summary>The input groups, in the order in which a line without names gives them.</summary>
    public IReadOnlyList<CaseGroup> Inputs { get; }

    /// <summary>The output groups, in the order in which a line without names gives them.</summary>
    public IReadOnlyList<CaseGroup> Outputs { get; }

    /// <summary>What messages add where cases of an iterative net are not what it expects; "" for sequences and layered nets.</summary>
    public string SequenceHint { get; private init; } = "";

    /// <summary>The groups of a net for cases.</summary>
    public static CaseGroups OfCases(Topology topology)
    {
        var all = topology.Groups.ToDictionary(static group => group, group => new CaseGroup(group, group.Name, group.IsInput, group.IsOutput) { IsInitial = topology.IsCarriedOn(group) });
        return new([.. topology.Inputs.Select(group => all[group])], [.. topology.Outputs.Select(group => all[group])], all.Values)
        {
            SequenceHint = topology.Unrolling is null ? "" : " The net is iterative: if each line is an iteration, write 'sequence' above the first one.",
        };
    }

    /// <summary>The groups of the iterative net of which a topology is the unrolled form, for sequences.</summary>
    public static CaseGroups OfSequences(Topology topology, Unrolling unrolling)
    {
        var copies = topology.Groups.GroupBy(static group => group.Origin, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
        CaseGroup[] all = [.. unrolling.Net.Declared.Where(group => copies.ContainsKey(group.Name))
            .Select(group => new CaseGroup(copies[group.Name], group.Name, group.Role == GroupRole.Input, group.Role == GroupRole.Output))];
        return new([.. all.Where(static group => group.IsInput)], [.. all.Where(static group => group.IsOutput)], all);
    }

    /// <summary>The group of a name, or null.</summary>
    public CaseGroup? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The group of a name that is to be given states or desired states.</summary>
    public CaseGroup Named(CaseText place, string name, CaseRole role)
    {
        if (Find(name) is { } group)
        {
            if (role == CaseRole.Input ? group.IsInput : role == CaseRole.Target ? group.IsOutput : !group.IsInput)
                return group;
            throw place.Error(role switch
            {
                CaseRole.Input => $"'{group.Shown}' is not an input group{(group.IsOutput ? "; desired states stand behind the '->', and" : ";")} states that its units are held at are given by 'clamp {group.Shown}: …'.",
                CaseRole.Target => $"'{group.Shown}' is not an output group; {(group.IsInput ? "states of inputs stand before the '->'" : "no desired states can be given for it")}.",
                _ => $"'{group.Shown}' is an input group, whose states are given; leave out 'clamp'.",
            });
        }
        var known = role switch { CaseRole.Input => Inputs, CaseRole.Target => Outputs, _ => [.. byName.Values.Where(static other => !other.IsInput)] };
        var kind = role switch { CaseRole.Input => "input group", CaseRole.Target => "output group", _ => "group to be held" };
        throw place.Error($"The net has no {kind} '{DisplayText.Name(name)}'; it has {string.Join(", ", known.Take(MostListed).Select(static other => $"'{other.Shown}'"))}{(known.Count <= MostListed ? "." : " …" + NearestName.Hint(name, known.Select(static other => other.Name)))}{SequenceHint}");
    }
}
