using System.Runtime.Intrinsics;

namespace Backprop;

/// <summary>What the cases say of one group: its given states, its desired states, or its clamps. Stored once, as it came, and never changed.</summary>
public abstract class CaseValues
{
    private protected CaseValues(string? group, int count, int size)
    {
        Group = group;
        Count = count;
        Size = size;
    }

    /// <summary>The group's name; null stands for the only input (or the only output) group of the net.</summary>
    public string? Group { get; }

    /// <summary>The number of cases.</summary>
    public int Count { get; }

    /// <summary>The number of values per case: the group's units.</summary>
    public int Size { get; }

    /// <summary>The value for a unit in a case, both counted from 0. NaN: don't care (targets) or not clamped (clamps).</summary>
    /// <param name="case">The case, from 0.</param>
    /// <param name="unit">The unit of the group, from 0.</param>
    public abstract double this[int @case, int unit] { get; }

    /// <summary>The unit that is 1 in a case whose other units are 0, if the values are stored so; otherwise −1.</summary>
    internal virtual int One(int @case) => -1;

    /// <summary>Whether every case is one unit of 1 among zeros.</summary>
    internal virtual bool IsOneHot => false;

    /// <summary>The first case whose values are here, and the one after the last: all, but where other processes hold the others.</summary>
    internal abstract (int First, int End) Held { get; }

    /// <summary>The units that are not 0, or null if some case has more than <paramref name="most"/> of them.</summary>
    internal abstract SparseValues? Sparse(int most);

    /// <summary>A value in the precision of a net.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Rounded<T>(double value, int @case, int unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rounded = T.CreateTruncating(value);
        return T.IsInfinity(rounded) ? throw TooLarge(value, @case, unit, typeof(T).Name) : rounded;
    }

    internal abstract CaseValues Subset(ReadOnlySpan<int> cases);

    /// <summary>Targets or clamps made of these, value by value; those of cases that are not held are not made.</summary>
    internal DenseValues<double> Select(Func<int, int, double> value)
    {
        var (first, end) = Held;
        var made = new double[checked((end - first) * Size)];
        for (var k = 0; k < made.Length; k++)
            made[k] = value(first + (k / Size), k % Size);
        return new DenseValues<double>(Group, Size, made, first, Count, mostNonZeros: Size);
    }

    /// <summary>Whether values are stored in this precision, so that to gather them rounds nothing and refuses nothing.</summary>
    internal abstract bool AreStoredAs<T>();

    /// <summary>Writes chosen cases unit by unit, target[unit · stride + k] for the k-th of them, and fills each row up to a width.</summary>
    internal abstract unsafe void Gather<T>(ReadOnlySpan<int> cases, T* target, int stride, int width, T fill)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private CasesException TooLarge(double value, int @case, int unit, string precision) =>
        new($"case {@case}, unit {unit}{(Group is null ? "" : $" of group '{Group}'")} is {value}, which is beyond the range of {precision}; scale the values, or use a net in double.");
}

/// <summary>Values stored case by case: values[case · size + unit].</summary>
internal sealed class DenseValues<TStored> : CaseValues
    where TStored : unmanaged, IBinaryFloatingPointIeee754<TStored>
{
    /// <summary>Cases laid out at a time; rows of a block are padded to a multiple of it.</summary>
    private const int Together = 16;

    /// <summary>Units laid out at a time: as many cache lines of the target as stay in the first cache while sixteen cases fill them.</summary>
    private const int Stretch = 128;

    private readonly TStored[] values;
    private readonly int first;
    private readonly int? mostNonZeros;

    internal DenseValues(string? group, int size, TStored[] values)
        : base(group, values.Length / size, size) => this.values = values;

    /// <summary>Some of the cases, where others have the rest.</summary>
    /// <param name="group">The group's name.</param>
    /// <param name="size">Values per case.</param>
    /// <param name="values">The values of the cases that are held.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">The number of cases, with those that are not held.</param>
    /// <param name="mostNonZeros">The most values that are not 0 in any case, held or not.</param>
    internal DenseValues(string? group, int size, TStored[] values, int first, int count, int mostNonZeros)
        : base(group, count, size)
    {
        this.values = values;
        this.first = first;
        this.mostNonZeros = mostNonZeros;
    }

    public override double this[int @case, int unit] => double.CreateTruncating(values[((@case - first) * Size) + unit]);

    internal override (int First, int End) Held => (first, first + (values.Length / Size));

    /// <summary>The most values that are not 0 in one of the cases that are held.</summary>
    internal int MostNonZeros
    {
        get
        {
            var most = 0;
            for (var at = 0; at < values.Length; at += Size)
                most = Math.Max(most, NonZeros(at));
            return most;
        }
    }

    internal override CaseValues Subset(ReadOnlySpan<int> cases)
    {
        var chosen = new TStored[cases.Length * Size];
        for (var k = 0; k < cases.Length; k++)
            values.AsSpan((cases[k] - first) * Size, Size).CopyTo(chosen.AsSpan(k * Size));
        return new DenseValues<TStored>(Group, Size, chosen);
    }

    internal override SparseValues? Sparse(int most)
    {
        if (mostNonZeros > most)
            return null;
        var slots = mostNonZeros ?? 0;
        var count = values.Length / Size;
        for (var k = 0; k < count; k++)
        {
            var ones = NonZeros(k * Size);
            if (ones > most)
                return null;
            slots = Math.Max(slots, ones);
        }
        var units = new int[count * slots];
        var states = new double[count * slots];
        for (var k = 0; k < count; k++)
        {
            var at = k * slots;
            var row = values.AsSpan(k * Size, Size);
            for (var unit = 0; unit < row.Length; unit++)
            {
                if (row[unit] != TStored.Zero)
                    (units[at], states[at++]) = (unit, double.CreateTruncating(row[unit]));
            }
        }
        return new SparseValues(this, slots, units, states);
    }

    private int NonZeros(int at)
    {
        var count = 0;
        foreach (var value in values.AsSpan(at, Size))
            count += value == TStored.Zero ? 0 : 1;
        return count;
    }

    internal override bool AreStoredAs<T>() => typeof(T) == typeof(TStored);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override unsafe void Gather<T>(ReadOnlySpan<int> cases, T* target, int stride, int width, T fill)
    {
        fixed (TStored* held = values)
        {
            var all = held - ((nint)first * Size);
            for (var k = 0; k < cases.Length; k += Together)
            {
                var some = cases.Slice(k, Math.Min(Together, cases.Length - k));
                for (var unit = 0; unit < Size; unit += Stretch)
                    Gather(all, some, target + ((nint)unit * stride) + k, stride, unit, Math.Min(Stretch, Size - unit));
            }
        }
        for (var unit = 0; unit < Size; unit++)
            new Span<T>(target + ((long)unit * stride) + cases.Length, width - cases.Length).Fill(fill);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private unsafe void Gather<T>(TStored* all, ReadOnlySpan<int> cases, T* target, nint stride, int firstUnit, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = stackalloc T*[Together];
        if (typeof(TStored) == typeof(float) && typeof(T) == typeof(double) && cases.Length == Together && Transpose.Widens)
        {
            for (var k = 0; k < Together; k++)
                rows[k] = (T*)(all + ((nint)cases[k] * Size) + firstUnit);
            Transpose.Widen((float**)rows, (double*)target, stride, count);
            return;
        }
        var same = typeof(T) == typeof(TStored);
        var rounded = stackalloc T[same ? 1 : Together * Stretch];
        for (var k = 0; k < cases.Length; k++)
        {
            var row = all + ((nint)cases[k] * Size) + firstUnit;
            rows[k] = same ? (T*)row : rounded + (k * Stretch);
            nint unit = 0;
            if (typeof(TStored) == typeof(float) && typeof(T) == typeof(double))
            {
                for (; unit + 4 <= count; unit += 4)
                {
                    var (low, high) = Vector128.Widen(Vector128.Load((float*)row + unit));
                    low.Store((double*)rows[k] + unit);
                    high.Store((double*)rows[k] + unit + 2);
                }
            }
            for (; unit < count && !same; unit++)
                rows[k][unit] = Rounded<T>(double.CreateTruncating(row[unit]), cases[k], firstUnit + (int)unit);
        }
        Transpose.RowsToColumns(rows, cases.Length, target, stride, count, room: false);
    }
}

/// <summary>One unit that is 1 per case, among zeros, stored as its index.</summary>
/// <param name="group">The group's name.</param>
/// <param name="size">Units of the group.</param>
/// <param name="ones">The units of the cases that are held.</param>
/// <param name="first">The first of these cases.</param>
/// <param name="count">The number of cases; null: all are held.</param>
internal sealed class OneHotValues(string? group, int size, int[] ones, int first = 0, int? count = null) : CaseValues(group, count ?? ones.Length, size)
{
    public override double this[int @case, int unit] => ones[@case - first] == unit ? 1 : 0;

    internal override bool IsOneHot => true;

    internal override (int First, int End) Held => (first, first + ones.Length);

    internal override int One(int @case) => ones[@case - first];

    internal override SparseValues Sparse(int most) => new(this, 1, ones, null);

    internal override CaseValues Subset(ReadOnlySpan<int> cases)
    {
        var chosen = new int[cases.Length];
        for (var k = 0; k < chosen.Length; k++)
            chosen[k] = ones[cases[k] - first];
        return new OneHotValues(Group, Size, chosen);
    }

    internal override bool AreStoredAs<T>() => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override unsafe void Gather<T>(ReadOnlySpan<int> cases, T* target, int stride, int width, T fill)
    {
        for (var unit = 0; unit < Size; unit++)
        {
            var row = new Span<T>(target + ((long)unit * stride), width);
            row[..cases.Length].Clear();
            row[cases.Length..].Fill(fill);
        }
        for (var k = 0; k < cases.Length; k++)
            target[((long)ones[cases[k] - first] * stride) + k] = T.One;
    }
}
