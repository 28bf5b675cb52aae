using System.Buffers;
using System.Globalization;

namespace Backprop.Data;

/// <summary>How names and states are written in a case file.</summary>
internal static class CaseNotation
{
    /// <summary>Units of which a few are named rather than all states written, and how many times as many units as there are names.</summary>
    private const int FewestSparse = 9, Ratio = 4;

    private static readonly string[] Reserved = ["case", "clamp", "default", "hold", "initial", "names", "sequence"];
    private static readonly SearchValues<char> Special = SearchValues.Create("\"|#:{}=,[]*?\\ \t");
    private static readonly SearchValues<char> SpecialInGroups = SearchValues.Create("\"|#:{}[]\\,=*");

    /// <summary>Whether a group is so large that its states may be written unit by unit.</summary>
    public static bool MayBeSparse(Group group) => group.Size >= FewestSparse;

    /// <summary>A number that is read back with the same bits; '?' for none.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "?" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A group's name and a colon before its states, and 'clamp' where they are held.</summary>
    public static string Heading(string group, CaseRole role) => $"{(role == CaseRole.Clamp ? "clamp " : "")}{(IsHeading(group) && group.Split(' ') is [var first, ..] && !Reserved.Contains(first) ? group : CaseText.InQuotes(group))}: ";

    /// <summary>Whether a group's name can stand without quotes in a line that names the groups.</summary>
    public static bool IsHeading(string group) => group == group.Trim() && !group.AsSpan().ContainsAny(SpecialInGroups);

    /// <summary>A unit's name, in quotes where it could mean something else.</summary>
    public static string Unit(string name) =>
        name.AsSpan().ContainsAny(Special) || name.Any(char.IsWhiteSpace) || name.Contains("->", StringComparison.Ordinal) || char.IsAsciiDigit(name[0]) || Reserved.Contains(name)
        || double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? CaseText.InQuotes(name) : name;

    /// <summary>The states of a group: one per unit, or those few that are not 0 (of clamps: that are held).</summary>
    public static string States(Group group, double[] states, CaseRole role)
    {
        var (filler, otherwise) = role == CaseRole.Clamp ? (Cases.DontCare, Cases.DontCare) : (0, role == CaseRole.Input ? group.InitialState ?? 0 : 0);
        int[] named = [.. Enumerable.Range(0, states.Length).Where(unit => !IsSame(states[unit], filler))];
        if (!MayBeSparse(group) || named.Length * Ratio > group.Size)
            return string.Join(' ', states.Select(Number));
        var words = named.Select(unit => $"{(group.UnitNames.Count > 0 ? Unit(group.UnitNames[unit]) : (unit + 1).ToString(CultureInfo.InvariantCulture))}{(states[unit] == 1 ? "" : "=" + Number(states[unit]))}");
        if (!IsSame(filler, otherwise))
            words = words.Prepend("*=" + Number(filler));
        var text = string.Join(' ', words);
        return group.UnitNames.Count > 0 && text.Length > 0 ? text : $"{{{text}}}";
    }

    /// <summary>A number per unit.</summary>
    public static string TotalInputs(double[] totalInputs) => string.Join(' ', totalInputs.Select(Number));

    private static bool IsSame(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b));
}
