namespace Backprop.Experiments.Tests;

public class BooleanTasksTests
{
    [Fact]
    public void Eight_of_the_64_vectors_are_symmetric_and_they_come_in_the_golden_order()
    {
        var symmetry = BooleanTasks.Symmetry();
        Assert.Equal(8, symmetry.Targets.Count(t => t[0] == 1));
        var golden = Golden.Read("symmetry-6-2-1-a.json").GetProperty("cases").EnumerateArray().ToArray();
        Assert.Equal(golden.Length, symmetry.Inputs.Count);
        for (var c = 0; c < golden.Length; c++)
        {
            Assert.Equal(Golden.Numbers(golden[c].GetProperty("inputs").GetProperty("in")), symmetry.Inputs[c]);
            Assert.Equal(Golden.Numbers(golden[c].GetProperty("targets").GetProperty("out")), symmetry.Targets[c]);
        }
    }

    [Fact]
    public void An_odd_vector_has_no_midpoint() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BooleanTasks.Symmetry(5));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Parity_flips_with_every_single_bit(int bits)
    {
        var parity = BooleanTasks.Parity(bits);
        Assert.Equal(1 << bits, parity.Inputs.Count);
        Assert.Equal(0, parity.Targets[0][0]);
        for (var number = 0; number < 1 << bits; number++)
            for (var bit = 0; bit < bits; bit++)
                Assert.NotEqual(parity.Targets[number][0], parity.Targets[number ^ (1 << bit)][0]);
    }

    [Fact]
    public void Exclusive_or_is_as_usual() =>
        Assert.Equal([0, 1, 1, 0], BooleanTasks.ExclusiveOr().Targets.Select(t => t[0]));

    [Fact]
    public void The_encoder_asks_for_what_it_is_given()
    {
        var encoder = BooleanTasks.Encoder(8);
        Assert.Equal(8, encoder.Inputs.Count);
        for (var c = 0; c < 8; c++)
        {
            Assert.Equal(1, encoder.Inputs[c].Sum());
            Assert.Equal(1, encoder.Inputs[c][c]);
            Assert.Equal(encoder.Inputs[c], encoder.Targets[c]);
        }
    }
}
