using System.Globalization;

namespace Backprop.Lab;

/// <summary>States of a case as short texts.</summary>
internal static class CaseText
{
    private const int MostNumbers = 16, MostNames = 3;

    /// <summary>What a case is called: its name, or its number from 1.</summary>
    public static string Name(Cases cases, int @case) => cases.NameOf(@case) ?? (@case + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>What a unit is called among all units of its kind: its name, and that of its group where there are several.</summary>
    public static string Unit(IReadOnlyList<Group> groups, Group group, int unit)
    {
        var name = group.UnitNames.Count > 0 ? group.UnitNames[unit] : (unit + 1).ToString(CultureInfo.InvariantCulture);
        return groups.Count > 1 || group.UnitNames.Count == 0 ? $"{group.Name} {name}" : name;
    }

    /// <summary>Given or desired states: the names of the units that are 1 where few of many are, otherwise numbers; – where nothing is desired.</summary>
    public static string Given(Group group, IReadOnlyList<double> states)
    {
        int[] ones = [.. Enumerable.Range(0, states.Count).Where(unit => states[unit] == 1)];
        return group.UnitNames.Count > 0 && ones.Length is > 0 and <= MostNames && states.All(static state => state is 0 or 1)
            ? string.Join(" + ", ones.Select(unit => group.UnitNames[unit]))
            : Numbers(states, static state => double.IsNaN(state) ? "–" : state.ToString("G4", CultureInfo.InvariantCulture));
    }

    /// <summary>States that the net gives: those of the units that are highest where there are many with names, otherwise all.</summary>
    public static string Answer(Group group, IReadOnlyList<double> states) => group.UnitNames.Count > MostNames
        ? string.Join(", ", Enumerable.Range(0, states.Count).OrderByDescending(unit => states[unit]).Take(MostNames).Select(unit => $"{group.UnitNames[unit]} {Two(states[unit])}"))
        : Numbers(states, Two);

    private static string Numbers(IReadOnlyList<double> states, Func<double, string> text) => string.Join(' ', states.Take(MostNumbers).Select(text)) + (states.Count > MostNumbers ? " …" : "");

    private static string Two(double state) => state.ToString("F2", CultureInfo.InvariantCulture);
}
