namespace Backprop;

/// <summary>The flat vector of ∂E/∂w, and the last steps before a rule uses it.</summary>
internal sealed unsafe class Gradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Maximum number of weights of a net whose gradient is kept in lanes over all blocks and copies, and joined once: 16 KiB of the first cache.</summary>
    private const int FewWeights = 256;

    private readonly Kernels<T> kernels = Kernels<T>.Best;
    private readonly AlignedBuffer<T>? values;
    private readonly AlignedBuffer<T>? lanes;
    private readonly int count;
    private readonly WeightBlock[] averaged;
    private readonly WeightBlock[] partial;

    /// <summary>Creates the gradient of a net.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="dense">Whether no input group of the cases is sparse; sparse ones have no sums in lanes.</param>
    /// <param name="sums">Whether the gradients of shared copies are summed even where the net asks for their mean.</param>
    /// <param name="place">Where its numbers are: <see cref="BlockShape.Padded"/> of them, which the caller keeps as long as this; 0: in memory of its own.</param>
    internal Gradient(Topology topology, bool dense, bool sums = false, nint place = 0)
    {
        count = topology.WeightCount;
        values = place == 0 ? new AlignedBuffer<T>(BlockShape.Padded(count)) : null;
        Pointer = values is null ? (T*)place : values.Pointer;
        if (dense && count <= FewWeights && !topology.Projections.Any(static projection => projection.Weights.IsOneToOne))
            lanes = new AlignedBuffer<T>(BlockShape.Padded(count) * LaneCount);
        averaged = sums ? [] : [.. topology.Blocks.Where(static block => block.Sharing == SharedGradient.Mean && block.Copies > 1)];
        partial = [.. topology.Blocks.Where(static block => block.MaskArray is not null || block.FrozenArray is not null)];
    }

    /// <summary>Numbers per bundle.</summary>
    internal static int LaneCount => 64 / sizeof(T);

    internal Span<T> Values => values is null ? new(Pointer, count) : values.Span[..count];

    internal T* Pointer { get; }

    internal GradientLayout Layout => lanes is null ? GradientLayout.Flat : GradientLayout.Lanes;

    /// <summary>The gradient of a small net before <see cref="Finish()"/>, one bundle per weight; null in other nets.</summary>
    internal T* Lanes => lanes is null ? null : lanes.Pointer;

    /// <summary>Joins lanes, divides the sums of shared copies where the net asks for means (point 11), and sets the gradient of masked weights, and of those frozen by themselves, to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Finish()
    {
        if (lanes is not null)
            kernels.JoinLanes(lanes.Pointer, Pointer, count);
        if (averaged.Length + partial.Length > 0)
            Finish(0, count);
    }

    /// <summary>The same, of a gradient without lanes, for the blocks that begin in a stretch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Finish(int first, int end)
    {
        foreach (var block in averaged)
        {
            if (block.Offset >= first && block.Offset < end)
                kernels.Divide(Pointer + block.Offset, T.CreateTruncating(block.Copies), block.Length);
        }
        foreach (var block in partial)
        {
            if (block.Offset < first || block.Offset >= end)
                continue;
            var part = Values.Slice(block.Offset, block.Length);
            if (block.MaskArray is { } mask)
                Clear(part, mask, where: false);
            if (block.FrozenArray is { } frozen)
                Clear(part, frozen, where: true);
        }
    }

    private static void Clear(Span<T> part, bool[] places, bool where)
    {
        for (var k = 0; k < part.Length; k++)
        {
            if (places[k] == where)
                part[k] = T.Zero;
        }
    }
}
