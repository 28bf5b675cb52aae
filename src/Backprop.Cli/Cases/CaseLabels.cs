using System.Globalization;

namespace Backprop.Cli;

/// <summary>What cases and units are called where they are shown.</summary>
internal static class CaseLabels
{
    private const int LongestName = 40;

    /// <summary>The name of a case or sequence, from 0; one without a name is "case 3", counted from 1.</summary>
    public static string Of(string? name, int item, bool isSequence) =>
        name is null ? string.Create(CultureInfo.InvariantCulture, $"{(isSequence ? "sequence" : "case")} {item + 1}") : DisplayText.Of(name, LongestName);

    /// <summary>A unit, from 0: the group's name, and, where the group has several units, the unit's own name or its number from 1.</summary>
    public static string Unit(Group group, int unit) =>
        group.Size == 1 && group.UnitNames.Count == 0 ? DisplayText.Name(group.Origin) : $"{DisplayText.Name(group.Origin)} {DisplayText.Name(group.UnitLabel(unit))}";
}

/// <summary>The names of cases or sequences in the rows of a table: their own, or their numbers from 1. A number that is also the name of a case has "#" before it, so that no two rows have one name.</summary>
internal sealed class RowNames(Cases cases)
{
    private readonly HashSet<string> own = [.. cases.Names];

    /// <summary>The name of a case or sequence, from 0.</summary>
    public string Of(int item)
    {
        if (cases.NameOf(item) is { } name) return name;
        var number = (item + 1).ToString(CultureInfo.InvariantCulture);
        while (own.Contains(number))
            number = "#" + number;
        return number;
    }
}
