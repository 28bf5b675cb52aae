namespace Backprop;

/// <summary>The gradient of the weights of one projection to one unit, and of its bias, as sums kept in lanes: one bundle per weight. A row may have a bias only.</summary>
internal unsafe struct GradientRow<T>
    where T : unmanaged
{
    /// <summary>∂E/∂x of the unit, Dx[case].</summary>
    public T* Dx;

    /// <summary>The states of the <see cref="Depth"/> senders, YStride numbers apart.</summary>
    public T* Y;
    public nint YStride;
    public nint Depth;

    /// <summary>The sums, Depth bundles.</summary>
    public T* Lanes;

    /// <summary>What the sums begin with, <see cref="StartStep"/> numbers apart: themselves, or zeros.</summary>
    public T* Start;
    public nint StartStep;

    /// <summary>The bundle of the bias, whose sending unit is always 1; or null.</summary>
    public T* Bias;
    public T* BiasStart;
}
