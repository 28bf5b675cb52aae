using System.Globalization;

namespace Backprop.Data;

/// <summary>Reads a table of cases row by row.</summary>
internal sealed class CaseTableReader
{
    private const string NameColumn = "name", WeightColumn = "weight", SequenceColumn = "sequence";
    private readonly TableReader table;
    private readonly CaseGroups groups;
    private readonly CaseSet? cases;
    private readonly SequenceSet? sequences;
    private readonly List<(int Column, CaseGroup Group, int Unit)> units = [];
    private readonly int name, weight, sequence;
    private readonly List<string> names = [];
    private readonly List<double> weights = [];
    private readonly Dictionary<string, long> namedAt = new(StringComparer.Ordinal);

    public CaseTableReader(TableReader table, Topology topology)
    {
        this.table = table;
        (name, weight, sequence) = (Column(table, NameColumn), Column(table, WeightColumn), Column(table, SequenceColumn));
        if (sequence >= 0 && topology.Unrolling is null)
            throw table.Error("gives sequences, which are for an iterative net, but this one is layered; give the net \"iterations\" and delays (docs/net-json.md)", sequence);
        if (sequence >= 0 && name >= 0)
            throw table.Error($"names sequences, and so does the column '{SequenceColumn}'; leave one of them out", name);
        var head = new CaseHead(topology);
        if (sequence >= 0)
            sequences = new SequenceSet(head, Place);
        else
            cases = new CaseSet(head);
        groups = sequences?.Groups ?? cases!.Groups;
        var places = Places(groups);
        for (var column = 0; column < table.Columns.Count; column++)
        {
            if (column == name || column == weight || column == sequence)
                continue;
            units.Add(Unit(places, column));
        }
        CheckGroups();
    }

    /// <summary>Whether every column is one of such a table, or most are and name inputs and outputs: then the others are slips, which reading names.</summary>
    public static bool IsFor(TableReader table, Topology topology)
    {
        var places = Places(Groups(table, topology));
        var states = table.Columns.Where(static column => column is not (NameColumn or WeightColumn or SequenceColumn)).ToList();
        var known = states.Where(places.ContainsKey).Select(column => places[column].Group.IsInput).ToList();
        return known.Count > 0 && (known.Count == states.Count || (known.Count * 2 > states.Count && known.Contains(true) && known.Contains(false)));
    }

    /// <summary>Reads all rows.</summary>
    public Cases Read() => cases is not null ? ReadCases(cases) : ReadSequences(sequences!);

    private Cases ReadCases(CaseSet cases)
    {
        while (table.Read())
        {
            var (inputs, targets) = Row(mayBeEmpty: false);
            cases.Add(Place, inputs, targets, []);
            names.Add(name < 0 ? "" : Name(name));
            weights.Add(Weight());
        }
        CheckAny();
        return cases.ToCases(Names, Weights);
    }

    private Cases ReadSequences(SequenceSet sequences)
    {
        while (table.Read())
        {
            var label = table.Text(sequence);
            if (label.Length == 0)
                throw table.Error("is empty; each row belongs to a sequence, which rows one below the other name alike", sequence);
            if (names.Count == 0 || label != names[^1])
            {
                names.Add(Name(sequence));
                weights.Add(Weight());
                sequences.Begin(Place);
            }
            else if (Weight() is var factor && factor != weights[^1])
                throw table.Error(string.Create(CultureInfo.InvariantCulture, $"is {factor}, but {weights[^1]} in the rows above of the same sequence; a sequence has one weight"), weight);
            var (inputs, targets) = Row(mayBeEmpty: true);
            sequences.Add(inputs, targets, [], 1);
        }
        CheckAny();
        return sequences.ToCases(Names, Weights);
    }

    private List<string>? Names => names.Exists(static one => one.Length > 0) ? names : null;

    private double[] Weights => weights.TrueForAll(static one => one == 1) ? [] : [.. weights];

    private CaseText Place => new(table.File, (int)Math.Min(table.Line, int.MaxValue), "");

    /// <summary>The states of a row: those of a group that are all empty are left out where that is possible.</summary>
    private (Dictionary<CaseGroup, double[]> Inputs, Dictionary<CaseGroup, double[]> Targets) Row(bool mayBeEmpty)
    {
        var (inputs, targets) = (new Dictionary<CaseGroup, double[]>(), new Dictionary<CaseGroup, double[]>());
        foreach (var same in units.GroupBy(static unit => unit.Group))
        {
            var group = same.Key;
            var states = new double[group.Group.Size];
            Array.Fill(states, Cases.DontCare);
            var empty = -1;
            foreach (var (column, _, unit) in same)
            {
                var cell = table[column];
                if (table.Cells.IsMissing(cell))
                    empty = column;
                else if (table.Cells.TryNumber(cell, out states[unit]))
                    continue;
                else
                {
                    var fault = table.Cells.NotANumber(cell, sign: null);
                    throw table.Error(fault.Text, column, fault.Remedies);
                }
                states[unit] = Cases.DontCare;
            }
            if (group.IsInput && Array.TrueForAll(states, double.IsNaN) && (mayBeEmpty || group.Group.InitialState is not null))
                continue;
            if (group.IsInput && empty >= 0)
                throw table.Error("is empty; inputs must be finite numbers, only targets can be left open", empty);
            (group.IsInput ? inputs : targets).Add(group, states);
        }
        return (inputs, targets);
    }

    private double Weight()
    {
        if (weight < 0 || table.Cells.IsMissing(table[weight]))
            return 1;
        return table.Cells.TryNumber(table[weight], out var value) && value >= 0 ? value
            : throw table.Error($"holds '{DisplayText.Name(table.Text(weight))}'; a weight is a number of 0 or more", weight);
    }

    private string Name(int column)
    {
        var text = table.Text(column);
        if (text.Length == 0)
            return text;
        if (string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl))
            throw table.Error($"holds '{DisplayText.Name(text)}'; a name is not of blanks only and holds no control characters", column);
        return namedAt.TryAdd(text, table.Line) ? text
            : throw table.Error($"holds '{DisplayText.Name(text)}', which is also the name on line {namedAt[text]}; give each {(column == sequence ? "sequence a name of its own, and put its rows one below the other" : "case a name of its own")}", column);
    }

    private void CheckAny()
    {
        if (names.Count == 0)
            throw new DataException("There are no cases; give at least one row below the names of the columns.", table.File);
    }

    /// <summary>Every unit of an input group has a column, if the group has one or no initial state.</summary>
    private void CheckGroups()
    {
        foreach (var group in groups.Inputs)
        {
            var given = units.Where(unit => unit.Group == group).Select(static unit => unit.Unit).ToHashSet();
            if (given.Count == group.Group.Size || (given.Count == 0 && (sequence >= 0 || group.Group.InitialState is not null)))
                continue;
            var missing = Enumerable.Range(0, group.Group.Size).First(unit => !given.Contains(unit));
            throw new DataException($"There is no column '{DisplayText.Name($"{group.Name}.{group.Group.UnitLabel(missing)}")}'; every unit of input group '{group.Shown}' needs one.", table.File);
        }
    }

    private (int Column, CaseGroup Group, int Unit) Unit(Dictionary<string, (CaseGroup Group, int Unit, bool IsUnclear)> places, int column)
    {
        var header = table.Columns[column];
        if (!places.TryGetValue(header, out var place))
            throw new DataException($"Column '{DisplayText.Name(table.Name(column))}' is not 'group.unit' of an input or output group of the net, nor '{NameColumn}', '{WeightColumn}' or '{SequenceColumn}'{(NearestName.Hint(header, places.Keys) is { Length: > 0 } hint ? hint : $"; the first unit of the net is '{DisplayText.Name(places.Keys.First())}'.")}", table.File);
        if (place.IsUnclear)
            throw new DataException($"Column '{DisplayText.Name(header)}' is the number of one unit and the name of another; name the unit in another way.", table.File);
        if (units.Exists(unit => unit.Group == place.Group && unit.Unit == place.Unit))
            throw new DataException($"Column '{DisplayText.Name(header)}' and another give the same unit, by its number and by its name; give it once.", table.File);
        return (column, place.Group, place.Unit);
    }

    private static CaseGroups Groups(TableReader table, Topology topology) =>
        Column(table, SequenceColumn) >= 0 && topology.Unrolling is { } unrolling ? CaseGroups.OfSequences(topology, unrolling) : CaseGroups.OfCases(topology);

    /// <summary>The unit that each possible header means; unclear where it is the number of one and the name of another.</summary>
    private static Dictionary<string, (CaseGroup Group, int Unit, bool IsUnclear)> Places(CaseGroups groups)
    {
        var places = new Dictionary<string, (CaseGroup Group, int Unit, bool IsUnclear)>(StringComparer.Ordinal);
        foreach (var group in groups.Inputs.Concat(groups.Outputs))
        {
            for (var unit = 0; unit < group.Group.Size; unit++)
            {
                Add(group, unit, group.Group.UnitLabel(unit));
                Add(group, unit, (unit + 1).ToString(CultureInfo.InvariantCulture));
            }
        }
        return places;

        void Add(CaseGroup group, int unit, string label)
        {
            var header = Word.Clean($"{group.Name}.{label}");
            if (!places.TryAdd(header, (group, unit, false)) && places[header] is var other && (other.Group != group || other.Unit != unit))
                places[header] = (group, unit, true);
        }
    }

    private static int Column(TableReader table, string name) => table.Columns.Index().Where(column => column.Item == name).Select(static column => column.Index).DefaultIfEmpty(-1).First();
}
