using System.Globalization;

namespace Backprop.Data;

/// <summary>
/// Reads what a case says of a group. Numbers alone are states, one per unit; all else names units, by number from 1, as a span, by name or <c>*</c>
/// for all that are not named, each with 1 or with a value of its own: <c>3 5-7 wings=0.5</c>. Braces say that numbers are those of units: <c>{3}</c>.
/// </summary>
internal sealed class CaseStates
{
    private const string All = "*";
    private readonly Group group;
    private readonly string groupName;
    private readonly bool isInput;
    private readonly Dictionary<string, int> units = new(StringComparer.Ordinal);

    /// <param name="group">The group, or one of its copies.</param>
    /// <param name="name">What the file calls it.</param>
    /// <param name="isInput">Whether cases give its states; if not, what is read as an input are values before the first iteration.</param>
    public CaseStates(Group group, string name, bool isInput)
    {
        this.group = group;
        this.isInput = isInput;
        groupName = DisplayText.Name(name);
        foreach (var (unit, called) in group.UnitNames.Index())
            units.Add(called, unit);
    }

    /// <summary>A state per unit; NaN: don't care, or not clamped.</summary>
    /// <param name="text">What the case says.</param>
    /// <param name="role">What the states are for.</param>
    /// <param name="otherwise">The state of units that are not named, where units are.</param>
    public double[] Read(CaseText text, CaseRole role, double otherwise)
    {
        var words = text.Words();
        if (text.Span is ['{', .. var inner])
        {
            if (inner.IsEmpty || inner.IndexOf('}') != inner.Length - 1)
                throw text.Error($"{Of(role)}: the braces around units must begin and end what is said of the group, such as {{3 5-7}}.");
            return Units(text.Slice(1, inner.Length - 1).Words(), role, otherwise);
        }
        return words.TrueForAll(static word => word.Span is "?" || IsNumber(word.Span)) ? States(text, words, role) : Units(words, role, otherwise);
    }

    private double[] States(CaseText text, List<CaseText> words, CaseRole role)
    {
        if (words.Count != group.Size)
        {
            var mean = words.TrueForAll(word => IsUnit(word.Span)) && words.Count > 0 && words.Select(static word => word.ToString()).Distinct(StringComparer.Ordinal).Count() == words.Count
                ? $" Numbers alone are states, one per unit; units by their numbers stand in braces: {{{string.Join(' ', words.Take(3).Select(static word => word.ToString()))}{(words.Count > 3 ? " …" : "")}}}." : "";
            throw text.Error($"{Of(role)} has {group.Size} unit{(group.Size == 1 ? "" : "s")}, but {words.Count} value{(words.Count == 1 ? "" : "s")} came.{mean}");
        }
        return [.. words.Select(word => Value(word, word.Span, role))];
    }

    private double[] Units(List<CaseText> words, CaseRole role, double otherwise)
    {
        var states = new double[group.Size];
        var given = new bool[group.Size];
        var all = false;
        // Among states with a slip of the pen, the slip is named and not the numbers around it.
        foreach (var word in words.Where(static word => !IsNumber(word.Span)))
        {
            if (Parts(word, role).Name is var name && name.Span is not All)
                Place(name, role);
        }
        foreach (var word in words)
        {
            var (name, value) = Parts(word, role);
            if (name.Span is All)
            {
                if (all)
                    throw word.Error($"{Of(role)}: '{All}' stands twice; say once what the units that are not named have.");
                (all, otherwise) = (true, value);
                continue;
            }
            var (first, last) = Place(name, role);
            for (var unit = first; unit <= last; unit++)
            {
                if (given[unit])
                    throw word.Error($"{Of(role)}: {Called(unit)} is given twice; give it once.");
                (given[unit], states[unit]) = (true, value);
            }
        }
        for (var unit = 0; unit < states.Length; unit++)
        {
            if (!given[unit])
                states[unit] = otherwise;
        }
        return states;
    }

    /// <summary>The unit or units of a word, and their state: that behind an equals sign, or 1.</summary>
    private (CaseText Name, double Value) Parts(CaseText word, CaseRole role)
    {
        var equals = word.IndexOf("=");
        if (equals < 0)
            return (word, 1);
        var (name, value) = (word.Slice(0, equals), word.From(equals + 1));
        if (units.ContainsKey(word.ToString()))
            throw word.Error($"{Of(role)}: '{DisplayText.Name(word.ToString())}' is a unit's name, but an equals sign gives a state; put the name in quotes.");
        if (name.IsEmpty || value.IsEmpty)
            throw word.Error($"{Of(role)}: '{DisplayText.Name(word.ToString())}' has no {(name.IsEmpty ? "unit" : "state")}; write a unit and its state without blanks, such as 3=0.5.");
        return (name, Value(value, value.Span, role));
    }

    /// <summary>The first and the last unit of a number, a span or a name.</summary>
    private (int First, int Last) Place(CaseText word, CaseRole role)
    {
        if (word.Quoted(out var rest) is { } quoted)
        {
            if (!rest.IsEmpty)
                throw word.Error($"{Of(role)}: '{DisplayText.Name(word.ToString())}' goes on behind a name in quotes; separate names by blanks.");
            return units.TryGetValue(quoted, out var named) ? (named, named) : throw Unknown(word, quoted, role);
        }
        var text = word.ToString();
        var hyphen = text.IndexOf('-', 1);
        var span = hyphen > 0 && IsDigits(text.AsSpan(0, hyphen)) && IsDigits(text.AsSpan(hyphen + 1));
        if (!span && !IsDigits(text))
        {
            return units.TryGetValue(text, out var unit) ? (unit, unit)
                : throw (IsNumber(text) ? word.Error($"{Of(role)}: '{DisplayText.Name(text)}' is among units, but is not the number of one; write a state with its unit, such as 3=0.5, or states alone, one per unit.") : Unknown(word, text, role));
        }
        var (first, last) = span ? (Number(text.AsSpan(0, hyphen)), Number(text.AsSpan(hyphen + 1))) : (Number(text), Number(text));
        if (first < 1 || last > group.Size || first > last)
            throw word.Error($"{Of(role)}: '{text}' is not among its units, which are numbered 1 … {group.Size}{(first > last ? "; a span begins with the lower number" : "")}.");
        if (units.TryGetValue(text, out var alike) && (span || alike != first - 1))
            throw word.Error($"{Of(role)}: '{text}' is {(span ? "a span" : $"unit {text}")}, but also the name of unit {alike + 1}; write the name in quotes, or {(span ? "the units one by one" : $"the number as {text}-{text}")}.");
        return (first - 1, last - 1);
    }

    private double Value(CaseText place, ReadOnlySpan<char> text, CaseRole role)
    {
        if (text is "?")
        {
            return role == CaseRole.Input ? throw place.Error($"{Of(role)}: '?' stands among the {Inputs}; only targets and clamps can be left open.") : Cases.DontCare;
        }
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            throw place.Error(HasOtherBlank(text) ? OtherBlank(role, text.ToString()) : $"{Of(role)}: '{DisplayText.Name(text.ToString())}' is not a number; write numbers like 0.5, -1 or 2e-3.");
        return double.IsFinite(value) ? value
            : throw place.Error($"{Of(role)}: '{text}' is not finite; {(role == CaseRole.Input ? $"{Inputs} must be finite numbers" : "write '?' where a target does not matter")}.");
    }

    private DataException Unknown(CaseText word, string name, CaseRole role) => word.Error(HasOtherBlank(name) ? OtherBlank(role, name) : group.UnitNames.Count == 0
        ? $"{Of(role)}: '{DisplayText.Name(name)}' is not a number; write numbers like 0.5, -1 or 2e-3, or give its units names (names {groupName}: …)."
        : $"{Of(role)} has no unit '{DisplayText.Name(name)}'{(NearestName.Hint(name, group.UnitNames) is { Length: > 0 } hint ? hint : $"; it has {string.Join(", ", group.UnitNames.Take(8).Select(static unit => $"'{DisplayText.Name(unit)}'"))}{(group.Size > 8 ? " …" : "")}.")}");

    /// <summary>Whether a word holds a blank that does not separate words, such as a no-break space, which looks like one that does.</summary>
    private static bool HasOtherBlank(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) && character is not (' ' or '\t'))
                return true;
        }
        return false;
    }

    private string OtherBlank(CaseRole role, string word) => $"{Of(role)}: '{DisplayText.Name(word)}' holds a no-break space or another blank that does not separate; write plain spaces between numbers and none within them.";

    private string Called(int unit) => group.UnitNames.Count == 0 ? $"unit {unit + 1}" : $"unit {unit + 1} '{DisplayText.Name(group.UnitNames[unit])}'";

    private string Of(CaseRole role) => role switch
    {
        CaseRole.Input when isInput => $"input group '{groupName}'",
        CaseRole.Target => $"output group '{groupName}'",
        _ => $"group '{groupName}'",
    };

    private string Inputs => isInput ? "inputs" : "initial values";

    private bool IsUnit(ReadOnlySpan<char> text) => IsDigits(text) && Number(text) is var number && number >= 1 && number <= group.Size;

    private static bool IsNumber(ReadOnlySpan<char> text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>A number of digits; one that is too large is the largest.</summary>
    private static int Number(ReadOnlySpan<char> digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
}
