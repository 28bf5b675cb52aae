namespace Backprop.Tests;

public sealed class CasesTests
{
    private static readonly Cases Four = new CasesBuilder(4).Input("dense", [1.0, 2, 3, 4, 5, 6, 7, 8], 2).InputOneHot("one-hot", [2, 0, 1, 2], 3)
        .Target("answer", [0.1f, 0.2f, 0.3f, 0.4f], 1).Clamp("held", [double.NaN, 10, 11, 12], 1).Weights([1, 2, 4, 8]).ToCases();

    [Fact]
    public void A_subset_has_the_chosen_cases_in_the_order_given_each_with_its_weight()
    {
        var chosen = Four.Subset([3, 0, 3]);

        Assert.Equal(3, chosen.Count);
        Assert.Equal([7, 8, 1, 2, 7, 8], Values(chosen.Inputs[0]));
        Assert.Equal([0, 0, 1, 0, 0, 1, 0, 0, 1], Values(chosen.Inputs[1]));
        Assert.Equal([0.4f, 0.1f, 0.4f], Values(chosen.Targets[0]).Select(static value => (float)value));
        Assert.Equal([12, double.NaN, 12], Values(chosen.Clamps[0]));
        Assert.Equal([8, 1, 8], chosen.Weights.ToArray());
        Assert.Equal(["dense", "one-hot", "answer", "held"], chosen.Inputs.Concat(chosen.Targets).Concat(chosen.Clamps).Select(static values => values.Group));
    }

    [Fact]
    public void A_subset_of_cases_without_weights_has_none()
    {
        var chosen = Cases.From([[1], [2]], [[1], [0]]).Subset([1]);

        Assert.True(chosen.Weights.IsEmpty);
        Assert.Equal(1, chosen.TotalWeight);
    }

    [Theory]
    [InlineData("Case 4 was chosen, but the cases are 0 … 3.", 0, 4)]
    [InlineData("Case -1 was chosen, but the cases are 0 … 3.", -1)]
    [InlineData("No cases were chosen; a set of cases has at least one.")]
    public void A_subset_of_no_cases_or_of_cases_that_do_not_exist_is_refused(string message, params int[] chosen) =>
        Assert.Equal(message, Assert.Throws<CasesException>(() => Four.Subset(chosen)).Message);

    [Fact]
    public void Windows_of_sequences_cannot_be_chosen_one_by_one()
    {
        var topology = Topology.Iterative(static net =>
        {
            var units = net.Output("units", 1);
            units.From(units, delay: 1);
        }).Unroll(2);
        var windows = new SequencesBuilder(topology, 1, 4).Target(0, "units", [[1]]).ToCases();

        Assert.Contains("windows of long sequences", Assert.Throws<CasesException>(() => windows.Subset([0])).Message, StringComparison.Ordinal);
    }

    private static double[] Values(CaseValues values) =>
        [.. Enumerable.Range(0, values.Count * values.Size).Select(k => values[k / values.Size, k % values.Size])];
}
