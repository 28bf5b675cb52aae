namespace Backprop.Data;

/// <summary>What one side of a case says: states by group, and the states that units are held at.</summary>
internal sealed class CaseHalf
{
    /// <summary>States by group.</summary>
    public Dictionary<CaseGroup, double[]> States { get; } = [];

    /// <summary>States that units are held at; NaN: not held.</summary>
    public Dictionary<CaseGroup, double[]> Clamps { get; } = [];

    /// <summary>Whether the groups are given without their names, in the order of the net or header.</summary>
    public bool IsByOrder { get; private set; }

    /// <summary>Reads one side.</summary>
    /// <param name="text">The side, without the arrow.</param>
    /// <param name="role">Inputs or targets.</param>
    /// <param name="order">The groups that are meant where no names are given.</param>
    /// <param name="groups">All groups.</param>
    /// <param name="otherwise">The state of a group's units that are not named, where units are.</param>
    /// <param name="mayBeEmpty">Whether the side may say nothing.</param>
    public static CaseHalf Read(CaseText text, CaseRole role, IReadOnlyList<CaseGroup> order, CaseGroups groups, Func<CaseGroup, CaseRole, double> otherwise, bool mayBeEmpty)
    {
        var half = new CaseHalf();
        var parts = new List<(CaseGroup? Group, CaseText Text)>();
        foreach (var part in text.Split("|"))
        {
            var (group, isHeld, said) = Named(part, role, groups);
            if (!isHeld)
                parts.Add((group, said));
            else if (!half.Clamps.TryAdd(group!, group!.States.Read(said, CaseRole.Clamp, Cases.DontCare)))
                throw part.Error($"The clamp of group '{group.Shown}' is given twice; give it once.");
        }
        if (parts.Count == 0 || (parts is [(null, { IsEmpty: true })] && (mayBeEmpty || order.Count == 0 || half.Clamps.Count > 0)))
            return half;
        var named = parts.Count(static part => part.Group is not null);
        if (named != 0 && named != parts.Count)
            throw parts.First(static part => part.Group is null).Text.Error($"Some parts of the line begin with the name of their group and some do not; name the group of each part, or of none.");
        var kind = role == CaseRole.Input ? "input" : "output";
        if (named == 0 && parts.Count != order.Count)
            throw text.Error($"Values for {order.Count} {kind} group{(order.Count == 1 ? "" : "s")} were expected, separated by '|', but {parts.Count} came.{groups.SequenceHint}");
        half.IsByOrder = named == 0;
        foreach (var ((group, said), k) in parts.Select(static (part, k) => (part, k)))
        {
            var which = group ?? order[k];
            if (!half.States.TryAdd(which, which.States.Read(said, role, otherwise(which, role))))
                throw said.Error($"{kind} group '{which.Shown}' is given twice; give it once.");
        }
        return half;
    }

    /// <summary>Whether a text begins with the name of a group and a colon.</summary>
    public static bool IsNamed(CaseText text) => text.IndexOf(":") > 0;

    /// <summary>The group that a part names before a colon, whether its units are to be held, and what is said of it.</summary>
    private static (CaseGroup? Group, bool IsHeld, CaseText Said) Named(CaseText part, CaseRole role, CaseGroups groups)
    {
        var colon = part.IndexOf(":");
        if (colon < 0)
            return (null, false, part);
        var (before, said) = (part.Slice(0, colon).Trim(), part.From(colon + 1).Trim());
        if (role == CaseRole.Input && before.BeginsWith("clamp", out var held) && groups.Find(before.Name()) is null)
            return (groups.Named(part, held.Name(), CaseRole.Clamp), true, said);
        return (groups.Named(part, before.Name(), role), false, said);
    }
}
