namespace Backprop;

/// <summary>How one rule changes a bundle of weights, written once for every kind of lanes; <see cref="Kernels{T}.Step"/> loops over it.</summary>
internal interface IWeightStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Changes the weights and what the rule remembers of them.</summary>
    /// <param name="w">The weights.</param>
    /// <param name="g">Their ∂E/∂w.</param>
    /// <param name="first">The first number that the rule remembers of each weight.</param>
    /// <param name="second">The second; 0 if it has none.</param>
    /// <param name="third">The third; 0 if it has none.</param>
    void Change<TLanes>(ref TLanes w, TLanes g, ref TLanes first, ref TLanes second, ref TLanes third)
        where TLanes : unmanaged, ILanes<TLanes, T>;
}
