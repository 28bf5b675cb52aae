namespace Backprop.Commands.Tests;

public class CaseNoiseTests
{
    [Fact]
    public void Groups_with_total_inputs_have_noise_on_them_and_input_groups_on_their_states()
    {
        var noise = CaseNoise.Read("hidden=0.5, input=0.125").For(Topology.Layered(2, 3, 1), seed: 9)!;
        Assert.Equal([new("hidden", 0.5)], noise.TotalInputs);
        Assert.Equal([new("input", 0.125)], noise.States);
        Assert.Equal(9UL, noise.Seed);
        Assert.Null(CaseNoise.None.For(Topology.Layered(2, 1), seed: 1));
    }

    [Fact]
    public void A_group_of_an_iterative_net_is_named_once_for_all_iterations()
    {
        var net = Topology.FromJson("""
            {
              "iterations": 3,
              "groups": [{ "name": "word", "size": 2, "role": "input" }, { "name": "hidden", "size": 3 }, { "name": "next", "size": 2, "role": "output" }],
              "projections": [{ "from": "word", "to": "hidden" }, { "from": "hidden", "to": "hidden", "delay": 1 }, { "from": "hidden", "to": "next" }]
            }
            """);
        var noise = CaseNoise.Read("word=0.25,hidden=1").For(net, seed: 1)!;
        Assert.Equal([new("hidden", 1)], noise.TotalInputs);
        Assert.Equal([new("word", 0.25)], noise.States);
    }

    [Theory]
    [InlineData("b=0.5,a=1", "a=1,b=0.5")]
    [InlineData("a=b=0.50", "a=b=0.5")]
    public void The_text_of_a_noise_is_one_spelling_and_is_read_as_the_same(string text, string same)
    {
        Assert.Equal(same, CaseNoise.Read(text).Text);
        Assert.Equal(CaseNoise.Read(same), CaseNoise.Read(text));
        Assert.Null(CaseNoise.None.Text);
    }
}
