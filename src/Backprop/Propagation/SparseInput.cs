namespace Backprop;

/// <summary>The states of one sparse input group in a <see cref="CaseBlock{T}"/>.</summary>
internal sealed unsafe class SparseInput<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SparseValues source;
    private readonly AlignedBuffer<int> units;
    private readonly AlignedBuffer<T> values;
    private readonly int stride;

    internal SparseInput(SparseValues source, int stride)
    {
        this.source = source;
        this.stride = stride;
        units = new AlignedBuffer<int>(checked(source.Slots * stride));
        values = new AlignedBuffer<T>(source.Slots * stride);
    }

    internal SparseStates<T> States => new(units.Pointer, values.Pointer, source.Slots, stride);

    internal void Fill(ReadOnlySpan<int> chosen) => source.Gather(chosen, units.Pointer, values.Pointer, stride);

    /// <summary>Writes the states of one case of the block into a span of zeros.</summary>
    internal void WriteTo(Span<T> target, int place)
    {
        for (var at = place; at < units.Length; at += stride)
        {
            if (values.Span[at] != T.Zero)
                target[units.Span[at]] = values.Span[at];
        }
    }
}
