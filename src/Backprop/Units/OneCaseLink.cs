namespace Backprop;

/// <summary>A projection in a run of one case through a small net: from where to where it goes in memory.</summary>
internal unsafe struct OneCaseLink<T>
    where T : unmanaged
{
    /// <summary>What the total inputs of the group begin with, in its first projection; null in the others.</summary>
    public T* Start;

    /// <summary>The sending states; null for those of an input group.</summary>
    public T* States;

    /// <summary>The place of an input group among all inputs.</summary>
    public nint Input;

    /// <summary>The number of sending units.</summary>
    public nint From;

    /// <summary>The weights, a bundle for each sending unit.</summary>
    public T* Weights;

    /// <summary>Where the states of the group go, in its last projection; null in the others.</summary>
    public T* Into;

    /// <summary>The place of the states among all outputs.</summary>
    public nint Output;

    /// <summary>How many of them are outputs: the units of an output group in its last projection, otherwise 0.</summary>
    public nint Outputs;
}
