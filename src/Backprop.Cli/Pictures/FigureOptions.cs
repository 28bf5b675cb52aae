using System.CommandLine;
using Backprop.Data;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>The options of <c>show</c> that draw a figure of a model.</summary>
internal sealed class FigureOptions
{
    private const int MostRows = 300;

    private readonly Option<string?> figure = new Option<string?>("--figure")
    {
        Description = "Draw the net by groups or by units, its weights, its history, its activity for a row or case, or a map of its hidden codes of rows or cases.",
    }.AcceptOnlyFromAmong(ModelFigures.Kinds);

    private readonly Option<string?> output = new("--output", "-o") { Description = "The file of the figure, .svg or .png; left out: SVG on stdout.", HelpName = "file" };
    private readonly Option<string?> data = new("--data") { Description = "The table whose rows, or the case file whose cases, 'activity' and 'codes' show.", HelpName = "file" };
    private readonly Option<string?> labels = new("--labels") { Description = "The IDX file of targets that goes with IDX inputs.", HelpName = "file" };
    private readonly Option<int> row = new Option<int>("--row") { Description = "The row or case of 'activity', or the first of 'codes', counted from 1.", DefaultValueFactory = _ => 1 }.AtLeast(1);
    private readonly Option<string?> group = new("--group") { Description = "The group whose codes are shown; the first hidden group by default.", HelpName = "name" };
    private readonly Option<int> width = new Option<int>("--width") { Description = "The width of a .png in pixels.", DefaultValueFactory = _ => 1600 }.Within(100, 10_000);
    private readonly Option<string> theme = new Option<string>("--theme") { Description = "Colors: as the reader's system asks (.svg), light or dark.", DefaultValueFactory = _ => "auto" }.AcceptOnlyFromAmong("auto", "light", "dark");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { figure, output, data, labels, row, group, width, theme }) command.Options.Add(option);
    }

    /// <summary>Draws the requested figure; returns false if none is requested.</summary>
    public bool Draw(ParseResult parse, Model model, string path, Terminal terminal)
    {
        if (parse.GetValue(figure) is not { } kind) return false;
        var file = parse.GetValue(output);
        FigureFile.Check(file, new OutputGuard().Reads("the model that is read", path).Reads("the table that is read", parse.GetValue(data)).Reads("the labels that are read", parse.GetValue(labels)));
        var chosen = parse.GetValue(theme) switch { "light" => Theme.Light, "dark" => Theme.Dark, _ => Theme.Auto };
        if (parse.GetValue(group) is { } name && !model.Topology.Groups.Any(each => each.Name == name || each.Origin == name))
            throw new UsageException($"the net has no group '{DisplayText.Name(name)}'; it has {string.Join(", ", model.Topology.Groups.Select(each => DisplayText.Name(each.Origin)).Distinct(StringComparer.Ordinal))}{NearestName.Hint(name, model.Topology.Groups.Select(each => each.Origin))}");
        var drawn = ModelFigures.Of(kind, model, Path.GetFileNameWithoutExtension(path), Rows(parse, kind, model), parse.GetValue(group));
        if (file is null)
        {
            terminal.Out.Write(drawn.ToSvg(chosen));
        }
        else
        {
            FigureFile.Save(drawn, file, parse.GetValue(width), chosen);
            terminal.Error.WriteLine($" {kind} in {file}");
        }
        return true;
    }

    private FigureRows? Rows(ParseResult parse, string kind, Model model)
    {
        if (!ModelFigures.NeedsRows(kind)) return null;
        var isOfCases = CaseModel.Is(model);
        if (parse.GetValue(data) is not { } file)
            throw new UsageException(isOfCases ? $"--figure {kind} shows cases: name a case file with --data." : $"--figure {kind} shows rows of a table: name one with --data.");
        var most = kind == "activity" ? 1 : MostRows;
        if (isOfCases)
        {
            OtherOptions.Refuse(parse, [labels], CaseModel.IsForTables(parse.GetRequiredValue<string>("model")));
            return FigureRows.OfCases(file, model, parse.GetValue(row), most);
        }
        return FigureRows.Read(file, parse.GetValue(labels), new TableModel(EarlierModel.Complete(model)), TableOptions.Default, parse.GetValue(row), most);
    }
}
