namespace Backprop.Tests;

public sealed class CasesBuilderTests
{
    [Fact]
    public void What_is_given_is_copied()
    {
        double[] inputs = [1, 2, 3, 4];
        float[] targets = [0, 1];
        int[] units = [1, 0];
        double[] clamps = [0.5, double.NaN];
        double[] weights = [1, 2];
        var builder = new CasesBuilder(2).Input("a", inputs, 2).Target("b", targets, 1).InputOneHot("c", units, 2).TargetOneHot("d", units, 2)
            .Clamp("e", clamps, 1).Weights(weights);
        Array.Clear(inputs);
        Array.Clear(targets);
        Array.Clear(units);
        Array.Clear(clamps);
        Array.Clear(weights);
        var cases = builder.ToCases();

        Assert.Equal([1, 2, 3, 4], Values(cases.Inputs[0]));
        Assert.Equal([0, 1], Values(cases.Targets[0]));
        Assert.Equal([0, 1, 1, 0], Values(cases.Inputs[1]));
        Assert.Equal([0, 1, 1, 0], Values(cases.Targets[1]));
        Assert.Equal([0.5, double.NaN], Values(cases.Clamps[0]));
        Assert.Equal([1, 2], cases.Weights.ToArray());
    }

    [Fact]
    public void Cases_do_not_change_when_the_builder_goes_on()
    {
        var builder = new CasesBuilder(1).Input("a", [1.0], 1);
        var before = builder.ToCases();
        builder.Input("b", [2.0], 1).Weights([3]);

        Assert.Single(before.Inputs);
        Assert.Equal(1, before.TotalWeight);
        Assert.Equal(2, builder.ToCases().Inputs.Count);
        Assert.Equal(3, builder.ToCases().TotalWeight);
    }

    [Fact]
    public void Whole_numbers_as_values_are_states_and_as_units_are_indices()
    {
        Assert.Equal([1, 0], Values(new CasesBuilder(2).Input("a", [1, 0], 1).ToCases().Inputs[0]));
        Assert.Equal([0, 1, 1, 0], Values(new CasesBuilder(2).InputOneHot("a", [1, 0], 2).ToCases().Inputs[0]));
    }

    [Theory]
    [InlineData("count must be at least 1, but was 0.", "count")]
    [InlineData("inputs of group 'a': 2 cases of 3 values are 6, but 2 came.", "length")]
    [InlineData("targets: a case has 0 values; it needs at least 1.", "size")]
    [InlineData("inputs of group 'a': case 1, unit 0 is NaN; it must be a finite number.", "input")]
    [InlineData("targets of group 'a': case 0, unit 1 is Infinity; it must be a finite number or NaN (don't care).", "target")]
    [InlineData("clamps of group 'a': case 0, unit 0 is -Infinity; it must be a finite number or NaN (don't care).", "clamp")]
    [InlineData("inputs: the number of units is 1, but the number of cases is 2; give one per case.", "units")]
    [InlineData("targets: case 1 names unit 3, but the units are 0 … 2.", "unit")]
    [InlineData("inputs of group 'a': the values are given twice; give them once.", "twice")]
    [InlineData("inputs of group 'a': the values are given twice; give them once.", "named and unnamed")]
    [InlineData("inputs: the values are given twice; give them once.", "unnamed and named")]
    [InlineData("There is 1 weight for 2 cases; give one per case.", "weights")]
    [InlineData("case 1 has the weight -1; it must be a finite number, 0 or more.", "weight")]
    public void What_cannot_be_is_refused_by_group_and_case(string message, string what)
    {
        var refused = Assert.Throws<CasesException>(() => what switch
        {
            "count" => new CasesBuilder(0),
            "length" => new CasesBuilder(2).Input("a", [1.0, 2], 3),
            "size" => new CasesBuilder(2).Target(null, [1.0, 2], 0),
            "input" => new CasesBuilder(2).Input("a", [1, double.NaN], 1),
            "target" => new CasesBuilder(2).Target("a", [1, double.PositiveInfinity, 0, 0], 2),
            "clamp" => new CasesBuilder(1).Clamp("a", [double.NegativeInfinity], 1),
            "units" => new CasesBuilder(2).InputOneHot(null, [0], 3),
            "unit" => new CasesBuilder(2).TargetOneHot(null, [0, 3], 3),
            "twice" => new CasesBuilder(1).Input("a", [1.0], 1).InputOneHot("a", [0], 1),
            "named and unnamed" => new CasesBuilder(1).Input(null, [1.0], 1).Input("a", [1.0], 1),
            "unnamed and named" => new CasesBuilder(1).Input("a", [1.0], 1).Input(null, [1.0], 1),
            "weights" => new CasesBuilder(2).Weights([1]),
            _ => new CasesBuilder(2).Weights([1, -1]),
        });

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public void A_group_may_be_both_input_and_target()
    {
        var cases = new CasesBuilder(1).Input("a", [1.0], 1).Target("a", [0.0], 1).ToCases();

        Assert.Equal("a", cases.Inputs[0].Group);
        Assert.Equal("a", cases.Targets[0].Group);
    }

    private static double[] Values(CaseValues values) =>
        [.. Enumerable.Range(0, values.Count * values.Size).Select(k => values[k / values.Size, k % values.Size])];
}
