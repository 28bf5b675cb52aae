using System.Globalization;
using System.Numerics;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary>Writes the states of a net's output units for cases as CSV: a row per case, or per iteration of a sequence; a column per unit.</summary>
internal static class CaseAnswers
{
    private const string CaseColumn = "name", SequenceColumn = "sequence", IterationColumn = "iteration";

    /// <param name="model">The model.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="withInputs">Whether the given states of the input groups are written too.</param>
    /// <param name="output">Where to write.</param>
    public static void Write(Model model, Cases cases, bool withInputs, TextWriter output)
    {
        if (model.IsDouble) Write(model.Network<double>(), cases, withInputs, output);
        else Write(model.Network<float>(), cases, withInputs, output);
    }

    private static void Write<T>(Network<T> network, Cases cases, bool withInputs, TextWriter output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var topology = network.Topology;
        var places = new CasePlaces(topology, cases);
        var isIterative = topology.Unrolling is not null;
        var activity = network.Run(cases);
        // Of an iterative net the groups as they are declared, each in the order of its first copy.
        var shown = (withInputs ? topology.Inputs.Where(static group => group.Iteration is null or >= 1) : []).Concat(topology.Outputs).DistinctBy(static group => group.Origin, StringComparer.Ordinal).ToList();
        var writer = new TableWriter(output, new TableFormat { Delimiter = ',', Quote = '"' });
        writer.Cell(isIterative ? SequenceColumn : CaseColumn);
        if (isIterative) writer.Cell(IterationColumn);
        foreach (var group in shown)
        {
            for (var unit = 0; unit < group.Size; unit++)
                writer.Cell($"{group.Origin}.{group.UnitLabel(unit)}");
        }
        writer.EndRow();
        for (var item = 0; item < places.Count; item++)
        {
            for (var iteration = 1; iteration <= places.Length(item); iteration++)
            {
                var (row, within) = places.Row(item, iteration);
                writer.Cell(cases.NameOf(row) ?? (item + 1).ToString(CultureInfo.InvariantCulture));
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
