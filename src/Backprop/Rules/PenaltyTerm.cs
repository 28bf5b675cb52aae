namespace Backprop;

/// <summary>½λ Σw² over the weights that learn, and its derivative λw.</summary>
/// <param name="strength">λ.</param>
/// <param name="parts">Where in the flat vector these weights are: the first and how many.</param>
/// <param name="work">Sums and combinations of vectors.</param>
internal sealed unsafe class PenaltyTerm<T>(double strength, (int Offset, int Length)[] parts, VectorWork<T> work)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T strengthOfDerivative = T.CreateTruncating(strength);

    /// <summary>Whether there is any.</summary>
    internal bool IsZero => strength == 0;

    /// <summary>λ.</summary>
    internal double Strength => strength;

    /// <summary>Where in the flat vector these weights are.</summary>
    internal (int Offset, int Length)[] Parts => parts;

    /// <summary>½λ Σw².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Error(T* weights)
    {
        if (strength == 0)
            return 0;
        var sum = 0.0;
        foreach (var (offset, length) in parts)
            sum += work.Dot(weights + offset, weights + offset, length);
        return 0.5 * strength * sum;
    }

    /// <summary>∂E/∂w ← ∂E/∂w + λw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void AddTo(T* gradient, T* weights)
    {
        if (strength == 0)
            return;
        foreach (var (offset, length) in parts)
            work.Combine(gradient + offset, gradient + offset, strengthOfDerivative, weights + offset, length);
    }
}
