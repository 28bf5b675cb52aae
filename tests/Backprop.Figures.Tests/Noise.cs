namespace Backprop.Figures.Tests;

/// <summary>Seeded numbers for figures under test (SplitMix64), the same on every machine.</summary>
internal sealed class Noise(ulong seed)
{
    private ulong state = seed;

    /// <summary>Uniform in [0, 1).</summary>
    public double Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Uniform in ±range.</summary>
    public double Spread(double range) => ((2 * Next()) - 1) * range;

    /// <summary>Roughly normal with the given spread: a sum of twelve.</summary>
    public double Bell(double deviation) => (Enumerable.Range(0, 12).Sum(_ => Next()) - 6) * deviation;

    public double[,] Matrix(int rows, int columns, double deviation)
    {
        var values = new double[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++) values[row, column] = Bell(deviation);
        }

        return values;
    }
}
