namespace Backprop.Data;

/// <summary>Makes the layered net that fits an encoding, and the error measure that fits its targets.</summary>
public static class TableNet
{
    /// <summary>
    /// Every input group projects to the first hidden layer, every layer to the next, the last to one output group a target: softmax
    /// units for classes, identity units for numbers. Without hidden layers the inputs project to the outputs.
    /// </summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="hidden">Units of each hidden layer, input side first.</param>
    /// <param name="hiddenFunction">The unit function of the hidden layers.</param>
    /// <param name="skip">Whether the inputs also project to the outputs directly.</param>
    /// <returns>The topology.</returns>
    /// <exception cref="TopologyException">A layer has no units.</exception>
    public static Topology Layered(TableEncoding encoding, IReadOnlyList<int> hidden, UnitFunction hiddenFunction, bool skip = false)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(hidden);
        var taken = encoding.InputGroups.Concat(encoding.TargetGroups).Select(g => g.Name).ToHashSet(StringComparer.Ordinal);
        return Topology.Build(net =>
        {
            var inputs = encoding.InputGroups.Select(g => net.Input(g.Name, g.Size)).ToArray();
            var below = inputs;
            for (var layer = 0; layer < hidden.Count; layer++)
            {
                var name = hidden.Count == 1 ? "hidden" : $"hidden {layer + 1}";
                while (!taken.Add(name))
                    name = "layer " + name;
                below = [net.Group(name, hidden[layer], hiddenFunction).From(below)];
            }
            foreach (var group in encoding.TargetGroups)
            {
                var output = net.Output(group.Name, group.Size, group.IsCategory ? UnitFunction.Softmax : UnitFunction.Identity).From(below);
                if (skip && hidden.Count > 0)
                    output.From(inputs);
            }
        });
    }

    /// <summary>Cross-entropy for classes with softmax or logistic units, the sum of squares for all else.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="net">The net, whose output groups are those of the encoding; null for one by <see cref="Layered"/>.</param>
    /// <returns>The measure.</returns>
    public static ErrorMeasure ErrorFor(TableEncoding encoding, Topology? net = null)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        var classes = encoding.TargetGroups.Where(g => g.IsCategory && (net is null || net[g.Name].UnitFunction is var f && (f == UnitFunction.Softmax || f == UnitFunction.Logistic))).ToArray();
        return classes.Length == 0 ? new SumOfSquares()
            : classes.Length == encoding.TargetGroups.Count ? new CrossEntropy()
            : ErrorMeasure.ByGroup(new SumOfSquares(), classes.ToDictionary(g => g.Name, ErrorMeasure (_) => new CrossEntropy(), StringComparer.Ordinal));
    }

    /// <summary>Refuses a net whose input or output groups are not those of the encoding.</summary>
    /// <param name="net">The net.</param>
    /// <param name="encoding">The encoding.</param>
    /// <exception cref="DataException">A group is missing, too many, or of another size.</exception>
    public static void Check(Topology net, TableEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(encoding);
        Check("input", net.Inputs, encoding.InputGroups);
        Check("output", net.Outputs, encoding.TargetGroups);
    }

    private static void Check(string role, IReadOnlyList<Group> groups, IReadOnlyList<EncodedGroup> encoded)
    {
        var needed = string.Join(", ", encoded.Select(g => $"'{g.Name}' of {g.Size}"));
        foreach (var group in encoded)
            if (!groups.Any(g => string.Equals(g.Name, group.Name, StringComparison.Ordinal) && g.Size == group.Size))
                throw new DataException($"the net has no {role} group '{group.Name}' of {group.Size} units; the table needs {needed}");
        if (groups.Count != encoded.Count)
            throw new DataException($"the net has {groups.Count} {role} groups, but the table needs {needed}");
    }
}
