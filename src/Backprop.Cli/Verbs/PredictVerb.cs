using System.CommandLine;
using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary><c>backprop predict</c>: predicts the targets of raw rows, in constant memory.</summary>
internal sealed class PredictVerb
{
    private readonly Argument<string> model = new("model") { Description = "A model that 'train' wrote." };
    private readonly Argument<string> data = new("data") { Description = "A table with the model's input columns, in any order, or a case file for a net of your own, or '-' for standard input." };
    private readonly Option<string?> output = new("--output", "-o") { Description = $"File to write the predictions to. Its ending says how: {PredictionFile.Endings}; anything else is CSV. Default, and '-': standard output, as CSV.", HelpName = "file" };
    private readonly Option<bool> keep = new("--keep") { Description = "Include the input columns, or the states of the input units, in the output." };
    private readonly Option<bool> probabilities = new("--probabilities") { Description = "Also write the probability of each class." };
    private readonly Option<string> unseen = new Option<string>("--unseen") { Description = "How to treat a category not seen in training: 'off' to encode it as all zeros, with a note, or 'error' to stop.", DefaultValueFactory = _ => "off" }.AcceptOnlyFromAmong("off", "error");
    private readonly Option<bool> force = new("--force") { Description = "Replace an existing file that is not recognized as earlier predictions; never a file that is read." };
    private readonly TableOptions table = new();
    private readonly Terminal terminal;

    private PredictVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new PredictVerb(terminal);
        var command = new Command("predict", "Predict the target of every row, or the output units of a net of your own for every case, and write the predictions as CSV or as another kind of table.") { verb.model, verb.data, verb.output, verb.keep, verb.probabilities, verb.unseen, verb.force };
        verb.table.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var (path, target) = (parse.GetRequiredValue(model), parse.GetValue(output) is not "-" and var named ? named : null);
        var loaded = Model.Load(path);
        PredictionFile.Check(target, isTable: !CaseModel.Is(loaded));
        if (CaseModel.Is(loaded))
            return PredictCases(parse, loaded, path, target);
        var guard = new OutputGuard(parse.GetValue(force)).Reads("the model that is read", path).Reads("the table that is read", parse.GetRequiredValue(data));
        guard.Writes("the predictions", target, kind: null);
        var tableModel = EarlierModel.Load(path);
        if (target is not null && TrainingSettings.DataOf(tableModel.Model) is { } trainedOn)
            guard.Reads($"the table that {path} was trained on", trainedOn).NotAnInput("the predictions", target);
        var policy = parse.GetValue(unseen) == "error" ? UnseenCategory.Error : UnseenCategory.AllOff;
        using var rows = RowSource.Open(parse.GetRequiredValue(data), labels: null, tableModel, ModelFormat.Of(table.Read(parse), tableModel, parse.GetRequiredValue(data), terminal), policy, withTargets: false);
        SheetNotes.Write(terminal, rows.Notes);
        guard.Replaces("the predictions", target, Kind(parse, tableModel, rows, target));
        if (target is { } file)
        {
            AtomicFile.Write(file, stream => PredictionFile.Write(file, stream, rows.Format, writer => Write(parse, tableModel, rows, writer)));
        }
        else
        {
            Write(parse, tableModel, rows, new TableWriter(terminal.Out, rows.Format), TellIncomplete);
        }
        UnseenNotes.Write(terminal, rows);
        return ExitCode.Done;
    }

    private int PredictCases(ParseResult parse, Model loaded, string path, string? target)
    {
        OtherOptions.Refuse(parse, [probabilities, unseen, .. table.All], CaseModel.IsForTables(path));
        var from = parse.GetRequiredValue(data);
        var guard = new OutputGuard(parse.GetValue(force)).Reads("the model that is read", path).Reads("the case file that is read", from)
            .Reads($"the case file that {path} was trained on", CaseSettings.DataOf(loaded)).Writes("the predictions", target, kind: null);
        var cases = CaseModel.Read(loaded, from);
        var answers = new CaseAnswers(loaded.Topology, cases, parse.GetValue(keep));
        guard.Replaces("the predictions", target, answers.Kind);
        if (target is { } file)
        {
            AtomicFile.Write(file, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                answers.Write(loaded, writer);
            });
        }
        else
        {
            answers.Write(loaded, terminal.Out);
        }
        return ExitCode.Done;
    }

    /// <summary>Earlier predictions of the same columns, unless these are targets by their own names, with or without --keep: a table of labels, or one to learn from, has the same.</summary>
    private OutputKind Kind(ParseResult parse, TableModel tableModel, RowSource rows, string? file)
    {
        var kept = parse.GetValue(keep) ? rows.Columns : [];
        SourceColumn[] headings = [.. PredictionRun.Headings(tableModel.Encoding, kept, parse.GetValue(probabilities))];
        var mayBeData = Array.TrueForAll(headings, heading => tableModel.Encoding.Targets.Any(column => column.Column == heading.Name));
        return PredictionFile.Kind(file, kept.Concat(headings).Select(static column => column.Name), rows.Format, mayBeData);
    }

    /// <summary>Reports that the output is incomplete: rows that are already on standard output cannot be taken back.</summary>
    private void TellIncomplete(long rows) => terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $" note: the output is incomplete, it ends after {rows:N0} {(rows == 1 ? "row" : "rows")}"));

    /// <param name="parse">The command line.</param>
    /// <param name="tableModel">The model.</param>
    /// <param name="rows">The rows to predict.</param>
    /// <param name="writer">Where to write.</param>
    /// <param name="stopped">Called with the number of rows written if reading the rows fails.</param>
    private void Write(ParseResult parse, TableModel tableModel, RowSource rows, RowWriter writer, Action<long>? stopped = null) =>
        new PredictionRun(tableModel, rows, writer, parse.GetValue(keep) ? rows.Columns : [], parse.GetValue(probabilities)).Run(terminal.Interrupted, stopped);
}
