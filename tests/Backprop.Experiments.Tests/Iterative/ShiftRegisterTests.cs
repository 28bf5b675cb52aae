namespace Backprop.Experiments.Tests;

public class ShiftRegisterTests
{
    [Fact]
    public void Patterns_move_by_two_places_as_in_the_golden_file()
    {
        var golden = Golden.Read("iterative-3-T3.json").GetProperty("cases").EnumerateArray().ToArray();
        var cases = ShiftRegister.Patterns(3);
        Assert.Equal(golden.Length, cases.Inputs.Count);
        for (var c = 0; c < golden.Length; c++)
        {
            Assert.Equal(Golden.Numbers(golden[c].GetProperty("state0")), cases.Inputs[c]);
            Assert.Equal(golden[c].GetProperty("targets").EnumerateArray().Select(t => t.GetProperty("value").GetDouble()), cases.Targets[c]);
        }
    }

    [Fact]
    public void A_single_one_among_five_moves_two_places_round_the_ring() =>
        Assert.Equal([1, 0, 0, 0, 0], ShiftRegister.Patterns(5).Targets[0b00010]);
}
