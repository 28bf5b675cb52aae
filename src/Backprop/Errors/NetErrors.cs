namespace Backprop;

/// <summary>
/// E of one output group in many nets at once, a net per lane: states are [unit · stride + place] bundles, where each case has its place; what is the same in all nets is one number.
/// </summary>
internal unsafe struct NetErrors<T>
    where T : unmanaged
{
    /// <summary>Total inputs, states, and ∂E/∂y or ∂E/∂x.</summary>
    public T* X;
    public T* Y;
    public T* Dx;
    public nint Stride;
    public nint Units;
    public nint Places;

    /// <summary>Desired states [unit · places + place], NaN where any will do.</summary>
    public T* Targets;

    /// <summary>The weight of each place's case; null if all are 1.</summary>
    public T* Weights;

    /// <summary>Whether all weights are 1 and all states have a target.</summary>
    public bool IsPlain;

    /// <summary>The chains of E: each takes its places unit after unit.</summary>
    public NetChain* Chains;
    public NetChain* End;

    /// <summary>E by net: one bundle.</summary>
    public T* Error;
}
