namespace Backprop.Cli.Tests;

public class SettingsDifferenceTests
{
    [Theory]
    [InlineData("""{"a":{"rate":0.5}}""", """{"a":{"rate":0.5}}""", null)]
    [InlineData("""{"a":{"rate":0.5,"rule":"x"}}""", """{"a":{"rate":0.1,"rule":"x"}}""", "rate is 0.5 there and 0.1 in this command")]
    [InlineData("""{"a":{"rate":0.5},"net":"n.json"}""", """{"a":{"hidden":[2]}}""", "hidden is not given there and [2] in this command; rate is 0.5 there and not given in this command; net is n.json there and not given in this command")]
    public void Every_setting_that_differs_is_named_with_both_values(string there, string here, string? difference) => Assert.Equal(difference, SettingsDifference.Of(there, here));
}
