namespace Backprop;

/// <summary>The flat vector of ∂E/∂w, and what must be done to it before a rule may use it.</summary>
internal sealed unsafe class Gradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> values;
    private readonly WeightBlock[] averaged;
    private readonly WeightBlock[] masked;

    internal Gradient(Topology topology)
    {
        values = new AlignedBuffer<T>(topology.WeightCount);
        averaged = [.. topology.Blocks.Where(static block => block.Sharing == SharedGradient.Mean && block.Copies > 1)];
        masked = [.. topology.Blocks.Where(static block => block.MaskArray is not null)];
    }

    internal Span<T> Values => values.Span;

    internal T* Pointer => values.Pointer;

    /// <summary>Copies' sums become means where the net says so (point 11); weights that a mask leaves out get 0.</summary>
    internal void Finish()
    {
        foreach (var block in averaged)
        {
            var copies = T.CreateTruncating(block.Copies);
            foreach (ref var value in values.Span.Slice(block.Offset, block.Length))
                value /= copies;
        }
        foreach (var block in masked)
        {
            var mask = block.MaskArray!;
            var part = values.Span.Slice(block.Offset, block.Length);
            for (var k = 0; k < part.Length; k++)
            {
                if (!mask[k])
                    part[k] = T.Zero;
            }
        }
    }
}
