using System.Numerics;

namespace Backprop.Tests;

/// <summary>A matrix with seeded contents, rows a stride apart, between two guards; compares itself bit for bit with an expected copy.</summary>
internal sealed unsafe class Guarded<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Guard = 64;
    private readonly AlignedBuffer<T> buffer;
    private readonly int rows, columns;

    /// <summary>[rows × columns], stride apart; <paramref name="offset"/> numbers off the aligned address. What lies between the columns and the stride is seeded too.</summary>
    public Guarded(Random random, int rows, int columns, int stride, int offset = 0)
    {
        (this.rows, this.columns, Stride) = (rows, columns, stride);
        Plain = new T[rows * stride];
        for (var k = 0; k < Plain.Length; k++)
            Plain[k] = T.CreateChecked((2 * random.NextDouble()) - 1);
        buffer = new AlignedBuffer<T>(Plain.Length + (2 * Guard));
        buffer.Span.Fill(T.CreateChecked(-777));
        Offset = Guard + offset;
        Plain.CopyTo(buffer.Span[Offset..]);
    }

    public int Stride { get; }

    /// <summary>The copy for the plain kernel.</summary>
    public T[] Plain { get; }

    /// <summary>The first number for the kernel under test.</summary>
    public T* Pointer => buffer.Pointer + Offset;

    /// <summary>The matrix for the kernel under test.</summary>
    public Matrix<T> Matrix => buffer.Matrix(rows, columns, Stride, Offset);

    private int Offset { get; }

    /// <summary>Puts 0 into both copies of columns [from, to) of each row.</summary>
    public Guarded<T> Zero(int from, int to)
    {
        for (var r = 0; r < rows; r++)
        {
            Plain.AsSpan((r * Stride) + from, to - from).Clear();
            buffer.Span.Slice(Offset + (r * Stride) + from, to - from).Clear();
        }
        return this;
    }

    /// <summary>The columns equal the plain copy's bits; columns up to <paramref name="free"/> may hold anything; nothing else has changed.</summary>
    public void AssertSameBits(string what, int free)
    {
        for (var k = 0; k < buffer.Length; k++)
        {
            var at = k - Offset;
            var inside = at >= 0 && at < Plain.Length;
            if (inside && at % Stride >= columns && at % Stride < free)
                continue;
            var expected = inside ? Plain[at] : T.CreateChecked(-777);
            if (!buffer.Span[k].Equals(expected))
                Assert.Fail($"{what}: row {Math.Floor((double)at / Math.Max(1, Stride))}, column {at % Math.Max(1, Stride)} of {rows} x {columns} is {buffer.Span[k]}, but {expected} was expected.");
        }
    }
}
