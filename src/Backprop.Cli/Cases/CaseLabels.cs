using System.Globalization;

namespace Backprop.Cli;

/// <summary>What cases and units are called where they are shown.</summary>
internal static class CaseLabels
{
    /// <summary>A case or sequence, from 0, as "case 3" counted from 1.</summary>
    public static string Of(int item, bool isSequence) => string.Create(CultureInfo.InvariantCulture, $"{(isSequence ? "sequence" : "case")} {item + 1}");

    /// <summary>A unit, from 0, as the group's name, with its number from 1 where the group has several.</summary>
    public static string Unit(Group group, int unit) => group.Size == 1 ? DisplayText.Name(group.Origin) : string.Create(CultureInfo.InvariantCulture, $"{DisplayText.Name(group.Origin)} {unit + 1}");
}
