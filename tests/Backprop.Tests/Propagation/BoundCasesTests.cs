namespace Backprop.Tests;

/// <summary>Cases that do not fit a net are refused with the group, what was expected and what came.</summary>
public sealed class BoundCasesTests
{
    private static readonly Topology Net = Topology.Build(static net =>
    {
        var (a, b) = (net.Input("a", 2), net.Input("b", 1));
        var shares = net.Group("shares", 3, UnitFunction.Softmax).From(a, b);
        net.Output("first", 1).From(shares);
        net.Output("second", 2).From(shares);
    });

    [Fact]
    public void An_input_group_that_is_not_given_is_missed() =>
        AssertRefused("The cases say nothing of the input group 'b'; give it 1 values a case.", new CasesBuilder(1).Input("a", [1.0, 2], 2));

    [Fact]
    public void A_group_that_the_net_does_not_have_is_answered_with_those_it_has() =>
        AssertRefused("The cases give inputs for group 'c', which the net does not have; its groups are 'a', 'b', 'shares', 'first', 'second'.", Given().Input("c", [1.0], 1));

    [Fact]
    public void Values_are_as_many_as_the_group_has_units() =>
        AssertRefused("group 'a' has 2 units, but the cases give it 3 inputs.", new CasesBuilder(1).Input("a", [1.0, 2, 3], 3).Input("b", [1.0], 1));

    [Fact]
    public void Inputs_are_for_inputs_targets_for_outputs_and_clamps_for_the_rest()
    {
        AssertRefused("The cases give inputs for group 'shares', which is not an input group.", Given().Input("shares", [1.0, 2, 3], 3));
        AssertRefused("The cases give targets for group 'shares', which is not an output group.", Given().Target("shares", [1.0, 2, 3], 3));
        AssertRefused("The cases give clamps for group 'a', which is an input group, whose states are given anyway.", Given().Clamp("a", [1.0, 2], 2));
    }

    [Fact]
    public void Values_without_a_name_are_for_the_only_group() =>
        AssertRefused("The cases do not say for which group their targets are, and the net has 2: 'first', 'second'; name the group.", Given().Target(null, [1.0], 1));

    [Fact]
    public void Softmax_units_are_clamped_together_or_not_at_all()
    {
        AssertRefused("case 0 clamps 1 of the 3 units of group 'shares', but softmax sets them together; clamp all of them or none.",
            Given().Clamp("shares", [0.5, double.NaN, double.NaN], 3));

        var net = new Network<double>(Net).Randomize(1, 1);
        var cases = new CasesBuilder(2).Input("a", [1.0, 2, 3, 4], 2).Input("b", [1.0, 0], 1).Target("second", [1.0, 0, 0, 1], 2)
            .Clamp("shares", [0.2, 0.5, 0.3, double.NaN, double.NaN, double.NaN], 3).ToCases();
        Assert.Equal([0.2, 0.5, 0.3], net.Run(cases)["shares", 0]);
        Assert.True(GradientCheck.Run(net, cases).Passes());
    }

    private static CasesBuilder Given() => new CasesBuilder(1).Input("a", [1.0, 2], 2).Input("b", [1.0], 1);

    private static void AssertRefused(string message, CasesBuilder cases)
    {
        var net = new Network<float>(Net);

        Assert.Equal(message, Assert.Throws<CasesException>(() => net.Run(cases.ToCases())).Message);
        Assert.Equal(message, Assert.Throws<CasesException>(() => new Trainer<float>(net, Targeted(cases).ToCases(), new GradientDescent())).Message);
    }

    /// <summary>A trainer asks for targets before anything else.</summary>
    private static CasesBuilder Targeted(CasesBuilder cases) => cases.ToCases().Targets.Count > 0 ? cases : cases.Target("first", [1.0], 1);
}
