using System.Globalization;
using Backprop.Data;

namespace Backprop.Exchange;

/// <summary>A net of R's package nnet, as text that an R function of the documentation writes (docs/coming-from.md).</summary>
internal sealed class RNnetFormat : IForeignFormat
{
    public string Name => "R nnet, as written by the R function of the documentation";

    public bool Recognizes(FileStart start) => RNnetText.Recognizes(start);

    public Imported Read(IReadOnlyList<ForeignText> files, ImportOptions options)
    {
        if (files.Count > 1)
            throw files[1].Problem("is a second net; read nets one by one");
        var (file, text) = (files[0], RNnetText.Read(files[0]));
        if (text.Flag("offset"))
            throw file.Problem("the net was fitted with an offset, which adds a number of the row to the total input of each class without a weight of its own; a net here has no such input: fit without offset(…), or with it as a column of the formula");
        var notes = new List<string>();
        var (net, inputs) = Net(file, text);
        var columns = Columns(file, text, inputs, notes);
        var answer = Answer(file, text, net, ref columns, notes);
        var scale = answer is NumberAnswers { Columns: [{ Deviation: not 1 and var deviation }, ..] } ? deviation : 1;
        if (scale != 1)
            net = Scaled(net, scale);
        var model = UnitNetAssembly.Build(net, columns, answer, notes);
        if (net.Units.Exists(static unit => unit.Function == UnitFunction.Logistic) || answer is ClassAnswer && net.Outputs.Count == 1)
            notes.Add("the logistic function of nnet is exactly 0 below -15 and exactly 1 above 15; that of this net is smooth, so that answers can differ by up to 3e-7 of what a unit sends");
        if (text.Flag("mask"))
            notes.Add("the net was fitted with a mask: masked weights keep their random start values and are part of the answers; training this net further changes them too");
        return new Imported("R nnet") { Model = model, Topology = model.Topology, Notes = notes, Settings = Settings(text) };
    }

    private static IReadOnlyList<ImportedSetting> Settings(RNnetText text) =>
        text.Find("decay") is [var decay] && text.Number(decay, "decay") != 0
            ? [new ImportedSetting("", "", $"decay={decay.Text}: nnet adds decay times the sum of the squares of all weights, biases too, to the error, without ½; here decay is a part of each update")]
            : [];

    /// <summary>The units: number 0 is the constant 1, then inputs, hidden units and outputs.</summary>
    private static (UnitNet Net, int Inputs) Net(ForeignText file, RNnetText text)
    {
        var sizes = text.Counts("n");
        var (nconn, conn, weights) = (text.Counts("nconn"), text.Counts("conn"), text.Numbers("wts"));
        if (sizes.Length != 3 || sizes[0] < 1 || sizes[2] < 1)
            throw file.Problem("'n:' must hold three numbers: inputs, hidden units and outputs, with at least one input and one output", 1);
        var units = (long)sizes[0] + sizes[1] + sizes[2] + 1;
        if (text.Counts("nunits") is not [var count] || count != units)
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"'nunits:' must be {units}: the constant, {sizes[0]} inputs, {sizes[1]} hidden units and {sizes[2]} outputs"));
        if (nconn.Length != units + 1 || nconn[0] != 0 || nconn[^1] != conn.Length || conn.Length != weights.Length)
            throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"'nconn:' has {nconn.Length} numbers, 'conn:' {conn.Length} and 'wts:' {weights.Length}; {units + 1} are expected, and of the others as many as the last number of 'nconn:'"));
        if (text.Counts("nsunits") is not [var logistic])
            throw file.Problem("'nsunits:' must be one number: the first unit that is linear");
        var softmax = text.Flag("softmax");
        var net = new UnitNet(file, sizes[0]);
        for (var unit = sizes[0] + 1; unit < units; unit++)
        {
            var isOutput = unit > sizes[0] + sizes[1];
            var made = new ForeignUnit(string.Create(CultureInfo.InvariantCulture, $"unit {unit}"), softmax && isOutput ? UnitFunction.Softmax : unit < logistic ? UnitFunction.Logistic : UnitFunction.Identity, Bias(unit));
            if (nconn[unit + 1] < nconn[unit] || nconn[unit + 1] > conn.Length)
                throw file.Problem("'nconn:' must not fall");
            for (var k = nconn[unit]; k < nconn[unit + 1]; k++)
            {
                if (conn[k] >= unit)
                    throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"unit {unit} receives from unit {conn[k]}, which does not come before it"));
                if (conn[k] > 0)
                    made.Links.Add((conn[k] - 1, weights[k]));
            }
            if (isOutput)
                net.Outputs.Add(net.Units.Count);
            net.Add(made);
        }
        return (net, sizes[0]);

        double Bias(int unit)
        {
            var bias = 0.0;
            for (var k = nconn[unit]; k < Math.Min(nconn[unit + 1], conn.Length); k++)
                bias += conn[k] == 0 ? weights[k] : 0;
            return bias;
        }
    }

    /// <summary>The columns of raw rows; null where the text has no names at all.</summary>
    private static List<RawColumn>? Columns(ForeignText file, RNnetText text, int inputs, List<string> notes)
    {
        if (text.Inputs.Count > 0)
        {
            var columns = RNnetColumns.Read(file, text);
            var senders = columns.Sum(static column => column.Senders.Count);
            return senders == inputs ? columns : throw file.Problem(string.Create(CultureInfo.InvariantCulture, $"its columns make {senders} inputs, but the net has {inputs}"));
        }
        if (text.Find("coefnames") is not { Count: > 0 } names)
            return null;
        if (names.Count != inputs)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"'coefnames:' has {names.Count} words for {inputs} inputs, so that the columns stay without names; the R function of the documentation puts names in quotes"));
            return null;
        }
        notes.Add("the columns are those of R's model matrix: a level of a factor or a term such as log(x) is a column of numbers of its own");
        return [.. names.Select(static name => name.Text == "(Intercept)" ? RawColumn.One : RawColumn.Number(name.Text))];
    }

    /// <summary>What the outputs stand for. Where only they have names, the columns of rows are numbered as a table without a header names them.</summary>
    private static RawAnswer? Answer(ForeignText file, RNnetText text, UnitNet net, ref List<RawColumn>? columns, List<string> notes)
    {
        var levels = text.Find("lev")?.Select(static word => word.Text).ToArray() ?? [];
        var response = text.Find("response") is [var word] ? word.Text : null;
        var outputs = text.Find("outputs")?.Select(static name => name.Text).ToArray() ?? [];
        var output = net.Units[net.Outputs[0]].Function;
        // Several logistic outputs are probabilities of their own, and 'lev:' is then 0 and 1, whatever the outputs.
        if (output == UnitFunction.Logistic && net.Outputs.Count > 1)
            levels = [];
        var isClasses = levels.Length > 0 && levels.Length == (net.Outputs.Count == 1 && output == UnitFunction.Logistic ? 2 : net.Outputs.Count);
        if (levels.Length > 0 && !isClasses)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"'lev:' has {levels.Length} classes for {net.Outputs.Count} outputs, as nnet leaves it where a class has no rows; the names of the outputs count"));
        if (!isClasses && (text.IsWritten || levels.Length + outputs.Length > 0) && output == UnitFunction.Softmax)
        {
            isClasses = true;
            levels = outputs.Length == net.Outputs.Count ? outputs : [.. Enumerable.Range(1, net.Outputs.Count).Select(static number => number.ToString(CultureInfo.InvariantCulture))];
        }
        if (columns is null && !isClasses && response is null && !text.IsWritten)
            return null;
        if (columns is null)
        {
            notes.Add("the text does not name the columns of the inputs: rows are read by position from a table without a header (column 1, column 2, …)");
            columns = [.. Enumerable.Range(1, net.Senders).Select(static number => RawColumn.Number(string.Create(CultureInfo.InvariantCulture, $"column {number}")))];
        }
        if (isClasses)
            return new ClassAnswer(response ?? "class", levels);
        // The deviation tells to how many digits answers are written; a power of two changes no bit of a weight.
        var linear = net.Outputs.TrueForAll(output => net.Units[output].Function == UnitFunction.Identity);
        var scale = linear && text.Find("scale") is [var spread] && text.Number(spread, "scale") is > 0 and var deviation ? Math.ScaleB(1, Math.Clamp(Math.ILogB(deviation), -1000, 1000)) : 1;
        var names = outputs.Length == net.Outputs.Count ? outputs
            : net.Outputs.Count == 1 ? [response ?? "response"]
            : [.. Enumerable.Range(1, net.Outputs.Count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{response ?? "response"} {number}"))];
        return new NumberAnswers([.. names.Select(name => new NumberEncoding(name, 0, scale))]);
    }

    /// <summary>The net whose outputs are divided by a power of two.</summary>
    private static UnitNet Scaled(UnitNet net, double scale)
    {
        var scaled = new UnitNet(net.File, net.Senders);
        scaled.Outputs.AddRange(net.Outputs);
        var outputs = net.Outputs.ToHashSet();
        for (var k = 0; k < net.Units.Count; k++)
        {
            var (unit, by) = (net.Units[k], outputs.Contains(k) ? scale : 1);
            var copy = new ForeignUnit(unit.Name, unit.Function, unit.Bias / by);
            copy.Links.AddRange(unit.Links.Select(link => (link.From, link.Weight / by)));
            scaled.Add(copy);
        }
        return scaled;
    }
}
