using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary><c>backprop test</c>: scores a model on a table, or on the rows held out in its training.</summary>
internal sealed class TestVerb
{
    private const string NameTable = "so that no rows are known to be held out; name a table to test on";

    private readonly Argument<string> model = new("model") { Description = "A model that 'train' wrote." };
    private readonly Argument<string?> data = new("data") { Description = "A table with the target columns, or a case file for a net of your own, or '-' for standard input; if omitted, the test rows held out during training, or the case file of the training.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> labels = new("--labels") { Description = "The IDX file of targets that goes with IDX inputs.", HelpName = "file" };
    private readonly Option<string> unseen = new Option<string>("--unseen") { Description = "How to treat a category not seen in training: 'off' to encode it as all zeros, with a note, or 'error' to stop.", DefaultValueFactory = _ => "off" }.AcceptOnlyFromAmong("off", "error");
    private readonly Option<bool> json = new("--json") { Description = "Print the result as JSON." };
    private readonly Option<string?> figure = new("--figure", "--output", "-o") { Description = "Draw the confusion matrix of each target of classes: an .svg or .png file.", HelpName = "file" };
    private readonly Option<string?> reliability = new("--reliability") { Description = "Draw how often answers are right against their probability, for each target of classes: an .svg or .png file.", HelpName = "file" };
    private readonly Option<string?> settle = new("--settle") { Description = "Case files of an iterative net: hold the inputs of each sequence's last iteration and go on until no state changes by more than X (within:X, 0.001 by default), for at most N iterations (most:N, 1000 by default); then compare the states with the targets of that iteration.", HelpName = "within:X,most:N" };
    private readonly TableOptions table = new();
    private readonly Terminal terminal;

    private TestVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new TestVerb(terminal);
        var command = new Command("test", "Measure a model on a table: accuracy, log-loss, confusion matrix and recall of classes; R², RMSE and MAE of numbers. Or a net of your own on a case file: how many cases it answers.") { verb.model, verb.data, verb.labels, verb.unseen };
        verb.table.AddTo(command);
        command.Options.Add(verb.settle);
        command.Options.Add(verb.figure);
        command.Options.Add(verb.reliability);
        command.Options.Add(verb.json);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var path = parse.GetRequiredValue(model);
        var table = parse.GetValue(data);
        var loaded = Model.Load(path);
        if (CaseModel.Is(loaded))
        {
            OtherOptions.Refuse(parse, [labels, unseen, figure, reliability, .. this.table.All], CaseModel.IsForTables(path));
            new CaseTest(loaded, path, terminal).Run(table, parse.GetValue(settle) is { } limits ? SettleLimits.Read(limits) : null, parse.GetValue(json));
            return ExitCode.Done;
        }
        OtherOptions.Refuse(parse, [settle], $"is for nets of your own, but {path} is a model of a table");
        var guard = new OutputGuard().Reads("the model that is read", path).Reads("the table that is read", table).Reads("the labels that are read", parse.GetValue(labels));
        string?[] pictures = [parse.GetValue(figure), parse.GetValue(reliability)];
        foreach (var picture in pictures)
            FigureFile.Check(picture, guard);
        var tableModel = EarlierModel.Load(path);
        if (parse.GetValue(figure) is not null)
            ConfusionFigure.Check(tableModel);
        if (parse.GetValue(reliability) is not null)
            ReliabilityFigure.Check(tableModel);
        foreach (var picture in pictures.OfType<string>())
            if (table is null)
                TrainingFiles.Read(TrainingSettings.Read(tableModel.Model, path, NameTable), guard).NotAnInput("the figure", picture);
        var format = table is null ? null : ModelFormat.Of(this.table.Read(parse), tableModel, table, terminal);
        var scores = table is { } file ? OnTable(parse, tableModel, file, format!) : OnHeldOut(tableModel, path);
        if (parse.GetValue(figure) is { } drawn)
        {
            FigureFile.Save(ConfusionFigure.Of(scores, Path.GetFileNameWithoutExtension(path)), drawn);
            terminal.Error.WriteLine($" confusion matrix in {drawn}");
        }
        if (parse.GetValue(reliability) is { } diagram)
        {
            FigureFile.Save(ReliabilityFigure.Of(scores, Path.GetFileNameWithoutExtension(path)), diagram);
            terminal.Error.WriteLine($" reliability diagram in {diagram}");
        }
        var seen = table is null ? null : TrainedOn(tableModel, path, table, format!);
        if (parse.GetValue(json))
            WriteJson(scores, seen);
        else
            ScoresText.Write(terminal.Text, "test", scores);
        return ExitCode.Done;
    }

    private TableScores OnTable(ParseResult parse, TableModel tableModel, string file, TableFormat format)
    {
        var scores = new TableScores(tableModel.Encoding, tableModel.Model.Topology);
        var policy = parse.GetValue(unseen) == "error" ? UnseenCategory.Error : UnseenCategory.AllOff;
        using var rows = RowSource.Open(file, parse.GetValue(labels), tableModel, format, policy, withTargets: true);
        SheetNotes.Write(terminal, rows.Notes);
        var inputs = new float[tableModel.Encoding.InputSize];
        var outputs = new float[tableModel.Encoding.TargetSize];
        var targets = new double[tableModel.Encoding.Targets.Count];
        while (rows.Read(inputs))
        {
            terminal.Interrupted.ThrowIfCancellationRequested();
            rows.Run(tableModel, inputs, outputs);
            for (var t = 0; t < targets.Length; t++)
                targets[t] = rows.Target(t);
            scores.Add<float>(outputs, targets);
        }
        UnseenNotes.Write(terminal, rows);
        if (scores.Classes.Values.All(s => s.Count == 0) && scores.Numbers.Values.All(s => s.Count == 0))
            throw new InputException($"{file}: no row has a value in {string.Join(" or ", tableModel.Encoding.Targets.Select(t => $"'{DisplayText.Name(t.Column)}'"))}, so there is nothing to measure the answers by");
        return scores;
    }

    /// <summary>Describes how much of the table the model was trained on; null if it is another table.</summary>
    private TrainedTable? TrainedOn(TableModel tableModel, string path, string file, TableFormat format)
    {
        if (ModelFormat.TrainedOn(format, tableModel, file) is not { } trained)
            return null;
        var rows = trained.Training + trained.Validation + trained.Test;
        var stopping = trained.Validation > 0 ? string.Create(CultureInfo.InvariantCulture, $", {trained.Validation:N0} chose when to stop") : "";
        var held = trained.Test > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; the {trained.Test:N0} held-out rows alone: backprop test {Shell.Quoted(path)}")
            : "; no rows were held out";
        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $" note: {file} is the table that the model was trained on: of its {rows:N0} rows it learned from {trained.Training:N0}{stopping}{held}"));
        return trained;
    }

    private void WriteJson(TableScores scores, TrainedTable? seen)
    {
        var result = ScoresText.ToJson(scores);
        if (seen is not null)
            result["trainedOn"] = new JsonObject { ["training"] = seen.Training, ["validation"] = seen.Validation, ["test"] = seen.Test };
        terminal.Out.WriteLine(CliJson.Text(result));
    }

    private TableScores OnHeldOut(TableModel tableModel, string path)
    {
        var held = HeldOutRows.Of(tableModel, path, NameTable, "name a table to test on", terminal.Interrupted);
        terminal.Error.WriteLine($" {held.Rows.Count} {(held.Rows.Count == 1 ? "row" : "rows")} of {held.File} that the training held out");
        return TableScores.Of(tableModel.Encoding, tableModel.Model.Network<float>(), held.Table, [.. held.Rows]);
    }
}
