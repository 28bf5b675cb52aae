namespace Backprop.Cli.Tests;

public class TimeLimitTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("0.5s", 0.5)]
    [InlineData("5min", 300)]
    [InlineData("1.5 h", 5400)]
    [InlineData("1000h", 3_600_000)]
    public void A_time_is_a_number_with_its_unit(string text, double seconds) => Assert.Equal(seconds, TimeLimit.Read("--within", text).TotalSeconds, 1e-6);

    [Theory]
    [InlineData("90", "--within must be a time with its unit, such as 90s, 5min or 1.5h, but was '90'.")]
    [InlineData("5m", "--within must be a time with its unit, such as 90s, 5min or 1.5h, but was '5m'.")]
    [InlineData("1,5h", "--within must be a time with its unit, such as 90s, 5min or 1.5h, but was '1,5h'.")]
    [InlineData("1.2.3s", "--within must be a time with its unit, such as 90s, 5min or 1.5h, but was '1.2.3s'.")]
    [InlineData("-1s", "--within must be a time with its unit, such as 90s, 5min or 1.5h, but was '-1s'.")]
    [InlineData("0s", "--within must be more than 0 and at most 1000h, but was '0s'.")]
    [InlineData("1001h", "--within must be more than 0 and at most 1000h, but was '1001h'.")]
    public void What_is_not_a_time_is_refused(string text, string message) => Assert.Equal(message, Assert.Throws<UsageException>(() => TimeLimit.Read("--within", text)).Message);
}
