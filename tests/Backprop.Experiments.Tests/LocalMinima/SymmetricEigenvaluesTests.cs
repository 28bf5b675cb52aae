namespace Backprop.Experiments.Tests;

public class SymmetricEigenvaluesTests
{
    [Fact]
    public void Of_two_by_two_they_are_those_of_the_formula()
    {
        var values = SymmetricEigenvalues.Of(new double[,] { { 2, 1 }, { 1, 2 } });
        Assert.Equal(1, values[0], 1e-14);
        Assert.Equal(3, values[1], 1e-14);
    }

    [Fact]
    public void Of_the_second_difference_matrix_they_are_two_less_twice_a_cosine()
    {
        const int n = 12;
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            matrix[i, i] = 2;
            if (i > 0) matrix[i, i - 1] = matrix[i - 1, i] = -1;
        }
        var values = SymmetricEigenvalues.Of(matrix);
        for (var k = 0; k < n; k++) Assert.Equal(2 - 2 * Math.Cos((k + 1) * Math.PI / (n + 1)), values[k], 1e-12);
    }
}
