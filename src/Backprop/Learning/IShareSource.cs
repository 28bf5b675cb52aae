namespace Backprop;

/// <summary>What computes the vector of one share.</summary>
internal interface IShareSource<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes the vector of a share into <paramref name="into"/>, before the gradient's last steps (<see cref="Gradient{T}.Finish()"/>), and says its E.</summary>
    /// <param name="share">The share.</param>
    /// <param name="into">Takes the vector.</param>
    /// <param name="enters">Called before the backward pass of the last block goes into a group, with its index, if that pass goes from the last group to the first; null for nothing.</param>
    double Derive(int share, Gradient<T> into, Action<int>? enters);
}
