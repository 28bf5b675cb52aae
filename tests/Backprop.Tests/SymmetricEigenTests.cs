namespace Backprop.Tests;

public sealed class SymmetricEigenTests
{
    [Fact]
    public void The_values_of_two_by_two_are_those_of_the_formula()
    {
        var values = SymmetricEigen.Values(new double[,] { { 2, 1 }, { 1, 2 } });
        Assert.Equal(1, values[0], 1e-14);
        Assert.Equal(3, values[1], 1e-14);
    }

    [Fact]
    public void The_values_of_the_second_difference_matrix_are_two_less_twice_a_cosine()
    {
        const int n = 12;
        var values = SymmetricEigen.Values(SecondDifferences(n));
        for (var k = 0; k < n; k++)
            Assert.Equal(2 - (2 * Math.Cos((k + 1) * Math.PI / (n + 1))), values[k], 1e-12);
    }

    [Fact]
    public void Vectors_have_unit_length_a_positive_greatest_entry_and_are_only_stretched_by_the_matrix()
    {
        const int n = 7;
        var matrix = SecondDifferences(n);
        var (values, vectors) = SymmetricEigen.Decompose(matrix);
        for (var k = 0; k < n; k++)
        {
            double[] vector = [.. Enumerable.Range(0, n).Select(i => vectors[i, k])];
            Assert.Equal(1, vector.Sum(static entry => entry * entry), 1e-14);
            Assert.True(vector.MaxBy(static entry => Math.Round(Math.Abs(entry), 9)) > 0);
            for (var i = 0; i < n; i++)
                Assert.Equal(values[k] * vector[i], Enumerable.Range(0, n).Sum(j => matrix[i, j] * vector[j]), 1e-13);
        }
    }

    [Fact]
    public void The_matrix_is_left_as_it_is()
    {
        double[,] matrix = { { 2, 1 }, { 1, 3 } };
        SymmetricEigen.Decompose(matrix);
        Assert.Equal(new double[,] { { 2, 1 }, { 1, 3 } }, matrix);
    }

    private static double[,] SecondDifferences(int n)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            matrix[i, i] = 2;
            if (i > 0)
                matrix[i, i - 1] = matrix[i - 1, i] = -1;
        }
        return matrix;
    }
}
