namespace Backprop;

/// <summary>The part of one dense projection in a sum of products: Σ over k below <see cref="Depth"/> of A[unit · ARow + k · AStep] · B[k · BStride + case].</summary>
internal unsafe struct Term<T>
    where T : unmanaged
{
    public T* A;
    public nint ARow;
    public nint AStep;
    public T* B;
    public nint Depth;
}

/// <summary>The sums of products of a group's units, C[unit × case].</summary>
internal unsafe struct TermSum<T>
    where T : unmanaged
{
    public Term<T>* Terms;
    public Term<T>* End;
    public T* C;
    public nint CStride;
    public nint BStride;

    /// <summary>The chain of unit u begins with Start[u · StartStep], or with what C holds if this is null.</summary>
    public T* Start;
    public nint StartStep;

    /// <summary>Whether there is nothing to add to what C holds.</summary>
    public readonly bool IsEmpty => Terms == End && Start == null;
}
