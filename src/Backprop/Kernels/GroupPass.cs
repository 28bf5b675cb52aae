namespace Backprop;

/// <summary>All that the way forward and back through one group needs.</summary>
internal unsafe struct GroupPass<T>
    where T : unmanaged
{
    /// <summary>Equation 1: the total inputs X[unit × case].</summary>
    public TermSum<T> TotalInputs;

    /// <summary>Equations 4 and 7: ∂E/∂y, in whose place ∂E/∂x comes; an output with an error of its own begins with that.</summary>
    public TermSum<T> FromReceivers;

    /// <summary>States Y[unit × case], as far apart as the total inputs.</summary>
    public T* Y;
    public nint Units;

    /// <summary>A multiple of the lane count.</summary>
    public nint Cases;

    /// <summary>Equation 6, in a net whose gradient is kept in lanes: the rows of all units.</summary>
    public GradientRow<T>* Rows;
    public GradientRow<T>* RowsEnd;
}
