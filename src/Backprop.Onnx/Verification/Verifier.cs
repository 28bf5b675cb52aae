using System.Numerics;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>How far an exported file and its net are apart.</summary>
/// <param name="Rows">Random rows on which both were run.</param>
/// <param name="LargestDifference">The largest difference between two states of an output unit, or between two numbers of a target in units of its deviation; NaN if one of them is not a number.</param>
/// <param name="Group">The output group where it is.</param>
public sealed record OnnxVerification(int Rows, double LargestDifference, string Group)
{
    /// <summary>Below this, a state of a logistic or softmax unit is a small probability, whose difference says little unless it is compared with the probability itself.</summary>
    public const double SmallProbability = 1e-3;

    /// <summary>How many states of output units that are probabilities (logistic, softmax, or means of such) were below <see cref="SmallProbability"/>.</summary>
    public long SmallProbabilities { get; init; }

    /// <summary>Their largest difference, divided by the net's state: 1 where the file answers 0; 0 where there are none.</summary>
    public double LargestRelativeDifference { get; init; }

    /// <summary>The net's state where that is.</summary>
    public double Expected { get; init; }

    /// <summary>The file's state there.</summary>
    public double Found { get; init; }
}

/// <summary>Runs a net and the file that it was exported to on the same random rows, and compares what they answer.</summary>
internal sealed class Verifier<T>(Network<T> network, string path, OnnxOptions options, int rows, ulong seed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Topology topology = network.Topology;
    // Below the smallest normal number of single precision, states are 0 in one and not in the other.
    private const double SmallestProbability = 1e-37;
    private double largest;
    private long small;
    private (double Relative, double Expected, double Found) smallest;
    private string where = network.Topology.Outputs[0].Name;

    public OnnxVerification Run(IOnnxRuntime? runtime)
    {
        var model = GraphReader.Read(path);
        var drawn = new RandomRows(rows, options.DoublePrecision, seed);
        foreach (var group in topology.Inputs)
        {
            if (options.FixedInputs.Contains(group.Name, StringComparer.Ordinal)) drawn.Fixed(group);
            else if (options.Inputs.FirstOrDefault(columns => columns.Name == group.Name) is { } columns) drawn.Columns(columns);
            else drawn.States(group);
        }
        // Old files list constants as inputs too.
        var constants = model.Graph.Initializer.Select(constant => constant.Name).ToHashSet(StringComparer.Ordinal);
        string[] inputNames = [.. model.Graph.Input.Select(input => input.Name).Where(name => !constants.Contains(name))], outputNames = [.. model.Graph.Output.Select(output => output.Name)];
        if (inputNames.Length != drawn.Given.Count) throw new ModelFileException(path, $"it has {inputNames.Length} inputs, but the net has {drawn.Given.Count}");
        var expected = topology.Outputs.Count + options.Outputs.Count(columns => topology.TryGetGroup(columns.Name, out _));
        if (outputNames.Length != expected) throw new ModelFileException(path, $"it has {outputNames.Length} outputs, but the net has {expected}");
        // Our own files and nets that were imported have inputs and outputs in the order of the file; others are found by name where all have one.
        if (model.ProducerName != "Backprop")
        {
            inputNames = InOrder(inputNames, topology.Inputs);
            outputNames = InOrder(outputNames, topology.Outputs);
        }
        var inputs = inputNames.Zip(drawn.Given).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        var answers = Answers(model, inputs, runtime);
        Compare(drawn, [.. outputNames.Select(name => answers.TryGetValue(name, out var answer) ? answer : throw new ModelFileException(path, $"it gives no output '{name}'"))]);
        return new OnnxVerification(rows, largest, where) { SmallProbabilities = small, LargestRelativeDifference = smallest.Relative, Expected = smallest.Expected, Found = smallest.Found };
    }

    private Dictionary<string, GraphTensor> Answers(Schema.ModelProto model, Dictionary<string, (GraphTensor Value, DataType Type)> inputs, IOnnxRuntime? runtime)
    {
        try
        {
            return runtime is null
                ? new GraphEvaluator(model).Run(inputs.ToDictionary(input => input.Key, input => input.Value.Value, StringComparer.Ordinal))
                : runtime.Run(path, inputs.ToDictionary(input => input.Key, input => input.Value.Value.ToPublic(input.Value.Type), StringComparer.Ordinal))
                    .ToDictionary(answer => answer.Key, answer => GraphTensor.Of(answer.Value), StringComparer.Ordinal);
        }
        catch (FormatException e)
        {
            throw new ModelFileException(path, e.Message, e);
        }
    }

    private static string[] InOrder(string[] names, IReadOnlyList<Group> groups) => groups.All(group => names.Contains(group.Name, StringComparer.Ordinal))
        ? [.. groups.Select(group => group.Name)]
        : names;

    private void Compare(RandomRows drawn, GraphTensor[] answers)
    {
        for (var row = 0; row < rows; row++)
        {
            var own = Array.ConvertAll(network.Run(Array.ConvertAll(drawn.StatesOf(row), T.CreateTruncating)), double.CreateTruncating);
            var (first, at) = (0, 0);
            foreach (var group in topology.Outputs)
            {
                var states = own.AsSpan(first, group.Size);
                first += group.Size;
                var answered = Numbers(answers[at++], group.Name, group.Size);
                var areProbabilities = GivesProbabilities(group);
                for (var unit = 0; unit < states.Length; unit++)
                {
                    var found = answered[(row * group.Size) + unit];
                    Note(Math.Abs(states[unit] - found), group);
                    if (areProbabilities && states[unit] is < OnnxVerification.SmallProbability and > SmallestProbability) NoteSmall(states[unit], found);
                }
                if (options.Outputs.FirstOrDefault(columns => columns.Name == group.Name)?.Columns[0] is { } column) CompareColumn(column, group, states, answers[at++], row);
            }
        }
    }

    // Numbers are compared at the scale of their deviation: a difference that is small beside the number itself may be all that it says.
    private void CompareColumn(OnnxColumn column, Group group, ReadOnlySpan<double> own, GraphTensor read, int row)
    {
        switch (column)
        {
            case OnnxNumber number:
                Note(Math.Abs(Numbers(read, column.Name, 1)[row] - ((own[0] * number.Deviation) + number.Mean)) / number.Deviation, group);
                break;
            case OnnxCategory category:
                if (read.Texts is not { } texts || texts.Length != rows) throw new ModelFileException(path, $"its output '{column.Name}' is not of shape [{rows}, 1]");
                // Labels may differ where two classes are as good as equal.
                var order = own.ToArray().Index().OrderByDescending(state => state.Item).ToArray();
                if ((order.Length < 2 || order[0].Item - order[1].Item > 1e-5) && texts[row] != category.Categories[order[0].Index])
                    throw new ModelFileException(path, $"its output '{column.Name}' is '{texts[row]}' in row {row}, but the net's is '{category.Categories[order[0].Index]}'");
                break;
        }
    }

    private void Note(double difference, Group group)
    {
        if (double.IsNaN(largest) || difference <= largest) return;
        (largest, where) = (difference, group.Name);
    }

    // Of logistic or softmax units, or the mean of such, as averaged nets answer.
    private static bool GivesProbabilities(Group group) => group.UnitFunction == UnitFunction.Logistic || group.UnitFunction == UnitFunction.Softmax
        || (group.UnitFunction == UnitFunction.Identity && group.Incoming.Count > 0 && group.Incoming.All(projection => !projection.From.IsInput && projection.From.UnitFunction is var function && (function == UnitFunction.Logistic || function == UnitFunction.Softmax)));

    private void NoteSmall(double expected, double found)
    {
        small++;
        var relative = Math.Abs(expected - found) / expected;
        if (relative > smallest.Relative) smallest = (relative, expected, found);
    }

    private double[] Numbers(GraphTensor answer, string name, int size) => answer.Numbers is { } numbers && numbers.Length == rows * size
        ? numbers
        : throw new ModelFileException(path, $"its output '{name}' is of shape {answer.Shape}, but the net's is [{rows}, {size}]");
}
