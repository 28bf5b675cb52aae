using static System.FormattableString;

namespace Backprop.Tests;

/// <summary>Products with the Hessian against differences of gradients, and with the Gauss–Newton matrix against the Jacobian.</summary>
public sealed class CurvatureTests
{
    [Fact]
    public void In_random_nets_a_product_with_the_Hessian_is_the_slope_of_the_gradient()
    {
        var (compared, asked) = (0, 0);
        NetPlan.Check(150, plan =>
        {
            asked++;
            var net = plan.Network();
            var cases = plan.Cases(net.Topology);
            var error = plan.Error(net.Topology);
            var (_, _, corner) = new PlainNet(net.Topology, cases, plan.MeasureOf).Run(net.Weights);
            if (corner < 1e-3)
                return;
            compared++;
            AssertSlope(net, cases, error, plan.Seed, 1e-7);
        });
        Assert.True(compared > asked / 2, $"only {compared} of {asked} random nets were far enough from corners to be compared");
    }

    public static TheoryData<string> Functions => [.. UnitFunction.All.Where(static function => !function.IsStep).Select(static function => function.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_unit_function_has_its_second_derivative(string name)
    {
        var function = UnitFunction.FromName(name);
        var net = new Network<double>(Topology.Build(net =>
        {
            var input = net.Input("in", 3);
            net.Output("out", 2, function).From(input, net.Group("hid", 4, function).From(input));
        })).Randomize(seed: 7, range: 1.4);

        AssertSlope(net, SomeCases(net.Topology), new SumOfSquares(), 5, 1e-7);
    }

    [Fact]
    public void A_unit_function_of_ones_own_is_derived_too()
    {
        var net = new Network<double>(Topology.Build(static net => net.Output("out", 2, UnitFunction.Of<Cubic>()).From(net.Group("hid", 4, UnitFunction.Of<Cubic>()).From(net.Input("in", 3))))).Randomize(seed: 7, range: 0.9);

        AssertSlope(net, SomeCases(net.Topology), new SumOfSquares(), 5, 1e-7);
    }

    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(0.3, 1.0)]
    [InlineData(1.0, 0.6)]
    [InlineData(0.3, 0.6)]
    public void Iterative_nets_with_leaky_units_and_soft_clamps_have_it_too(double leakRate, double clampStrength)
    {
        var net = new Network<double>(Topology.Iterative(net =>
        {
            var state = net.Group("state", 3, UnitFunction.Tanh, leakRate: leakRate, clampStrength: clampStrength).From(net.Input("in", 2));
            net.Output("out", 2).From(state.From(state, delay: 1));
        }).Unroll(iterations: 4, SharedGradient.Sum)).Randomize(seed: 3, range: 1.2);
        var clamps = net.Topology.Groups.First(static group => group.Name.StartsWith("state", StringComparison.Ordinal) && !group.IsInput);
        var builder = Given(net.Topology);
        builder.Clamp(clamps.Name, [.. Enumerable.Range(0, 9 * 3).Select(static k => k % 4 == 0 ? 0.4 : Cases.DontCare)], 3);

        AssertSlope(net, builder.ToCases(), new SumOfSquares(), 5, 1e-7);
    }

    [Fact]
    public void Many_blocks_of_cases_add_up()
    {
        var net = new Network<double>(Topology.Layered(3, 4, 2)).Randomize(seed: 7, range: 0.9);
        var random = new RandomSource(8);
        var cases = Cases.From(
            [.. Enumerable.Range(0, 1100).Select(_ => new[] { random.NextSigned(), random.NextSigned(), random.NextSigned() })],
            [.. Enumerable.Range(0, 1100).Select(_ => new double[] { random.NextInt(2), random.NextInt(2) })]);

        AssertSlope(net, cases, new CrossEntropy(), 5, 1e-7);
    }

    [Fact]
    public void Inputs_of_which_few_are_not_zero_give_the_same()
    {
        var net = new Network<double>(Topology.Build(static net => net.Output("out", 2).From(net.Group("hid", 3).From(net.Input("word", 40))))).Randomize(seed: 7, range: 0.9);
        var cases = new CasesBuilder(9).InputOneHot("word", [.. Enumerable.Range(0, 9).Select(static k => 4 * k)], 40)
            .Target("out", [.. Enumerable.Range(0, 18).Select(static k => (double)(k % 2))], 2).ToCases();

        AssertSlope(net, cases, new SumOfSquares(), 5, 1e-7);
    }

    [Theory]
    [InlineData("logistic", false)]
    [InlineData("softmax", true)]
    [InlineData("logistic", true)]
    public void The_Gauss_Newton_matrix_is_symmetric_and_nowhere_bends_down(string output, bool crossEntropy)
    {
        var net = new Network<double>(Topology.Build(net => net.Output("out", 3, UnitFunction.FromName(output)).From(net.Group("hid", 4).From(net.Input("in", 3))))).Randomize(seed: 7, range: 1.4);
        var matrix = Matrix(net, SomeCases(net.Topology), crossEntropy ? new CrossEntropy() : new SumOfSquares(), wholly: false);

        AssertSymmetric(matrix);
        Assert.True(SymmetricEigen.Values(matrix).Min() > -1e-12);
    }

    [Fact]
    public void For_a_sum_of_squares_the_Gauss_Newton_matrix_is_that_of_the_Jacobian()
    {
        var net = new Network<double>(Topology.Layered(3, 4, 2)).Randomize(seed: 7, range: 1.4);
        var cases = SomeCases(net.Topology);
        var matrix = Matrix(net, cases, new SumOfSquares(), wholly: false);
        var jacobian = Jacobian(net, cases);

        for (var i = 0; i < matrix.GetLength(0); i++)
        {
            for (var j = 0; j < matrix.GetLength(1); j++)
                Assert.Equal(jacobian.Sum(row => row[i] * row[j]), matrix[i, j], 1e-8);
        }
    }

    [Fact]
    public void Where_all_errors_are_zero_both_matrices_are_equal()
    {
        var net = new Network<double>(Topology.Layered(3, 4, 2)).Randomize(seed: 7, range: 1.4);
        var inputs = Enumerable.Range(0, 7).Select(static k => new[] { Math.Sin(k), Math.Cos(3 * k), 0.2 * k }).ToArray();
        var cases = Cases.From(inputs, [.. inputs.Select(input => net.Run(input))]);

        var (hessian, gaussNewton) = (Matrix(net, cases, new SumOfSquares(), wholly: true), Matrix(net, cases, new SumOfSquares(), wholly: false));

        AssertSymmetric(hessian);
        for (var i = 0; i < hessian.GetLength(0); i++)
        {
            for (var j = 0; j < hessian.GetLength(1); j++)
                Assert.Equal(gaussNewton[i, j], hessian[i, j], 1e-12);
        }
    }

    [Fact]
    public void The_Hessian_of_one_logistic_unit_is_that_worked_by_hand()
    {
        // E = ½ (y − d)², y = 1/(1 + e^−x), x = w·2 + b: ∂²E/∂x² = y′² + (y − d) y″, with y′ = y (1 − y) and y″ = y′ (1 − 2y).
        var net = new Network<double>(Topology.Layered(1, 1));
        (net.Weights[0], net.Weights[1]) = (0.5, -0.25);
        var y = 1 / (1 + Math.Exp(-0.75));
        var slope = y * (1 - y);
        var second = (slope * slope) + ((y - 1) * slope * (1 - (2 * y)));

        var curvature = new Curvature<double>(net, Cases.From([[2]], [[1]]));
        var (hessian, gaussNewton) = (new double[2], new double[2]);
        curvature.HessianTimes([1, 0], hessian);
        curvature.GaussNewtonTimes([1, 0], gaussNewton);

        Assert.Equal([4 * second, 2 * second], hessian, (expected, actual) => Math.Abs(expected - actual) < 1e-15);
        Assert.Equal([4 * slope * slope, 2 * slope * slope], gaussNewton, (expected, actual) => Math.Abs(expected - actual) < 1e-15);
        Assert.Equal(0.5 * (y - 1) * (y - 1), curvature.Error, 1e-15);
        Assert.Equal(GradientCheck.Gradient(net, Cases.From([[2]], [[1]])), curvature.Gradient.ToArray());
    }

    [Fact]
    public void Frozen_and_masked_weights_do_not_move()
    {
        var net = new Network<double>(Topology.Build(static net =>
        {
            var hidden = net.Group("hid", 3).From(net.Input("in", 3), mask: new[,] { { true, false, true }, { true, true, false }, { false, true, true } });
            net.Output("out", 2, frozen: true).From(hidden);
        })).Randomize(seed: 7, range: 1.4);
        var cases = SomeCases(net.Topology);
        var curvature = new Curvature<double>(net, cases);
        double[] all = [.. Enumerable.Repeat(1.0, net.Topology.WeightCount)], still = [.. all];
        foreach (var block in net.Topology.Blocks)
        {
            for (var k = 0; k < block.Length; k++)
            {
                if (block.IsFrozen(k) || block.Mask?[k] == false)
                    still[block.Offset + k] = 0;
            }
        }

        double[] ofAll = new double[all.Length], ofStill = new double[all.Length];
        curvature.HessianTimes(all, ofAll);
        curvature.HessianTimes(still, ofStill);

        Assert.Equal(ofStill, ofAll);
        Assert.All(still.Index().Where(static entry => entry.Item == 0), entry => Assert.Equal(0, ofAll[entry.Index]));
        Assert.Contains(ofAll, static value => value != 0);
    }

    [Fact]
    public void In_single_precision_a_product_is_that_of_double_rounded()
    {
        var net = new Network<double>(Topology.Layered(3, 4, 2)).Randomize(seed: 7, range: 1.4);
        var single = net.Copy<float>();
        var cases = SomeCases(net.Topology);
        var vector = Direction(net.Topology.WeightCount, 5);
        var (expected, found) = (new double[vector.Length], new float[vector.Length]);

        new Curvature<double>(single.Copy<double>(), cases).HessianTimes(vector, expected);
        new Curvature<float>(single, cases).HessianTimes([.. vector.Select(static number => (float)number)], found);

        var scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First / scale, pair.Second / scale, 3e-6));
    }

    [Fact]
    public void An_error_that_is_not_finite_gives_no_product()
    {
        var net = new Network<double>(Topology.Layered(1, 1));
        net.Weights[0] = double.NaN;
        var curvature = new Curvature<double>(net, Cases.From([[2]], [[1]]));
        var product = new double[2];

        curvature.HessianTimes([1, 0], product);

        Assert.All(product, static number => Assert.Equal(double.NaN, number));
        Assert.All(curvature.Gradient.ToArray(), static number => Assert.Equal(double.NaN, number));
    }

    [Fact]
    public void Vectors_of_another_length_and_windows_of_sequences_are_refused()
    {
        var net = new Network<double>(Topology.Layered(1, 1));
        var curvature = new Curvature<double>(net, Cases.From([[2]], [[1]]));

        Assert.Equal("The net has 2 weights, but 3 numbers are given; pass as many as there are weights. (Parameter 'vector')", Assert.Throws<ArgumentException>(() => curvature.HessianTimes(new double[3], new double[2])).Message);
        Assert.Throws<ArgumentException>(() => curvature.GaussNewtonTimes(new double[2], new double[1]));

        var iterative = Topology.Iterative(static net => { var state = net.Output("state", 1).From(net.Input("in", 1)); state.From(state, delay: 1); }).Unroll(2);
        var windows = new SequencesBuilder(iterative, 1, 4).Input(0, "in", [[1], [2], [3], [4]]).Target(0, "state", [[1], [1], [0], [1]]).ToCases();
        Assert.Contains("unroll the net over as many iterations as the longest sequence has", Assert.Throws<CasesException>(() => new Curvature<double>(new(iterative), windows)).Message, StringComparison.Ordinal);
    }

    private static void AssertSlope(Network<double> net, Cases cases, ErrorMeasure error, ulong seed, double limit)
    {
        const double step = 1e-5;
        var vector = Direction(net.Topology.WeightCount, seed);
        var product = new double[vector.Length];
        new Curvature<double>(net, cases, error).HessianTimes(vector, product);

        var weights = net.Weights.ToArray();
        var (above, below) = (At(step), At(-step));
        weights.CopyTo(net.Weights);
        var scale = Math.Max(1, product.Max(Math.Abs));
        for (var k = 0; k < product.Length; k++)
        {
            var expected = (above[k] - below[k]) / (2 * step);
            Assert.True(Math.Abs(expected - product[k]) <= limit * scale, Invariant($"weight {k}: {product[k]}, expected {expected}\n{net.Topology}"));
        }

        double[] At(double distance)
        {
            for (var k = 0; k < weights.Length; k++)
                net.Weights[k] = weights[k] + (Moves(k) ? distance * vector[k] : 0);
            return GradientCheck.Gradient(net, cases, error);
        }

        bool Moves(int index)
        {
            var block = net.Topology.Blocks.Single(block => index >= block.Offset && index < block.Offset + block.Length);
            return !block.IsFrozen(index - block.Offset) && block.Mask?[index - block.Offset] != false;
        }
    }

    private static double[] Direction(int count, ulong seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSigned())];
    }

    private static double[,] Matrix(Network<double> net, Cases cases, ErrorMeasure error, bool wholly)
    {
        var curvature = new Curvature<double>(net, cases, error);
        var count = net.Topology.WeightCount;
        var matrix = new double[count, count];
        var column = new double[count];
        for (var j = 0; j < count; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            if (wholly)
                curvature.HessianTimes(column, column);
            else
                curvature.GaussNewtonTimes(column, column);
            for (var i = 0; i < count; i++)
                matrix[i, j] = column[i];
        }
        return matrix;
    }

    /// <summary>∂y/∂w of every output in every case, by differences.</summary>
    private static List<double[]> Jacobian(Network<double> net, Cases cases)
    {
        const double step = 1e-6;
        var rows = Enumerable.Range(0, cases.Count * net.Topology.Outputs[0].Size).Select(_ => new double[net.Topology.WeightCount]).ToList();
        for (var k = 0; k < net.Topology.WeightCount; k++)
        {
            var weight = net.Weights[k];
            net.Weights[k] = weight + step;
            var above = Outputs();
            net.Weights[k] = weight - step;
            var below = Outputs();
            net.Weights[k] = weight;
            for (var row = 0; row < rows.Count; row++)
                rows[row][k] = (above[row] - below[row]) / (2 * step);
        }
        return rows;

        double[] Outputs()
        {
            var activity = net.Run(cases);
            return [.. Enumerable.Range(0, cases.Count).SelectMany(c => activity[net.Topology.Outputs[0], c].ToArray())];
        }
    }

    private static void AssertSymmetric(double[,] matrix)
    {
        for (var i = 0; i < matrix.GetLength(0); i++)
        {
            for (var j = 0; j < i; j++)
                Assert.Equal(matrix[i, j], matrix[j, i], 1e-12);
        }
    }

    private static CasesBuilder Given(Topology topology)
    {
        var random = new RandomSource(8);
        var builder = new CasesBuilder(9);
        foreach (var group in topology.Inputs.Where(static group => group.InitialState is null))
            builder.Input(group.Name, [.. Enumerable.Range(0, 9 * group.Size).Select(_ => random.NextSigned())], group.Size);
        foreach (var group in topology.Outputs)
            builder.Target(group.Name, [.. Enumerable.Range(0, 9 * group.Size).Select(_ => (double)random.NextInt(2))], group.Size);
        return builder;
    }

    private static Cases SomeCases(Topology topology) => Given(topology).ToCases();

    /// <summary>y = x + x³/10.</summary>
    private readonly struct Cubic : IUnitFunction
    {
        public static string Name => "cubic";

        public static bool UsesTotalInput => true;

        public static TLanes Value<TLanes, T>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.MultiplyAdd(x * x * x, TLanes.Constant(0.1), x);

        public static TLanes Derivative<TLanes, T>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLanes.MultiplyAdd(x * x, TLanes.Constant(0.3), TLanes.One);
    }
}
