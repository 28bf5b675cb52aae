using System.Globalization;

namespace Backprop.Data;

/// <summary>Writes cases so that <see cref="CaseFile"/> reads them back equal.</summary>
internal sealed class CaseFileWriter
{
    private const int LongestHold = 10_000;
    private readonly TextWriter writer;
    private readonly Cases cases;
    private readonly Topology topology;

    private CaseFileWriter(TextWriter writer, Cases cases, Topology topology)
    {
        this.writer = writer;
        this.cases = cases;
        this.topology = topology;
    }

    /// <summary>Writes all cases.</summary>
    public static void Write(TextWriter writer, Cases cases, Topology topology)
    {
        var twice = cases.Names.Where(static name => name.Length > 0).GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1);
        if (twice is not null)
            throw new CasesException($"Two cases are called '{DisplayText.Name(twice.Key)}', but in a file each has a name of its own; give them other names.");
        var state = new CaseFileWriter(writer, cases, topology);
        if (cases.WindowLength > 0)
            state.WriteSequences();
        else
            state.WriteCases();
    }

    private void WriteCases()
    {
        var (inputs, targets, clamps) = (Bound(cases.Inputs, topology.Inputs, "inputs"), Bound(cases.Targets, topology.Outputs, "targets"), Bound(cases.Clamps, [], "clamps"));
        var isWhole = inputs.Select(static column => column.Group).SequenceEqual(topology.Inputs) && targets.Select(static column => column.Group).SequenceEqual(topology.Outputs);
        // A name in quotes at the beginning of a line is that of the case.
        var isUnclear = inputs is [var first, ..] && first.Group.UnitNames.Any(name => CaseNotation.Unit(name)[0] == '"' || cases.Names.Contains(name, StringComparer.Ordinal));
        var byName = isUnclear || (!isWhole && inputs.Concat(targets).Any(static column => !CaseNotation.IsHeading(column.Group.Name)));
        WriteUnitNames([.. inputs, .. targets, .. clamps]);
        if (!isWhole && !byName)
            WriteLine($"[{string.Join(" | ", inputs.Select(static column => column.Group.Name))} -> {string.Join(" | ", targets.Select(static column => column.Group.Name))}]");
        else if (targets.Count == 0)
            WriteLine("default targets ?");
        for (var @case = 0; @case < cases.Count; @case++)
        {
            var left = Parts(inputs, CaseRole.Input).Concat(Parts(clamps, CaseRole.Clamp));
            WriteLine($"{Label(@case, " ")}{string.Join(" | ", left)} -> {string.Join(" | ", Parts(targets, CaseRole.Target))}");

            IEnumerable<string> Parts(IEnumerable<(Group Group, CaseValues Values)> columns, CaseRole role) => columns
                .Select(column => (column.Group, States: Row(column.Values, @case)))
                .Where(column => role != CaseRole.Clamp || !Array.TrueForAll(column.States, double.IsNaN))
                .Select(column => (byName || role == CaseRole.Clamp ? CaseNotation.Heading(column.Group.Name, role) : "") + CaseNotation.States(column.Group, column.States, role));
        }
    }

    private void WriteSequences()
    {
        var unrolling = topology.Unrolling is { } found && found.Iterations == cases.WindowLength ? found
            : throw new CasesException($"The cases are sequences of a net unrolled over {cases.WindowLength} iterations, but the net is {(topology.Unrolling is { } other ? $"unrolled over {other.Iterations}" : "layered")}; give the net that they were made with.");
        var sequences = new WrittenSequences(cases, topology, unrolling);
        WriteUnitNames([.. topology.Groups.DistinctBy(static group => group.Origin, StringComparer.Ordinal).Select(static group => (group, (CaseValues?)null!))]);
        for (var sequence = 0; sequence < sequences.Count; sequence++)
        {
            WriteLine($"{(sequence == 0 ? "" : "\n")}sequence {Label(sequence, "")}".TrimEnd(' '));
            foreach (var (group, iteration, states) in sequences.Initial(sequence))
                WriteLine($"  initial {CaseNotation.Heading(iteration == 0 ? group.Origin : IterativeTopology.Copy(group.Origin, iteration), CaseRole.Input)}{CaseNotation.States(group, states, CaseRole.Input)}");
            foreach (var (group, totalInputs) in sequences.InitialTotalInputs(sequence))
            {
                // A group may itself be called "total input …": then the quotes tell them apart.
                var heading = topology.Unrolling!.Net.GroupNames.Contains($"total input {group.Origin}", StringComparer.Ordinal) ? CaseText.InQuotes(group.Origin) + ": " : CaseNotation.Heading(group.Origin, CaseRole.Input);
                WriteLine($"  initial total input {heading}{CaseNotation.TotalInputs(totalInputs)}");
            }
            var (last, times) = ("", 0);
            for (var iteration = 1; iteration <= sequences.Length(sequence); iteration++)
            {
                var line = $"{Side(sequences.Given(sequence, iteration), sequences.Inputs)} -> {Side(sequences.Desired(sequence, iteration), sequences.Outputs)}".Trim();
                if (times > 0 && (line != last || times == LongestHold))
                    WriteIteration(last, times);
                (last, times) = (line, line == last && times is > 0 and < LongestHold ? times + 1 : 1);
            }
            WriteIteration(last, times);
        }
    }

    private void WriteIteration(string line, int times) => WriteLine(times == 1 ? $"  {line}" : string.Create(CultureInfo.InvariantCulture, $"  hold {times} {line}"));

    /// <summary>The parts of one side: without names where all groups are given and none is held.</summary>
    private static string Side(List<(Group Group, CaseRole Role, double[] States)> parts, IReadOnlyList<string> all)
    {
        var byName = !parts.Select(static part => part.Group.Origin).SequenceEqual(all, StringComparer.Ordinal) || parts.Exists(static part => part.Role == CaseRole.Clamp);
        return string.Join(" | ", parts.Select(part => (byName ? CaseNotation.Heading(part.Group.Origin, part.Role) : "") + CaseNotation.States(part.Group, part.States, part.Role)));
    }

    /// <summary>The names of units that are written as names, so that the file is read for a net without them too.</summary>
    private void WriteUnitNames(IReadOnlyList<(Group Group, CaseValues Values)> columns)
    {
        foreach (var group in columns.Select(static column => column.Group).Where(static group => group.UnitNames.Count > 0 && CaseNotation.MayBeSparse(group)).DistinctBy(static group => group.Origin, StringComparer.Ordinal))
            WriteLine($"names {CaseNotation.Heading(group.Origin, CaseRole.Input)}{string.Join(' ', group.UnitNames.Select(CaseNotation.Unit))}");
    }

    private string Label(int @case, string end)
    {
        var name = cases.NameOf(@case) is { } called ? CaseText.InQuotes(called) : "";
        var weight = cases.Weights.Length > 0 && cases.Weights[@case] != 1 ? "*" + CaseNotation.Number(cases.Weights[@case]) : "";
        var label = string.Join(' ', new[] { name, weight }.Where(static part => part.Length > 0));
        return label.Length == 0 ? "" : label + end;
    }

    private List<(Group Group, CaseValues Values)> Bound(IReadOnlyList<CaseValues> all, IReadOnlyList<Group> candidates, string what)
    {
        var bound = new List<(Group, CaseValues)>();
        foreach (var values in all)
        {
            var name = values.Group ?? (candidates is [var only] ? only.Name : throw new CasesException($"The cases give {what} without naming a group, but the net has {candidates.Count} groups for them; name the group."));
            if (!topology.TryGetGroup(name, out var group) || group.Size != values.Size)
                throw new CasesException($"The cases give {what} of {values.Size} units for group '{name}', which the net {(group is null ? "does not have" : $"has with {group.Size}")}; give the net that they were made for.");
            bound.Add((group, values));
        }
        return bound;
    }

    private static double[] Row(CaseValues values, int @case)
    {
        var row = new double[values.Size];
        for (var unit = 0; unit < row.Length; unit++)
            row[unit] = values[@case, unit];
        return row;
    }

    /// <summary>The same line ends on every machine.</summary>
    private void WriteLine(string line) => writer.Write(line.TrimEnd() + "\n");
}
