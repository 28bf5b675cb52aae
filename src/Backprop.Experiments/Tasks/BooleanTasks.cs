namespace Backprop.Experiments;

/// <summary>Boolean functions that no net without hidden units can compute, and the encoder, which needs a code of its own.</summary>
internal static class BooleanTasks
{
    /// <summary>Is the vector its own mirror image about the middle? All 2^length vectors (Fig. 1: 64, of which 8 are symmetric).</summary>
    /// <param name="length">Input units, even: 6 in the paper.</param>
    public static Patterns Symmetry(int length = 6)
    {
        if (length % 2 != 0) throw new ArgumentOutOfRangeException(nameof(length), length, "A vector with a midpoint has an even number of units.");
        return Patterns.OfAllBinary(length, vector => [vector.SequenceEqual(vector.Reverse()) ? 1 : 0]);
    }

    /// <summary>Is the number of ones odd? All 2^length vectors.</summary>
    /// <param name="length">Input units; 2 is exclusive-or.</param>
    public static Patterns Parity(int length) => Patterns.OfAllBinary(length, vector => [vector.Sum() % 2]);

    /// <summary>Exclusive-or: parity of two.</summary>
    public static Patterns ExclusiveOr() => Parity(2);

    /// <summary>Each of the <paramref name="size"/> vectors with a single one, to be reproduced through a narrow layer (PDP ch. 8: 8-3-8).</summary>
    public static Patterns Encoder(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        var vectors = Enumerable.Range(0, size).Select(one => Enumerable.Range(0, size).Select(unit => unit == one ? 1.0 : 0.0).ToArray()).ToArray();
        return new Patterns(vectors, vectors);
    }
}
