namespace Backprop.Figures;

/// <summary>What the units of a group are called in a figure.</summary>
internal static class UnitNames
{
    /// <summary>The names that the caller gives, otherwise those of the net; null where there are neither.</summary>
    /// <param name="group">The group.</param>
    /// <param name="given">The caller's names of a group's units, or null.</param>
    public static IReadOnlyList<string>? Of(Group group, Func<Group, IReadOnlyList<string>?>? given) =>
        given?.Invoke(group) ?? (group.UnitNames.Count > 0 ? group.UnitNames : null);
}
