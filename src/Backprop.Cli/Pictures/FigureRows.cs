using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Rows of a table as cases of a model, for figures.</summary>
/// <param name="Cases">The cases, with targets if the table has them.</param>
/// <param name="First">The number of the first row, counted from 1.</param>
/// <param name="Classes">The class of each row in the first categorical target; empty if there is none.</param>
internal sealed record FigureRows(Cases Cases, int First, IReadOnlyList<string> Classes)
{
    /// <summary>Iterations that one figure of a sequence can show.</summary>
    private const int MostIterations = 8;

    /// <summary>What the rows are: "row" of a table, "case" or "sequence" of a case file.</summary>
    public string Kind { get; init; } = "row";

    /// <summary>The net that the cases are for, where it is not the model's own: that of sequences which are longer than its iterations, over more of them.</summary>
    public Network<double>? Network { get; init; }

    /// <summary>What is said of the part of a row that is shown; "" for a whole one.</summary>
    public string Part { get; init; } = "";

    /// <summary>The name of a row, counted from 0: its own, or its number in the file.</summary>
    public string NameOf(int row) => Cases.NameOf(row) ?? (First + row).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads cases for a net without a table.</summary>
    /// <param name="file">A case file.</param>
    /// <param name="model">The model.</param>
    /// <param name="first">The first case, counted from 1.</param>
    /// <param name="most">The maximum number of cases.</param>
    public static FigureRows OfCases(string file, Model model, int first, int most)
    {
        var cases = CaseModel.Read(model, file);
        var (kind, count) = (model.Topology.Unrolling is null ? "case" : "sequence", cases.Sequences ?? cases.Count);
        if (first > count) throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{file} has no {kind} {first}; it has {count}"));
        if (most == 1 && cases.Sequences is not null)
            return Beginning(file, model, cases, first);
        // Windows carry on from one another: they are shown all together or not at all.
        if (first > 1 || count > most)
            cases = cases.Subset([.. Enumerable.Range(first - 1, Math.Min(most, count - first + 1))]);
        return new(cases, first, []) { Kind = kind };
    }

    /// <summary>The first iterations of a sequence that is longer than those of the net: as a case of the net over so many.</summary>
    private static FigureRows Beginning(string file, Model model, Cases windows, int first)
    {
        if (file == "-")
            throw new InputException("standard input: has sequences longer than the net's iterations, which the figure reads twice; write it to a file first");
        var length = new CasePlaces(model.Topology, windows).Length(first - 1);
        var shown = Math.Min(length, MostIterations);
        var own = model.Network<double>();
        var longer = new Network<double>(model.Topology.Unrolling!.Net.Unroll(shown));
        own.Weights.CopyTo(longer.Weights);
        // The first window of each sequence; what carries on into the next ones is left out.
        var cases = CaseSource.Load(file, longer.Topology).Cases.FirstWindow(first - 1);
        return new(cases, first, [])
        {
            Kind = "sequence",
            Network = longer,
            Part = shown < length ? string.Create(CultureInfo.InvariantCulture, $", iterations 1 to {shown} of {length:N0}") : "",
        };
    }

    /// <summary>Reads rows, encoded as the model's training encoded them.</summary>
    /// <param name="file">A table or an IDX file.</param>
    /// <param name="labels">The targets of an IDX file, or null.</param>
    /// <param name="model">The model.</param>
    /// <param name="format">The user's options for the format of the table.</param>
    /// <param name="first">The first row, counted from 1.</param>
    /// <param name="most">The maximum number of rows.</param>
    public static FigureRows Read(string file, string? labels, TableModel model, TableFormat format, int first, int most)
    {
        var encoding = model.Encoding;
        var hasTargets = HasTargets(file, labels, model, format);
        using var rows = RowSource.Open(file, labels, model, format, UnseenCategory.AllOff, hasTargets);
        var states = new List<float[]>();
        var targets = new List<double[]>();
        var row = new float[encoding.InputSize];
        for (var number = 1; states.Count < most && rows.Read(row); number++)
        {
            if (number < first) continue;
            states.Add([.. row]);
            targets.Add([.. encoding.Targets.Select((_, target) => hasTargets ? rows.Target(target) : double.NaN)]);
        }
        if (states.Count == 0) throw new InputException($"{file} has no row {first}");
        return new(ToCases(encoding, states, targets, hasTargets), first, hasTargets ? Names(encoding, targets) : []);
    }

    private static bool HasTargets(string file, string? labels, TableModel model, TableFormat format)
    {
        if (file == "-" || IdxFile.Is(file)) return labels is not null;
        using var rows = RowSource.Open(file, labels, model, format, UnseenCategory.AllOff, withTargets: false);
        return model.Encoding.Targets.All(target => rows.Columns.Any(column => column.Name == target.Column));
    }

    private static Cases ToCases(TableEncoding encoding, List<float[]> states, List<double[]> targets, bool hasTargets)
    {
        var cases = new CasesBuilder(states.Count);
        var offset = 0;
        foreach (var group in encoding.InputGroups)
        {
            var start = offset;
            cases.Input(group.Name, [.. states.SelectMany(row => row.Skip(start).Take(group.Size))], group.Size);
            offset += group.Size;
        }
        if (!hasTargets) return cases.ToCases();
        foreach (var group in encoding.TargetGroups.Where(group => group.IsCategory))
        {
            var target = Enumerable.Range(0, encoding.Targets.Count).First(k => encoding.Targets[k] == group.Columns[0]);
            cases.Target(group.Name, [.. targets.SelectMany(row => Enumerable.Range(0, group.Size).Select(unit => double.IsNaN(row[target]) ? Cases.DontCare : unit == (int)row[target] ? 1 : 0))], group.Size);
        }
        return cases.ToCases();
    }

    private static string[] Names(TableEncoding encoding, List<double[]> targets)
    {
        for (var target = 0; target < encoding.Targets.Count; target++)
        {
            if (encoding.Targets[target] is CategoryEncoding classes)
                return [.. targets.Select(row => double.IsNaN(row[target]) ? "unknown" : classes.Categories[(int)row[target]])];
        }
        return [];
    }
}
