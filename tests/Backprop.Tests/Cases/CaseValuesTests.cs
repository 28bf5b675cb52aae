using System.Numerics;

namespace Backprop.Tests;

/// <summary>How chosen cases are laid out for the kernels.</summary>
public sealed unsafe class CaseValuesTests
{
    [Fact]
    public void Any_number_of_chosen_cases_of_any_size_is_laid_out_unit_by_unit()
    {
        foreach (var size in (int[])[1, 3, 16, 127, 128, 131, 300])
        {
            for (var chosen = 0; chosen <= 37; chosen++)
            {
                LaidOut<float, float>(size, chosen);
                LaidOut<float, double>(size, chosen);
                LaidOut<double, float>(size, chosen);
                LaidOut<double, double>(size, chosen);
            }
        }
    }

    private static void LaidOut<TStored, T>(int size, int chosen)
        where TStored : unmanaged, IBinaryFloatingPointIeee754<TStored>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(size);
        var numbers = new TStored[41 * size];
        for (var k = 0; k < numbers.Length; k++)
            numbers[k] = TStored.CreateChecked(random.NextDouble() - 0.5);
        var values = new DenseValues<TStored>(null, size, numbers);
        var cases = Enumerable.Range(0, chosen).Select(_ => random.Next(41)).ToArray();
        var stride = chosen + 2;
        var target = new AlignedBuffer<T>((size * stride) + 1);
        target.Span.Fill(T.CreateChecked(-777));

        values.Gather(cases, target.Pointer, stride, stride, T.NaN);

        for (var unit = 0; unit < size; unit++)
            for (var k = 0; k < stride; k++)
                Assert.Equal(k < chosen ? T.CreateChecked(numbers[(cases[k] * size) + unit]) : T.NaN, target.Span[(unit * stride) + k]);
        Assert.Equal(T.CreateChecked(-777), target.Span[^1]);
    }
}
