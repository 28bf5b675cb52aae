using System.Numerics;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>How far an exported file and its net are apart.</summary>
/// <param name="Rows">Random rows on which both were run.</param>
/// <param name="LargestDifference">The largest difference between two states of an output unit; NaN if one of them was no number.</param>
/// <param name="Group">The output group where it is.</param>
public sealed record OnnxVerification(int Rows, double LargestDifference, string Group);

/// <summary>Random rows for a net and for the file that it was exported to, and the comparison of what they answer.</summary>
internal sealed class Verifier<T>(Network<T> network, string path, OnnxOptions options, int rows, ulong seed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RandomSource random = new(seed);
    private readonly List<(GraphTensor Value, DataType Type)> given = [];
    private readonly List<Func<int, IEnumerable<double>>> states = [];

    public OnnxVerification Run(IOnnxRuntime? runtime)
    {
        var model = GraphReader.Read(path);
        foreach (var group in network.Topology.Inputs) Draw(group);
        if (model.Graph.Input.Count != given.Count) throw new ModelFileException(path, $"it has {model.Graph.Input.Count} inputs, but the export has {given.Count}");
        // Our own files have inputs and outputs in the net's order; in others they are found by name.
        string[] inputNames = [.. model.Graph.Input.Select(input => input.Name)], outputNames = [.. model.Graph.Output.Select(output => output.Name)];
        if (model.ProducerName != "Backprop")
        {
            inputNames = InOrder(inputNames, network.Topology.Inputs);
            outputNames = InOrder(outputNames, network.Topology.Outputs);
        }
        var inputs = inputNames.Zip(given).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        Dictionary<string, GraphTensor> answers;
        try
        {
            answers = runtime is null
                ? new GraphEvaluator(model).Run(inputs.ToDictionary(input => input.Key, input => input.Value.Value, StringComparer.Ordinal))
                : runtime.Run(path, inputs.ToDictionary(input => input.Key, input => input.Value.Value.ToPublic(input.Value.Type), StringComparer.Ordinal))
                    .ToDictionary(answer => answer.Key, answer => GraphTensor.Of(answer.Value), StringComparer.Ordinal);
        }
        catch (FormatException e)
        {
            throw new ModelFileException(path, e.Message, e);
        }
        return Compare([.. outputNames.Select(name => answers[name])]);
    }

    private string[] InOrder(string[] names, IReadOnlyList<Group> groups) => groups.Count == names.Length && groups.All(group => names.Contains(group.Name, StringComparer.Ordinal))
        ? [.. groups.Select(group => group.Name)]
        : throw new ModelFileException(path, $"its {string.Join(", ", names)} are not the net's {string.Join(", ", groups)}");

    private void Draw(Group group)
    {
        if (options.FixedInputs.Contains(group.Name, StringComparer.Ordinal))
        {
            states.Add(_ => Enumerable.Repeat(group.InitialState!.Value, group.Size));
        }
        else if (options.Inputs.FirstOrDefault(columns => columns.Name == group.Name) is { } columns)
        {
            foreach (var column in columns.Columns) Draw(column);
        }
        else
        {
            double[] values = [.. Enumerable.Range(0, rows * group.Size).Select(_ => Rounded(random.NextSigned()))];
            given.Add((new GraphTensor([rows, group.Size], values), Precision));
            states.Add(row => values.Skip(row * group.Size).Take(group.Size));
        }
    }

    // Every tenth value is missing, every tenth text is one that the column does not know.
    private void Draw(OnnxColumn column)
    {
        var missing = Enumerable.Range(0, rows).Select(_ => random.NextInt(10) == 0).ToArray();
        double[] Unit(int row) => column.MissingUnit ? [missing[row] ? 1 : 0] : [];
        switch (column)
        {
            case OnnxNumber number:
                double[] values = [.. missing.Select(none => none ? double.NaN : Rounded(number.Mean + (2 * number.Deviation * random.NextSigned())))];
                given.Add((new GraphTensor([rows, 1], values), Precision));
                states.Add(row => [double.IsNaN(values[row]) ? 0 : (values[row] - number.Mean) / number.Deviation, .. Unit(row)]);
                break;
            case OnnxBoolean boolean:
                string[] words = [.. missing.Select(none => none ? "" : random.NextInt(2) == 0 ? boolean.No : boolean.Yes)];
                given.Add((new GraphTensor([rows, 1], null, words), DataType.String));
                states.Add(row => [words[row].Length == 0 ? 0 : words[row] == boolean.No ? -1 : 1, .. Unit(row)]);
                break;
            case OnnxCategory category:
                int[] chosen = [.. missing.Select(none => none ? -1 : random.NextInt(category.Categories.Count))];
                given.Add((new GraphTensor([rows, 1], null, [.. chosen.Select(index => index < 0 ? "" : category.Categories[index])]), DataType.String));
                states.Add(row => [.. category.Categories.Select((_, index) => index == chosen[row] ? 1.0 : 0), .. Unit(row)]);
                break;
        }
    }

    private OnnxVerification Compare(GraphTensor[] answers)
    {
        double largest = 0;
        var (where, at) = (network.Topology.Outputs[0].Name, 0);
        foreach (var group in network.Topology.Outputs)
        {
            var answered = answers[at++];
            var column = options.Outputs.FirstOrDefault(columns => columns.Name == group.Name)?.Columns[0];
            var read = column is null ? null : answers[at++];
            for (var row = 0; row < rows; row++)
            {
                var own = Own(group, row);
                for (var unit = 0; unit < own.Length; unit++)
                {
                    var difference = Math.Abs(own[unit] - answered.Numbers![(row * own.Length) + unit]);
                    if (difference <= largest) continue;
                    (largest, where) = (difference, group.Name);
                    if (double.IsNaN(difference)) return new OnnxVerification(rows, double.NaN, where);
                }
                if (column is not null) CheckColumn(column, own, read!, row);
            }
        }
        return new OnnxVerification(rows, largest, where);
    }

    private double[] Own(Group group, int row)
    {
        T[] inputs = [.. states.SelectMany(part => part(row)).Select(T.CreateTruncating)];
        var before = network.Topology.Outputs.TakeWhile(other => other != group).Sum(other => other.Size);
        return [.. network.Run(inputs).Skip(before).Take(group.Size).Select(double.CreateTruncating)];
    }

    // Labels may differ where two classes are as good as equal; numbers by what their states differ.
    private void CheckColumn(OnnxColumn column, double[] own, GraphTensor read, int row)
    {
        if (column is OnnxNumber number && !(Math.Abs(read.Numbers![row] - ((own[0] * number.Deviation) + number.Mean)) <= 1e-4 * (Math.Abs(number.Mean) + number.Deviation) * (1 + Math.Abs(own[0]))))
            throw new ModelFileException(path, $"its output '{column.Name}' is {read.Numbers![row]} in row {row}, but the net's is {(own[0] * number.Deviation) + number.Mean}");
        if (column is not OnnxCategory category) return;
        var best = Array.IndexOf(own, own.Max());
        var second = own.Where((_, unit) => unit != best).DefaultIfEmpty(double.NegativeInfinity).Max();
        if (own[best] - second > 1e-4 && read.Texts![row] != category.Categories[best])
            throw new ModelFileException(path, $"its output '{column.Name}' is '{read.Texts[row]}' in row {row}, but the net's is '{category.Categories[best]}'");
    }

    private DataType Precision => options.DoublePrecision ? DataType.Double : DataType.Float;

    // What the net and the file are given must be the same number in both.
    private static double Rounded(double value) => (float)value;
}
