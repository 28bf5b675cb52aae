namespace Backprop;

/// <content>One case at a time: units in lanes, weights [panel of units][from].</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void PackRowWeights(T* w, T* packed, int to, int from)
    {
        for (var j = 0; j < to;)
        {
            var span = RowBundles(to - j) * TLanes.Count;
            for (var i = 0; i < from; i++)
                for (var q = 0; q < span; q++)
                    packed[(i * span) + q] = j + q < to ? w[((nint)(j + q) * from) + i] : T.Zero;
            packed += (nint)span * from;
            j += span;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ForwardRow(T* packed, T* y, T* start, T* x, int to, int from) => Rows(packed, y, start, x, to, from);

    /// <summary><see cref="ForwardRow"/>, panel after panel.</summary>
    [MethodImpl(Hot)]
    internal static void Rows(T* packed, T* y, T* start, T* x, int to, int from)
    {
        for (var j = 0; j < to;)
        {
            var bundles = RowBundles(to - j);
            if (bundles == 4)
                Row<FourColumns<TLanes, T>>(packed, y, start + j, x + j, from);
            else if (bundles == 2)
                Row<TwoColumns<TLanes, T>>(packed, y, start + j, x + j, from);
            else
                Row<OneColumn<TLanes, T>>(packed, y, start + j, x + j, from);
            packed += (nint)bundles * TLanes.Count * from;
            j += bundles * TLanes.Count;
        }
    }

    /// <summary>Bundles of the next units that go together: as many chains as keep a processor busy, whatever its registers' width.</summary>
    private static int RowBundles(int units)
    {
        var bundles = WholeLanes(units) / TLanes.Count;
        return bundles >= 4 ? 4 : bundles >= 2 ? 2 : 1;
    }

    [MethodImpl(Hot)]
    private static void Row<TColumns>(T* packed, T* y, T* start, T* x, int from)
        where TColumns : unmanaged, IColumns<TColumns, T>
    {
        var sum = TColumns.Load(start);
        for (var i = 0; i < from; i++, packed += TColumns.Count)
            TColumns.Add(ref sum, y + i, TColumns.Load(packed));
        TColumns.Store(x, sum);
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override bool AreFinite(T* values, int count)
    {
        // 0 · x is 0 or −0 if x is finite, otherwise NaN, which no sum loses.
        var lanes = TLanes.Zero;
        var k = 0;
        for (; k + TLanes.Count <= count; k += TLanes.Count)
            lanes = TLanes.MultiplyAdd(TLanes.Load(values + k), TLanes.Zero, lanes);
        var rest = TLanes.Sum(lanes);
        for (; k < count; k++)
            rest = T.FusedMultiplyAdd(values[k], T.Zero, rest);
        return rest == T.Zero;
    }
}
