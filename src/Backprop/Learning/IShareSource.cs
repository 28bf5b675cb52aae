namespace Backprop;

/// <summary>What computes the vector of one share.</summary>
internal interface IShareSource<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes the vector of a share into <paramref name="into"/>, and says its E.</summary>
    double Derive(int share, Gradient<T> into);
}
