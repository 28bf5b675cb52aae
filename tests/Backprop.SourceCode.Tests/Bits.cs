using System.Runtime.CompilerServices;

namespace Backprop.SourceCode.Tests;

/// <summary>Compares numbers bit by bit; every NaN is as good as another.</summary>
internal static class Bits
{
    public static void AssertSame<T>(T[] expected, T[] found, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, found.Length);
        for (var k = 0; k < expected.Length; k++)
            Assert.True(Of(expected[k]) == Of(found[k]) || (T.IsNaN(expected[k]) && T.IsNaN(found[k])), $"{what}: number {k} is {found[k]:R}, expected {expected[k]:R}");
    }

    private static long Of<T>(T value)
        where T : unmanaged => Unsafe.SizeOf<T>() == 4 ? Unsafe.BitCast<T, int>(value) : Unsafe.BitCast<T, long>(value);
}
