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
        return parts.Length == 1 ? parts[0] : graph.Node("Concat", $"{group.Name} states", parts, ("axis", 1));
    }

    /// <summary>Adds an output for the column, under its name, from the states of its group.</summary>
    public static void Decode(GraphBuilder graph, OnnxGroup group, IReadOnlyDictionary<OnnxColumn, string> names, string states)
    {
        if (group.Columns is not [var column] || column.MissingUnit)
            throw new ArgumentException($"the output group '{group.Name}' can be read back as one column only, without a unit for missing values", nameof(group));
        switch (column)
        {
            case OnnxNumber number:
                var scaled = graph.Node("Mul", $"{number.Name} scaled", [states, Scalar(graph, number.Deviation, $"{number.Name} deviation")]);
                graph.Output(graph.Node("Add", names[number], number.Name, [scaled, Scalar(graph, number.Mean, $"{number.Name} mean")]), number.Name, 1);
                break;
            case OnnxCategory category:
                var best = graph.Node("ArgMax", $"{category.Name} index", [states], ("axis", 1), ("keepdims", 1));
                var label = graph.Node("LabelEncoder", names[category], category.Name, [best], ("keys_int64s", Indices(category)), ("values_strings", category.Categories.ToArray()));
                graph.Output(label, category.Name, 1, DataType.String);
                break;
            default:
                throw new ArgumentException($"column '{column.Name}' is of kind {column.GetType().Name}, which is for inputs only", nameof(group));
        }
    }

    private static IEnumerable<string> Encode(GraphBuilder graph, OnnxNumber column, string raw)
    {
        graph.Input(raw, column.Name, 1);
        var missing = graph.Node("IsNaN", $"{column.Name} missing", [raw]);
        var mean = Scalar(graph, column.Mean, $"{column.Name} mean");
        var known = graph.Node("Where", $"{column.Name} known", [missing, mean, column.Silent ? mean : raw]);
        var centred = graph.Node("Sub", $"{column.Name} centred", [known, mean]);
        yield return graph.Node("Div", $"{column.Name} standardised", [centred, Scalar(graph, column.Deviation, $"{column.Name} deviation")]);
        if (column.MissingUnit) yield return graph.Node("Cast", $"{column.Name} missing unit", [missing], ("to", (int)graph.Type));
    }

    private static IEnumerable<string> Encode(GraphBuilder graph, OnnxBoolean column, string raw)
    {
        graph.Input(raw, column.Name, 1, DataType.String);
        yield return Look($"{column.Name} unit", [column.No, column.Yes], column.Silent ? [0, 0] : [-1, 1]);
        if (column.MissingUnit) yield return Look($"{column.Name} missing unit", [""], [1]);

        // LabelEncoder gives floats; a graph in double needs them widened.
        string Look(string wanted, string[] keys, float[] values)
        {
            var found = graph.Node("LabelEncoder", $"{wanted} found", [raw], ("keys_strings", keys), ("values_floats", values), ("default_float", 0f));
            return graph.Node("Cast", $"{wanted} states", [found], ("to", (int)graph.Type));
        }
    }

    private static IEnumerable<string> Encode(GraphBuilder graph, OnnxCategory column, string raw)
    {
        graph.Input(raw, column.Name, 1, DataType.String);
        string[] keys = [.. column.Categories];
        var indices = Indices(column);
        if (column.MissingUnit)
        {
            keys = [.. keys, ""];
            indices = [.. indices, indices.Length];
        }
        long[] found = column.Silent ? Array.ConvertAll(indices, index => index < column.Categories.Count ? -1 : index) : indices;
        var index = graph.Node("LabelEncoder", $"{column.Name} index", [raw], ("keys_strings", keys), ("values_int64s", found), ("default_int64", -1));
        var units = graph.Constant($"{column.Name} units", Array.ConvertAll(indices, value => (double)value), [1, indices.Length], DataType.Int64);
        var equal = graph.Node("Equal", $"{column.Name} is", [index, units]);
        yield return graph.Node("Cast", $"{column.Name} states", [equal], ("to", (int)graph.Type));
    }

    private static long[] Indices(OnnxCategory column) => [.. Enumerable.Range(0, column.Categories.Count).Select(index => (long)index)];

    private static string Scalar(GraphBuilder graph, double value, string name) => graph.Constant(name, [value], [1]);
}
