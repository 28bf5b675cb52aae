namespace Backprop.WebAssembly;

/// <summary>The cases of a training in the memory: in blocks as passes take them.</summary>
internal sealed class PlacedCases<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Topology topology;
    private readonly BoundCases bound;
    private readonly MemoryMap map;
    private readonly ModuleWriter module;
    private readonly Dictionary<int, BlockLayout<T>> layouts = [];

    /// <summary>Places all cases of a trainer; beyond what a module may have, some are left out.</summary>
    public PlacedCases(MemoryMap map, ModuleWriter module, Trainer<T> trainer)
    {
        (this.map, this.module, topology) = (map, module, trainer.Network.Topology);
        bound = new BoundCases(topology, trainer.Cases, trainer.ErrorMeasure);
        var count = trainer.Cases.Count;
        var batch = trainer.Batch.Size ?? count;
        var batches = new List<PlacedBlock<T>[]>();
        All = Place(0, count);
        var places = new Dictionary<int, PlacedBlock<T>[]>();
        for (var first = 0; first < count && !trainer.IsWholeSweep && map.End <= Limits.MemoryBytes; first += batch)
        {
            var length = Math.Min(batch, count - first);
            // What is copied anew for each batch has one place for all of them.
            if (!trainer.Shuffles || !places.TryGetValue(length, out var blocks))
                blocks = places[length] = Place(first, length);
            batches.Add(blocks);
        }
        if (trainer.Shuffles)
            Origin = PlaceBlock(Enumerable.Range(0, count).ToArray(), shares: false);
        if (trainer.IsWholeSweep)
            batches.Add(All);
        Batches = batches;
        HasUnitStates = [.. topology.Groups.Select(group => group.IsInput && AreUnits(group))];
    }

    /// <summary>Blocks of all cases, as they are measured.</summary>
    public PlacedBlock<T>[] All { get; }

    /// <summary>Those of the batches; those of all cases where a sweep is one change.</summary>
    public IReadOnlyList<PlacedBlock<T>[]> Batches { get; }

    /// <summary>Where each sweep has a new order: all cases, from which those of a batch are copied to its block.</summary>
    public PlacedBlock<T>? Origin { get; }

    /// <summary>Of each group, whether it has states of the cases that all are 0, 1 or −1.</summary>
    public bool[] HasUnitStates { get; }

    /// <summary>Whether no states are sparse.</summary>
    public bool IsDense => layouts.Values.First().IsDense(topology);

    /// <summary>The bytes of a row of the largest block.</summary>
    public int RowBytes => layouts.Values.Max(static layout => layout.RowBytes);

    private PlacedBlock<T>[] Place(int from, int length)
    {
        var placed = new List<PlacedBlock<T>>();
        for (var first = from; first < from + length; first += CaseBlock<T>.LargestCount)
            placed.Add(PlaceBlock(Enumerable.Range(first, Math.Min(CaseBlock<T>.LargestCount, from + length - first)).ToArray(), shares: true));
        return [.. placed];
    }

    private PlacedBlock<T> PlaceBlock(int[] chosen, bool shares)
    {
        var block = new CaseBlock<T>(bound, chosen.Length);
        block.Fill(chosen);
        var layout = shares ? layouts.GetValueOrDefault(chosen.Length) : null;
        layout ??= new BlockLayout<T>(topology, block);
        if (shares)
            layouts[chosen.Length] = layout;
        var address = map.Reserve(layout.Bytes);
        if (map.End <= Limits.MemoryBytes)
            module.Initialize(address, layout.Content(topology, block));
        return new PlacedBlock<T>(layout, address);
    }

    private bool AreUnits(Group group)
    {
        if (bound.Input(group) is not { } values)
            return group.InitialState is 0 or 1 or -1;
        for (var @case = 0; @case < values.Count; @case++)
        {
            for (var unit = 0; unit < values.Size; unit++)
            {
                if (values[@case, unit] is not (0 or 1 or -1))
                    return false;
            }
        }
        return true;
    }
}

/// <summary>A block of cases in the memory.</summary>
internal sealed record PlacedBlock<T>(BlockLayout<T> Layout, int Address)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
