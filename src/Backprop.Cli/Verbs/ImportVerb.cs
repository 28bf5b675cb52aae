using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Backprop.Exchange;

namespace Backprop.Cli;

/// <summary><c>backprop import</c>: reads the nets and cases of other programs and writes a model, or a folder of net, cases and model.</summary>
internal sealed class ImportVerb
{
    private readonly Argument<string[]> files = new("files") { Description = "The files of another program that belong together, such as a net and its cases. The format is recognized by content.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> output = new("--output", "-o") { Description = "A model file to write (its name ends in .safetensors), or a folder for the net (net.json), the cases and the model.", HelpName = "file or folder", Required = true };
    private readonly Option<bool> approximate = new("--approximate") { Description = "Take functions that the other program only approximates, such as FANN's stepwise sigmoid, as the smooth ones; the answers then differ from that program's." };
    private readonly Option<bool> force = new("--force") { Description = "Replace existing files that import did not write; never the files that are read." };
    private readonly Option<bool> json = new("--json") { Description = "Print as JSON." };
    private readonly Terminal terminal;

    private ImportVerb(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new ImportVerb(terminal);
        var command = new Command("import", "Read a net, or cases, of another program and write them as a model or as files to train from (docs/coming-from.md).")
        {
            verb.files, verb.output, verb.approximate, verb.force, verb.json,
        };
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parse)
    {
        var (from, to) = (parse.GetRequiredValue(files), parse.GetRequiredValue(output));
        var guard = new OutputGuard(parse.GetValue(force));
        foreach (var file in from) guard.Reads("a file that is read", file);
        var imported = ForeignFile.Read(from, new ImportOptions { Approximate = parse.GetValue(approximate) });
        var written = to.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
            ? WriteModel(imported, to, guard)
            : new ImportFolder(to, imported).Write(guard);
        if (parse.GetValue(json))
            terminal.Out.WriteLine(Json(imported, written).ToJsonString());
        else
            Print(imported, written);
        return ExitCode.Done;
    }

    private static List<(string What, string Path)> WriteModel(Imported imported, string path, OutputGuard guard)
    {
        if (imported.Cases.Count > 0) throw new UsageException($"{path} names a model, but the files hold cases too: name a folder for them with --output.");
        var model = imported.Model ?? throw new UsageException($"{path} names a model, but the files hold no weights: name a folder for the net with --output.");
        guard.Writes("the model", path, OutputKind.Model);
        model.Save(path);
        return [("model", path)];
    }

    private void Print(Imported imported, List<(string What, string Path)> written)
    {
        foreach (var note in imported.Notes) terminal.Error.WriteLine($" note: {note}");
        var parts = new List<string> { imported.Format };
        if (imported.Topology is { } net)
        {
            var (inputs, outputs) = (InputUnits(net), net.Outputs.Sum(static group => group.Size));
            parts.Add(Text($"{Count(inputs, "input unit")} → {Count(outputs, "output unit")}"));
            parts.Add(imported.Model is null ? Text($"{Count(net.WeightCount, "weight")}, without values") : Count(net.WeightCount, "weight"));
        }
        foreach (var cases in imported.Cases) parts.Add(Count(cases.Cases.Count, "case"));
        terminal.Text.WriteLine($" {string.Join(" · ", parts)}");
        foreach (var setting in imported.Settings)
            terminal.Text.WriteLine(setting.Option.Length == 0 ? $" trained there by {setting.Origin}" : $" trained there by {setting.Origin}; here --{setting.Option}{(setting.Value.Length == 0 ? "" : $" {setting.Value}")}");
        foreach (var (what, path) in written) terminal.Text.WriteLine($" {what,-6} {path}");
        if (imported.Topology is not null && written.Find(static file => file.What == "cases") is { Path: { } first } && written.Find(static file => file.What == "net") is { Path: { } description })
            terminal.Text.WriteLine($" train  {Train(first, description, written.Find(static file => file.What == "model").Path, imported.Settings)}");
    }

    /// <summary>The command that trains the net on the first cases, with the settings of the other program, from the weights of the model if there is one.</summary>
    private static string Train(string cases, string net, string? model, IReadOnlyList<ImportedSetting> settings) =>
        string.Join(' ', new[] { "backprop train", Shell.Quoted(cases), "--net", Shell.Quoted(net) }
            .Concat(model is null ? [] : ["--start", Shell.Quoted(model)])
            .Concat(settings.Where(setting => setting.Option.Length > 0 && (model is null || setting.Option != "range")).Select(static setting => $"--{setting.Option}{(setting.Value.Length == 0 ? "" : " " + Shell.Quoted(setting.Value))}")));

    private static JsonObject Json(Imported imported, List<(string What, string Path)> written) => new()
    {
        ["format"] = imported.Format,
        ["inputs"] = imported.Topology is { } net ? InputUnits(net) : null,
        ["outputs"] = imported.Topology?.Outputs.Sum(static group => group.Size),
        ["weights"] = imported.Topology?.WeightCount,
        ["cases"] = new JsonArray([.. imported.Cases.Select(static cases => (JsonNode)new JsonObject { ["name"] = cases.Name, ["count"] = cases.Cases.Count })]),
        ["settings"] = new JsonArray([.. imported.Settings.Select(static setting => (JsonNode)new JsonObject { ["option"] = setting.Option, ["value"] = setting.Value, ["origin"] = setting.Origin })]),
        ["notes"] = new JsonArray([.. imported.Notes.Select(static note => (JsonNode)note)]),
        ["files"] = new JsonArray([.. written.Select(static file => (JsonNode)file.Path)]),
    };

    /// <summary>Units that cases give, without the states before the first iteration.</summary>
    private static int InputUnits(Topology net) => net.Inputs.Where(static group => group.Iteration is not < 1).Sum(static group => group.Size);

    private static string Count(int count, string what) => Text($"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
