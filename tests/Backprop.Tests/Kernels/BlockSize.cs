using System.Numerics;
using System.Runtime.CompilerServices;

namespace Backprop.Tests;

/// <summary>A size of a matrix [unit × case] at which a kernel is compared with the plain one.</summary>
/// <param name="Width">The vector width of the kernel.</param>
/// <param name="Units">Its rows.</param>
/// <param name="Cases">Its columns.</param>
/// <param name="Offset">Numbers off the aligned address.</param>
internal readonly record struct BlockSize<T>(LaneWidth Width, int Units, int Cases, int Offset)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The cases, padded to whole bundles of the widest lanes.</summary>
    public int Padded => (Cases + Lanes - 1) / Lanes * Lanes;

    private static int Lanes => 64 / Unsafe.SizeOf<T>();

    /// <summary>Every number of units and of cases up to beyond one block of registers, the other number staying the same.</summary>
    public static IEnumerable<BlockSize<T>> Every(LaneWidth width) =>
        Enumerable.Range(0, 71).SelectMany(size => new BlockSize<T>[] { new(width, size, 19, size % 3), new(width, 3, size, size % 3) });

    /// <summary>The numbers that fill the operands.</summary>
    public Random Random() => new((Units * 71) + Cases);

    public override string ToString() => $"{Units} units, {Cases} cases, {Width}, {typeof(T).Name}";
}
