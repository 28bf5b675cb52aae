namespace Backprop.Figures.Tests;

/// <summary>
/// Figures of nets and data of every size that users have: 1, 9 and 40 groups; 3, 100 and 1,000 units; long names, names of other
/// scripts, with markup and with control characters; one case and thousands; extreme values. They have no approved files: what
/// must hold for them is geometry (<see cref="CrowdedFiguresTests"/>).
/// </summary>
internal static class CrowdedGallery
{
    private static readonly string[] Words =
    [
        "color", "a long name of a column that somebody thought of in a hurry", "<b>&amp;\"quoted\"</b>", "漢字かな交じり文の列の名前", "اسم العمود الطويل", "שם העמודה",
        "tab\there", "line\nbreak", "bell\u0007 escape \u001b[31mred", "override \u202Edesrever", "😀 smile", "x", "Überschrift_mit_Umlauten_und_Unterstrichen_ohne_Leerzeichen", "e\u0301 combined", "half \uD800",
    ];

    private static readonly int[] GroupCounts = [1, 9, 40], UnitCounts = [3, 100, 1000];

    private static readonly Dictionary<string, Func<Figure>> Makers = All().ToDictionary(pair => pair.Name, pair => pair.Make, StringComparer.Ordinal);

    /// <summary>All names, for theories.</summary>
    public static TheoryData<string> Names => [.. Makers.Keys];

    public static Figure Make(string name) => Makers[name]();

    private static string Word(int k) => k < Words.Length ? Words[k] : $"{Words[k % Words.Length]} {k}";

    private static IEnumerable<(string Name, Func<Figure> Make)> All() => [.. Nets(), .. Units(), .. Weights(), .. Activity(), .. Curves(), .. Codes(), .. Grids()];

    /// <summary>Inputs side by side, a hidden layer, two outputs, as a table gives them.</summary>
    private static Topology Table(int groups, int units) => Topology.Build(net =>
    {
        var hidden = net.Group("hidden", units, UnitFunction.Tanh);
        for (var k = 0; k < groups; k++) hidden.From(net.Input(Plain(k), 1 + (k * 7 % 12)));
        net.Output("species and a half", 3, UnitFunction.Softmax).From(hidden);
        net.Output("weight", 1, UnitFunction.Identity).From(hidden);
    });

    // Names of groups have no control characters: the library refuses them.
    private static string Plain(int k) => string.Concat(Word(k).Where(character => !char.IsControl(character) && !char.IsSurrogate(character)));

    private static IEnumerable<(string, Func<Figure>)> Nets()
    {
        foreach (var groups in GroupCounts)
        {
            foreach (var units in UnitCounts) yield return ($"net-{groups}-{units}", () => NetDiagram.From(Table(groups, units)));
        }

        yield return ("net-skips-40", () => NetDiagram.From(Topology.Build(net =>
        {
            var hidden = net.Group("hidden", 20);
            var output = net.Output("output", 3);
            for (var k = 0; k < 40; k++)
            {
                var input = net.Input(Plain(k), 3);
                hidden.From(input);
                output.From(input);
            }

            output.From(hidden);
        })));
        yield return ("net-deep-40", () => NetDiagram.From(Topology.Layered([.. Enumerable.Repeat(5, 40)])));
        yield return ("net-tangled", () => Tangled(12, 0.5));
        yield return ("net-tangled-large", () => Tangled(40, 0.15));
        yield return ("net-loops", () => new NetDiagram
        {
            Groups = [new("letters", 5, IsInput: true), .. Enumerable.Range(0, 5).Select(k => new DiagramGroup(Word(k), 8, "logistic")), new("digits", 3, "softmax", IsOutput: true)],
            Projections =
            [
                .. Enumerable.Range(1, 5).Select(k => new DiagramProjection(0, k, "8 × 5")), .. Enumerable.Range(1, 5).Select(k => new DiagramProjection(k, 6, "3 × 8")),
                .. from to in Enumerable.Range(1, 5) from start in Enumerable.Range(to, 6 - to) select new DiagramProjection(start, to, "8 × 8, delay 1"), new(6, 1, "8 × 3, delay 1"),
            ],
        });
        yield return ("net-iterations-5", () => NetDiagram.From(Recurrent(5)));
        yield return ("net-folded", () => NetDiagram.Folded(Recurrent(40)));
    }

    private static Topology Recurrent(int iterations) => Topology.Iterative(net =>
    {
        var letters = net.Input("letters", 5);
        var hidden = net.Group("hidden", 30);
        hidden.From(letters).From(hidden, delay: 1);
        net.Output("digits", 3).From(hidden);
    }).Unroll(iterations);

    private static NetDiagram Tangled(int groups, double share)
    {
        var noise = new Noise(77);
        return new()
        {
            Groups = [.. Enumerable.Range(0, groups).Select(k => new DiagramGroup(Word(k), 1 + (k * k), k == 0 ? "" : "logistic", k == 0, k == groups - 1))],
            Projections = [.. from to in Enumerable.Range(1, groups - 1) from start in Enumerable.Range(0, to) where start == to - 1 || noise.Next() < share select new DiagramProjection(start, to, $"{1 + (to * to)} × {1 + (start * start)}")],
        };
    }

    private static IEnumerable<(string, Func<Figure>)> Units()
    {
        yield return ("units-1", () => UnitDiagram.From(new Network<double>(Topology.Layered(1, 1)).Randomize(1, 1)));
        yield return ("units-named", () => UnitDiagram.From(new Network<double>(Table(2, 5)).Randomize(1, 1)));
        yield return ("units-full", () => UnitDiagram.From(new Network<double>(Topology.Layered(18, 12, 8)).Randomize(1, 1)));
        yield return ("units-deep", () => UnitDiagram.From(new Network<double>(Topology.Layered([.. Enumerable.Repeat(2, 20)])).Randomize(1, 1)));
        yield return ("units-extreme", () => Extreme(UnitDiagram.From(new Network<double>(Topology.Layered(3, 2, 1)).Randomize(1, 1))));
        yield return ("units-ring-12", () => UnitDiagram.Iterative(Topology.Iterative(net =>
        {
            var units = net.Output("units", 12);
            units.From(units, delay: 1);
        }).Unroll(2)));
    }

    private static UnitDiagram Extreme(UnitDiagram net) => net with { Arcs = [.. net.Arcs.Select((arc, k) => arc with { Weight = k % 2 == 0 ? -1.7e308 : 4.9e-324 })] };

    private static IEnumerable<(string, Func<Figure>)> Weights()
    {
        foreach (var groups in GroupCounts)
        {
            foreach (var units in UnitCounts)
                yield return ($"weights-{groups}-{units}", () => WeightPanels.From(new Network<float>(Table(groups, units)).Randomize(1, 1), group => group.Size > 20 || group.Size == 2 ? null : [.. Enumerable.Range(0, group.Size).Select(Word)]));
        }

        yield return ("matrix-100-4", () => new HintonDiagram { Values = new Noise(1).Matrix(100, 4, 1), ColumnNames = ["sepal length", "sepal width", "petal length", "petal width"], Biases = new double[100], RowTitle = "to hidden", ColumnTitle = "from numbers" });
        yield return ("matrix-1000-1", () => new HintonDiagram { Values = new Noise(1).Matrix(1000, 1, 1), Biases = [.. Enumerable.Range(0, 1000).Select(k => k - 500.0)] });
        yield return ("matrix-1-1000", () => new HintonDiagram { Values = new Noise(1).Matrix(1, 1000, 1), Biases = [1] });
        yield return ("matrix-1000-1000", () => new HintonDiagram { Values = new Noise(1).Matrix(1000, 1000, 1), Biases = new double[1000], RowTitle = "to deep", ColumnTitle = "from hidden" });
        yield return ("matrix-15-named", () => new HintonDiagram { Values = new Noise(1).Matrix(15, 15, 1), RowNames = Words, ColumnNames = Words, RowTitle = Words[1], ColumnTitle = Words[12] });
        yield return ("matrix-extreme", () => new HintonDiagram { Values = new[,] { { 1e308, -1e308 }, { 1e-308, 0 } } });
        yield return ("receptive-1", () => new ReceptiveFields { Weights = new Noise(1).Matrix(1, 1, 1), Names = ["x"] });
        yield return ("receptive-many", () => new ReceptiveFields { Weights = new Noise(1).Matrix(40, 15, 1), Names = Words });
    }

    private static IEnumerable<(string, Func<Figure>)> Activity()
    {
        foreach (var groups in GroupCounts)
        {
            foreach (var units in UnitCounts)
            {
                yield return ($"activity-{groups}-{units}", () => new ActivityDiagram
                {
                    Layers =
                    [
                        [.. Enumerable.Range(0, groups).Select(k => States(Word(k), 1 + (k * 7 % 12), named: k % 2 == 0))],
                        [States("hidden", units, named: units < 20)],
                        [States("species", 3, named: true) with { Marked = [1] }, States("weight", 1, named: false)],
                    ],
                });
            }
        }

        yield return ("activity-1000-classes", () => new ActivityDiagram { Layers = [[States("pixels", 784, named: false)], [States("class", 1000, named: true) with { Marked = [7, 900] }]] });
    }

    private static GroupActivity States(string name, int units, bool named) =>
        new(name, [.. Enumerable.Range(0, units).Select(k => new Noise((ulong)k).Spread(1))]) { UnitNames = named ? [.. Enumerable.Range(0, units).Select(Word)] : null };

    private static IEnumerable<(string, Func<Figure>)> Curves()
    {
        yield return ("errors-one-sweep", () => new ErrorCurves { Runs = [new("training cases", [1.5]), new("validation cases", [1.6, 1.4], FirstSweep: 0)] });
        yield return ("errors-long", () => new ErrorCurves { Title = Words[12] + Words[12] + Words[12], Runs = [new("", [.. Enumerable.Range(0, 100_000).Select(k => 10.0 / (1 + k))])], LogError = true });
        yield return ("errors-extreme", () => new ErrorCurves { Runs = [new(Words[1], [1e300, 1e-300, 1e300]), new(Words[4], [1, double.NaN, double.PositiveInfinity, 0])], LogError = true });
        yield return ("errors-huge", () => new ErrorCurves { Runs = [new("training cases", [1.7e308, 1e308, 1])] });
        yield return ("errors-tiny", () => new ErrorCurves { Runs = [new("training cases", [5e-324, 0, 5e-324])] });
        yield return ("errors-close", () => new ErrorCurves { Runs = [new("training cases", [1.0000001, 1.0000002, 1.0000003])], LogError = true });
        yield return ("errors-many-runs", () => new ErrorCurves { Runs = [.. Enumerable.Range(0, 15).Select(k => new ErrorRun(Words[k], [4.0 / (k + 1), 3.0 / (k + 1), 1.0 / (k + 1)]))] });
        yield return ("reliability-none", () => new ReliabilityDiagram { Title = Words[1], Bins = [] });
        yield return ("reliability-huge", () => new ReliabilityDiagram { Title = Words[12], Bins = [new(0, 0.5, 1, 0, 0.5), new(0.5, 1, 1_234_567_890, 1_234_567_890, 1)] });
        yield return ("importance-none", () => new ImportanceBars { Axis = Words[1], Bars = [] });
        yield return ("importance-many", () => new ImportanceBars { Axis = Words[12], Bars = [.. Enumerable.Range(0, 300).Select(k => new ImportanceBar(Words[k % 15], 1e9 / (k + 1), -1e9, 1e12))] });
        yield return ("dependence-one", () => new DependenceDiagram { Column = Words[1], Answer = Words[12], Names = [""], Places = [new(1e12, "", 1, [1e-12])], Counts = [(1e12, 1e12, 1)] });
        yield return ("dependence-categories", () => new DependenceDiagram { Column = Words[1], Answer = Words[4], Names = [.. Words.Take(6)], IsShare = true, Places = [.. Enumerable.Range(0, 100).Select(k => new DependencePlace(k, Word(k), k * 1000, [.. Enumerable.Range(0, 6).Select(c => c / 6.0)]))] });
        yield return ("cost-ranges-long", () => new CostRanges { Axis = Words[1], Settings = ("defaults", "best"), Rows = [.. Enumerable.Range(0, 40).Select(k => new CostRow(Words[1], new([1e-9, 1e12], 1_000_000), new([k + 1], 1_000_000)))] });
        yield return ("line-chart-many", () => new LineChart { AcrossAxis = Words[1], UpAxis = Words[1], Up = (0, 1), Lines = [.. Enumerable.Range(0, 20).Select(k => new ChartLine(Words[1], [(1, 0), (1e12, k)]))] });
        yield return ("growth-one", () => new GrowthCurve { Points = [new(32, 1.5e-9)] });
        yield return ("growth-extreme", () => new GrowthCurve { Points = [new(1, 1e-12), new(1e12, 1e12)], SizeAxis = Words[1], CostAxis = Words[1] });
        foreach (var (name, low, high, printed) in ((string, double, double, double)[])[("left", 3, 5, 1), ("right", 90_000, 100_000, 1425), ("same", 1400, 1450, 1425), ("narrow", 9_990, 10_000, 10_000), ("beyond", 10, 20, 1e6)])
        {
            yield return ($"sweeps-{name}", () => new SweepDistribution
            {
                Printed = printed,
                PrintedName = name == "right" ? Words[1] : "printed run",
                Samples = [new(Words[1], [.. Enumerable.Range(0, 300).Select(k => low + ((high - low) * new Noise((ulong)k).Next()))], 13), new("none", [], 400), new("one", [low])],
            });
        }
    }

    private static IEnumerable<(string, Func<Figure>)> Codes()
    {
        foreach (var count in (int[])[1, 3, 60, 1000])
        {
            Code[] codes = [.. Enumerable.Range(0, count).Select(k => new Code(Word(k), [new Noise((ulong)k).Bell(1), new Noise((ulong)k + 5000).Bell(1), k % 3], count == 60 ? Word(k % 15) : $"class {k % 3}"))];
            yield return ($"codes-{count}", () => new CodeMap { Codes = codes });
            if (count <= 60) yield return ($"tree-{count}", () => new ClusterTree { Codes = codes });
        }

        yield return ("codes-40-classes", () => new CodeMap { Codes = [.. Enumerable.Range(0, 400).Select(k => new Code($"{k}", [new Noise((ulong)k).Bell(1), k], Word(k % 40)))] });
        yield return ("codes-extreme", () => new CodeMap { Codes = [new("far", [1e30, 0]), new("near", [1e-30, 0]), new("farther", [-1e30, 1e20])] });
    }

    private static IEnumerable<(string, Func<Figure>)> Grids()
    {
        foreach (var classes in (int[])[1, 2, 9, 40, 100, 1000])
        {
            yield return ($"confusion-{classes}", () =>
            {
                var counts = new int[classes, classes];
                for (var k = 0; k < classes; k++) (counts[k, k], counts[k, k * 7 % classes]) = (1_000_000 / (k + 1), 12_345 + k);
                return new ConfusionMatrix { Classes = [.. Enumerable.Range(0, classes).Select(Word)], Counts = counts };
            }
            );
        }

        yield return ("confusion-empty", () => new ConfusionMatrix { Classes = ["a", "b"], Counts = new int[2, 2] });
        yield return ("success-large", () => new SuccessMap { RowSetting = "Learning rate ε", ColumnSetting = "Momentum α", RowValues = [.. Enumerable.Range(1, 30).Select(k => k / 1e6)], ColumnValues = [.. Enumerable.Range(1, 30).Select(k => k * 1e6)], Successes = new int[30, 30], Runs = 1 });
        yield return ("regions-0.5", () => new DecisionRegions { Output = new Surface((_, _) => 0.5, -1, 1, -1, 1), AcrossAxis = Words[1], UpAxis = Words[12] });
        yield return ("regions-1", () => new DecisionRegions { Output = new Surface((_, _) => 1, -1e-9, 1e-9, 1e9, 1.0000001e9), Cases = [new(0, 1e9, true)] });
        yield return ("descent-flat", () => new DescentCourses { Error = new Surface((_, _) => 1, 0, 1, 0, 1), Courses = [new(Words[1], [(0.5, 0.5)]), new("away", [(0, 0), (100, 100)])] });
        yield return ("panels-mixed", () => new Panels { Parts = [new DecisionRegions { Output = new Surface((a, _) => a, 0, 1, 0, 1) }, Make("matrix-1000-1"), new NetDiagram { Groups = [new("a", 1)], Projections = [] }] });
    }
}
