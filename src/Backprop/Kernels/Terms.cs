namespace Backprop;

/// <summary>One dense projection's part in a sum of products: Σ over k below <see cref="Depth"/> of A[unit · ARow + k · AStep] · B[k · BStride + case].</summary>
internal unsafe struct Term<T>
    where T : unmanaged
{
    public T* A;
    public nint ARow;
    public nint AStep;
    public T* B;
    public nint Depth;
}

/// <summary>The terms of a group's units and where their sums go: C[unit × case].</summary>
internal unsafe struct TermSum<T>
    where T : unmanaged
{
    public Term<T>* Terms;
    public Term<T>* End;
    public T* C;
    public nint CStride;
    public nint BStride;

    /// <summary>Unit u's chain begins with Start[u · StartStep], or with what C holds if this is null.</summary>
    public T* Start;
    public nint StartStep;

    /// <summary>Whether there is nothing to add to what C holds.</summary>
    public readonly bool IsEmpty => Terms == End && Start == null;
}

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
