using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>
/// One vector for each of a few sending units: the columns of a <see cref="GradientTile{TColumns, T}"/>. The units of a tile lie apart: a bundle of as many units as it has lanes
/// is computed by several tiles, and each takes every second unit, or every fourth. How many there are depends on the registers; results do not depend on it.
/// </summary>
internal unsafe interface ISenderColumns<TSelf, T>
    where TSelf : unmanaged, ISenderColumns<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sending units.</summary>
    static abstract int Count { get; }

    /// <summary>Cases of which a vector has the states.</summary>
    static abstract int CasesPerVector { get; }

    /// <summary>Bundles that a row of tiles stores for a bundle of units.</summary>
    static abstract int Bundles { get; }

    /// <summary>A vector of the states of each unit; the units are <paramref name="stride"/> numbers apart.</summary>
    static abstract TSelf Load(T* y, nint stride);

    /// <summary>sums ← dx · y + sums, each rounded once.</summary>
    static abstract void Add(ref TSelf sums, T* dx, TSelf y);

    /// <summary>Stores the sums of one row of a tile.</summary>
    static abstract void Store(T* bundles, TSelf sums);

    /// <summary>target ← start + the sums of the lanes that a row of tiles has stored, a bundle of units.</summary>
    static abstract void Join(T* bundles, T* start, T* target);
}

/// <summary>Two sending units, whose lanes are stored as they are.</summary>
internal unsafe struct TwoSenders<TVector, TLanes, T>(TVector a, TVector b) : ISenderColumns<TwoSenders<TVector, TLanes, T>, T>
    where TVector : unmanaged, IVector<TVector, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private TVector a = a;
    private TVector b = b;

    public static int Count => 2;

    public static int CasesPerVector => TVector.Count;

    public static int Bundles => TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoSenders<TVector, TLanes, T> Load(T* y, nint stride) => new(TVector.Load(y), TVector.Load(y + stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref TwoSenders<TVector, TLanes, T> sums, T* dx, TwoSenders<TVector, TLanes, T> y)
    {
        var all = TVector.Load(dx);
        TVector.Accumulate(ref sums.a, all, y.a);
        TVector.Accumulate(ref sums.b, all, y.b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* bundles, TwoSenders<TVector, TLanes, T> sums)
    {
        TVector.Store(bundles, sums.a);
        TVector.Store(bundles + (TLanes.Count / 2 * TLanes.Count), sums.b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(T* bundles, T* start, T* target) => TLanes.Store(target, TLanes.Load(start) + TLanes.SumsOfLanes(bundles));
}

/// <summary>
/// Four sending units, for AVX-512: their lanes are joined until they are one vector before it is stored, the first half of the tree. A vector of 64 bytes takes two cycles to store on some
/// processors, so that storing all sums would take a tenth of the time.
/// </summary>
internal unsafe struct FourSenders<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d) : ISenderColumns<FourSenders<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector512<T> a = a;
    private Vector512<T> b = b;
    private Vector512<T> c = c;
    private Vector512<T> d = d;

    public static int Count => 4;

    public static int CasesPerVector => Vector512<T>.Count;

    public static int Bundles => Vector512<T>.Count / 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourSenders<T> Load(T* y, nint stride) => new(
        Vector512.Load(y),
        Vector512.Load(y + stride),
        Vector512.Load(y + (2 * stride)),
        Vector512.Load(y + (3 * stride)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref FourSenders<T> sums, T* dx, FourSenders<T> y)
    {
        var all = Vector512.Load(dx);
        sums.a = Vectors.MultiplyAdd(all, y.a, sums.a);
        sums.b = Vectors.MultiplyAdd(all, y.b, sums.b);
        sums.c = Vectors.MultiplyAdd(all, y.c, sums.c);
        sums.d = Vectors.MultiplyAdd(all, y.d, sums.d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* bundles, FourSenders<T> sums) => *(Vector512<T>*)bundles = LaneSums.Quarters(sums.a, sums.b, sums.c, sums.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(T* bundles, T* start, T* target) => *(Vector512<T>*)target = Vector512.Load(start) + LaneSums.OfQuarters(bundles);
}
