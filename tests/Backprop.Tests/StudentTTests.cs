namespace Backprop.Tests;

public sealed class StudentTTests
{
    [Theory]
    [InlineData(1, 12.706204736432095)]
    [InlineData(2, 4.302652729911275)]
    [InlineData(4, 2.7764451051977987)]
    [InlineData(9, 2.2621571627409915)]
    [InlineData(30, 2.0422724563012373)]
    [InlineData(999, 1.9623414611334487)]
    [InlineData(10_000, 1.960201239890626)]
    [InlineData(1_000_000, 1.9599663568141066)]
    public void Quantiles_are_those_of_SciPy(int freedom, double expected) => Assert.Equal(expected, StudentT.Of95(freedom), 1e-8); // scipy.stats.t.ppf(0.975, freedom)

    [Fact]
    public void There_is_none_without_a_degree_of_freedom() => Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Of95(0));
}
