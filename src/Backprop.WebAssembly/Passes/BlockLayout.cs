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

    /// <summary>Lays out blocks like one.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="block">The block.</param>
    /// <param name="numbered">Whether blocks know the numbers of their cases, by which noise is drawn.</param>
    public BlockLayout(Topology topology, CaseBlock<T> block, bool numbered)
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
        if (numbered)
            Numbers = Reserve((long)Count * sizeof(int));
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

    /// <summary>The numbers of the cases, 4 bytes each; null where nothing asks for them.</summary>
    public Place? Numbers { get; }

    /// <summary>The given states of an input group; of a sparse one its slots' values.</summary>
    public Place Input(Group group) => inputs[group.Index]!.Value;

    /// <summary>The slots' units of a sparse input group, 4 bytes each.</summary>
    public Place SparseUnits(Group group) => sparseUnits[group.Index]!.Value;

    public Place Target(Group group) => targets[group.Index]!.Value;

    public Place Clamp(Group group) => clamps[group.Index]!.Value;

    /// <summary>Whether no input group is kept sparse.</summary>
    public bool IsDense(Topology topology) => topology.Groups.All(group => Shape[group].Slots is null);

    /// <summary>
    /// Writes the copying of chosen cases from a block of all cases to a block of this layout, whose padded cases stay as they are. The parameters are the block's address and
    /// that of the first number, of 4 bytes, of a chosen case.
    /// </summary>
    public void Gather(FunctionCode code, Topology topology, BlockLayout<T> source, int sourceAddress)
    {
        foreach (var group in topology.Groups)
        {
            var rows = Shape[group].Slots ?? group.Size;
            if (rows == 0)
                continue;
            Rows(inputs[group.Index], source.inputs[group.Index], rows, sizeof(T));
            Rows(sparseUnits[group.Index], source.sparseUnits[group.Index], rows, sizeof(int));
            Rows(targets[group.Index], source.targets[group.Index], rows, sizeof(T));
            Rows(clamps[group.Index], source.clamps[group.Index], rows, sizeof(T));
        }
        Rows(Weights, source.Weights, 1, sizeof(T));
        if (Numbers is { } numbers)
        {
            code.For(Count * sizeof(int), sizeof(int), at =>
                code.Get(at).Get(code.Parameter(0)).Do(Op.I32Add).Get(at).Get(code.Parameter(1)).Do(Op.I32Add).At(Op.I32Load, 0).At(Op.I32Store, numbers.Offset));
        }

        void Rows(Place? to, Place? from, int rows, int bytes)
        {
            if (to is not { } target || from is not { } origin)
                return;
            var (targetRow, sourceRow) = (RowBytes / sizeof(T) * bytes, source.RowBytes / sizeof(T) * bytes);
            code.For(rows, 1, row => code.Scope(() =>
            {
                Local targetAt = code.New(ValueType.I32), sourceAt = code.New(ValueType.I32);
                code.Get(row).I32(targetRow).Do(Op.I32Multiply).Get(code.Parameter(0)).Do(Op.I32Add).Set(targetAt);
                code.Get(row).I32(sourceRow).Do(Op.I32Multiply).Set(sourceAt);
                code.For(Count, 1, @case =>
                {
                    code.Get(@case).I32(bytes).Do(Op.I32Multiply).Get(targetAt).Do(Op.I32Add);
                    code.Get(@case).I32(sizeof(int)).Do(Op.I32Multiply).Get(code.Parameter(1)).Do(Op.I32Add).At(Op.I32Load, 0).I32(bytes).Do(Op.I32Multiply).Get(sourceAt).Do(Op.I32Add);
                    var address = sourceAddress + origin.Offset;
                    if (bytes == sizeof(int))
                        code.At(Op.I32Load, address).At(Op.I32Store, target.Offset);
                    else
                        code.At(Op.I64Load, address).At(Op.I64Store, target.Offset);
                });
            }));
        }
    }

    /// <summary>The bytes of a block of this layout.</summary>
    public byte[] Content(Topology topology, CaseBlock<T> block, ReadOnlySpan<int> numbers)
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
        if (Numbers is { } place)
            MemoryMarshal.AsBytes(numbers).CopyTo(content.AsSpan(place.Offset));
        return content;

        void Copy<TNumber>(Place place, TNumber* source, int count)
            where TNumber : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<TNumber>(source, count)).CopyTo(content.AsSpan(place.Offset));
    }
}
