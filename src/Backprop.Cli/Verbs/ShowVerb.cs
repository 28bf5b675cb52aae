using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Backprop.Data;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary><c>backprop show</c>: describes a model file.</summary>
internal sealed class ShowVerb
{
    private readonly Argument<string> model = new("model") { Description = "A model or checkpoint." };
    private readonly Option<string?> weights = new("--weights", "-w") { Description = "Draw the weights of a projection (as 'numbers->hidden') or the biases of a group.", HelpName = "name" };
    private readonly Option<bool> json = new("--json") { Description = "Print as JSON." };
    private readonly FigureOptions figures = new();
    private readonly Terminal terminal;

    private ShowVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new ShowVerb(terminal);
        var command = new Command("show", "Show a model: net, encodings, training, history; or the weights of a projection as a Hinton diagram; or draw it as a figure.") { verb.model, verb.weights, verb.json };
        verb.figures.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var path = parse.GetRequiredValue(model);
        var shown = Model.Load(path);
        if (figures.Draw(parse, shown, path, terminal))
            return ExitCode.Done;
        if (parse.GetValue(weights) is { } name)
            DrawWeights(shown, name);
        else if (parse.GetValue(json))
            WriteJson(shown);
        else
            WriteText(shown, path);
        return ExitCode.Done;
    }

    private void DrawWeights(Model shown, string name)
    {
        var topology = shown.Topology;
        var block = topology.Projections.FirstOrDefault(p => p.Name == name)?.Weights ?? topology.Blocks.FirstOrDefault(b => b.Name == name)
            ?? throw new UsageException($"the net has no weights '{DisplayText.Name(name)}'; it has {string.Join(", ", topology.Blocks.Select(b => DisplayText.Name(b.Name)))}{NearestName.Hint(name, topology.Blocks.Select(b => b.Name))}");
        var net = shown.Network<double>();
        var columns = block.IsOneToOne || block.IsBias ? 1 : block.Columns;
        var values = new double[block.Rows, columns];
        var span = net[block];
        for (var k = 0; k < span.Length; k++)
            values[k / columns, k % columns] = block.Mask is { } mask && !mask[k] ? double.NaN : span[k];
        var to = topology.Projections.FirstOrDefault(p => p.Weights == block)?.To.Name ?? block.Name;
        terminal.Text.WriteLine($" {block.Name}: a row for each unit of '{to}'{(columns > 1 ? ", a column for each unit that sends" : "")}");
        if (columns > 1 && topology.Projections.First(p => p.Weights == block).From is { UnitNames: { Count: > 0 } senders })
            terminal.Text.WriteLine($" columns: {string.Join(", ", senders.Select(DisplayText.Name))}");
        terminal.Text.Write(TerminalHinton.Draw(values, UnitNames(shown, to), terminal.Width));
    }

    private static List<string>? UnitNames(Model shown, string group) =>
        shown.Topology.Groups.FirstOrDefault(other => other.Name == group) is { UnitNames: { Count: > 0 } names } ? [.. names.Select(DisplayText.Name)] :
        shown.Encodings is { } encodings && TableEncoding.FromJson(encodings).TargetGroups.FirstOrDefault(g => g.Name == group) is { } target ? [.. target.UnitNames.Select(DisplayText.Name)] : null;

    private void WriteText(Model shown, string path)
    {
        var output = terminal.Text;
        output.WriteLine($" {path}: {new FileInfo(path).Length:N0} bytes, {(shown.IsDouble ? "double" : "float")}");
        foreach (var line in shown.Topology.ToString().Split('\n'))
            output.WriteLine("  " + line);
        if (shown.Encodings is { } encodings)
        {
            output.WriteLine(" columns");
            var encoding = TableEncoding.FromJson(encodings);
            foreach (var column in encoding.Inputs.Take(40))
                output.WriteLine("  " + Describe(column));
            if (encoding.Inputs.Count > 40)
                output.WriteLine($"  … {encoding.Inputs.Count - 40} more");
            foreach (var column in encoding.Targets)
                output.WriteLine("  target " + Describe(column));
        }
        if (shown.Training is { } training)
            output.WriteLine($" training {DisplayText.Of(training, 1_000)}");
        if (shown.History is { } history)
        {
            output.WriteLine(" history " + HistoryText.Of(history));
        }
        var areCases = CaseSettings.Are(shown.Settings);
        if ((areCases ? CaseSettings.Problem(shown) : TrainingSettings.Problem(shown)) is { } problem)
            terminal.Error.WriteLine($" note: {problem}");
        else if (areCases)
            output.WriteLine($" repeat: {CaseSettings.Read(shown, path).Job.Command}");
        else if (TrainingSettings.DataOf(shown) is not null)
            output.WriteLine($" repeat: {TrainingSettings.Read(shown, path).Command}");
    }

    private static string Describe(ColumnEncoding column)
    {
        var missing = (column.MissingUnit ? ", a unit for missing" : "") + (column.IsConstant ? ", no influence: one value in the training rows" : "");
        var name = DisplayText.Name(column.Column);
        return column switch
        {
            NumberEncoding n => string.Create(CultureInfo.InvariantCulture, $"{name}: number, mean {n.Mean:G6}, deviation {n.Deviation:G6}{missing}"),
            DateEncoding d => string.Create(CultureInfo.InvariantCulture, $"{name}: date, mean {Day(d.Mean):yyyy-MM-dd}, deviation {d.Deviation:G6} days{missing}"),
            BooleanEncoding b => $"{name}: {DisplayText.Name(b.No)} −1, {DisplayText.Name(b.Yes)} 1{missing}",
            CategoryEncoding c => $"{name}: {string.Join(", ", c.Categories.Take(12).Select(DisplayText.Name))}{(c.Categories.Count > 12 ? $", … ({c.Categories.Count} in all)" : "")}{missing}",
            _ => name,
        };
    }

    /// <summary>The date, or the nearest that the calendar can represent: the file may hold any number.</summary>
    private static DateTime Day(double days) => DateTime.MinValue.AddDays(Math.Clamp(Math.Round(days), 0, (DateTime.MaxValue - DateTime.MinValue).Days));

    private void WriteJson(Model shown)
    {
        static JsonNode? Node(string? text) => text is null ? null : JsonNode.Parse(text);
        terminal.Out.WriteLine(CliJson.Text(new JsonObject
        {
            ["precision"] = shown.IsDouble ? "double" : "float",
            ["weights"] = shown.Topology.WeightCount,
            ["topology"] = Node(shown.Topology.ToJson()),
            ["encodings"] = Node(shown.Encodings),
            ["training"] = Node(shown.Training),
            ["settings"] = Node(shown.Settings),
            ["history"] = shown.History is not { } history ? null : new JsonObject
            {
                ["sweeps"] = history.Sweeps,
                ["error"] = CliJson.Finite(history.Error),
                ["errorPerCase"] = CliJson.Finite(history.ErrorPerCase),
                ["trainingWeight"] = history.TrainingWeight,
                ["validationWeight"] = history.ValidationWeight,
                ["bestSweep"] = history.BestSweep,
                ["errors"] = CliJson.List(history.Errors),
                ["validationErrors"] = CliJson.List(history.ValidationErrors),
            },
        }));
    }
}
