namespace Samples.Tests;

public sealed class CustomLearningRuleTests
{
    [Fact]
    public void A_rule_of_ones_own_learns_symmetry_beside_the_paper_s()
    {
        var lines = Sample.Run("CustomLearningRule");
        Assert.Matches("^gradient descent: all within 0.2 after [0-9]+ sweeps$", lines[0]);
        Assert.Matches("^Nesterov momentum: all within 0.2 after [0-9]+ sweeps$", lines[1]);
    }
}
