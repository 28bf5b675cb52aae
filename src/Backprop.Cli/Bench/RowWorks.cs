using System.Numerics;

namespace Backprop.Cli;

/// <summary>W5: one row at a time.</summary>
internal static class RowWorks
{
    public static Work Digits<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Row<T>("W5a", "one row through 784-128-10", [784, 128, 10], 2000);

    public static Work Symmetry<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Row<T>("W5b", "one row through 6-2-1", [6, 2, 1], 200_000);

    private static Work Row<T>(string name, string description, int[] sizes, int calls)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var operations = 2.0 * sizes.Zip(sizes.Skip(1), (from, to) => from * to).Sum();
        return new(name, description, operations, () =>
        {
            var runner = new Runner<T>(new Network<T>(Topology.Layered(sizes)).Randomize(1, 0.3));
            var random = new RandomSource(1);
            T[] inputs = [.. Enumerable.Range(0, sizes[0]).Select(_ => T.CreateTruncating(random.NextDouble()))];
            var outputs = new T[sizes[^1]];
            return () =>
            {
                for (var k = 0; k < calls; k++)
                    runner.Run(inputs, outputs);
            };
        })
        { Calls = calls };
    }
}
