using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>How a bundle of 64 bytes is computed: the widest vectors that this machine is fast with. The choice never changes a result.</summary>
public enum LaneWidth
{
    /// <summary>Four 128-bit vectors (NEON; or no vector hardware at all).</summary>
    Bits128 = 128,

    /// <summary>Two 256-bit vectors (AVX2 with FMA).</summary>
    Bits256 = 256,

    /// <summary>One 512-bit vector (AVX-512).</summary>
    Bits512 = 512,
}

/// <summary>Picks the lane width once per process.</summary>
public static class Lanes
{
    /// <summary>The environment variable that overrides the choice: 512, 256 or 128.</summary>
    public const string Variable = "BACKPROP_LANES";

    /// <summary>
    /// The width that every kernel of this process uses: <c>BACKPROP_LANES</c> if it is set to 512, 256 or 128, else the widest fast one.
    /// </summary>
    public static LaneWidth Width { get; } = Choose(Environment.GetEnvironmentVariable(Variable));

    internal static LaneWidth Choose(string? wanted) => wanted switch
    {
        "512" => LaneWidth.Bits512,
        "256" => LaneWidth.Bits256,
        "128" => LaneWidth.Bits128,
        null or "" => Widest,
        _ => throw new InvalidOperationException($"{Variable} is '{wanted}', but it must be 512, 256 or 128, or not be set."),
    };

    private static LaneWidth Widest =>
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? LaneWidth.Bits512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? LaneWidth.Bits256
        : LaneWidth.Bits128;
}
