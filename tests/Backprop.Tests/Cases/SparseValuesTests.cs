namespace Backprop.Tests;

/// <summary>Which input groups are laid out without their zeros.</summary>
public sealed unsafe class SparseValuesTests
{
    [Theory]
    [InlineData(SparseValues.Ratio, true)]
    [InlineData(SparseValues.Ratio - 1, false)]
    public void A_one_hot_group_of_many_units_is_sparse(int size, bool sparse) =>
        Assert.Equal(sparse, IsSparse(Topology.Layered(size, 2), new CasesBuilder(3).InputOneHot(null, [2, 0, size - 1], size)));

    [Fact]
    public void So_is_one_given_as_numbers_unless_a_single_case_has_too_many()
    {
        const int Size = 3 * SparseValues.Ratio;
        var numbers = new double[5 * Size];
        foreach (var unit in new[] { 0, 7, Size - 1 })
            numbers[(4 * Size) + unit] = -0.25;
        Assert.True(IsSparse(Topology.Layered(Size, 2), new CasesBuilder(5).Input(null, numbers, Size)));
        Assert.True(IsSparse(Topology.Layered(Size, 2), new CasesBuilder(5).Input(null, Array.ConvertAll(numbers, static number => (float)number), Size)));

        numbers[(4 * Size) + 8] = 1;
        Assert.False(IsSparse(Topology.Layered(Size, 2), new CasesBuilder(5).Input(null, numbers, Size)));
    }

    [Fact]
    public void Whole_rows_are_for_one_to_one_projections_and_states_that_windows_hand_on()
    {
        var oneToOne = Topology.Build(static net => net.Output("out", 30).From(net.Input("in", 30), oneToOne: true));
        Assert.False(IsSparse(oneToOne, new CasesBuilder(2).InputOneHot("in", [1, 2], 30)));

        var handedOn = Topology.Iterative(static net =>
        {
            var state = net.Output("state", 30);
            state.From(state, delay: 1);
        }).Unroll(2);
        Assert.False(IsSparse(handedOn, new CasesBuilder(2).InputOneHot("state@0", [1, 2], 30)));
    }

    [Fact]
    public void Slots_are_the_units_ascending_and_what_is_left_of_them_is_0()
    {
        const int Size = 2 * SparseValues.Ratio;
        var numbers = new double[3 * Size];
        (numbers[5], numbers[40]) = (0.5, 2);
        numbers[(2 * Size) + 9] = -1;
        var cases = new CasesBuilder(3).Input("input", numbers, Size).ToCases();
        var values = new BoundCases(Topology.Layered(Size, 1), cases).SparseInput(Topology.Layered(Size, 1)["input"])!;
        Span<int> units = stackalloc int[8];
        Span<float> states = stackalloc float[8];
        units.Fill(-1);
        states.Fill(-1);
        fixed (int* unitRows = units)
        fixed (float* valueRows = states)
            values.Gather([2, 0, 1], unitRows, valueRows, 4);

        Assert.Equal(2, values.Slots);
        Assert.Equal([9, 5, 0, 0, 0, 40, 0, 0], units.ToArray());
        Assert.Equal([-1, 0.5f, 0, 0, 0, 2, 0, 0], states.ToArray());
    }

    [Fact]
    public void Cases_without_a_single_one_need_no_slots()
    {
        var cases = new CasesBuilder(2).Input(null, new double[100], 50).Target(null, [1.0, 1], 1).ToCases();
        var net = new Network<double>(Topology.Layered(50, 1)).Randomize(1);

        Assert.Equal(0, new BoundCases(net.Topology, cases).SparseInput(net.Topology.Inputs[0])!.Slots);
        var state = net.Run(new double[50])[0];
        Assert.Equal((1 - state) * (1 - state), net.Evaluate(cases).Error, 1e-15);
        Assert.All(GradientCheck.Gradient(net, cases)[..50], static value => Assert.Equal(0, value));
    }

    private static bool IsSparse(Topology topology, CasesBuilder builder) => new BoundCases(topology, builder.ToCases()).SparseInput(topology.Inputs[0]) is not null;
}
