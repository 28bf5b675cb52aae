namespace Samples.Tests;

public sealed class CustomUnitFunctionTests
{
    [Fact]
    public void A_unit_function_of_ones_own_passes_the_gradient_check_learns_and_is_kept_by_name()
    {
        var lines = Sample.Run("CustomUnitFunction");
        Assert.Equal("gradient check passed: True", lines[0]);
        Assert.StartsWith("all within 0.2 after", lines[1], StringComparison.Ordinal);
        Assert.Equal("units of 'hidden' in the file: inverse root", lines[2]);
    }
}
