namespace Backprop.Cli.Tests;

public class VariedSettingTests
{
    [Theory]
    [InlineData("rate=0.05,0.1,0.5", "0.05 0.1 0.5")]
    [InlineData("momentum=0:0.9:4", "0 0.3 0.6 0.9")]
    [InlineData("rate=0.1:0.2:4", "0.1 0.133333 0.166667 0.2")]
    [InlineData("hidden=1:4:4", "1 2 3 4")]
    [InlineData("range=1:0:3", "1 0.5 0")]
    public void Values_are_listed_or_at_equal_distances(string text, string values)
    {
        var setting = VariedSetting.Read(text);
        Assert.Equal(values, string.Join(' ', setting.Values.Select(static value => Numeral.Text(value))));
        Assert.Equal(setting, VariedSetting.Read(setting.ToString()));
    }

    [Theory]
    [InlineData("rat=1", "--vary must begin with one of rate, momentum, decay, penalty, range, tolerance, hidden, growth-limit, increment, decrement, memory, initial-step, increase-factor, decrease-factor, minimum-step, maximum-step, beta1, beta2, epsilon, curvature-step, initial-factor, initial-damping, damping-factor, return-range, return-size, deviation, samples, feedback, settling-tolerance, as in --vary rate=0.05,0.1, but was 'rat=1'; did you mean 'rate'?")]
    [InlineData("rate", "--vary rate needs values: rate=0.1,0.2 lists them, rate=0.1:0.9:5 is five at equal distances from 0.1 to 0.9.")]
    [InlineData("rate=0.1,0.10", "--vary rate has the value 0.1 twice; give it once.")]
    [InlineData("rate=0,1", "--vary rate must have values above 0, but has 0.")]
    [InlineData("momentum=0:1:3", "--vary momentum must have values of at least 0 and below 1, but has 1.")]
    [InlineData("hidden=1.5", "--vary hidden must have values that are whole, from 0 to 1000000, but has 1.5.")]
    [InlineData("rate=0.1:0.2:1", "--vary rate=from:to:count must have a count from 2 to 10000, but was '0.1:0.2:1'.")]
    [InlineData("rate=0.1:0.2", "--vary rate must have numbers, as rate=0.1,0.2 or rate=0.1:0.9:5, but has '0.1:0.2'.")]
    [InlineData("rate=0,5", "--vary rate must have values above 0, but has 0.")]
    public void A_text_that_is_not_a_setting_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => VariedSetting.Read(text)).Message);
}
