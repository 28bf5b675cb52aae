namespace Backprop;

/// <summary>The matrix A = JᵀJ of a least-squares problem, in double, and the solution of (A + μI) Δ = b by Cholesky's factors; products of blocks are the kernels' own.</summary>
internal sealed unsafe class NormalMatrix
{
    /// <summary>Rows of J that are added at once, and rows and columns of the blocks of the factors.</summary>
    private const int Block = 64;

    private readonly Kernels<double> kernels = Kernels<double>.Best;
    private readonly int count;
    private readonly int padded;
    private readonly AlignedBuffer<double> matrix;
    private readonly AlignedBuffer<double> factors;
    private readonly AlignedBuffer<double> columns;
    private readonly AlignedBuffer<double> product;
    private int pending;
    private bool isFresh = true;

    /// <summary>Makes room for a number of weights.</summary>
    internal NormalMatrix(int count)
    {
        this.count = count;
        padded = (count + Block - 1) / Block * Block;
        matrix = new AlignedBuffer<double>(padded * padded);
        factors = new AlignedBuffer<double>(padded * padded);
        columns = new AlignedBuffer<double>(padded * Block);
        product = new AlignedBuffer<double>(padded * Block);
    }

    /// <summary>Forgets all rows.</summary>
    internal void Clear() => (pending, isFresh) = (0, true);

    /// <summary>Adds a row of J.</summary>
    internal void Add<T>(ReadOnlySpan<T> row, double factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var k = 0; k < row.Length; k++)
            columns.Pointer[((nint)k * Block) + pending] = factor * double.CreateTruncating(row[k]);
        if (++pending == Block)
            AddPending();
    }

    /// <summary>Adds a number to a part of the diagonal, after all rows.</summary>
    internal void AddToDiagonal(int offset, int length, double number)
    {
        AddPending();
        for (nint k = offset; k < offset + length; k++)
            matrix.Pointer[(k * padded) + k] += number;
    }

    /// <summary>Solves (A + μI) Δ = b.</summary>
    /// <param name="mu">μ, more than 0.</param>
    /// <param name="b">b; becomes Δ.</param>
    /// <returns>Whether A + μI is positive definite in this precision; if not, b is undefined.</returns>
    internal bool Solve(double mu, Span<double> b)
    {
        AddPending();
        if (!Factorize(mu))
            return false;
        for (var i = 0; i < count; i++)
        {
            fixed (double* x = b)
                b[i] = (b[i] - kernels.Dot(Row(i), x, i)) / Row(i)[i];
        }
        for (var i = count - 1; i >= 0; i--)
        {
            b[i] /= Row(i)[i];
            fixed (double* x = b)
                kernels.Combine(x, x, -b[i], Row(i), i);
        }
        return true;
    }

    private double* Row(int i) => factors.Pointer + ((nint)i * padded);

    /// <summary>A += the pending rows' products, in the lower triangle: a panel of rows by all columns up to its own.</summary>
    private void AddPending()
    {
        if (pending == 0 && !isFresh)
            return;
        for (nint k = 0; k < padded; k++)
            new Span<double>(columns.Pointer + (k * Block) + pending, Block - pending).Clear();
        for (var first = 0; first < padded; first += Block)
        {
            var panel = new Matrix<double>(columns.Pointer + ((nint)first * Block), Block, Block, Block);
            var left = new Matrix<double>(columns.Pointer, first + Block, Block, Block);
            var sums = new Matrix<double>(matrix.Pointer + ((nint)first * padded), Block, first + Block, padded);
            kernels.Gradient(panel, left, sums, caseOrder: false, fresh: isFresh, null);
        }
        (pending, isFresh) = (0, false);
    }

    /// <summary>L with LLᵀ = A + μI, a column of blocks after the other.</summary>
    private bool Factorize(double mu)
    {
        for (nint i = 0; i < padded; i++)
        {
            new Span<double>(matrix.Pointer + (i * padded), (int)i + 1).CopyTo(new Span<double>(factors.Pointer + (i * padded), padded));
            factors.Pointer[(i * padded) + i] += i < count ? mu : 1;
        }
        for (var first = 0; first < padded; first += Block)
        {
            if (first > 0)
            {
                var below = new Matrix<double>(Row(first), padded - first, first, padded);
                var own = new Matrix<double>(Row(first), Block, first, padded);
                kernels.Gradient(below, own, new Matrix<double>(product.Pointer, padded - first, Block, Block), caseOrder: false, fresh: true, null);
                for (var i = first; i < padded; i++)
                    kernels.Combine(Row(i) + first, Row(i) + first, -1, product.Pointer + ((nint)(i - first) * Block), Math.Min(Block, i + 1 - first));
            }
            for (var i = first; i < padded; i++)
            {
                for (var j = first; j < Math.Min(i, first + Block); j++)
                    Row(i)[j] = (Row(i)[j] - kernels.Dot(Row(i) + first, Row(j) + first, j - first)) / Row(j)[j];
                if (i >= first + Block)
                    continue;
                var square = Row(i)[i] - kernels.Dot(Row(i) + first, Row(i) + first, i - first);
                if (!(square > 0 && double.IsFinite(square)))
                    return false;
                Row(i)[i] = Math.Sqrt(square);
            }
        }
        return true;
    }
}
