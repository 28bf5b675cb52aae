using System.CommandLine;

namespace Backprop.Cli.Tests;

public class OptionRangesTests
{
    [Theory]
    [InlineData("--rate 0", true)]
    [InlineData("--rate 1", true)]
    [InlineData("--rate 1.5", false)]
    [InlineData("--rate NaN", false)]
    [InlineData("--rate many", false)]
    [InlineData("--seeds 0", false)]
    [InlineData("--seeds 1", true)]
    [InlineData("--seeds 99999999999", false)]
    public void Values_outside_the_range_are_refused(string line, bool accepted)
    {
        var command = new Command("x")
        {
            new Option<double>("--rate").Within(0.0, 1.0),
            new Option<int>("--seeds").AtLeast(1),
        };
        Assert.Equal(accepted, command.Parse(line).Errors.Count == 0);
    }
}
