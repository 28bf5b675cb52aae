namespace Backprop;

/// <content>One case at a time: units in lanes, weights [panel of units][from].</content>
internal sealed unsafe partial class Kernels<TLanes, T>
{
    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void PackForOneCase(in Matrix<T> w, T* packed)
    {
        var (to, from) = (w.Rows, w.Columns);
        for (var j = 0; j < to;)
        {
            var span = PanelBundles(to - j) * TLanes.Count;
            for (var i = 0; i < from; i++)
                for (var q = 0; q < span; q++)
                    packed[(i * span) + q] = j + q < to ? w.Row(j + q)[i] : T.Zero;
            packed += (nint)span * from;
            j += span;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Hot)]
    public override void ForwardOneCase(T* packed, T* y, T* start, T* x, int to, int from) => ForwardPanels(packed, y, start, x, to, from);

    /// <summary><see cref="ForwardOneCase"/>, panel after panel.</summary>
    [MethodImpl(Hot)]
    internal static void ForwardPanels(T* packed, T* y, T* start, T* x, int to, int from)
    {
        for (var j = 0; j < to;)
        {
            var bundles = PanelBundles(to - j);
            if (bundles == 4)
                ForwardPanel<FourColumns<TLanes, T>>(packed, y, start + j, x + j, from);
            else if (bundles == 2)
                ForwardPanel<TwoColumns<TLanes, T>>(packed, y, start + j, x + j, from);
            else
                ForwardPanel<OneColumn<TLanes, T>>(packed, y, start + j, x + j, from);
            packed += (nint)bundles * TLanes.Count * from;
            j += bundles * TLanes.Count;
        }
    }

    /// <summary>Bundles of the next panel: as many chains as keep a processor busy, whatever the width of its registers.</summary>
    private static int PanelBundles(int units)
    {
        var bundles = WholeLanes(units) / TLanes.Count;
        return bundles >= 4 ? 4 : bundles >= 2 ? 2 : 1;
    }

    [MethodImpl(Hot)]
    private static void ForwardPanel<TColumns>(T* packed, T* y, T* start, T* x, int from)
        where TColumns : unmanaged, IRegisterColumns<TColumns, T>
    {
        var sum = TColumns.Load(start);
        for (var i = 0; i < from; i++, packed += TColumns.Count)
            TColumns.Add(ref sum, y + i, TColumns.Load(packed));
        TColumns.Store(x, sum);
    }
}
