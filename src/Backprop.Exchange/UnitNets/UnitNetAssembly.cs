using Backprop.Data;

namespace Backprop.Exchange;

/// <summary>Makes groups of the units of a net of another program: hidden units of one level and function become a group.</summary>
internal sealed class UnitNetAssembly
{
    // A link from a number that all categories of a column make becomes a weight per category.
    private const long MostCategoryWeights = 1 << 20;
    private const long CategoryWeightsPerLink = 50;

    private readonly UnitNet net;
    private readonly UnitGraph graph;
    private readonly (UnitGroup Group, int Row)[] places;
    private readonly (UnitGroup? Group, Sender Sender)[] senders; // no group for the sender that is always 1

    private UnitNetAssembly(UnitNet net, TableEncoding? encoding, IReadOnlyList<RawColumn>? columns, RawAnswer? answer)
    {
        this.net = net;
        graph = new UnitGraph(net.File);
        places = new (UnitGroup, int)[net.Units.Count];
        senders = encoding is null ? PlainInputs() : EncodedInputs(encoding, columns!);
        var levels = net.Levels();
        // The groups of the targets have the names of the encoding, which hidden groups then do not take.
        if (encoding is null) PlainOutputs(levels);
        else EncodedOutputs(encoding, answer!, levels);
        HiddenGroups(levels);
    }

    /// <summary>Builds the net.</summary>
    /// <param name="net">The units.</param>
    /// <param name="columns">The columns of raw rows whose senders, one column after another, are those of the net; null where the file says nothing of them.</param>
    /// <param name="answer">What the outputs stand for; null exactly where <paramref name="columns"/> is.</param>
    /// <param name="notes">Takes a note for each column that no unit receives from, which is left out.</param>
    /// <returns>The net with its weights and, where there are columns, its encodings.</returns>
    /// <exception cref="ForeignFileException">Units feed one another in a circle, a column occurs twice, or the net has far more units than links.</exception>
    /// <exception cref="TopologyException">A unit is not reached from an input or leads to no output.</exception>
    public static Model Build(UnitNet net, IReadOnlyList<RawColumn>? columns, RawAnswer? answer, List<string> notes)
    {
        try
        {
            columns = columns is null ? null : WithoutUnused(net, columns, notes);
            var encoding = columns is null ? null : Encoding(columns, answer!);
            var model = new Model(new UnitNetAssembly(net, encoding, columns, answer).Network());
            return encoding is null ? model : model with { Encodings = encoding.ToJson() };
        }
        catch (DataException e)
        {
            throw net.File.Problem(e.Message, inner: e);
        }
    }

    /// <summary>Makes the senders of a column that no unit receives from senders of nothing.</summary>
    private static List<RawColumn> WithoutUnused(UnitNet net, IReadOnlyList<RawColumn> columns, List<string> notes)
    {
        var used = net.Units.SelectMany(static unit => unit.Links).Select(static link => link.From).ToHashSet();
        var kept = new List<RawColumn>();
        var number = 0;
        foreach (var column in columns)
        {
            var isUsed = Enumerable.Range(number, column.Senders.Count).Any(used.Contains);
            number += column.Senders.Count;
            kept.Add(isUsed || column.Encoding is null ? column : new RawColumn(null, [.. column.Senders.Select(static _ => new Sender([], 0))]));
            if (!isUsed && column.Encoding is not null)
                notes.Add($"no unit receives from column '{DisplayText.Name(column.Encoding.Column)}'; it is left out");
        }
        return kept;
    }

    private static TableEncoding Encoding(IReadOnlyList<RawColumn> columns, RawAnswer answer)
    {
        ColumnEncoding[] inputs = [.. columns.Select(static column => column.Encoding).OfType<ColumnEncoding>()];
        ColumnEncoding[] targets = answer switch
        {
            NumberAnswers numbers => [.. numbers.Columns],
            ClassAnswer classes => [RawColumn.Categories(classes.Column, classes.Classes)],
            _ => throw new InvalidOperationException($"the answer {answer.GetType().Name} is not known"),
        };
        // A word that is a category does not mean that a value is missing.
        var words = inputs.Concat(targets).OfType<CategoryEncoding>().SelectMany(static column => column.Categories).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new TableEncoding(inputs, targets) { Missing = [.. TableFormat.UsualMissing.Where(word => !words.Contains(word))] };
    }

    private (UnitGroup?, Sender)[] PlainInputs()
    {
        var group = graph.Add("input", GroupRole.Input, net.Senders, UnitFunction.Identity);
        return [.. Enumerable.Range(0, net.Senders).Select(unit => (group, new Sender([(unit, 1)], 0)))];
    }

    private (UnitGroup?, Sender)[] EncodedInputs(TableEncoding encoding, IReadOnlyList<RawColumn> columns)
    {
        var starts = new Dictionary<ColumnEncoding, (UnitGroup Group, int Unit)>(ReferenceEqualityComparer.Instance);
        foreach (var encoded in encoding.InputGroups)
        {
            var group = graph.Add(encoded.Name, GroupRole.Input, encoded.Size, UnitFunction.Identity);
            var unit = 0;
            foreach (var column in encoded.Columns)
            {
                starts[column] = (group, unit);
                unit += column.Size;
            }
        }
        return [.. columns.SelectMany(column => column.Senders.Select(sender => column.Encoding is null ? ((UnitGroup?)null, sender)
            : (starts[column.Encoding].Group, sender with { Places = [.. sender.Places.Select(place => (starts[column.Encoding].Unit + place.Unit, place.Factor))] })))];
    }

    private void HiddenGroups(int[] levels)
    {
        var outputs = net.Outputs.ToHashSet();
        var hidden = Enumerable.Range(0, net.Units.Count).Where(unit => !outputs.Contains(unit)).GroupBy(unit => (Level: levels[unit], net.Units[unit].Function))
            .OrderBy(static group => group.Key.Level).Select(static group => group.ToArray()).ToArray();
        for (var group = 0; group < hidden.Length; group++)
            Place(hidden[group], hidden.Length == 1 ? "hidden" : FormattableString.Invariant($"hidden {group + 1}"), GroupRole.Hidden);
    }

    private void PlainOutputs(int[] levels)
    {
        var runs = new List<List<int>>();
        foreach (var unit in net.Outputs)
        {
            if (runs is [.., var last] && Kind(last[0]) == Kind(unit)) last.Add(unit);
            else runs.Add([unit]);
        }
        for (var run = 0; run < runs.Count; run++)
            Place([.. runs[run]], runs.Count == 1 ? "output" : FormattableString.Invariant($"output {run + 1}"), GroupRole.Output);

        (int, UnitFunction) Kind(int unit) => (levels[unit], net.Units[unit].Function);
    }

    private void EncodedOutputs(TableEncoding encoding, RawAnswer answer, int[] levels)
    {
        if (answer is NumberAnswers)
        {
            for (var target = 0; target < net.Outputs.Count; target++)
                Place([net.Outputs[target]], encoding.TargetGroups[target].Name, GroupRole.Output);
            return;
        }
        var name = encoding.TargetGroups[0].Name;
        if (net.Outputs is [var single] && encoding.TargetSize == 2)
        {
            // logistic(x) = e^x / (e^0 + e^x): of two softmax units the first receives nothing.
            places[single] = (graph.Add(name, GroupRole.Output, 2, UnitFunction.Softmax), 1);
            return;
        }
        if (net.Outputs.Select(unit => (levels[unit], net.Units[unit].Function)).Distinct().Count() > 1)
            throw net.File.Problem("the outputs that stand for classes differ in their function or in their layer; all must be alike");
        Place([.. net.Outputs], name, GroupRole.Output);
    }

    private void Place(int[] units, string name, GroupRole role)
    {
        var group = graph.Add(name, role, units.Length, net.Units[units[0]].Function);
        for (var row = 0; row < units.Length; row++)
        {
            places[units[row]] = (group, row);
            group.HandOn(row, net.Units[units[row]].Scale, net.Units[units[row]].Shift);
        }
    }

    private Network<double> Network()
    {
        var left = MostCategoryWeights + (CategoryWeightsPerLink * net.Units.Sum(static unit => (long)unit.Links.Count));
        var bases = new Dictionary<UnitGroup, double>(); // a category column is a group of its own
        foreach (var (unit, (to, row)) in net.Units.Zip(places))
        {
            to.Biases[row] += unit.Bias;
            foreach (var (number, weight) in unit.Links)
            {
                if (number >= net.Senders) graph.Connect(places[number - net.Senders].Group, places[number - net.Senders].Row, to, row, weight);
                else if (senders[number].Group is { } from) Connect(from, senders[number].Sender, to, row, weight);
                else to.Biases[row] += weight * senders[number].Sender.Base;
            }
            // What columns of categories make of every value, once for all their senders.
            if ((left -= bases.Keys.Sum(static from => (long)from.Size)) < 0)
                throw net.File.Problem("a column has far more categories than the net has links; nets as large as that are not supported");
            foreach (var (from, weight) in bases)
                for (var category = 0; category < from.Size; category++)
                    graph.Connect(from, category, to, row, weight);
            bases.Clear();
        }
        return graph.ToNetwork();

        void Connect(UnitGroup from, Sender sender, UnitGroup to, int row, double weight)
        {
            foreach (var (place, factor) in sender.Places)
                graph.Connect(from, place, to, row, weight * factor);
            if (sender.Base != 0)
                bases[from] = bases.GetValueOrDefault(from) + (weight * sender.Base);
        }
    }
}
