namespace Backprop;

/// <summary>What follows from the shape of a product alone, in every precision and on every machine.</summary>
internal static class ProductShape
{
    /// <summary>
    /// Whether the gradient of a [to × from] projection over this number of cases is accumulated in case order: where that takes fewer instructions.
    /// It depends on the shape of the whole projection, so that a part of it gives the same bits.
    /// </summary>
    public static bool UsesCaseOrder(int to, int from, int cases)
    {
        var (bundles, columns) = ((cases + 15) / 16, (from + 15) / 16);
        // A weight costs one multiplication per bundle of cases, and joining its lanes.
        var inLanes = (long)to * from * (bundles + 3);
        // The columns of a row cost one multiplication per case, once the states are transposed and packed.
        var inCaseOrder = ((long)to * columns * cases) + ((long)from * bundles * 4) + 500;
        return inCaseOrder < inLanes;
    }

    /// <summary>Whether a product [units × depth] · [depth × cases] is worth packing.</summary>
    public static bool IsLarge(int units, int depth, int cases) => (long)units * depth >= 8192 && depth >= 32 && cases >= 32;
}
