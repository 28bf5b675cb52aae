namespace Backprop.Data.Tests;

public class ReachableTargetTests
{
    private static Table Read(string text, params string[] numbers)
    {
        using var file = new TemporaryFile(text);
        return Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Numbers = numbers });
    }

    private static Topology Net(UnitFunction outputs, int inputs = 2, int units = 1, bool hidden = true) => Topology.Build(net =>
    {
        var below = net.Input("numbers", inputs);
        net.Output("y", units, outputs).From(hidden ? net.Group("hidden", 8, UnitFunction.Tanh).From(below) : below);
    });

    private static readonly Table Sum = Read("a,b,y\n" + string.Concat(Enumerable.Repeat("0,0,0\n0,1,1\n1,0,1\n1,1,2\n", 5)), "a", "b", "y");

    private static readonly TableTrainingOptions All = new()
    {
        ValidationShare = 0,
        TestShare = 0,
        Sweeps = 400,
        Rule = new Adam { LearningRate = 0.02 },
    };

    public static TheoryData<string> Functions => [.. UnitFunction.All.Where(f => !f.IsGroupWide && !f.IsStep).Select(f => f.Name), "between 2 and 3"];

    /// <summary>
    /// Leaky units with a slope of 0.3: with 0.01 the state for a sum of 0, −1.41, needs a total input of −141, which 400 sweeps do not reach.
    /// Clipped units between −3 and 3: total inputs start at about 0, and between 0 and 6 that of the case 0, 0 falls below the bound from
    /// nearly every start, from where nothing of it is learned; rectified linear units keep it above from one start in ten.
    /// </summary>
    public static TheoryData<string> LearningFunctions =>
    [
        .. UnitFunction.All.Where(f => !f.IsGroupWide && !f.IsStep && f != UnitFunction.LeakyRectifiedLinear() && f != UnitFunction.Clip(0, 6))
            .Append(UnitFunction.LeakyRectifiedLinear(0.3)).Append(UnitFunction.Clip(-3, 3)).Select(f => f.Name),
        "between 2 and 3",
    ];

    private static UnitFunction Function(string name) => UnitFunction.FromName(name, UnitFunction.Of<Between2And3>());

    [Theory]
    [MemberData(nameof(LearningFunctions))]
    public void A_number_is_learned_by_output_units_of_any_function(string name)
    {
        var trained = TableTraining.Train(Sum, All with { Net = Net(Function(name)), Restarts = 5 });
        Assert.InRange(trained.History.Error, 0, 1e-3);
        var model = new TableModel(trained.Model);
        foreach (var (a, b) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
            Assert.Equal(a + b, model.Predict(new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = a, ["b"] = b })[0].Number, 0.02);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_training_value_is_encoded_within_the_bounds_and_decoded_again(string name)
    {
        var function = Function(name);
        var table = Read("a,b,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 7},{i % 4},{(i * 37 % 100) - 250.5}\n")), "a", "b", "y");
        int[] rows = [.. Enumerable.Range(0, 30)];
        var target = (NumberEncoding)EncodingFit.Fit(table, rows, Net(function)).Targets[0];
        foreach (var row in rows)
        {
            var value = ((NumberColumn)table["y"])[row];
            var state = target.Encode(value);
            Assert.InRange(state, function.Least + 0.0999, function.Greatest - 0.0999);
            Assert.Equal(value, target.Decode(state), 1e-9);
        }
        if (function == UnitFunction.Identity)
            Assert.Equal(EncodingFit.Fit(table, rows), EncodingFit.Fit(table, rows, Net(function)));
    }

    [Theory]
    [InlineData("logistic", 0.1, 0.9)]
    [InlineData("tanh", -0.8, 0.8)]
    [InlineData("between 2 and 3", 2.1, 2.9)]
    public void Between_two_bounds_the_training_values_take_the_middle_four_fifths(string name, double lowest, double highest)
    {
        var table = Read("a,b,y\n1,2,-7\n2,1,5\n3,4,90\n3,2,93\n", "a", "b", "y");
        var target = (NumberEncoding)EncodingFit.Fit(table, [0, 1, 3], Net(Function(name))).Targets[0];
        Assert.Equal(lowest, target.Encode(-7), 1e-12);
        Assert.Equal(highest, target.Encode(93), 1e-12);
    }

    [Theory]
    [InlineData("softplus", 0.5)]
    [InlineData("rectified linear", 0.5)]
    public void Above_one_bound_the_training_values_keep_their_deviation_and_half_of_it_as_distance(string name, double lowest)
    {
        var table = Read("a,b,y\n1,2,-7\n2,1,5\n3,4,93\n", "a", "b", "y");
        var target = (NumberEncoding)EncodingFit.Fit(table, [0, 1], Net(Function(name))).Targets[0];
        Assert.Equal(lowest, target.Encode(-7), 1e-12);
        Assert.Equal(lowest + 2, target.Encode(5), 1e-12); // -7 and 5 have the deviation 6
    }

    [Fact]
    public void Dates_are_encoded_within_the_bounds_too()
    {
        using var file = new TemporaryFile("a,y\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"{i % 7},2026-03-{i:D2}\n")));
        var table = Table.Read(file.Path, new ColumnChoices { Targets = ["y"], Dates = ["y"] });
        var target = Assert.IsType<DateEncoding>(EncodingFit.Fit(table, [.. Enumerable.Range(0, 20)], Net(UnitFunction.Logistic, inputs: 1)).Targets[0]);
        Assert.Equal(0.1, target.Number.Encode(((NumberColumn)table["y"])[0]), 1e-9);
        Assert.Equal(0.9, target.Number.Encode(((NumberColumn)table["y"])[19]), 1e-9);
    }

    [Fact]
    public void A_number_for_a_single_softmax_unit_is_refused_by_name()
    {
        var error = Assert.Throws<DataException>(() => TableTraining.Prepare(Sum, All with { Net = Net(UnitFunction.Softmax) }));
        Assert.Contains("column 'y': is a number, but output group 'y' has softmax units, and a single one of those always has the state 1; use identity units", error.Message, StringComparison.Ordinal);
    }

    private static readonly Table Classes = Read("a,b,y\n" + string.Concat(Enumerable.Repeat("0,0,none\n0,1,some\n1,0,some\n1,1,some\n", 5)), "a", "b");

    [Theory]
    [InlineData("logistic", "cross-entropy")]
    [InlineData("softmax", "cross-entropy")]
    [InlineData("tanh", "sum of squares")]
    [InlineData("identity", "sum of squares")]
    [InlineData("softplus", "sum of squares")]
    public void Classes_are_learned_by_output_units_of_any_function_that_reaches_0_and_1(string name, string error)
    {
        var training = TableTraining.Prepare(Classes, All with { Net = Net(UnitFunction.FromName(name), units: 2), Restarts = 5 });
        Assert.Equal(error, training.Error.Name);
        var trained = training.Run();
        Assert.Equal(20, TableScores.Of(training.Encoding, trained.Model.Network<float>(), Classes, training.Split.Training.AsSpan()).Classes["y"].Right);
    }

    [Fact]
    public void Classes_for_units_that_do_not_reach_0_and_1_are_refused_by_name() =>
        Assert.Contains("the classes are encoded as 0 and 1, but the between 2 and 3 units of output group 'y' have states from 2 to 3", Assert.Throws<DataException>(() =>
            TableTraining.Prepare(Classes, All with { Net = Net(UnitFunction.Of<Between2And3>(), units: 2) })).Message, StringComparison.Ordinal);

    /// <summary>y = 2 + 1/(1 + e^−x): a function of a user, with bounds.</summary>
    private readonly struct Between2And3 : IUnitFunction
    {
        public static string Name => "between 2 and 3";

        public static bool UsesTotalInput => false;

        public static double Least => 2;

        public static double Greatest => 3;

        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
            TLanes.Constant(2) + Elementary.Logistic<TLanes, T>(x);

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
            (y - TLanes.Constant(2)) * (TLanes.Constant(3) - y);
    }
}
