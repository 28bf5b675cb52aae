namespace Backprop;

/// <summary>
/// What the backward pass reads in place of the weights (equation 7): a vector laid out like them, so that copies of a shared weight share their return weight, or,
/// where derivatives come back <see cref="Direct"/>, a vector with blocks of its own.
/// </summary>
internal sealed unsafe class ReturnWeights<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> values;
    private readonly int count;

    /// <summary>Creates return weights, all 0.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="direct">See <see cref="Direct"/>.</param>
    internal ReturnWeights(int count, IReadOnlyDictionary<Group, Projection[]>? direct = null)
    {
        (this.count, Direct) = (count, direct);
        values = new AlignedBuffer<T>(BlockShape.Padded(Math.Max(count, 1)));
    }

    /// <summary>By group the links over which derivatives come back, each with its block of <see cref="Values"/>; null where they are the links of the net.</summary>
    internal IReadOnlyDictionary<Group, Projection[]>? Direct { get; }

    internal Span<T> Values => values.Span[..count];

    internal T* Pointer => values.Pointer;
}
