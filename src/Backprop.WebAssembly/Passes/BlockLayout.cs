using System.Runtime.InteropServices;

namespace Backprop.WebAssembly;

/// <summary>Where a block of cases has what it gives each group; blocks of one number of cases have one layout. Rows are as long as the padded number of cases.</summary>
internal sealed unsafe class BlockLayout<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Place?[] inputs;
    private readonly Place?[] sparseUnits;
    private readonly Place?[] targets;
    private readonly Place?[] clamps;

    public BlockLayout(Topology topology, CaseBlock<T> block)
    {
        (Shape, Count, RowBytes) = (block.Shape, block.Count, block.Stride * sizeof(T));
        var map = new MemoryMap();
        var groups = topology.Groups;
        inputs = new Place?[groups.Count];
        sparseUnits = new Place?[groups.Count];
        targets = new Place?[groups.Count];
        clamps = new Place?[groups.Count];
        foreach (var group in groups)
        {
            var rows = Shape[group].Slots ?? group.Size;
            if (group.IsInput)
                inputs[group.Index] = Reserve(rows * (long)RowBytes);
            if (Shape[group].Slots is not null)
                sparseUnits[group.Index] = Reserve(rows * (long)block.Stride * sizeof(int));
            if (Shape[group].HasTargets)
                targets[group.Index] = Reserve(rows * (long)RowBytes);
            if (Shape[group].HasClamps)
                clamps[group.Index] = Reserve(rows * (long)RowBytes);
        }
        if (block.Weights != null)
            Weights = Reserve(RowBytes);
        Bytes = map.End;

        Place Reserve(long bytes) => new(map.Reserve(bytes), IsInBlock: true);
    }

    public BlockShape Shape { get; }

    /// <summary>The number of cases.</summary>
    public int Count { get; }

    /// <summary>The bytes of one unit's states.</summary>
    public int RowBytes { get; }

    /// <summary>The bytes of a block.</summary>
    public long Bytes { get; }

    /// <summary>The weights of the cases in E; null if all are 1.</summary>
    public Place? Weights { get; }

    /// <summary>The given states of an input group; of a sparse one its slots' values.</summary>
    public Place Input(Group group) => inputs[group.Index]!.Value;

    /// <summary>The slots' units of a sparse input group, 4 bytes each.</summary>
    public Place SparseUnits(Group group) => sparseUnits[group.Index]!.Value;

    public Place Target(Group group) => targets[group.Index]!.Value;

    public Place Clamp(Group group) => clamps[group.Index]!.Value;

    /// <summary>Whether no input group is kept sparse.</summary>
    public bool IsDense(Topology topology) => topology.Groups.All(group => Shape[group].Slots is null);

    /// <summary>The bytes of a block of this layout.</summary>
    public byte[] Content(Topology topology, CaseBlock<T> block)
    {
        var content = new byte[Bytes];
        foreach (var group in topology.Groups)
        {
            if (sparseUnits[group.Index] is { } units)
            {
                var states = block.Sparse(group.Index).States;
                Copy(units, states.Units, (int)(states.Slots * states.Stride));
                Copy(Input(group), states.Values, (int)(states.Slots * states.Stride));
            }
            else if (inputs[group.Index] is { } input)
            {
                Copy(input, block.Input(group), group.Size * block.Stride);
            }
            if (targets[group.Index] is { } target)
                Copy(target, block.Target(group.Index), group.Size * block.Stride);
            if (clamps[group.Index] is { } clamp)
                Copy(clamp, block.Clamp(group.Index), group.Size * block.Stride);
        }
        if (Weights is { } weights)
            Copy(weights, block.Weights, block.Stride);
        return content;

        void Copy<TNumber>(Place place, TNumber* source, int count)
            where TNumber : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<TNumber>(source, count)).CopyTo(content.AsSpan(place.Offset));
    }
}
