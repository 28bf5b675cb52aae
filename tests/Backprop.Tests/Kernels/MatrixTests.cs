namespace Backprop.Tests;

public sealed unsafe class MatrixTests
{
    private readonly AlignedBuffer<double> buffer = new(40);

    public MatrixTests()
    {
        for (var k = 0; k < buffer.Length; k++)
            buffer.Span[k] = k;
    }

    [Fact]
    public void An_element_is_rows_times_the_stride_from_the_first_one()
    {
        var matrix = buffer.Matrix(3, 4, 10, offset: 5);

        Assert.Equal([5, 6, 7, 8, 15, 16, 17, 18, 25, 26, 27, 28], Elements(matrix));
        Assert.Equal(25, *matrix.Row(2));
    }

    [Fact]
    public void A_part_is_the_elements_of_the_whole_from_its_corner_on()
    {
        var matrix = buffer.Matrix(3, 4, 10, offset: 5);

        Assert.Equal([16, 17, 26, 27], Elements(matrix.Part(1, 2, 1, 2)));
        Assert.Equal([15, 16, 17, 18], Elements(matrix.RowRange(1, 1)));
        Assert.Equal([16, 26, 17, 27], Elements(matrix.Transposed.Part(1, 2, 1, 2)));
    }

    [Fact]
    public void Transposed_twice_it_is_the_same_matrix_and_once_its_columns_are_rows()
    {
        var matrix = buffer.Matrix(2, 3, 10);

        Assert.Equal([0, 10, 1, 11, 2, 12], Elements(matrix.Transposed));
        Assert.Equal(Elements(matrix), Elements(matrix.Transposed.Transposed));
    }

    [Fact]
    public void Clearing_leaves_what_is_between_the_rows()
    {
        buffer.Matrix(2, 3, 5, offset: 1).Clear();

        Assert.Equal([0, 0, 0, 0, 4, 5, 0, 0, 0, 9, 10], buffer.Span[..11].ToArray());
    }

    [Fact]
    public void A_matrix_without_elements_has_a_place_but_no_size()
    {
        Assert.Empty(Elements(buffer.Matrix(0, 4, 4, offset: 40)));
        Assert.Empty(Elements(buffer.Matrix(4, 0, 10)));
    }

#if DEBUG
    [Fact]
    public void Debug_builds_refuse_operands_that_do_not_fit()
    {
        Refused("beyond its buffer", () => _ = buffer.Matrix(3, 9, 16));
        Refused("rows of a matrix overlap", () => _ = buffer.Matrix(2, 4, 3));
        Refused("beyond its matrix", () => _ = buffer.Matrix(2, 4, 16).Part(1, 2, 0, 4));
        Refused("do not fit together", () => Kernels<double>.Best.Forward(buffer.Matrix(2, 3, 3), buffer.Matrix(2, 8, 8), buffer.Matrix(2, 8, 8), SumStart<double>.Destination));
        Refused("rows of a matrix overlap", () => Kernels<double>.Best.Fill(buffer.Matrix(2, 3, 3), SumStart<double>.PerRow(buffer.Pointer)));
        Refused("not have the same steps", () => UnitFunction.Tanh.Bind<double>().Value(buffer.Matrix(2, 8, 8), buffer.Matrix(2, 8, 16)));

        // The test runner throws where an assertion fails.
        static void Refused(string message, Action use) => Assert.Contains(message, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }
#endif

    private static double[] Elements(in Matrix<double> matrix)
    {
        var elements = new double[matrix.Rows * matrix.Columns];
        for (var k = 0; k < elements.Length; k++)
        {
            var (row, column) = Math.DivRem(k, matrix.Columns);
            elements[k] = matrix.Row(row)[column * matrix.ColumnStep];
        }
        return elements;
    }
}
