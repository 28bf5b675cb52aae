using System.Globalization;
using Backprop.Data;

namespace Backprop.Exchange;

/// <summary>An MLPClassifier or MLPRegressor of scikit-learn, as JSON that a Python function of the documentation writes (docs/coming-from.md).</summary>
internal sealed class ScikitLearnFormat : IForeignFormat
{
    public string Name => "scikit-learn MLP, as written by the Python function of the documentation (JSON)";

    public bool Recognizes(FileStart start) =>
        start.FirstLine.StartsWith('{') && (start.Text.Contains("\"sklearn\"", StringComparison.Ordinal) || start.Text.Contains("\"coefs_\"", StringComparison.Ordinal));

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        if (files.Count > 1)
            throw files[1].Problem("is a second net; read nets one by one");
        var file = files[0];
        var json = ForeignJson.Read(file);
        var notes = new List<string>();
        var columns = json.Find("columns") is { IsNull: false } described ? ScikitLearnColumns.Read(described) : null;
        var net = Net(file, json);
        if (columns is not null && columns.Sum(static column => column.Senders.Count) != net.Senders)
            throw json["columns"].Problem(string.Create(CultureInfo.InvariantCulture, $"make {columns.Sum(static column => column.Senders.Count)} inputs, but the net has {net.Senders}"));
        var answer = Answer(json, net, ref columns, notes);
        var model = UnitNetAssembly.Build(net, columns, answer, notes);
        var settings = json.Find("alpha") is { IsNull: false } alpha && alpha.Number() is var decay and not 0
            ? new ImportedSetting("", "", string.Create(CultureInfo.InvariantCulture, $"alpha={decay}: scikit-learn adds ½ · alpha · Σw² / n to the mean error of a batch of n rows, biases left out; here decay is a part of each update"))
            : null;
        return new Imported("scikit-learn MLP") { Model = model, Topology = model.Topology, Notes = notes, Settings = settings is null ? [] : [settings] };
    }

    private static UnitNet Net(ForeignText file, ForeignJson json)
    {
        var (coefs, intercepts) = (json["coefs_"].Items(), json["intercepts_"].Items());
        if (coefs.Count == 0 || coefs.Count != intercepts.Count)
            throw json["coefs_"].Problem(string.Create(CultureInfo.InvariantCulture, $"has {coefs.Count} layers and 'intercepts_' {intercepts.Count}; one of each per layer is expected"));
        var (hidden, output) = (Function(json["activation"]), Function(json["out_activation_"]));
        var inputs = coefs[0].Items().Count;
        if (inputs == 0)
            throw coefs[0].Problem("has no rows; a row per input is expected");
        var net = new UnitNet(file, inputs);
        var (first, count) = (0, inputs);
        for (var layer = 0; layer < coefs.Count; layer++)
        {
            var (rows, biases) = (coefs[layer].Items(), intercepts[layer].Numbers());
            if (rows.Count != count || biases.Length == 0)
                throw coefs[layer].Problem(string.Create(CultureInfo.InvariantCulture, $"has {rows.Count} rows for {biases.Length} units; the layer below has {count} units, a row each"));
            var isLast = layer == coefs.Count - 1;
            var start = net.Senders + net.Units.Count;
            foreach (var (unit, bias) in biases.Index())
            {
                if (isLast)
                    net.Outputs.Add(net.Units.Count);
                net.Add(new ForeignUnit(string.Create(CultureInfo.InvariantCulture, $"unit {unit} of layer {layer + 1}"), isLast ? output : hidden, bias));
            }
            for (var from = 0; from < count; from++)
            {
                var weights = rows[from].Numbers();
                if (weights.Length != biases.Length)
                    throw rows[from].Problem(string.Create(CultureInfo.InvariantCulture, $"has {weights.Length} weights; {biases.Length} are expected, one per unit"));
                for (var unit = 0; unit < weights.Length; unit++)
                    net.Units[start - net.Senders + unit].Links.Add((first + from, weights[unit]));
            }
            (first, count) = (start, biases.Length);
        }
        return net;
    }

    private static UnitFunction Function(ForeignJson name) => name.Text() switch
    {
        "identity" => UnitFunction.Identity,
        "logistic" => UnitFunction.Logistic,
        "tanh" => UnitFunction.Tanh,
        "relu" => UnitFunction.RectifiedLinear,
        "softmax" => UnitFunction.Softmax,
        var other => throw name.Problem($"is '{DisplayText.Name(other)}'; scikit-learn has identity, logistic, tanh, relu and softmax"),
    };

    private static RawAnswer? Answer(ForeignJson json, UnitNet net, ref IReadOnlyList<RawColumn>? columns, List<string> notes)
    {
        var classes = json.Find("classes_") is { IsNull: false } list ? list.Items().Select(static name => name.Word()).ToArray() : [];
        var targets = json.Find("targets") is { IsNull: false } described ? described.Items().Select(Target).ToArray() : [];
        var output = net.Units[net.Outputs[0]].Function;
        var isMultilabel = output == UnitFunction.Logistic && net.Outputs.Count > 1;
        var isClasses = classes.Length > 0 && !isMultilabel;
        if (isClasses && classes.Length != (output == UnitFunction.Logistic ? 2 : net.Outputs.Count))
            throw json["classes_"].Problem(string.Create(CultureInfo.InvariantCulture, $"has {classes.Length} classes, but the net has {net.Outputs.Count} outputs; a logistic output tells two classes apart, softmax outputs are one per class"));
        if (columns is null && !isClasses && targets.Length == 0)
            return null;
        if (columns is null)
        {
            notes.Add("the file does not name the columns of the inputs: rows are read by position from a table without a header (column 1, column 2, …)");
            columns = [.. Enumerable.Range(1, net.Senders).Select(static number => RawColumn.Number(string.Create(CultureInfo.InvariantCulture, $"column {number}")))];
        }
        if (isClasses || output == UnitFunction.Softmax)
            return new ClassAnswer(targets is [var target] ? target.Column : "class", isClasses ? classes : [.. Enumerable.Range(0, net.Outputs.Count).Select(static number => number.ToString(CultureInfo.InvariantCulture))]);
        if (targets.Length == 0)
            targets = [.. Enumerable.Range(0, net.Outputs.Count).Select(number => new NumberEncoding(isMultilabel && number < classes.Length ? $"label {classes[number]}" : string.Create(CultureInfo.InvariantCulture, $"y{(net.Outputs.Count == 1 ? "" : $" {number + 1}")}"), 0, 1))];
        return targets.Length == net.Outputs.Count ? new NumberAnswers(targets)
            : throw json["targets"].Problem(string.Create(CultureInfo.InvariantCulture, $"has {targets.Length} columns, but the net has {net.Outputs.Count} outputs"));
    }

    private static NumberEncoding Target(ForeignJson target)
    {
        var (mean, scale) = ScikitLearnColumns.Scale(target);
        return new NumberEncoding(target["name"].Text(), mean, scale);
    }
}
