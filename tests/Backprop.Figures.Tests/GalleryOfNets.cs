namespace Backprop.Figures.Tests;

/// <summary>Figures that are drawn from a topology or a network.</summary>
internal static partial class Gallery
{
    private static readonly string[] Persons =
    [
        "Christopher", "Andrew", "Arthur", "James", "Charles", "Colin", "Penelope", "Christine", "Victoria", "Jennifer", "Margaret", "Charlotte",
        "Roberto", "Pierro", "Emilio", "Marco", "Tomaso", "Alfonso", "Maria", "Francesca", "Lucia", "Angela", "Gina", "Sophia",
    ];

    private static readonly string[] Relations = ["father", "mother", "husband", "wife", "son", "daughter", "uncle", "aunt", "brother", "sister", "nephew", "niece"];

    private static readonly Dictionary<string, Func<Figure>> OfNets = new(StringComparer.Ordinal)
    {
        ["topology-family"] = () => NetDiagram.From(Family),
        ["topology-skip-masked-frozen"] = () => NetDiagram.From(Topology.Build(net =>
        {
            var input = net.Input("input", 3);
            var hidden = net.Group("hidden", 3, UnitFunction.Tanh).From(input, oneToOne: true);
            var deep = net.Group("deep", 2).From(hidden, mask: new[,] { { true, false, true }, { true, true, false } });
            net.Output("output", 1, UnitFunction.Identity).From(deep).From(input, frozen: true);
        })),
        ["topology-sequence-folded"] = () => NetDiagram.Folded(Sequence.Unroll(3)),
        ["topology-sequence-unrolled"] = () => NetDiagram.From(Sequence.Unroll(3)),
        ["fig-5"] = () => new Panels
        {
            Title = "Fig. 5: an iterative net and its layered equal",
            Subtitle = "Three units over three iterations; arrows that look alike are copies of one weight.",
            Parts = [UnitDiagram.Iterative(Three) with { Title = "Iterative" }, UnitDiagram.Unrolled(Three) with { Title = "Layered, time upwards" }],
        },
        ["network-units"] = () => UnitDiagram.From(new Network<double>(Topology.Layered(6, 2, 1)).Randomize(1, 4)),
        ["network-weights"] = () => WeightPanels.From(
            new Network<float>(Family).Randomize(2, 1.5), group => group.Name.StartsWith("person ", StringComparison.Ordinal) && group.Size == 24 ? Persons : group.Name == "relation" ? Relations : null),
        ["network-activity"] = () => ActivityDiagram.From(
            new Network<double>(Family).Randomize(3, 3), Question, 0,
            group => group.Size == 24 ? Persons : group.Name == "relation" ? Relations : null, group => group.Size == 24 ? 12 : null),
        ["receptive-fields"] = () => new ReceptiveFields { Weights = new Noise(8).Matrix(6, 24, 2), Names = Persons },
        ["network-regions"] = () => DecisionRegions.From(
            new Network<double>(Topology.Layered(2, 2, 1)).Randomize(5, 6), Cases.From([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])),
        ["network-codes"] = () => new CodeMap
        {
            Codes = HiddenCodes.Of(new Network<float>(Family).Randomize(4, 3), new CasesBuilder(24).InputOneHot("person 1", [.. Enumerable.Range(0, 24)], 24).InputOneHot("relation", new int[24], 12).ToCases(), "person code", person => Persons[person], person => person < 12 ? "English" : "Italian"),
        },
    };

    private static Topology Family => Topology.Build(net =>
    {
        var person = net.Input("person 1", 24);
        var relation = net.Input("relation", 12);
        var who = net.Group("person code", 6).From(person);
        var what = net.Group("relation code", 6).From(relation);
        var center = net.Group("center", 12).From(who, what);
        var answer = net.Group("answer code", 6).From(center);
        net.Output("person 2", 24).From(answer);
    });

    private static Topology Three => Topology.Iterative(net =>
    {
        var units = net.Output("units", 3, biases: false);
        units.From(units, delay: 1, mask: new[,] { { false, true, true }, { true, false, false }, { false, true, true } });
    }).Unroll(3);

    private static IterativeTopology Sequence => Topology.Iterative(net =>
    {
        var letters = net.Input("letters", 5);
        var hidden = net.Group("hidden", 30);
        hidden.From(letters).From(hidden, delay: 1);
        net.Output("digits", 3).From(hidden);
    });

    private static Cases Question => new CasesBuilder(1).InputOneHot("person 1", [5], 24).InputOneHot("relation", [7], 12).Target("person 2", [.. Enumerable.Range(0, 24).Select(unit => unit is 9 or 10 ? 1.0 : 0)], 24).ToCases();
}
