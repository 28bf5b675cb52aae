using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Backprop;

/// <summary>The width of the vectors that compute a bundle of 64 bytes. The choice never changes a result.</summary>
public enum LaneWidth
{
    /// <summary>Four 128-bit vectors (NEON, or no vector hardware at all).</summary>
    Bits128 = 128,

    /// <summary>Two 256-bit vectors (AVX2 with FMA).</summary>
    Bits256 = 256,

    /// <summary>One 512-bit vector (AVX-512).</summary>
    Bits512 = 512,
}

/// <summary>Chooses the lane width, once per process.</summary>
public static class Lanes
{
    /// <summary>The environment variable that overrides the choice: 512, 256 or 128. A program compiled ahead of time has one width, and does not look at it.</summary>
    public const string Variable = "BACKPROP_LANES";

    /// <summary>
    /// The width that all kernels of this process use: that of <c>BACKPROP_LANES</c> if it is 512, 256 or 128, otherwise the widest one that this machine supports in hardware.
    /// In a program compiled ahead of time, the widest one of the processors that it is compiled for.
    /// </summary>
    public static LaneWidth Width { get; } = Choose(RuntimeFeature.IsDynamicCodeSupported ? Environment.GetEnvironmentVariable(Variable) : null);

    /// <summary>Creates an object whose code is compiled for the lanes of one width, by default that of this process: the one place where a width becomes a type.</summary>
    internal static TProduct Create<T, TProduct>(ILanesFactory<T, TProduct> factory, LaneWidth? width = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        // A program compiled ahead of time has the lanes of the processors that it names and no others, which would be half of it. The compiler decides by what it finds here,
        // not by Widest, so that it leaves the others out.
        !RuntimeFeature.IsDynamicCodeSupported
            ? Avx512F.IsSupported && Vector512.IsHardwareAccelerated ? factory.Create<Lanes512<T>>()
                : Avx2.IsSupported && Fma.IsSupported ? factory.Create<Lanes256<T>>()
                : factory.Create<Lanes128<T>>()
            : (width ?? Width) switch
            {
                LaneWidth.Bits512 => factory.Create<Lanes512<T>>(),
                LaneWidth.Bits256 => factory.Create<Lanes256<T>>(),
                _ => factory.Create<Lanes128<T>>(),
            };

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

/// <summary>Creates objects whose code is compiled for one kind of lanes, for <see cref="Lanes.Create"/>.</summary>
internal interface ILanesFactory<T, out TProduct>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    TProduct Create<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>;
}
