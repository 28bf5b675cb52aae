namespace Backprop.WebAssembly;

/// <summary>The cases of a training in the memory: in blocks as passes take them.</summary>
internal sealed class PlacedCases<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Topology topology;
    private readonly BoundCases bound;
    private readonly BoundCases measured;
    private readonly Noise? noise;
    private readonly MemoryMap map;
    private readonly ModuleWriter module;
    private readonly Dictionary<(int Count, bool IsMeasured), BlockLayout<T>> layouts = [];

    /// <summary>Places all cases of a trainer; beyond what a module may have, some are left out.</summary>
    public PlacedCases(MemoryMap map, ModuleWriter module, Trainer<T> trainer)
    {
        (this.map, this.module, topology) = (map, module, trainer.Network.Topology);
        noise = trainer.Options.Noise;
        bound = new BoundCases(topology, trainer.Cases, trainer.ErrorMeasure, trainingNoise: noise);
        // What is measured has no noise.
        measured = noise is null ? bound : new BoundCases(topology, trainer.Cases, trainer.ErrorMeasure);
        var count = trainer.Cases.Count;
        // Windows of sequences follow one another, each a block of all sequences.
        All = trainer.Cases.Sequences is { } sequences ? InWindows(sequences, measured) : Place(0, count, measured);
        Batches = trainer.IsWholeSweep ? [noise is null ? All : trainer.Cases.Sequences is { } windows ? InWindows(windows, bound) : Place(0, count, bound)]
            : trainer.Cases.Sequences is null ? OfCases(trainer)
            : trainer.Batch.Unit == BatchUnit.Cases ? [.. InWindows(trainer.Cases.Sequences.Value, bound).Select(static block => new[] { block })]
            : OfSequences(trainer);
        if (trainer.Shuffles)
            Origin = PlaceBlock(Enumerable.Range(0, count).ToArray(), bound, shares: false);
        HasUnitStates = [.. topology.Groups.Select(group => group.IsInput && !(noise?.OfStates(group) > 0) && AreUnits(group))];
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
    public bool IsDense => Batches[0][0].Layout.IsDense(topology);

    /// <summary>The bytes of a row of the largest block.</summary>
    public int RowBytes => layouts.Values.Max(static layout => layout.RowBytes);

    private PlacedBlock<T>[] Place(int from, int length, BoundCases of)
    {
        var placed = new List<PlacedBlock<T>>();
        for (var first = from; first < from + length; first += CaseBlock<T>.LargestCount)
            placed.Add(PlaceBlock(Enumerable.Range(first, Math.Min(CaseBlock<T>.LargestCount, from + length - first)).ToArray(), of, shares: true));
        return [.. placed];
    }

    private List<PlacedBlock<T>[]> OfCases(Trainer<T> trainer)
    {
        var (count, batch) = (trainer.Cases.Count, trainer.Batch.Size ?? trainer.Cases.Count);
        var batches = new List<PlacedBlock<T>[]>();
        var places = new Dictionary<int, PlacedBlock<T>[]>();
        for (var first = 0; first < count && map.End <= Limits.MemoryBytes; first += batch)
        {
            var length = Math.Min(batch, count - first);
            // What is copied anew for each batch has one place for all of them.
            if (!trainer.Shuffles || !places.TryGetValue(length, out var blocks))
                blocks = places[length] = Place(first, length, bound);
            batches.Add(blocks);
        }
        return batches;
    }

    /// <summary>Window after window of all sequences, each of which passes its states on to the next.</summary>
    private PlacedBlock<T>[] InWindows(int sequences, BoundCases of)
    {
        var placed = new List<PlacedBlock<T>>();
        for (var first = 0; first < bound.Cases.Count && map.End <= Limits.MemoryBytes; first += sequences)
            placed.Add(PlaceBlock([.. Enumerable.Range(first, sequences)], of, shares: true));
        return [.. placed.Select((block, index) => index + 1 < placed.Count ? block with { Carry = new(placed[index + 1], null) } : block)];
    }

    /// <summary>Sequence after sequence, one or a few at a time, each from its initial states to its own end.</summary>
    private List<PlacedBlock<T>[]> OfSequences(Trainer<T> trainer)
    {
        var (windowsOf, batches) = (bound.Cases.WindowsOfSequences, new List<PlacedBlock<T>[]>());
        var eachWindow = trainer.Batch.Unit == BatchUnit.Windows;
        var size = eachWindow ? 1 : trainer.Batch.Size ?? windowsOf.Length;
        foreach (var some in Enumerable.Range(0, windowsOf.Length).Chunk(size))
        {
            var batch = new List<PlacedBlock<T>>();
            foreach (var part in some.Chunk(CaseBlock<T>.LargestCount))
            {
                if (map.End > Limits.MemoryBytes)
                    return batches;
                var windows = Enumerable.Range(0, part.Max(sequence => windowsOf[sequence])).Select(window => part.Where(sequence => windowsOf[sequence] > window).ToArray()).ToArray();
                var blocks = windows.Select((running, window) => PlaceBlock([.. running.Select(sequence => (window * windowsOf.Length) + sequence)], bound, shares: true)).ToArray();
                // Those that have ended are left out of the next window.
                for (var window = 0; window + 1 < blocks.Length; window++)
                    blocks[window] = blocks[window] with { Carry = new(blocks[window + 1], [.. windows[window + 1].Select(sequence => Array.IndexOf(windows[window], sequence))]) };
                if (eachWindow) batches.AddRange(blocks.Select(static block => new[] { block }));
                else batch.AddRange(blocks);
            }
            if (!eachWindow) batches.Add([.. batch]);
        }
        return batches;
    }

    private PlacedBlock<T> PlaceBlock(int[] chosen, BoundCases of, bool shares)
    {
        var block = new CaseBlock<T>(of, chosen.Length);
        block.Fill(chosen);
        var key = (chosen.Length, IsMeasured: of == measured);
        var layout = shares ? layouts.GetValueOrDefault(key) : null;
        layout ??= new BlockLayout<T>(topology, block, numbered: noise is not null && !key.IsMeasured);
        if (shares)
            layouts[key] = layout;
        var address = map.Reserve(layout.Bytes);
        if (map.End <= Limits.MemoryBytes)
            module.Initialize(address, layout.Content(topology, block, chosen));
        return new PlacedBlock<T>(layout, address);
    }

    private bool AreUnits(Group group)
    {
        if (bound.Cases.Sequences is not null && topology.IsCarriedOn(group))
            return false;
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
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Where its states at the end go; null for nowhere.</summary>
    public CarriedOn<T>? Carry { get; init; }
}

/// <summary>The window that goes on with the states at the end of another.</summary>
/// <param name="To">The next window.</param>
/// <param name="Columns">The column from which each of its cases has its states; null: the same.</param>
internal sealed record CarriedOn<T>(PlacedBlock<T> To, int[]? Columns)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
