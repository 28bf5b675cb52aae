using System.CommandLine;
using System.Globalization;
using Backprop.Data;
using CsvHelper;

namespace Backprop.Cli;

/// <summary><c>backprop predict</c>: answers raw rows, one by one, as they come.</summary>
internal sealed class PredictVerb
{
    private readonly Argument<string> model = new("model") { Description = "A model that 'train' wrote." };
    private readonly Argument<string> data = new("data") { Description = "A table with the model's input columns, in any order, or '-' for standard input." };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Where to write the answers, as CSV; standard output by default.", HelpName = "file" };
    private readonly Option<bool> keep = new("--keep") { Description = "Write the columns of the table too, before the answers." };
    private readonly Option<bool> probabilities = new("--probabilities") { Description = "Write the probability of each class too." };
    private readonly Option<string> unseen = new Option<string>("--unseen") { Description = "A category that was not there to train on: an error, or all units of its column off.", DefaultValueFactory = _ => "error" }.AcceptOnlyFromAmong("error", "off");
    private readonly TableOptions table = new();
    private readonly Terminal terminal;

    private PredictVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new PredictVerb(terminal);
        var command = new Command("predict", "Answer the rows of a table, one by one, as CSV.") { verb.model, verb.data, verb.output, verb.keep, verb.probabilities, verb.unseen };
        verb.table.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var tableModel = TableModel.Load(parse.GetRequiredValue(model));
        var policy = parse.GetValue(unseen) == "off" ? UnseenCategory.AllOff : UnseenCategory.Error;
        using var rows = RowSource.Open(parse.GetRequiredValue(data), labels: null, tableModel, table.Read(parse), policy, withTargets: false);
        var options = new CsvWriterOptions { NewLine = "\n" };
        if (parse.GetValue(output) is { } file)
        {
            AtomicFile.Write(file, stream =>
            {
                using var writer = CsvWriter.Create(stream, options, leaveOpen: true);
                Write(parse, tableModel, rows, writer);
            });
        }
        else
        {
            using var writer = CsvWriter.Create(terminal.Out, options, leaveOpen: true);
            Write(parse, tableModel, rows, writer);
        }
        return ExitCode.Done;
    }

    private void Write(ParseResult parse, TableModel tableModel, RowSource rows, CsvWriter writer)
    {
        var encoding = tableModel.Encoding;
        var kept = parse.GetValue(keep) ? rows.Columns : [];
        var withProbabilities = parse.GetValue(probabilities);
        foreach (var name in kept.Concat(Headings(encoding, kept, withProbabilities)))
            writer.WriteField(name);
        writer.EndRecord();
        var inputs = new float[encoding.InputSize];
        var outputs = new float[encoding.TargetSize];
        while (rows.Read(inputs))
        {
            terminal.Interrupted.ThrowIfCancellationRequested();
            tableModel.Run(inputs, outputs);
            for (var i = 0; i < kept.Count; i++)
                writer.WriteField(rows.Text(i));
            foreach (var prediction in Prediction.Decode<float>(encoding, outputs))
            {
                writer.WriteField(prediction.Text);
                if (withProbabilities)
                    foreach (var probability in prediction.Probabilities)
                        writer.WriteField(probability.ToString("F6", CultureInfo.InvariantCulture));
            }
            writer.EndRecord();
        }
        writer.Flush();
    }

    /// <summary>The target's own name, or "predicted …" where a kept column has it; of a class "target: class".</summary>
    private static IEnumerable<string> Headings(TableEncoding encoding, IReadOnlyList<string> kept, bool withProbabilities)
    {
        foreach (var target in encoding.Targets)
        {
            yield return kept.Contains(target.Column, StringComparer.Ordinal) ? "predicted " + target.Column : target.Column;
            if (withProbabilities && target is CategoryEncoding classes)
                foreach (var category in classes.Categories)
                    yield return $"{target.Column}: {category}";
        }
    }
}
