namespace Backprop;

/// <summary>The operands of the forward and backward pass through one group.</summary>
internal unsafe struct GroupPass<T>
    where T : unmanaged
{
    /// <summary>Equation 1: the total inputs X[unit × case].</summary>
    public TermSum<T> TotalInputs;

    /// <summary>Equations 4 and 7: ∂E/∂y, which ∂E/∂x replaces; for an output with targets it starts from the unit's own ∂E/∂y, unless the error measure derives by the total inputs.</summary>
    public TermSum<T> FromReceivers;

    /// <summary>States Y[unit × case], with the stride of the total inputs.</summary>
    public T* Y;
    public nint Units;

    /// <summary>The number of cases, padded to a multiple of the lane count.</summary>
    public nint Cases;

    /// <summary>Equation 6, in a net whose gradient is kept in lanes: the gradients of all units.</summary>
    public GradientRow<T>* Rows;
    public GradientRow<T>* RowsEnd;
}
