using System.Globalization;
using Backprop.Data;
using Backprop.Figures;

namespace Backprop.Cli;

/// <summary>Draws the figures of a model file: net, weights and history, and, for rows of a table, activity and hidden codes.</summary>
internal static class ModelFigures
{
    /// <summary>The values of <c>show --figure</c>.</summary>
    public static readonly string[] Kinds = ["net", "units", "weights", "history", "activity", "codes"];

    private const int MostNamed = 60, MostIterations = 5;

    /// <summary>Whether a figure needs rows of a table.</summary>
    public static bool NeedsRows(string kind) => kind is "activity" or "codes";

    /// <summary>Draws a figure.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="model">The model.</param>
    /// <param name="name">The model's name, for the heading.</param>
    /// <param name="rows">The rows of a figure that <see cref="NeedsRows"/>: for activity, one row.</param>
    /// <param name="group">The group whose codes are shown; default: the first hidden group.</param>
    public static Figure Of(string kind, Model model, string name, FigureRows? rows, string? group) => kind switch
    {
        "net" when model.Topology.Unrolling is { } unrolling => Iterative(model.Topology, unrolling, name),
        "net" => NetDiagram.From(model.Topology) with { Title = $"{name}: the net" },
        "units" => Units(model) with { Title = $"{name}: units, weights and biases", Subtitle = "Weights on the arcs, biases in the units; dashed: negative." },
        "weights" => WeightPanels.From(model.Network<double>(), UnitNames(model)) is var weights && weights is Panels panels
            ? panels with { Title = $"{name}: weights", Subtitle = $"{(panels.Subtitle is { } part ? part + " " : "")}A row for each receiving, a column for each sending unit; each diagram with its own scale." } : weights,
        "history" => ErrorCurves.From(model.History ?? throw new InputException($"{name} was not trained: it has no history")) with { Title = $"{name}: error over sweeps" },
        "activity" => ActivityDiagram.From(rows!.Network ?? model.Network<double>(), rows.Cases, 0, UnitNames(model)) with { Title = $"{name}: activity for {(rows.Cases.NameOf(0) is null ? rows.Kind + " " : "")}{DisplayText.Name(rows.NameOf(0))}{rows.Part}" },
        "codes" => Codes(model, name, rows!, group),
        _ => throw new UsageException($"There is no figure '{kind}'; there are {string.Join(", ", Kinds)}."),
    };

    private static UnitDiagram Units(Model model)
    {
        try
        {
            return UnitDiagram.From(model.Network<double>());
        }
        catch (ArgumentException e)
        {
            throw new InputException(e.Message, e);
        }
    }

    private static Figure Iterative(Topology topology, Unrolling unrolling, string name)
    {
        var (title, iterations) = ($"{name}: the net", unrolling.Iterations.ToString("N0", CultureInfo.InvariantCulture));
        Figure folded = NetDiagram.Folded(topology) with { Title = title, Subtitle = $"Iterative; its {iterations} iterations are copies of this net." };
        return unrolling.Iterations > MostIterations ? folded : new Panels
        {
            Title = title,
            Subtitle = $"Iterative, unrolled for {iterations} iterations; projections of one color share their weights.",
            Parts = [NetDiagram.Folded(topology) with { Title = "Iterative" }, NetDiagram.From(topology) with { Title = "Layered" }],
        };
    }

    private static Panels Codes(Model model, string name, FigureRows rows, string? group)
    {
        var codes = model.Topology.Unrolling is not null && (group is null || !model.Topology.TryGetGroup(group, out _))
            ? CodesByIteration(model, rows, group ?? FirstHidden(model.Topology))
            : HiddenCodes.Of(model.Network<double>(), rows.Cases, group, rows.NameOf, row => rows.Classes.Count > row ? rows.Classes[row] : "");
        var map = new CodeMap { Title = "Map", Codes = codes };
        return new()
        {
            Title = $"{name}: codes of {codes.Count.ToString(CultureInfo.InvariantCulture)} {(model.Topology.Unrolling is null ? rows.Kind + "s" : "states")}",
            Subtitle = $"States of {(group is null ? "the first hidden group" : $"group '{group}'")}.",
            Parts = codes.Count > MostNamed ? [map] : [map, new ClusterTree { Title = "Cluster tree", Codes = codes }],
        };
    }

    private static string FirstHidden(Topology topology) =>
        (topology.Groups.FirstOrDefault(static group => !group.IsInput && !group.IsOutput) ?? topology.Outputs[0]).Origin;

    /// <summary>The codes of a group of an iterative net in each iteration of each sequence: "name 3" at the third.</summary>
    private static List<Code> CodesByIteration(Model model, FigureRows rows, string origin)
    {
        var places = new CasePlaces(model.Topology, rows.Cases);
        var network = model.Network<double>();
        var codes = new List<Code>();
        foreach (var copy in model.Topology.Groups.Where(group => group.Origin == origin && group.Iteration >= 1))
        {
            var ofCopy = HiddenCodes.Of(network, rows.Cases, copy.Name, row => string.Create(CultureInfo.InvariantCulture, $"{rows.NameOf(row % places.Count)} {places.Iteration(row, copy)}"));
            codes.AddRange(ofCopy.Where((_, row) => places.Iteration(row, copy) <= places.Length(places.Item(row))));
        }
        return codes;
    }

    private static Func<Group, IReadOnlyList<string>?> UnitNames(Model model)
    {
        if (model.Encodings is not { } json) return _ => null;
        var encoding = TableEncoding.FromJson(json);
        var names = encoding.InputGroups.Concat(encoding.TargetGroups).ToDictionary(group => group.Name, group => (IReadOnlyList<string>)[.. group.UnitNames], StringComparer.Ordinal);
        return group => names.GetValueOrDefault(group.Name) is { } found && found.Count == group.Size ? found : null;
    }
}
