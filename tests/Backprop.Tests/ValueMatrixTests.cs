namespace Backprop.Tests;

public class ValueMatrixTests
{
    [Fact]
    public void Matrices_of_the_same_shape_and_items_are_equal()
    {
        var matrix = new ValueMatrix<double>(new[,] { { 1, double.NaN, 3 }, { 4, 5, 6 } });
        Assert.Equal(matrix, new ValueMatrix<double>(new[,] { { 1, double.NaN, 3 }, { 4, 5, 6 } }));
        Assert.Equal(matrix.GetHashCode(), new ValueMatrix<double>(new[,] { { 1, double.NaN, 3 }, { 4, 5, 6 } }).GetHashCode());
        Assert.False(matrix.Equals(new ValueMatrix<double>(new[,] { { 1, double.NaN, 3 }, { 4, 5, 7 } })));
        Assert.False(matrix.Equals(new ValueMatrix<double>(new[,] { { 1, double.NaN }, { 3, 4 }, { 5, 6 } })));
    }

    [Fact]
    public void A_matrix_and_what_it_gives_are_copies()
    {
        double[,] items = { { 1, 2 } };
        var matrix = new ValueMatrix<double>(items);
        items[0, 0] = 7;
        matrix.ToArray()[0, 1] = 7;
        Assert.Equal(new double[,] { { 1, 2 } }, matrix.Items);
    }
}
