using System.CommandLine;
using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary><c>backprop predict</c>: predicts the targets of raw rows, one row at a time.</summary>
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
        SourceColumn[] headings = [.. Headings(tableModel.Encoding, kept, parse.GetValue(probabilities))];
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
    private void Write(ParseResult parse, TableModel tableModel, RowSource rows, RowWriter writer, Action<long>? stopped = null)
    {
        var mark = rows.Format.DecimalMark!.Value;
        var encoding = tableModel.Encoding with { DecimalMark = mark, DateFormat = rows.Format.DateFormat };
        var kept = parse.GetValue(keep) ? rows.Columns : [];
        var withProbabilities = parse.GetValue(probabilities);
        writer.Head(kept.Concat(Headings(encoding, kept, withProbabilities)));
        var inputs = new float[encoding.InputSize];
        var outputs = new float[encoding.TargetSize];
        while (Next(rows, inputs, writer, stopped))
        {
            terminal.Interrupted.ThrowIfCancellationRequested();
            rows.Run(tableModel, inputs, outputs);
            var predictions = rows.Decode(encoding, outputs);
            for (var i = 0; i < kept.Count; i++)
                writer.Keep(rows.Cell(i), rows.Text(i), mark);
            for (var target = 0; target < predictions.Count; target++)
            {
                var prediction = predictions[target];
                if (encoding.Targets[target] is NumberEncoding) writer.Number(prediction.Text, mark);
                else if (encoding.Targets[target] is DateEncoding date) writer.Date(Shown(prediction.Number, date.Precision), prediction.Text);
                else writer.Cell(prediction.Text);
                if (withProbabilities)
                    foreach (var probability in prediction.Probabilities)
                        writer.Number(probability.ToString("F6", CultureInfo.InvariantCulture).Replace('.', mark), mark);
            }
            writer.EndRow();
        }
        writer.Flush();
    }

    /// <summary>A date rounded to what is shown of it.</summary>
    private static double Shown(double days, DatePrecision precision)
    {
        var step = precision switch { DatePrecision.Day => TimeSpan.TicksPerDay, DatePrecision.Minute => TimeSpan.TicksPerMinute, DatePrecision.Second => TimeSpan.TicksPerSecond, _ => TimeSpan.TicksPerMillisecond };
        return Math.Clamp(Math.Round(days * TimeSpan.TicksPerDay / step) * step, 0, DateTime.MaxValue.Ticks) / TimeSpan.TicksPerDay;
    }

    /// <summary>Reads the next row; on an error the output ends with a whole row, and the number of rows written is reported.</summary>
    private static bool Next(RowSource rows, float[] inputs, RowWriter writer, Action<long>? stopped)
    {
        try
        {
            return rows.Read(inputs);
        }
        catch (BackpropException) when (writer.RowsWritten > 0)
        {
            stopped?.Invoke(writer.RowsWritten - 1); // without the header
            throw;
        }
    }

    /// <summary>The target's name, or "target: class" for the state of a class; "predicted …" if a kept column has that name.</summary>
    private static IEnumerable<SourceColumn> Headings(TableEncoding encoding, IReadOnlyList<SourceColumn> kept, bool withProbabilities)
    {
        var taken = kept.Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
        string Free(string name)
        {
            while (!taken.Add(name))
                name = "predicted " + name;
            return name;
        }

        foreach (var target in encoding.Targets)
        {
            yield return target switch
            {
                NumberEncoding => new SourceColumn(Free(target.Column), ColumnKind.Number) { Type = CellType.Number },
                DateEncoding date => new SourceColumn(Free(target.Column), ColumnKind.Date) { Type = date.Precision == DatePrecision.Day ? CellType.Day : CellType.Time },
                _ => new SourceColumn(Free(target.Column), ColumnKind.Category),
            };
            if (withProbabilities && target is CategoryEncoding classes)
                foreach (var category in classes.Categories)
                    yield return new SourceColumn(Free($"{target.Column}: {category}"), ColumnKind.Number) { Type = CellType.Number };
        }
    }
}
