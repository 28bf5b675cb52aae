namespace Backprop.Figures.Tests;

/// <summary>One figure of each kind, and the awkward ones: what snapshots, overlap and size tests all run over.</summary>
internal static partial class Gallery
{
    private static readonly PlaneCase[] Xor = [new(0, 0, false), new(0, 1, true), new(1, 0, true), new(1, 1, false)];

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Canvas> Canvases = new(StringComparer.Ordinal);

    private static readonly double[] Mirror = [14.2, -3.6, 7.2, -7.1, 3.6, -14.2];

    private static readonly Dictionary<string, Func<Figure>> Makers = new(StringComparer.Ordinal)
    {
        ["error-linear"] = () => new ErrorCurves { Runs = [Course("ε 0.1", 1, 400), Course("ε 0.3", 2, 250)] },
        ["error-log-bands"] = () => new ErrorCurves
        {
            LogError = true,
            LogSweeps = true,
            Title = "Error of the symmetry net over 40 seeds",
            Subtitle = "6-2-1, ε 0.1, α 0.9, starting weights uniform in ±0.3, seeds 1 to 40; bands hold 50 % and 90 % of the runs",
            Bands = [new("as printed", [.. Enumerable.Range(1, 40).Select(seed => Course("", seed, 3000).Errors)])],
            Runs = [Course("seed 7", 7, 3000)],
        },
        ["error-constant-zero"] = () => new ErrorCurves { LogError = true, Runs = [new("", [0, 0, 0])] },
        ["cost-ranges"] = () => new CostRanges
        {
            Axis = "Gradient evaluations",
            Settings = ("defaults", "best"),
            Rows =
            [
                new("descent", new([900, 1200, 4000], 4), new([300, 350, 380, 420], 4)),
                new("delta-bar-delta", new([], 4), new([95, 130], 4)),
                new("lm", new([12], 4), new([9, 14, 31], 4)),
            ],
        },
        ["line-chart"] = () => new LineChart
        {
            AcrossAxis = "Gradient evaluations",
            UpAxis = "Learned, %",
            Up = (0, 100),
            IsStepped = true,
            Lines = [new("descent", [(300, 0), (300, 25), (380, 75), (420, 100), (5000, 100)]), new("adam", []), new("lm", [(9, 0), (9, 25), (31, 75), (5000, 75)])],
        },
        ["growth"] = () => new GrowthCurve
        {
            Title = "Time over the number of cases",
            Subtitle = "32-32-8, one thread, float",
            SizeAxis = "Cases",
            CostAxis = "Time of a sweep, µs",
            Points = [.. Enumerable.Range(6, 11).Select(k => Math.Pow(2, k)).Select(cases => new GrowthPoint(cases, 2 + (cases * 0.05)))],
        },
        ["sweeps"] = () => new SweepDistribution
        {
            Printed = 1425,
            Samples = [new("biases within ±0.3", Sweeps(1, 400, 0.75), 24), new("biases start at 0", Sweeps(2, 400, 0.25)), new("no hidden units", [], 400)],
        },
        ["confusion-iris"] = () => new ConfusionMatrix { Classes = ["setosa", "versicolor", "virginica"], Counts = new[,] { { 10, 0, 0 }, { 0, 9, 1 }, { 0, 2, 8 } } },
        ["confusion-digits"] = () => new ConfusionMatrix { Classes = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")], Counts = Counts(10) },
        ["confusion-long-names"] = () => new ConfusionMatrix { Classes = [.. Enumerable.Range(0, 24).Select(k => $"class with a long name & number {k}")], Counts = Counts(24) },
        ["reliability"] = () => new ReliabilityDiagram
        {
            Title = "titanic: do probabilities mean what they say?",
            Subtitle = "262 rows; calibration error 0.093, log-loss 0.513, Brier score 0.317.",
            Bins = [.. Enumerable.Range(0, 5).Select(bin => new ConfidenceBin(bin / 10.0, (bin + 1) / 10.0, 0, 0, double.NaN)), new(0.5, 0.6, 33, 25, 0.548), new(0.6, 0.7, 25, 11, 0.652), new(0.7, 0.8, 35, 29, 0.759), new(0.8, 0.9, 65, 56, 0.853), new(0.9, 1, 104, 89, 0.944)],
        },
        ["importance"] = () => new ImportanceBars
        {
            Title = "What the answers for survived rest on",
            Axis = "loss of accuracy",
            Bars = [new("sex", 0.191, 0.139, 0.243), new("pclass", 0.052, 0.019, 0.084), new("age", 0.039, 0.01, 0.067), new("sibsp", 0.007, -0.014, 0.028), new("a column with a name that is far too long for a figure", -0.002, -0.01, 0.006)],
        },
        ["dependence"] = () => new Panels
        {
            Title = "How the answers for survived depend on columns",
            Parts =
            [
                new DependenceDiagram
                {
                    Column = "age", Answer = "Mean probability", Names = ["no", "yes"], IsShare = true,
                    Places = [.. Enumerable.Range(0, 15).Select(k => new DependencePlace(1 + (k * 5), "", 10, [0.45 + (k * 0.02), 0.55 - (k * 0.02)]))],
                    Counts = [.. Enumerable.Range(0, 20).Select(k => (k * 4.0, (k + 1) * 4.0, 200 / (1 + ((k - 6) * (k - 6)))))],
                },
                new DependenceDiagram { Column = "sex", Answer = "Mean fare", Names = [""], Places = [new(0, "female", 93, [46.2]), new(1, "male", 169, [26.3]), new(2, "missing", 0, [31])] },
            ],
        },
        ["success-map"] = () => new SuccessMap
        {
            RowSetting = "Learning rate ε",
            ColumnSetting = "Momentum α",
            RowValues = [0.05, 0.1, 0.2, 0.4, 0.8],
            ColumnValues = [0, 0.5, 0.8, 0.9, 0.95, 0.99],
            Successes = Grid(5, 6, (row, column) => Math.Clamp((int)(20 * (1.1 - (0.25 * Math.Abs(row - 1.5)) - (0.2 * Math.Abs(column - 3)))), 0, 20)),
            Runs = 20,
        },
        ["hinton"] = () => new HintonDiagram { Values = new Noise(3).Matrix(6, 24, 1.5), Biases = [.. Enumerable.Range(0, 6).Select(k => k - 2.5)], RowTitle = "to person code", ColumnTitle = "from person 1" },
        ["hinton-named"] = () => new HintonDiagram { Values = new Noise(4).Matrix(3, 4, 1), RowNames = ["setosa", "versicolor", "virginica"], ColumnNames = ["sepal length", "sepal width", "petal length", "petal width"], Biases = [1, -2, 0.5] },
        ["hinton-large"] = () => new HintonDiagram { Values = new Noise(5).Matrix(12, 784, 0.1), RowTitle = "to hidden", ColumnTitle = "from pixels" },
        ["hinton-one"] = () => new HintonDiagram { Values = new[,] { { -0.25 } } },
        ["hinton-empty-cells"] = () => new HintonDiagram { Values = new[,] { { 1, double.NaN }, { 0, -1 } } },
        ["panels"] = () => new Panels
        {
            Title = "All weights of a net",
            Parts = [.. Enumerable.Range(1, 4).Select(k => new HintonDiagram { Title = $"layer {k} to {k + 1}", Values = new Noise((ulong)k).Matrix(3 + k, 4 + k, 1) })],
        },
        ["activity-iris"] = () => new ActivityDiagram
        {
            Layers = [[new("flower", [0.2, 0.7, 0.9, 0.4])], [new("hidden", [0.1, 0.95, 0.5, 0.3, 0.7])], [new("species", [0.05, 0.9, 0.2]) { UnitNames = ["setosa", "versicolor", "virginica"], Marked = [1] }]],
        },
        ["activity-wide"] = () => new ActivityDiagram { Layers = [[new("pixels", [.. Enumerable.Range(0, 784).Select(k => new Noise((ulong)k).Next())]) { UnitsPerRow = 28 }], [new("hidden", [.. Enumerable.Range(0, 64).Select(k => new Noise((ulong)k).Spread(1))])], [new("digit", [0, 0, 0, 1, 0, 0, 0.2, 0, 0, 0]) { Marked = [3] }]] },
        ["codes"] = () => new CodeMap { Codes = Codes() },
        ["codes-all-alike"] = () => new CodeMap { Codes = [.. Enumerable.Range(0, 5).Select(k => new Code($"item {k}", [0.5, 0.5]))] },
        ["codes-many"] = () => new CodeMap { Codes = [.. Enumerable.Range(0, 240).Select(k => new Code($"row {k}", [new Noise((ulong)k).Bell(0.3) + (k % 3), new Noise((ulong)k + 1000).Bell(0.4) + (k % 3 == 1 ? 2 : 0), 0.5], $"class {k % 3}"))] },
        ["cluster-tree"] = () => new ClusterTree { Codes = Codes() },
        ["descent"] = () => new DescentCourses
        {
            Title = "Step size and momentum on one surface",
            Error = new Surface(Valley, -3, 1.5, -2, 2),
            Courses = [Descend("ε 0.02, too small", 0.02, 0), Descend("ε 0.175, too large", 0.175, 0), Descend("ε 0.02 with momentum 0.8", 0.02, 0.8)],
        },
        ["regions"] = () => new Panels
        {
            Title = "What a line can part, and what it cannot",
            Parts =
            [
                new DecisionRegions { Title = "Without hidden units", Output = new Surface((a, b) => 1 / (1 + Math.Exp(3 - (4 * a) - (1.5 * b))), -0.25, 1.25, -0.25, 1.25), Cases = Xor },
                new DecisionRegions { Title = "With two hidden units", Output = new Surface((a, b) => 1 / (1 + Math.Exp(-8 * (0.25 - Math.Pow(a + b - 1, 2)))), -0.25, 1.25, -0.25, 1.25), Cases = Xor },
            ],
        },
        ["derivative-flow"] = () => new DerivativeFlow(),
        ["family-tree"] = () => new FamilyTreeDiagram
        {
            Generations = [["Christopher", "Penelope", "Andrew", "Christine"], ["Margaret", "Arthur", "Victoria", "James", "Jennifer", "Charles"], ["Colin", "Charlotte"]],
            Couples = [new("Christopher", "Penelope", ["Arthur", "Victoria"]), new("Andrew", "Christine", ["James", "Jennifer"]), new("Margaret", "Arthur", []), new("Victoria", "James", ["Colin", "Charlotte"]), new("Jennifer", "Charles", [])],
        },
        ["net-family"] = () => new NetDiagram
        {
            Groups = [new("person 1", 24, IsInput: true), new("relation", 12, IsInput: true), new("person code", 6, "logistic"), new("relation code", 6, "logistic"), new("center", 12, "logistic"), new("answer code", 6, "logistic"), new("person 2", 24, "logistic", IsOutput: true)],
            Projections = [new(0, 2, "6 × 24"), new(1, 3, "6 × 12"), new(2, 4, "12 × 6"), new(3, 4, "12 × 6"), new(4, 5, "6 × 12"), new(5, 6, "24 × 6")],
        },
        ["net-skips-and-loops"] = () => new NetDiagram
        {
            Groups = [new("letters", 5, IsInput: true), new("context", 3, IsInput: true), new("hidden", 30, "logistic"), new("deep", 8, "tanh"), new("digits", 3, "logistic", IsOutput: true)],
            Projections = [new(0, 2, "30 × 5"), new(0, 3, "8 × 5"), new(0, 4, "3 × 5"), new(1, 3, "8 × 3"), new(2, 3, "8 × 30"), new(3, 4, "3 × 8"), new(2, 2, "30 × 30, delay 1"), new(4, 2, "30 × 3, delay 1")],
        },
        ["net-unrolled"] = () => new NetDiagram
        {
            Groups = [new("x@1", 2, IsInput: true), new("h@1", 3), new("x@2", 2, IsInput: true), new("h@2", 3), new("x@3", 2, IsInput: true), new("h@3", 3), new("y@3", 1, IsOutput: true)],
            Projections = [new(0, 1, "W", "W"), new(1, 3, "V", "V"), new(2, 3, "W", "W"), new(3, 5, "V", "V"), new(4, 5, "W", "W"), new(5, 6, "U", "U")],
        },
        ["net-one-group"] = () => new NetDiagram { Groups = [new("only", 1, IsInput: true, IsOutput: true)], Projections = [] },
        ["units-symmetry"] = () => new UnitDiagram
        {
            Title = "Fig. 1: the net that found symmetry",
            Units = [.. Enumerable.Range(1, 6).Select(k => new DiagramUnit($"input {k}", 0)), new("", 1, "−1.1"), new("", 1, "−1.1"), new("output", 2, "6.4")],
            Arcs = [.. Enumerable.Range(0, 6).SelectMany(k => new DiagramArc[] { new(k, 6, Mirror[k]), new(k, 7, -Mirror[k]) }), new(6, 8, -9.44), new(7, 8, -9.44)],
        },
        ["units-skip"] = () => new UnitDiagram
        {
            Units = [new("in 1", 0), new("in 2", 0), new("", 1, "−2.2"), new("out", 2, "−0.4")],
            Arcs = [new(0, 2, 4.1), new(1, 2, 4.3), new(0, 3, -6.4), new(1, 3, -6.4), new(2, 3, -9.4)],
        },
        ["units-ring"] = () => new UnitDiagram
        {
            Units = [new("1", 1), new("2", 1), new("3", 1)],
            Arcs = [new(0, 1, 1, "w_{21}", 0), new(1, 0, 1, "w_{12}", 1), new(1, 2, 1, "w_{32}", 2), new(2, 0, 1, "w_{13}", 3), new(2, 2, 1, "w_{33}", 4)],
        },
    };

    /// <summary>All names, for theories.</summary>
    public static TheoryData<string> Names => [.. Makers.Keys, .. OfNets.Keys];

    public static Figure Make(string name) => (Makers.TryGetValue(name, out var make) ? make : OfNets[name])();

    /// <summary>The figure as composed, once for all tests that only look at it.</summary>
    public static Canvas Composed(string name) => Canvases.GetOrAdd(name, static name => Make(name).Compose());

    private static ErrorRun Course(string name, int seed, int sweeps)
    {
        var noise = new Noise((ulong)seed);
        double turn = 200 * (0.5 + noise.Next()), error = 4;
        return new(name, [.. Enumerable.Range(1, sweeps).Select(sweep => error = Math.Max(1e-4, (4 / (1 + Math.Pow(sweep / turn, 3))) * (1 + noise.Spread(0.2))))]);
    }

    private static double[] Sweeps(int seed, int runs, double deviation)
    {
        var noise = new Noise((ulong)seed);
        return [.. Enumerable.Range(0, runs).Select(_ => Math.Round(2560 * Math.Exp(noise.Bell(deviation))))];
    }

    private static int[,] Counts(int classes) => Grid(classes, classes, (row, column) => row == column ? 90 + (row * 7 % 10) : (row * 3) + column % 5 == 4 ? 6 : (row + (2 * column)) % 7 == 0 ? 2 : 0);

    private static int[,] Grid(int rows, int columns, Func<int, int, int> value)
    {
        var grid = new int[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++) grid[row, column] = value(row, column);
        }

        return grid;
    }

    private static Code[] Codes()
    {
        string[] english = ["Christopher", "Penelope", "Andrew", "Christine", "Margaret", "Arthur", "Victoria", "James", "Jennifer", "Charles", "Colin", "Charlotte"];
        string[] italian = ["Roberto", "Maria", "Pierro", "Francesca", "Gina", "Emilio", "Lucia", "Marco", "Angela", "Tomaso", "Alfonso", "Sophia"];
        var noise = new Noise(9);
        Code Place(string name, int k, int tree) => new(name, [tree + noise.Bell(0.05), (k < 4 ? 0 : k < 10 ? 0.5 : 1) + noise.Bell(0.05), (k % 4 < 2 ? 0 : 1) + noise.Bell(0.05), noise.Next() * 0.2], tree == 0 ? "English" : "Italian");
        return [.. english.Select((name, k) => Place(name, k, 0)), .. italian.Select((name, k) => Place(name, k, 1))];
    }

    private static double Valley(double a, double b) => (0.5 * a * a) + (5 * (b - (0.3 * a)) * (b - (0.3 * a)));

    private static DescentCourse Descend(string name, double rate, double momentum)
    {
        double a = -2.6, b = 0.4, da = 0, db = 0;
        var points = new List<(double, double)> { (a, b) };
        for (var step = 0; step < 40; step++)
        {
            var up = 10 * (b - (0.3 * a));
            da = (-rate * (a - (0.3 * up))) + (momentum * da);
            db = (-rate * up) + (momentum * db);
            (a, b) = (a + da, b + db);
            points.Add((a, b));
        }

        return new(name, points);
    }
}
