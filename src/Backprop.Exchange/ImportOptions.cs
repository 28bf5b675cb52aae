namespace Backprop.Exchange;

/// <summary>How files of other programs are read.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// Whether a function that the other program itself only approximates, such as FANN's stepwise sigmoid, becomes the smooth function. The
    /// answers then differ from that program's, and a note says by how much. Default: false, such files are refused.
    /// </summary>
    public bool Approximate { get; init; }
}
