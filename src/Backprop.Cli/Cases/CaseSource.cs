using System.Globalization;
using System.Numerics;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Files of cases: case files, and tables whose columns are named after the units of a net (docs/case-files.md).</summary>
internal static class CaseSource
{
    /// <summary>Whether a file holds cases, not rows of a table to encode.</summary>
    /// <param name="path">The file.</param>
    /// <param name="net">The file that describes the net; null if none is given: then no table can name its units.</param>
    public static bool IsCases(string path, string? net)
    {
        try
        {
            return CaseFile.IsCaseFile(path) || (net is not null && CaseTable.IsCaseTable(path, NetFile.Read(net)));
        }
        catch (InputException)
        {
            // A net that cannot be read is reported where it is used, after what is wrong with the options.
            return false;
        }
    }

    /// <summary>Reads the cases, and the net with the names that the file gives to its units.</summary>
    /// <exception cref="DataException">The file cannot be read, or its cases do not fit the net.</exception>
    public static NamedCases Load(string path, Topology topology) =>
        !CaseFile.IsCaseFile(path) && CaseTable.IsCaseTable(path, topology) ? new NamedCases(CaseTable.Read(path, topology), topology) : CaseFile.Load(path, topology);

    /// <summary>Whether every column is named as those of a table of cases whose net is not known: a group, a dot and the number of a unit, of two groups or more.</summary>
    /// <param name="columns">The names of the columns.</param>
    public static bool AreUnits(IReadOnlyList<string> columns)
    {
        var states = columns.Where(static column => column is not ("name" or "weight" or "sequence")).ToList();
        return states.TrueForAll(static column => column.LastIndexOf('.') is > 0 and var dot && column.Length > dot + 1 && column.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9') < 0)
            && states.Select(static column => column[..column.LastIndexOf('.')]).Distinct(StringComparer.Ordinal).Skip(1).Any();
    }

    /// <summary>Whether a table of the states of these groups, a row per case, can also be one of cases for the net: of inputs and outputs alone, all inputs among them.</summary>
    public static bool MayBeCases(IReadOnlyCollection<Group> groups, Topology topology) =>
        topology.Unrolling is null && groups.All(static group => group.IsInput || group.IsOutput) && topology.Inputs.All(group => group.InitialState is not null || groups.Contains(group));

    /// <summary>Refuses a value that the precision of the net cannot represent, by the file, the line on which it first stands, and its case.</summary>
    /// <exception cref="InputException">There is one.</exception>
    public static void CheckRange<T>(string path, Topology topology, Cases cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var places = new CasePlaces(topology, cases);
        foreach (var values in cases.Inputs.Concat(cases.Targets).Concat(cases.Clamps))
        {
            for (var row = 0; row < values.Count; row++)
            {
                for (var unit = 0; unit < values.Size; unit++)
                {
                    if (T.IsInfinity(T.CreateTruncating(values[row, unit])))
                        throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{path}{(LineOf(path, values[row, unit]) is { } line ? $", line {line}" : "")}: {CaseLabels.Of(cases.NameOf(row), places.Item(row), topology.Unrolling is not null)}: {values[row, unit]} is too large for a net in single precision; scale the values, or add --precision double"));
                }
            }
        }
    }

    /// <summary>The first line of a file with a number, from 1; null where it is not found as it is read, as in a compressed table.</summary>
    private static int? LineOf(string path, double number)
    {
        using var reader = CaseFile.OpenText(File.OpenRead(path));
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            var stated = text.IndexOf('#', StringComparison.Ordinal) is >= 0 and var comment ? text[..comment] : text;
            if (stated.Split([' ', '\t', ',', ';', '=', ':', '|', '{', '}'], StringSplitOptions.RemoveEmptyEntries).Any(word => Numeral.TryRead<double>(word, out var value) && value.Equals(number)))
                return line;
        }
        return null;
    }

    /// <summary>Refuses cases to learn of which none has a target and a weight: E is 0 whatever the net does, so that it would count as having learned them.</summary>
    /// <exception cref="InputException">No case has both.</exception>
    public static void CheckTargets(string path, Cases cases)
    {
        var hasTargets = false;
        foreach (var targets in cases.Targets)
        {
            for (var row = 0; row < targets.Count; row++)
            {
                for (var unit = 0; unit < targets.Size; unit++)
                {
                    if (double.IsNaN(targets[row, unit])) continue;
                    if (cases.Weights.IsEmpty || cases.Weights[row] > 0) return;
                    hasTargets = true;
                }
            }
        }
        throw new InputException(hasTargets ? $"{path}: every case with a target has the weight 0, so there is nothing to learn; give one a weight above 0"
            : $"{path}: no case has a target, so there is nothing to learn; write desired states behind '->', not only '?'");
    }
}
