namespace Backprop;

/// <summary>What becomes of a sum before it is stored, while it is in a register.</summary>
internal unsafe interface ITileEnd
{
    /// <summary>What is stored in place of a sum.</summary>
    /// <param name="sum">The sums of a bundle.</param>
    /// <param name="states">The states of the same units in the same cases.</param>
    static abstract TLanes Of<TLanes, T>(TLanes sum, T* states)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>The sum itself.</summary>
internal readonly unsafe struct PlainEnd : ITileEnd
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes, T>(TLanes sum, T* states)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sum;
}

/// <summary>A few lane bundles side by side: the columns of a register tile. The number of bundles depends on the lane width; results do not depend on it.</summary>
internal unsafe interface IRegisterColumns<TSelf, T>
    where TSelf : unmanaged, IRegisterColumns<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers per row of the tile.</summary>
    static abstract int Count { get; }

    static abstract TSelf Load(T* source);

    static abstract void Store(T* target, TSelf value);

    /// <summary>Stores what becomes of finished sums; <paramref name="states"/> is the distance from the target to the states of the same units.</summary>
    static abstract void Store<TEnd>(T* target, TSelf value, nint states)
        where TEnd : struct, ITileEnd;

    static abstract TSelf Broadcast(T value);

    /// <summary>sum ← *factor · columns + sum, each rounded once.</summary>
    static abstract void Add(ref TSelf sum, T* factor, TSelf columns);

    /// <summary>Computes one bundle, target ← start + Σ over the bundles of columns · y, lane by lane, as one chain.</summary>
    static abstract void SumProducts(TSelf columns, T* y, T* start, T* target);

    /// <summary>Computes the same with y = 1.</summary>
    static abstract void SumColumns(TSelf columns, T* start, T* target);
}

/// <summary>One bundle.</summary>
internal unsafe struct OneColumn<TLanes, T>(TLanes a) : IRegisterColumns<OneColumn<TLanes, T>, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private TLanes a = a;

    public static int Count => TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneColumn<TLanes, T> Load(T* source) => new(TLanes.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, OneColumn<TLanes, T> value) => TLanes.Store(target, value.a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TEnd>(T* target, OneColumn<TLanes, T> value, nint states)
        where TEnd : struct, ITileEnd
    {
        TLanes.Store(target, TEnd.Of<TLanes, T>(value.a, target + states));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneColumn<TLanes, T> Broadcast(T value) => new(TLanes.Broadcast(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref OneColumn<TLanes, T> sum, T* factor, OneColumn<TLanes, T> columns) => TLanes.Accumulate(ref sum.a, factor, columns.a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumProducts(OneColumn<TLanes, T> columns, T* y, T* start, T* target)
    {
        var sum = TLanes.Load(start);
        TLanes.AccumulateFrom(ref sum, columns.a, y);
        TLanes.Store(target, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumColumns(OneColumn<TLanes, T> columns, T* start, T* target) => TLanes.Store(target, TLanes.Load(start) + columns.a);
}

/// <summary>Two bundles.</summary>
internal unsafe struct TwoColumns<TLanes, T>(TLanes a, TLanes b) : IRegisterColumns<TwoColumns<TLanes, T>, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private TLanes a = a;
    private TLanes b = b;

    public static int Count => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoColumns<TLanes, T> Load(T* source) => new(TLanes.Load(source), TLanes.Load(source + TLanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, TwoColumns<TLanes, T> value)
    {
        TLanes.Store(target, value.a);
        TLanes.Store(target + TLanes.Count, value.b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TEnd>(T* target, TwoColumns<TLanes, T> value, nint states)
        where TEnd : struct, ITileEnd
    {
        TLanes.Store(target, TEnd.Of<TLanes, T>(value.a, target + states));
        TLanes.Store(target + TLanes.Count, TEnd.Of<TLanes, T>(value.b, target + TLanes.Count + states));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoColumns<TLanes, T> Broadcast(T value)
    {
        var all = TLanes.Broadcast(value);
        return new(all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref TwoColumns<TLanes, T> sum, T* factor, TwoColumns<TLanes, T> columns)
    {
        var all = TLanes.BroadcastFrom(factor);
        TLanes.Accumulate(ref sum.a, all, columns.a);
        TLanes.Accumulate(ref sum.b, all, columns.b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumProducts(TwoColumns<TLanes, T> columns, T* y, T* start, T* target)
    {
        var sum = TLanes.Load(start);
        TLanes.AccumulateFrom(ref sum, columns.a, y);
        TLanes.AccumulateFrom(ref sum, columns.b, y + TLanes.Count);
        TLanes.Store(target, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumColumns(TwoColumns<TLanes, T> columns, T* start, T* target) => TLanes.Store(target, TLanes.Load(start) + columns.a + columns.b);
}

/// <summary>Three bundles.</summary>
internal unsafe struct ThreeColumns<TLanes, T>(TLanes a, TLanes b, TLanes c) : IRegisterColumns<ThreeColumns<TLanes, T>, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private TLanes a = a;
    private TLanes b = b;
    private TLanes c = c;

    public static int Count => 3 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThreeColumns<TLanes, T> Load(T* source) => new(
        TLanes.Load(source),
        TLanes.Load(source + TLanes.Count),
        TLanes.Load(source + (2 * TLanes.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, ThreeColumns<TLanes, T> value)
    {
        TLanes.Store(target, value.a);
        TLanes.Store(target + TLanes.Count, value.b);
        TLanes.Store(target + (2 * TLanes.Count), value.c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TEnd>(T* target, ThreeColumns<TLanes, T> value, nint states)
        where TEnd : struct, ITileEnd
    {
        TLanes.Store(target, TEnd.Of<TLanes, T>(value.a, target + states));
        TLanes.Store(target + TLanes.Count, TEnd.Of<TLanes, T>(value.b, target + TLanes.Count + states));
        TLanes.Store(target + (2 * TLanes.Count), TEnd.Of<TLanes, T>(value.c, target + (2 * TLanes.Count) + states));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThreeColumns<TLanes, T> Broadcast(T value)
    {
        var all = TLanes.Broadcast(value);
        return new(all, all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref ThreeColumns<TLanes, T> sum, T* factor, ThreeColumns<TLanes, T> columns)
    {
        var all = TLanes.BroadcastFrom(factor);
        TLanes.Accumulate(ref sum.a, all, columns.a);
        TLanes.Accumulate(ref sum.b, all, columns.b);
        TLanes.Accumulate(ref sum.c, all, columns.c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumProducts(ThreeColumns<TLanes, T> columns, T* y, T* start, T* target)
    {
        var sum = TLanes.Load(start);
        TLanes.AccumulateFrom(ref sum, columns.a, y);
        TLanes.AccumulateFrom(ref sum, columns.b, y + TLanes.Count);
        TLanes.AccumulateFrom(ref sum, columns.c, y + (2 * TLanes.Count));
        TLanes.Store(target, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumColumns(ThreeColumns<TLanes, T> columns, T* start, T* target) => TLanes.Store(target, TLanes.Load(start) + columns.a + columns.b + columns.c);
}

/// <summary>Four bundles.</summary>
internal unsafe struct FourColumns<TLanes, T>(TLanes a, TLanes b, TLanes c, TLanes d) : IRegisterColumns<FourColumns<TLanes, T>, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private TLanes a = a;
    private TLanes b = b;
    private TLanes c = c;
    private TLanes d = d;

    public static int Count => 4 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourColumns<TLanes, T> Load(T* source) => new(
        TLanes.Load(source),
        TLanes.Load(source + TLanes.Count),
        TLanes.Load(source + (2 * TLanes.Count)),
        TLanes.Load(source + (3 * TLanes.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, FourColumns<TLanes, T> value)
    {
        TLanes.Store(target, value.a);
        TLanes.Store(target + TLanes.Count, value.b);
        TLanes.Store(target + (2 * TLanes.Count), value.c);
        TLanes.Store(target + (3 * TLanes.Count), value.d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TEnd>(T* target, FourColumns<TLanes, T> value, nint states)
        where TEnd : struct, ITileEnd
    {
        TLanes.Store(target, TEnd.Of<TLanes, T>(value.a, target + states));
        TLanes.Store(target + TLanes.Count, TEnd.Of<TLanes, T>(value.b, target + TLanes.Count + states));
        TLanes.Store(target + (2 * TLanes.Count), TEnd.Of<TLanes, T>(value.c, target + (2 * TLanes.Count) + states));
        TLanes.Store(target + (3 * TLanes.Count), TEnd.Of<TLanes, T>(value.d, target + (3 * TLanes.Count) + states));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourColumns<TLanes, T> Broadcast(T value)
    {
        var all = TLanes.Broadcast(value);
        return new(all, all, all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref FourColumns<TLanes, T> sum, T* factor, FourColumns<TLanes, T> columns)
    {
        var all = TLanes.BroadcastFrom(factor);
        TLanes.Accumulate(ref sum.a, all, columns.a);
        TLanes.Accumulate(ref sum.b, all, columns.b);
        TLanes.Accumulate(ref sum.c, all, columns.c);
        TLanes.Accumulate(ref sum.d, all, columns.d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumProducts(FourColumns<TLanes, T> columns, T* y, T* start, T* target)
    {
        var sum = TLanes.Load(start);
        TLanes.AccumulateFrom(ref sum, columns.a, y);
        TLanes.AccumulateFrom(ref sum, columns.b, y + TLanes.Count);
        TLanes.AccumulateFrom(ref sum, columns.c, y + (2 * TLanes.Count));
        TLanes.AccumulateFrom(ref sum, columns.d, y + (3 * TLanes.Count));
        TLanes.Store(target, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SumColumns(FourColumns<TLanes, T> columns, T* start, T* target) => TLanes.Store(target, TLanes.Load(start) + columns.a + columns.b + columns.c + columns.d);
}
