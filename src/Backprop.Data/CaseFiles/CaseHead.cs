using System.Globalization;

namespace Backprop.Data;

/// <summary>What a case file says before its first case: the groups that lines give, names of units, and what is meant where a case says nothing.</summary>
internal sealed class CaseHead(Topology topology)
{
    private const string Ticks = "ticks", Grace = "grace";

    private readonly Dictionary<string, IReadOnlyList<string>> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Value, CaseText Place)> defaults = new(StringComparer.Ordinal);
    private CaseText? header;
    private double? inputs, targets;
    private (int Value, CaseText Place)? ticks, grace;

    /// <summary>The net with the names of the file.</summary>
    public Topology Topology => named ??= topology.WithUnitNames(names);

    private Topology? named;

    /// <summary>Takes a line that is not one of a case; false if it is none.</summary>
    public bool TryRead(CaseText line, bool isBeforeCases)
    {
        var isHeader = line.Span[0] == '[';
        var (isNames, isDefault) = isHeader || line.IndexOf("->") >= 0 ? (false, false) : (line.BeginsWith("names", out _), line.BeginsWith("default", out _));
        var timing = Timing(line, isBeforeCases);
        if (!isHeader && !isNames && !isDefault && timing is null)
            return false;
        if (!isBeforeCases)
            throw line.Error($"The line that {(isHeader ? "names the groups" : isNames ? "names units" : isDefault ? "gives a default" : $"gives the {timing}")} must come before the first case.");
        if (isHeader && line.Span[^1] != ']')
            throw line.Error("The line that names the groups must end with ']'.");
        if (isHeader)
            header = line;
        else if (line.BeginsWith("names", out var rest))
            ReadNames(line, rest);
        else if (line.BeginsWith("default", out rest))
            ReadDefault(line, rest);
        else if (timing == Ticks)
            ReadTiming(line, Ticks, 1, ref ticks);
        else
            ReadTiming(line, Grace, 0, ref grace);
        return true;
    }

    /// <summary>The iterations that each line of a sequence lasts, and those at its beginning in which its targets do not count yet.</summary>
    public (int Ticks, int Grace) OfSequences()
    {
        var (each, before) = (ticks?.Value ?? 1, grace?.Value ?? 0);
        return before < each ? (each, before)
            : throw grace!.Value.Place.Error($"A {Grace} of {before} leaves none of the {each} {(each == 1 ? "iteration" : "iterations")} of a line in which its targets count; give '{Ticks}' with a number above {before}.");
    }

    /// <summary>Refuses a number of iterations where the cases are not sequences.</summary>
    public void CheckNoTiming()
    {
        if ((ticks ?? grace) is var (_, place))
            throw place.Error($"'{place}' is for sequences, but the file gives cases; leave it out, or begin each sequence with a line 'sequence'.");
    }

    /// <summary>The groups that lines without names give, those of the header or all of the net.</summary>
    public (IReadOnlyList<CaseGroup> Inputs, IReadOnlyList<CaseGroup> Targets) Order(CaseGroups groups)
    {
        foreach (var (name, (_, place)) in defaults)
        {
            if (groups.Find(name) is not { } group)
                groups.Named(place, name, CaseRole.Input);
            else if (!group.IsInput && !group.IsOutput)
                throw place.Error($"'{group.Shown}' is neither an input nor an output group; only those have a default.");
        }
        if (header is not { } line)
            return (groups.Inputs, groups.Outputs);
        var inner = line.Slice(1, line.Span.Length - 2);
        var (given, desired) = Halves(inner);
        return (Named(given, CaseRole.Input), Named(desired, CaseRole.Target));

        CaseGroup[] Named(CaseText half, CaseRole role)
        {
            if (half.Trim().IsEmpty)
                return [];
            // Names may hold quotes: first as they stand.
            var raw = half.ToString().Split('|', StringSplitOptions.TrimEntries);
            var found = raw.Select(groups.Find).ToArray();
            if (Array.TrueForAll(found, group => group is not null && (role == CaseRole.Input ? group.IsInput : group.IsOutput)))
                return Once(found!);
            return Once([.. half.Split("|").Select(name => groups.Named(line, name.Name(), role))]);
        }

        CaseGroup[] Once(CaseGroup[] named) => named.Distinct().Count() == named.Length ? named
            : throw line.Error($"The line that names the groups names '{named.GroupBy(static group => group).First(static same => same.Count() > 1).Key.Shown}' twice; name it once.");
    }

    /// <summary>The default that the file gives for a group, as an input or an output; null where it gives none.</summary>
    public double? Default(CaseGroup group) =>
        defaults.TryGetValue(group.Name, out var own) ? own.Value : group.IsInitial ? null : group.IsInput ? inputs : group.IsOutput ? targets : null;

    /// <summary>The state of units that are not named, where units are.</summary>
    public double Otherwise(CaseGroup group, CaseRole role) => Default(group) ?? (role == CaseRole.Input ? group.Group.InitialState ?? 0 : 0);

    /// <summary>The two sides of an arrow.</summary>
    public static (CaseText Given, CaseText Desired) Halves(CaseText line)
    {
        const string arrow = "->";
        var at = line.IndexOf(arrow);
        if (at < 0)
            throw line.Error($"There is no '{arrow}' between inputs and targets.");
        var desired = line.From(at + arrow.Length);
        if (desired.IndexOf(arrow) >= 0)
            throw line.Error($"There is more than one '{arrow}'.");
        return (line.Slice(0, at), desired);
    }

    /// <summary>
    /// The word of a line that gives a number of iterations; null where it is none. Below the first case, where the line of a case may name units so, only a number makes it one.
    /// </summary>
    private static string? Timing(CaseText line, bool isBeforeCases)
    {
        if (line.IndexOf("->") >= 0 || line.Words() is not [var word, .. var rest] || word.Span is not (Ticks or Grace))
            return null;
        return isBeforeCases || rest is [var number] && !number.Span.ContainsAnyExceptInRange('0', '9') ? word.ToString() : null;
    }

    private static void ReadTiming(CaseText line, string word, int least, ref (int Value, CaseText Place)? value)
    {
        if (value is not null)
            throw line.Error($"'{word}' is given twice; give it once.");
        var number = line.From(word.Length).Trim();
        value = int.TryParse(number.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) && iterations >= least && iterations <= SequenceSet.LongestHold ? (iterations, line)
            : throw line.Error(string.Create(CultureInfo.InvariantCulture, $"'{word}' is followed by {(number.IsEmpty ? "nothing" : $"'{DisplayText.Name(number.ToString())}'")}; it must be a number of iterations from {least} to {SequenceSet.LongestHold:N0}."));
    }

    private void ReadNames(CaseText line, CaseText said)
    {
        var colon = said.IndexOf(":");
        if (colon < 0)
            throw line.Error("Names of units are given as 'names group: first second …'.");
        var (group, words) = (said.Slice(0, colon).Name(), said.From(colon + 1).Words());
        var known = topology.Unrolling?.Net.Declared ?? topology.Declared;
        if (known.FirstOrDefault(other => other.Name == group) is not { } described)
            throw line.Error($"The net has no group '{DisplayText.Name(group)}'; it has {string.Join(", ", known.Take(8).Select(static other => $"'{DisplayText.Name(other.Name)}'"))}{(NearestName.Hint(group, known.Select(static other => other.Name)) is { Length: > 0 } hint ? hint : ".")}");
        string[] given = [.. words.Select(static word => word.Name())];
        if (given.Length != described.Size)
            throw line.Error($"group '{DisplayText.Name(group)}' has {described.Size} unit{(described.Size == 1 ? "" : "s")}, but {given.Length} name{(given.Length == 1 ? "" : "s")} came; names with blanks stand in quotes.");
        foreach (var (name, word) in given.Zip(words))
        {
            if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
                throw word.Error($"group '{DisplayText.Name(group)}': '{DisplayText.Name(name)}' cannot name a unit: a name is not empty and holds no control characters.");
        }
        if (given.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw line.Error($"group '{DisplayText.Name(group)}': two units are called '{DisplayText.Name(twice.Key)}'; give each a name of its own.");
        if (described.UnitNames.Count > 0 && !described.UnitNames.SequenceEqual(given, StringComparer.Ordinal))
            throw line.Error($"The net itself names the units of group '{DisplayText.Name(group)}', and otherwise: {DisplayText.Of(string.Join(", ", described.UnitNames.Take(8)), 200)}; leave the line out, or name them alike.");
        if (!names.TryAdd(group, given))
            throw line.Error($"The units of group '{DisplayText.Name(group)}' are named twice; name them once.");
    }

    private void ReadDefault(CaseText line, CaseText said)
    {
        var words = said.Words();
        if (words.Count < 2)
            throw line.Error("A default is given as 'default inputs 0', 'default targets 0', 'default targets ?' or 'default group 0'.");
        var last = words[^1].ToString();
        var before = said.Slice(0, said.Span.Length - last.Length).Trim();
        double value;
        if (last == "?")
            value = Cases.DontCare;
        else if (!double.TryParse(last, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
            throw line.Error($"'{DisplayText.Name(last)}' is not a number; a default is one, or '?' for targets that do not matter.");
        var name = before.ToString().TrimEnd(':').TrimEnd();
        var isTwice = false;
        if (name == "inputs")
            (isTwice, inputs) = (inputs is not null, value);
        else if (name == "targets")
            (isTwice, targets) = (targets is not null, value);
        else
            isTwice = !defaults.TryAdd(before.Span is ['"', ..] ? before.Name() : name, (value, line));
        if (isTwice)
            throw line.Error($"The default of {DisplayText.Name(name)} is given twice; give it once.");
        if (last == "?" && name != "targets" && (name == "inputs" || IsInput(before.Span is ['"', ..] ? before.Name() : name)))
            throw line.Error("'?' is not a default of inputs, which must be finite numbers; only targets can be left open.");
    }

    private bool IsInput(string name) => (topology.Unrolling?.Net.Declared ?? topology.Declared).Any(group => group.Name == name && group.Role == GroupRole.Input)
        || (topology.TryGetGroup(name, out var copy) && copy.IsInput);
}
