namespace Backprop.WebAssembly;

/// <summary>Where the weights of a net and its gradient are.</summary>
internal sealed class WeightMemory
{
    /// <summary>Reserves the memory.</summary>
    /// <param name="map">Where.</param>
    /// <param name="weightCount">The number of weights.</param>
    /// <param name="numberBytes">The bytes of a number.</param>
    public WeightMemory(MemoryMap map, int weightCount, int numberBytes)
    {
        VectorBytes = (long)BlockShape.Padded(weightCount) * numberBytes;
        Weights = map.Reserve(VectorBytes);
        Gradient = map.Reserve(VectorBytes);
    }

    /// <summary>The bytes of a vector as long as the weights, padded.</summary>
    public long VectorBytes { get; }

    public int Weights { get; }

    public int Gradient { get; }
}
