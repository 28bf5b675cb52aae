using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>
/// Random rows: what a file is given, and the states that a net is given for the same. Raw numbers are drawn a few deviations around the mean,
/// as the training rows are, every tenth is missing; texts are any that the column knows, and every tenth one that it does not.
/// </summary>
/// <remarks>
/// The states are encoded here again, in a few lines: Backprop.Onnx does not depend on Backprop.Data, so that a program can export nets
/// without tables, and what judges the nodes of a graph must not be computed by them.
/// </remarks>
/// <param name="rows">How many.</param>
/// <param name="isDouble">Whether the graph's states are doubles.</param>
/// <param name="seed">Fixes them.</param>
internal sealed class RandomRows(int rows, bool isDouble, ulong seed)
{
    private readonly RandomSource random = new(seed);
    private readonly List<Func<int, double[]>> states = [];

    /// <summary>The inputs of the graph, in order.</summary>
    public List<(GraphTensor Value, DataType Type)> Given { get; } = [];

    /// <summary>The states of all input units in a row.</summary>
    public double[] StatesOf(int row) => [.. states.SelectMany(part => part(row))];

    public void Fixed(Group group) => states.Add(_ => [.. Enumerable.Repeat(group.InitialState!.Value, group.Size)]);

    public void States(Group group)
    {
        // What the net and the file are given must be the same number in both.
        double[] values = [.. Enumerable.Range(0, rows * group.Size).Select(_ => (double)(float)random.NextSigned())];
        Given.Add((new GraphTensor([rows, group.Size], values), isDouble ? DataType.Double : DataType.Float));
        states.Add(row => values.AsSpan(row * group.Size, group.Size).ToArray());
    }

    public void Columns(OnnxGroup group)
    {
        foreach (var column in group.Columns)
        {
            if (column is OnnxNumber number) Numbers(number);
            else Texts((OnnxText)column);
        }
    }

    private void Numbers(OnnxNumber column)
    {
        double[] missing = [double.NaN, .. column.MissingNumbers];
        double[] values = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(10) == 0
            ? missing[random.NextInt(missing.Length)]
            : column.Mean + (column.Deviation * 2 * (random.NextSigned() + random.NextSigned())))];
        Given.Add((new GraphTensor([rows, 1], values), DataType.Double));
        states.Add(row => Array.Exists(missing, none => none.Equals(values[row])) ? Missing(column) : Units(column, 0, (values[row] - column.Mean) / column.Deviation));
    }

    private void Texts(OnnxText column)
    {
        var keys = TextKeys.Of(column);
        string[] known = [.. keys.Where(key => key.Value != TextKeys.Missing).Select(key => key.Key)], missing = [.. keys.Where(key => key.Value == TextKeys.Missing).Select(key => key.Key)];
        var unknown = TextKeys.Unknown(keys);
        string[] values = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(10) switch
        {
            0 => unknown,
            1 when missing.Length > 0 => missing[random.NextInt(missing.Length)],
            _ => known[random.NextInt(known.Length)],
        })];
        Given.Add((new GraphTensor([rows, 1], null, values), DataType.String));
        states.Add(row => !keys.TryGetValue(values[row], out var meant) ? new double[column.Size]
            : meant == TextKeys.Missing ? Missing(column)
            : column is OnnxBoolean ? Units(column, 0, meant == 1 ? 1 : -1)
            : Units(column, meant, 1));
    }

    private static double[] Units(OnnxColumn column, int unit, double state)
    {
        var units = new double[column.Size];
        if (!column.IsConstant) units[unit] = state;
        return units;
    }

    private static double[] Missing(OnnxColumn column)
    {
        var units = new double[column.Size];
        if (column.MissingUnit) units[^1] = 1;
        return units;
    }
}
