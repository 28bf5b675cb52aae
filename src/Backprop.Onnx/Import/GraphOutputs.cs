using Backprop.Onnx.Schema;
using static Backprop.Onnx.Schema.TensorProto.Types;

namespace Backprop.Onnx;

/// <summary>The outputs of a graph as groups of a net.</summary>
/// <param name="model">The file.</param>
/// <param name="found">The net, to which output groups are added.</param>
/// <param name="nodes">What the nodes made.</param>
/// <param name="value">A value by its name.</param>
/// <param name="valueOrNone">The same; null where there is none.</param>
internal sealed class GraphOutputs(ModelProto model, FoundNet found, NodeMeanings nodes, Func<string, Meaning> value, Func<string, Meaning?> valueOrNone)
{
    /// <summary>Reads the outputs.</summary>
    /// <returns>The groups in the order of the file, and what the file says of their units.</returns>
    /// <exception cref="FormatException">One is not states of units.</exception>
    public (List<ImportedGroup> Outputs, List<OnnxGroup> Columns) Read()
    {
        var outputs = new List<(Meaning Meaning, ImportedGroup Group)>();
        var columns = new List<OnnxGroup>();
        var taken = new HashSet<ImportedGroup>();
        var labels = new List<(string Name, Meaning.Label Label)>();
        var numbers = new List<(OnnxNumber Column, ImportedGroup Group)>();
        foreach (var output in model.Graph.Output)
        {
            try
            {
                var given = value(output.Name);
                if (given is Meaning.Label label)
                {
                    labels.Add((found.NameOf(output.Name, output.DocString), label));
                    continue;
                }
                if (Decoded(output, given) is { } number)
                {
                    numbers.Add(number);
                    continue;
                }
                if (given is Meaning.Logarithms logarithms)
                {
                    found.Note($"output '{output.Name}' gives logarithms of probabilities (LogSoftmax); the net gives the probabilities themselves (softmax)");
                    given = logarithms.Of;
                }
                var states = nodes.Units.StatesOf(given);
                // A group is one output; an input, or a group that is an output already, is handed on by units of its own.
                var group = states.Groups is [{ Total: not null } alone] && taken.Add(alone) ? alone : found.Copy(found.NameOf(output.Name, output.DocString), states);
                outputs.Add((states, group));
                if (nodes.ClassesOf(states) is { } zipped && zipped.Count == group.Size) columns.Add(new OnnxGroup(group.Name, [new OnnxCategory(found.NameOf(output.Name, output.DocString), zipped)]));
            }
            catch (FormatException e) when (e is not NodeException)
            {
                throw new FormatException($"its output '{output.Name}' {e.Message}", e);
            }
        }
        foreach (var (column, group) in numbers) columns.Add(new OnnxGroup(group.Name, [column]));
        foreach (var (name, label) in labels)
        {
            var group = outputs.Find(one => OfOneTotal(one.Meaning, label.Of)).Group;
            if (group is null)
            {
                var states = nodes.Units.StatesOf(label.Of);
                group = states.Groups is [{ Total: not null } alone] ? alone : found.Copy(name, states);
                outputs.Add((states, group));
            }
            if (label.Classes is { } texts && texts.Count == group.Size && texts.Distinct(StringComparer.Ordinal).Count() == texts.Count)
            {
                columns.RemoveAll(column => column.Name == group.Name);
                columns.Add(new OnnxGroup(group.Name, [new OnnxCategory(name, texts)]));
                if (!found.IsOurs) found.Note($"output '{name}', the class, is left out: it is the greatest of '{group.Name}', whose units are {string.Join(", ", texts.Take(8).Select(DisplayText.Name))}{(texts.Count > 8 ? ", …" : "")}");
            }
            else
            {
                found.Note($"output '{name}', the index of the greatest of '{group.Name}', is left out");
            }
        }
        return ([.. outputs.Select(output => output.Group)], columns);
    }

    // A softmax of some values has its greatest where they have theirs.
    private static bool OfOneTotal(Meaning output, Meaning compared) => ReferenceEquals(output, compared)
        || (output is Meaning.States { Groups: [var group] } && (compared is Meaning.States { Groups: [var other] } ? ReferenceEquals(group, other)
            : ReferenceEquals(group.Total, compared) && group.Function is { } function && (function == UnitFunction.Softmax || function == UnitFunction.Identity || function == UnitFunction.Logistic)));

    // Graphs of ours answer with the states of a number and with the number itself.
    private (OnnxNumber, ImportedGroup)? Decoded(ValueInfoProto output, Meaning value) =>
        found.IsOurs && (DataType)(output.Type?.TensorType?.ElemType ?? 0) == DataType.Double && found.InputColumns.Count > 0
        && value is Meaning.Total { Terms: [{ OneToOne: true, Weights: [> 0 and var deviation], From: { Size: 1, Total: not null } group }], Biases: [var mean] }
        && model.Graph.Output.Any(other => other != output && valueOrNone(other.Name) is Meaning.States { Groups: [var states] } && states == group)
            ? (new OnnxNumber(found.NameOf(output.Name, output.DocString), mean, deviation), group) : null;
}
