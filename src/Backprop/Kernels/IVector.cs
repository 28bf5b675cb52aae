using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>
/// One vector of the machine, a part of a bundle. Where each lane has its own net, lanes never meet, so a sum takes the vectors of its bundles one after the other:
/// the registers then hold more sums than with whole bundles, and each number that is loaded has more uses.
/// </summary>
internal unsafe interface IVector<TSelf, T>
    where TSelf : unmanaged, IVector<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lanes in the vector.</summary>
    static abstract int Count { get; }

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>sum ← a · b + sum, each lane rounded once.</summary>
    static abstract void Accumulate(ref TSelf sum, TSelf a, TSelf b);

    static abstract TSelf Load(T* source);

    static abstract void Store(T* target, TSelf value);
}

/// <summary>A quarter of a bundle.</summary>
internal unsafe partial struct One128<T>(Vector128<T> vector) : IVector<One128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector128<T> vector = vector;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> operator +(One128<T> a, One128<T> b) => new(a.vector + b.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> operator *(One128<T> a, One128<T> b) => new(a.vector * b.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref One128<T> sum, One128<T> a, One128<T> b) => sum.vector = Vectors.MultiplyAdd(a.vector, b.vector, sum.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, One128<T> value) => value.vector.Store(target);
}

/// <summary>Half a bundle.</summary>
internal unsafe struct One256<T>(Vector256<T> vector) : IVector<One256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector256<T> vector = vector;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One256<T> operator +(One256<T> a, One256<T> b) => new(a.vector + b.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One256<T> operator *(One256<T> a, One256<T> b) => new(a.vector * b.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref One256<T> sum, One256<T> a, One256<T> b) => sum.vector = Vectors.MultiplyAdd(a.vector, b.vector, sum.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, One256<T> value) => value.vector.Store(target);
}

/// <summary>A whole bundle.</summary>
internal unsafe struct One512<T>(Vector512<T> vector) : IVector<One512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector512<T> vector = vector;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One512<T> operator +(One512<T> a, One512<T> b) => new(a.vector + b.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One512<T> operator *(One512<T> a, One512<T> b) => new(a.vector * b.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref One512<T> sum, One512<T> a, One512<T> b) => sum.vector = Vectors.MultiplyAdd(a.vector, b.vector, sum.vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static One512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, One512<T> value) => value.vector.Store(target);
}
