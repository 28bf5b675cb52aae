using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>Nodes that turn raw columns into states and states into raw columns.</summary>
internal static class ColumnNodes
{
    /// <summary>Adds an input for each column, under its name; gives the value that holds the group's states, [batch, size].</summary>
    public static string Encode(GraphBuilder graph, OnnxGroup group, IReadOnlyDictionary<OnnxColumn, string> names)
    {
        string[] parts = [.. group.Columns.SelectMany(column => column switch
        {
            OnnxNumber number => Encode(graph, number, names[number]),
            OnnxBoolean boolean => Encode(graph, boolean, names[boolean]),
            OnnxCategory category => Encode(graph, category, names[category]),
            _ => throw new ArgumentException($"column '{column.Name}' is of the unknown kind {column.GetType().Name}", nameof(group)),
        })];
        if (parts.Length > 1) return graph.Node("Concat", $"{group.Name} states", parts, ("axis", 1));
        // The documentation of the value that holds a group's states names the group, for whoever reads the file back.
        graph.Document(parts[0], $"{group.Name} states");
        return parts[0];
    }

    /// <summary>Adds an output for the column, under its name, from the states of its group.</summary>
    public static void Decode(GraphBuilder graph, OnnxGroup group, IReadOnlyDictionary<OnnxColumn, string> names, string states)
    {
        if (group.Columns is not [var column] || column.MissingUnit)
            throw new ArgumentException($"the output group '{group.Name}' can be read back as one column only, without a unit for missing values", nameof(group));
        switch (column)
        {
            case OnnxNumber number:
                var state = graph.Node("Cast", $"{number.Name} state", [states], ("to", (int)DataType.Double));
                var scaled = graph.Node("Mul", $"{number.Name} scaled", [state, Double(graph, number.Deviation, $"{number.Name} deviation")]);
                graph.Output(graph.Node("Add", names[number], number.Name, [scaled, Double(graph, number.Mean, $"{number.Name} mean")]), number.Name, 1, DataType.Double);
                break;
            case OnnxCategory category:
                var best = graph.Node("ArgMax", $"{category.Name} index", [states], ("axis", 1), ("keepdims", 1));
                var label = graph.Node("LabelEncoder", names[category], category.Name, [KnownOnly(graph, category, states, best)], ("keys_int64s", Enumerable.Range(0, category.Categories.Count).Select(index => (long)index).ToArray()), ("values_strings", category.Categories.ToArray()), ("default_string", ""));
                graph.Output(label, category.Name, 1, DataType.String);
                break;
            default:
                throw new ArgumentException($"column '{column.Name}' is of kind {column.GetType().Name}, which is for inputs only", nameof(group));
        }
    }

    // States that are not finite are of no class: s - s is 0 for a finite sum s, and NaN for any other.
    private static string KnownOnly(GraphBuilder graph, OnnxCategory category, string states, string index)
    {
        var ones = graph.Constant($"{category.Name} ones", [.. Enumerable.Repeat(1.0, category.Size)], [category.Size, 1]);
        var sum = graph.Node("MatMul", $"{category.Name} sum", [states, ones]);
        var unknown = graph.Node("IsNaN", $"{category.Name} unknown", [graph.Node("Sub", $"{category.Name} zero", [sum, sum])]);
        return graph.Node("Where", $"{category.Name} class", [unknown, graph.Constant($"{category.Name} none", [-1], [1], DataType.Int64), index]);
    }

    // Raw numbers may lie far from 0, where a float cannot tell them apart: they are doubles until they are standardized.
    private static IEnumerable<string> Encode(GraphBuilder graph, OnnxNumber column, string raw)
    {
        graph.Input(raw, column.Name, 1, DataType.Double);
        var missing = graph.Node("IsNaN", $"{column.Name} missing", [raw]);
        foreach (var number in column.MissingNumbers)
        {
            graph.Require(11, $"{column.Name} is", "Equal of doubles");
            var equal = graph.Node("Equal", $"{column.Name} is", [raw, Double(graph, number, $"{column.Name} no value")]);
            missing = graph.Node("Or", $"{column.Name} missing", [missing, equal]);
        }
        var mean = Double(graph, column.Mean, $"{column.Name} mean");
        var known = graph.Node("Where", $"{column.Name} known", [missing, mean, column.IsConstant ? mean : raw]);
        var centered = graph.Node("Sub", $"{column.Name} centered", [known, mean]);
        var standardized = graph.Node("Div", $"{column.Name} standardized", [centered, Double(graph, column.Deviation, $"{column.Name} deviation")]);
        yield return Cast(graph, standardized, $"{column.Name} state");
        if (column.MissingUnit) yield return Cast(graph, missing, $"{column.Name} missing unit");
    }

    private static IEnumerable<string> Encode(GraphBuilder graph, OnnxBoolean column, string raw)
    {
        graph.Input(raw, column.Name, 1, DataType.String);
        var keys = TextKeys.Of(column);
        yield return Look($"{column.Name} unit", [.. keys.Where(key => key.Value != TextKeys.Missing).Select(key => (key.Key, column.IsConstant ? 0f : key.Value == 1 ? 1f : -1f))]);
        if (column.MissingUnit) yield return Look($"{column.Name} missing unit", [.. column.MissingTexts.Distinct(StringComparer.Ordinal).Select(text => (text, 1f))]);

        // LabelEncoder gives floats; a graph in double needs them widened.
        string Look(string wanted, (string Text, float Value)[] table)
        {
            string[] texts = [.. table.Select(entry => entry.Text)];
            float[] values = [.. table.Select(entry => entry.Value)];
            return Cast(graph, graph.Node("LabelEncoder", $"{wanted} found", [raw], ("keys_strings", texts), ("values_floats", values), ("default_float", 0f)), $"{wanted} states");
        }
    }

    private static IEnumerable<string> Encode(GraphBuilder graph, OnnxCategory column, string raw)
    {
        graph.Input(raw, column.Name, 1, DataType.String);
        // A missing value has the unit after those of the categories, or none.
        var keys = TextKeys.Of(column).Where(key => column.MissingUnit || key.Value != TextKeys.Missing).ToList();
        long[] values = [.. keys.Select(key => key.Value == TextKeys.Missing ? column.Categories.Count : column.IsConstant ? -1L : key.Value)];
        var index = graph.Node("LabelEncoder", $"{column.Name} index", [raw], ("keys_strings", keys.Select(key => key.Key).ToArray()), ("values_int64s", values), ("default_int64", -1));
        var units = graph.Constant($"{column.Name} units", [.. Enumerable.Range(0, column.Size).Select(unit => (double)unit)], [1, column.Size], DataType.Int64);
        yield return Cast(graph, graph.Node("Equal", $"{column.Name} is", [index, units]), $"{column.Name} states");
    }

    private static string Cast(GraphBuilder graph, string value, string name) => graph.Node("Cast", name, [value], ("to", (int)graph.Type));

    private static string Double(GraphBuilder graph, double value, string name) => graph.Constant(name, [value], [1], DataType.Double);
}
