namespace Backprop.Figures.Tests;

public sealed class ContourTests
{
    [Fact]
    public void The_contour_of_a_bowl_is_one_closed_circle()
    {
        var line = Assert.Single(Contour.Lines(Grid(41, (x, y) => ((x - 20) * (x - 20)) + ((y - 20) * (y - 20))), 100));
        Assert.Equal(line[0], line[^1]);
        Assert.All(line, point => Assert.Equal(10, (point - new Point(20, 20)).Length, 1));
        Assert.True(line.Count > 40);
    }

    [Fact]
    public void The_contour_of_a_slope_is_one_open_line()
    {
        var line = Assert.Single(Contour.Lines(Grid(9, (x, y) => x + (0.01 * y)), 3.3));
        Assert.Equal(9, line.Count);
        Assert.All(line, point => Assert.Equal(3.3, point.X + (0.01 * point.Y), 9));
    }

    [Fact]
    public void A_saddle_gives_two_lines_that_do_not_cross()
    {
        var lines = Contour.Lines(Grid(2, (x, y) => x == y ? 1 : 0), 0.4);
        Assert.Equal(2, lines.Count);
        // The middle (0.5) belongs with the high corners: each line cuts off a low one.
        Assert.All(lines, line => Assert.True(line.All(point => point.X + (1 - point.Y) < 1) || line.All(point => point.X + (1 - point.Y) > 1)));
    }

    [Fact]
    public void Without_crossing_there_is_no_line() => Assert.Empty(Contour.Lines(Grid(5, (_, _) => 1), 2));

    private static double[,] Grid(int size, Func<double, double, double> value)
    {
        var grid = new double[size, size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++) grid[row, column] = value(column, row);
        }

        return grid;
    }
}
