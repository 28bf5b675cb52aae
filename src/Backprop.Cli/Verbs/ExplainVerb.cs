using System.CommandLine;
using System.Globalization;
using Backprop.Data;

namespace Backprop.Cli;

/// <summary><c>backprop explain</c>: tells which columns the answers of a model rest on, and how they depend on a column.</summary>
internal sealed class ExplainVerb
{
    private const string NameTable = "so that no rows are known to be held out; name a table to explain it on";
    private const int MostCurves = 6;

    private static readonly (string Name, ExplainedScore Score)[] Scores =
    [
        ("accuracy", ExplainedScore.Accuracy), ("log-loss", ExplainedScore.LogLoss), ("brier", ExplainedScore.BrierScore), ("r2", ExplainedScore.RSquared), ("mae", ExplainedScore.MeanAbsoluteError),
    ];

    private readonly Argument<string> model = new("model") { Description = "A model that 'train' wrote for a table." };
    private readonly Argument<string?> data = new("data") { Description = "A table with the model's columns, targets included; if omitted, the test rows held out during training.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> labels = new("--labels") { Description = "The IDX file of targets that goes with IDX inputs.", HelpName = "file" };
    private readonly Option<string?> target = new("--target", "-t") { Description = "Target to explain. Default: the first of the model.", HelpName = "column" };
    private readonly Option<string?> score = new Option<string?>("--score") { Description = "Score whose loss is measured. Default: accuracy for classes, r2 for numbers." }.AcceptOnlyFromAmong([.. Scores.Select(static score => score.Name)]);
    private readonly Option<int> repeats = new Option<int>("--repeats") { Description = "How often each column is permuted.", DefaultValueFactory = _ => new ExplanationOptions().Repeats }.Within(1, 100_000);
    private readonly Option<ulong> seed = new Option<ulong>("--seed") { Description = "Seed of the permutations, and of the rows drawn from many.", DefaultValueFactory = _ => new ExplanationOptions().Seed }.AnyNumber();
    private readonly Option<int> rows = new Option<int>("--rows") { Description = "Maximum number of rows; of more, as many are drawn.", DefaultValueFactory = _ => new ExplanationOptions().MostRows }.Within(2, 100_000_000);
    private readonly Option<string[]> column = new("--column") { Description = "Also show how the answers depend on these columns; separate several with commas.", HelpName = "columns" };
    private readonly Option<int?> threads = new Option<int?>("--threads") { Description = "Number of threads. Default: the number of cores. The results do not depend on it." }.Within(1, LearningOptions.MostThreads);
    private readonly Option<string?> output = new("--output", "-o") { Description = "File to write the importance of the columns to, as CSV.", HelpName = "file" };
    private readonly Option<string?> dependence = new("--dependence") { Description = "File to write the dependence on the columns of --column, or on all of them, to, as CSV.", HelpName = "file" };
    private readonly Option<string?> figure = new("--figure") { Description = "Draw the importance of the columns: an .svg or .png file.", HelpName = "file" };
    private readonly Option<string?> curves = new("--curves") { Description = $"Draw the dependence on the columns of --column, or on the {MostCurves} most important ones: an .svg or .png file.", HelpName = "file" };
    private readonly Option<bool> json = new("--json") { Description = "Print the result as JSON." };
    private readonly Option<bool> force = new("--force") { Description = "Replace existing files of another kind; never a file that is read." };
    private readonly TableOptions table = new();
    private readonly Terminal terminal;

    private ExplainVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new ExplainVerb(terminal);
        var command = new Command("explain", "Tell which columns of a table a model's answers rest on: how much its score loses when a column is permuted among the rows, and how the answers depend on a column.")
        {
            verb.model, verb.data, verb.labels, verb.target, verb.score, verb.repeats, verb.seed, verb.rows, verb.column, verb.threads, verb.output, verb.dependence, verb.figure, verb.curves,
        };
        verb.table.AddTo(command);
        command.Options.Add(verb.json);
        command.Options.Add(verb.force);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var (path, file) = (parse.GetRequiredValue(model), parse.GetValue(data));
        if (file == "-")
            throw new UsageException("explain reads the table twice, so it cannot come from standard input: name a file.");
        var loaded = Model.Load(path);
        if (CaseModel.Is(loaded))
            throw new InputException($"{path}: it is a model of a net of your own on cases, but columns are explained of a model of a table; 'backprop lesion' tells what the parts of a net are good for");
        var guard = new OutputGuard(parse.GetValue(force)).Reads("the model that is read", path).Reads("the table that is read", file).Reads("the labels that are read", parse.GetValue(labels));
        var tableModel = EarlierModel.Load(path);
        if (file is null)
            TrainingFiles.Read(TrainingSettings.Read(tableModel.Model, path, NameTable), guard);
        guard.Writes("the importance", parse.GetValue(output), ExplanationReport.ImportanceKind).Writes("the dependence", parse.GetValue(dependence), ExplanationReport.DependenceKind);
        FigureFile.Check(parse.GetValue(figure), guard);
        FigureFile.Check(parse.GetValue(curves), guard);
        var explainer = Explainer(parse, tableModel, path, file);
        string[] named = [.. (parse.GetValue(column) ?? []).SelectMany(static names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];
        var shown = named.Select(name => explainer.Dependence(name, terminal.Interrupted)).ToArray();
        var importance = Importance(explainer, tableModel.Encoding.Inputs.Count);
        Write(parse, explainer, importance, shown, tableModel.Encoding.Inputs);
        var result = new Explanation(explainer, parse.GetValue(repeats), parse.GetValue(seed), importance, shown);
        if (parse.GetValue(json))
            terminal.Out.WriteLine(ExplanationReport.ToJson(result));
        else
            ExplanationReport.Write(terminal.Text, result);
        return ExitCode.Done;
    }

    private TableExplainer Explainer(ParseResult parse, TableModel tableModel, string path, string? file)
    {
        var options = new ExplanationOptions
        {
            Target = parse.GetValue(target),
            Score = parse.GetValue(score) is { } name ? Scores.First(score => score.Name == name).Score : null,
            Repeats = parse.GetValue(repeats),
            Seed = parse.GetValue(seed),
            MostRows = parse.GetValue(rows),
            Threads = parse.GetValue(threads) ?? Environment.ProcessorCount,
        };
        Table read;
        int[] used;
        if (file is null)
        {
            var held = HeldOutRows.Of(tableModel, path, NameTable, "name a table to explain it on", terminal.Interrupted);
            terminal.Error.WriteLine($" {held.Rows.Count} {(held.Rows.Count == 1 ? "row" : "rows")} of {held.File} that the training held out");
            (read, used) = (held.Table, [.. held.Rows]);
        }
        else
        {
            var format = table.Read(parse);
            if (IdxFile.Is(file))
                read = IdxTable.Read(file, parse.GetValue(labels) ?? throw new UsageException($"{file} is an IDX file; name the file of its labels too: --labels"));
            else
                read = tableModel.Encoding.ReadTable(file, format = ModelFormat.Of(format, tableModel, file, terminal), terminal.Interrupted);
            SheetNotes.Write(terminal, read.Notes.Where(static note => note.Remedies.Any(static remedy => remedy.Kind == RemedyKind.NameSheet)));
            used = [.. Enumerable.Range(0, read.Count)];
            if (ModelFormat.TrainedOn(format, tableModel, file) is { } trained)
                terminal.Error.WriteLine($" note: {file} is the table that the model was trained on, so that rows it learned from are among these{(trained.Test > 0 ? $"; the held-out rows alone: backprop explain {Shell.Quoted(path)}" : "")}");
        }
        var explainer = new TableExplainer(tableModel, read, used, options);
        if (explainer.Rows.Length < explainer.RowsWithTarget)
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $" note: {explainer.Rows.Length:N0} of {explainer.RowsWithTarget:N0} rows are drawn; more by --rows"));
        UnseenNotes.Write(terminal, explainer);
        return explainer;
    }

    private IReadOnlyList<ColumnImportance> Importance(TableExplainer explainer, int columns)
    {
        var progress = new ColumnProgress(terminal, columns);
        try
        {
            return explainer.Importance(progress, terminal.Interrupted);
        }
        finally
        {
            progress.Clear();
        }
    }

    private void Write(ParseResult parse, TableExplainer explainer, IReadOnlyList<ColumnImportance> importance, ColumnDependence[] shown, IReadOnlyList<ColumnEncoding> inputs)
    {
        ColumnDependence Of(string name) => Array.Find(shown, each => each.Column == name) ?? explainer.Dependence(name, terminal.Interrupted);
        if (parse.GetValue(output) is { } importances)
            Save(importances, "importance", writer => ExplanationReport.WriteImportance(writer, explainer, importance));
        if (parse.GetValue(dependence) is { } dependences)
            Save(dependences, "dependence", writer => ExplanationReport.WriteDependence(writer, explainer, shown.Length > 0 ? shown : inputs.Select(input => Of(input.Column))));
        if (parse.GetValue(figure) is { } bars)
        {
            FigureFile.Save(ExplanationFigures.Importance(explainer, importance), bars);
            terminal.Error.WriteLine($" importance in {bars}");
        }
        if (parse.GetValue(curves) is { } lines)
        {
            FigureFile.Save(ExplanationFigures.Dependence(explainer, shown.Length > 0 ? shown : [.. importance.Take(MostCurves).Select(each => Of(each.Column))],
                inputs.OfType<DateEncoding>().Select(static input => input.Column).ToHashSet(StringComparer.Ordinal)), lines);
            terminal.Error.WriteLine($" dependence in {lines}");
        }
    }

    private void Save(string file, string what, Action<TextWriter> write)
    {
        AtomicFile.Write(file, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            write(writer);
        });
        terminal.Error.WriteLine($" {what} in {file}");
    }

    /// <summary>How many columns are done, on a screen.</summary>
    private sealed class ColumnProgress(Terminal terminal, int columns) : IProgress<int>
    {
        private readonly StatusLine? line = terminal.Screen is { } screen ? new StatusLine(screen, terminal.ScreenWidth) : null;
        private readonly Lock gate = new();
        private int shown;

        public void Report(int value)
        {
            lock (gate)
            {
                if (line is not null && value > shown)
                    line.Show(string.Create(CultureInfo.InvariantCulture, $" {shown = value:N0} of {columns:N0} columns"));
            }
        }

        public void Clear() => line?.Clear();
    }
}
