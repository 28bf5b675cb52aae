namespace Backprop.Tests;

/// <summary>Gradients that have parts in common.</summary>
public sealed class SharedChainsTests
{
    [Fact]
    public void The_gradients_of_all_numbers_of_six_bits_and_of_the_bias_take_136_additions_in_place_of_249()
    {
        var plan = PlanOf(static (c, bit) => (c >> bit) & 1);
        var input = plan.Topology.Inputs[0];

        var (shared, all) = Additions(plan.SharedOf(input, biases: true)!);

        // 16 lanes of 4 cases each, which are also those of bits 0 to 3; 2 cases per lane with bit 4, and with bit 5; then the joins.
        Assert.Equal(16 * 3 + 32, shared);
        Assert.Equal(136, all);
    }

    [Fact]
    public void Without_the_bias_its_joins_are_left_out()
    {
        var plan = PlanOf(static (c, bit) => (c >> bit) & 1);
        var input = plan.Topology.Inputs[0];

        Assert.True(Additions(plan.SharedOf(input, biases: false)!).All < Additions(plan.SharedOf(input, biases: true)!).All);
    }

    [Fact]
    public void States_besides_0_and_1_share_nothing()
    {
        var plan = PlanOf(static (c, bit) => ((c >> bit) & 1) * 0.5);

        Assert.Null(plan.SharedOf(plan.Topology.Inputs[0], biases: true));
    }

    private static EnsemblePlan<float> PlanOf(Func<int, int, double> state)
    {
        var inputs = Enumerable.Range(0, 64).Select(c => Enumerable.Range(0, 6).Select(bit => state(c, bit)).ToArray()).ToArray();
        return EnsemblePlan<float>.Of(Topology.Layered(6, 2, 1), Cases.From(inputs, [.. inputs.Select(static v => v[..1])]), new SumOfSquares())!;
    }

    private static unsafe (long Chains, long All) Additions(SharedChains<float> chains)
    {
        var sums = chains.Bind(new AlignedBuffer<float>(0));
        long additions = 0;
        for (var k = 0; k < sums.Chains; k++)
            additions += sums.Lengths[k] - 1;
        return (additions, additions + sums.JoinCount);
    }
}
