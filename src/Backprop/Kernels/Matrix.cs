using System.Diagnostics;

namespace Backprop;

/// <summary>
/// A matrix in memory, the operand of the kernels: element (r, c) is <c>Pointer[r · RowStep + c · ColumnStep]</c>, and one of the two steps is 1.
/// It does not keep its memory alive; the caller does (<see cref="AlignedBuffer{T}"/>). Shapes and bounds are asserted in debug builds and cost nothing in others.
/// </summary>
internal readonly unsafe struct Matrix<T>
    where T : unmanaged
{
    /// <summary>Describes a matrix whose rows are contiguous.</summary>
    /// <param name="pointer">The first element.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Elements per row.</param>
    /// <param name="stride">Elements from one row to the next, at least <paramref name="columns"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix(T* pointer, int rows, int columns, int stride)
        : this(pointer, rows, columns, stride, 1) =>
        Debug.Assert(rows <= 1 || stride >= columns, "The rows of a matrix overlap.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Matrix(T* pointer, int rows, int columns, int rowStep, int columnStep)
    {
        Debug.Assert(rows >= 0 && columns >= 0, "The shape of a matrix is negative.");
        Debug.Assert(pointer != null || rows == 0 || columns == 0, "A matrix has elements but no memory.");
        Pointer = pointer;
        (Rows, Columns, RowStep, ColumnStep) = (rows, columns, rowStep, columnStep);
    }

    /// <summary>The first element.</summary>
    public T* Pointer { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>Elements from one row to the next.</summary>
    public int RowStep { get; }

    /// <summary>Elements from one column to the next.</summary>
    public int ColumnStep { get; }

    /// <summary>Elements from one row to the next, where rows are contiguous.</summary>
    public int Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Debug.Assert(ColumnStep == 1, "The rows of a transposed matrix are not contiguous.");
            return RowStep;
        }
    }

    /// <summary>The same elements with rows and columns exchanged.</summary>
    public Matrix<T> Transposed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Pointer, Columns, Rows, ColumnStep, RowStep);
    }

    /// <summary>The <paramref name="rows"/> rows from row <paramref name="first"/> on and the <paramref name="columns"/> columns from column <paramref name="left"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Part(int first, int rows, int left, int columns)
    {
        Debug.Assert(first >= 0 && first + rows <= Rows && left >= 0 && left + columns <= Columns, "A part reaches beyond its matrix.");
        return new(Pointer + (first * (nint)RowStep) + (left * (nint)ColumnStep), rows, columns, RowStep, ColumnStep);
    }

    /// <summary>The <paramref name="count"/> rows from row <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> RowRange(int first, int count) => Part(first, count, 0, Columns);

    /// <summary>The first element of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Row(int row)
    {
        Debug.Assert(row >= 0 && row < Rows, "A matrix has no such row.");
        return Pointer + (row * (nint)RowStep);
    }

    /// <summary>Asserts in debug builds that the other matrix has the same shape.</summary>
    [Conditional("DEBUG")]
    public void AssertSameShape(in Matrix<T> other) => Debug.Assert(Rows == other.Rows && Columns == other.Columns, "The matrices do not have the same shape.");

    /// <summary>Asserts in debug builds that the other matrix has the same shape and steps, so that an element is at the same offset in both.</summary>
    [Conditional("DEBUG")]
    public void AssertSameLayout(in Matrix<T> other)
    {
        AssertSameShape(other);
        Debug.Assert(RowStep == other.RowStep && ColumnStep == other.ColumnStep, "The matrices do not have the same steps.");
    }

    /// <summary>Sets all elements to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Clear()
    {
        for (var row = 0; row < Rows; row++)
            new Span<T>(Pointer + (row * (nint)Stride), Columns).Clear();
    }
}
