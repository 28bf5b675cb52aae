using System.Globalization;
using System.Numerics;

namespace Backprop.Cli;

/// <summary>The states of groups: a row per case, or per iteration of a sequence; a column per unit.</summary>
internal static class StateRows
{
    /// <param name="groups">The groups, of an iterative net one copy of each.</param>
    /// <param name="cases">The cases.</param>
    public static RecordTable<T> Table<T>(IReadOnlyList<Group> groups, Cases cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var isIterative = groups[0].Iteration is not null;
        string[] head = [.. RecordCsv.PlaceColumns(isIterative), .. groups.SelectMany(static group => Enumerable.Range(0, group.Size).Select(unit => RecordCsv.UnitColumn(group, unit)))];
        return new(head, Rows);

        IEnumerable<IReadOnlyList<string>> Rows(Network<T> network)
        {
            var names = new RowNames(cases);
            var activity = network.Run(cases);
            var places = new CasePlaces(network.Topology, cases);
            for (var item = 0; item < places.Count; item++)
            {
                for (var iteration = 1; iteration <= places.Length(item); iteration++)
                {
                    List<string> row = [names.Of(item)];
                    if (isIterative) row.Add(iteration.ToString(CultureInfo.InvariantCulture));
                    foreach (var group in groups)
                    {
                        // An input that only delayed projections read has no copy at the last iteration.
                        var states = States(activity, places, group, item, iteration);
                        for (var unit = 0; unit < group.Size; unit++)
                            row.Add(states.IsEmpty ? "" : states[unit].ToString(null, CultureInfo.InvariantCulture));
                    }
                    yield return row;
                }
            }
        }
    }

    /// <summary>The states of a group in a case, or in a sequence at an iteration; empty where the net has no copy of the group there.</summary>
    public static ReadOnlySpan<T> States<T>(Activity<T> activity, CasePlaces places, Group group, int item, int iteration)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (row, within) = places.Row(item, iteration);
        var name = group.Iteration is null ? group.Name : IterativeTopology.Copy(group.Origin, within);
        return activity.Topology.TryGetGroup(name, out var copy) ? activity[copy, row] : default;
    }
}
