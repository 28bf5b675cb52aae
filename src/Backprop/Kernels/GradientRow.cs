namespace Backprop;

/// <summary>The gradient of what one projection, or none but its bias, brings to one unit, its sums kept in lanes: a bundle a weight.</summary>
internal unsafe struct GradientRow<T>
    where T : unmanaged
{
    /// <summary>∂E/∂x of the unit, Dx[case].</summary>
    public T* Dx;

    /// <summary>The states of the <see cref="Depth"/> senders, YStride numbers apart.</summary>
    public T* Y;
    public nint YStride;
    public nint Depth;

    /// <summary>Depth bundles.</summary>
    public T* Lanes;

    /// <summary>What they begin with, <see cref="StartStep"/> numbers apart: themselves, or zeros.</summary>
    public T* Start;
    public nint StartStep;

    /// <summary>The bundle of the bias, or null; its unit is always 1.</summary>
    public T* Bias;
    public T* BiasStart;
}
