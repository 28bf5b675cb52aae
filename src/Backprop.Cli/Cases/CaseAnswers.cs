using System.Globalization;
using System.Numerics;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Writes the states of a net's output units for cases as CSV: a row per case, or per iteration of a sequence; a column per unit.</summary>
internal sealed class CaseAnswers
{
    /// <summary>What files of predictions are called where another file is not replaced by them.</summary>
    public const string KindName = "recognized as earlier predictions of the same columns";

    private const string CaseColumn = "name", SequenceColumn = "sequence", IterationColumn = "iteration";

    private readonly Cases cases;
    private readonly IReadOnlyList<Group> shown;
    private readonly bool isIterative;

    /// <param name="topology">The net.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="withInputs">Whether the given states of the input groups are written too.</param>
    public CaseAnswers(Topology topology, Cases cases, bool withInputs)
    {
        (this.cases, isIterative) = (cases, topology.Unrolling is not null);
        // Of an iterative net the groups as they are declared, each in the order of its first copy.
        shown = [.. (withInputs ? topology.Inputs.Where(static group => group.Iteration is null or >= 1) : []).Concat(topology.Outputs).DistinctBy(static group => group.Origin, StringComparer.Ordinal)];
        Kind = OutputKind.Table(KindName, Columns, mayBeData: CaseSource.MayBeCases(shown, topology));
    }

    /// <summary>Files of the same columns that an earlier run wrote.</summary>
    public OutputKind Kind { get; }

    private IEnumerable<string> Columns =>
        [isIterative ? SequenceColumn : CaseColumn, .. isIterative ? [IterationColumn] : Array.Empty<string>(), .. shown.SelectMany(static group => Enumerable.Range(0, group.Size).Select(unit => $"{group.Origin}.{group.UnitLabel(unit)}"))];

    /// <param name="model">The model.</param>
    /// <param name="output">Where to write.</param>
    public void Write(Model model, TextWriter output)
    {
        if (model.IsDouble) Write(model.Network<double>(), output);
        else Write(model.Network<float>(), output);
    }

    private void Write<T>(Network<T> network, TextWriter output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var places = new CasePlaces(network.Topology, cases);
        var activity = network.Run(cases);
        var names = new RowNames(cases);
        var writer = new TableWriter(output, new TableFormat { Delimiter = ',', Quote = '"' });
        foreach (var column in Columns)
            writer.Cell(column);
        writer.EndRow();
        for (var item = 0; item < places.Count; item++)
        {
            for (var iteration = 1; iteration <= places.Length(item); iteration++)
            {
                var (row, within) = places.Row(item, iteration);
                writer.Cell(names.Of(item));
                if (isIterative) writer.Cell(iteration.ToString(CultureInfo.InvariantCulture));
                foreach (var group in shown)
                    WriteStates(writer, activity, isIterative ? IterativeTopology.Copy(group.Origin, within) : group.Name, group.Size, row);
                writer.EndRow();
            }
        }
        writer.Flush();
    }

    private static void WriteStates<T>(TableWriter writer, Activity<T> activity, string name, int size, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // An input that only delayed projections read has no copy at the last iteration.
        var states = activity.Topology.TryGetGroup(name, out var group) ? activity[group, row] : default;
        for (var unit = 0; unit < size; unit++)
            writer.Cell(states.IsEmpty ? "" : states[unit].ToString(null, CultureInfo.InvariantCulture));
    }
}
