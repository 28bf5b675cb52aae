namespace Backprop.Exchange;

/// <summary>The configuration of a net of tlearn.</summary>
/// <param name="Nodes">The number of nodes, numbered from 1 in the order in which they are computed.</param>
/// <param name="Inputs">The number of inputs, i1, i2 ….</param>
/// <param name="Outputs">The output nodes, in ascending order.</param>
/// <param name="Connections">What the lines of the section CONNECTIONS say.</param>
/// <param name="Linear">Nodes whose state is their total input.</param>
/// <param name="WeightLimit">The bound of random starting weights; null where the file does not say.</param>
internal sealed record TlearnNet(int Nodes, int Inputs, IReadOnlyList<int> Outputs, IReadOnlyList<TlearnConnection> Connections, IReadOnlySet<int> Linear, double? WeightLimit);

/// <summary>One line "TO from FROM = …". Senders are 0 for the bias, −k for input k, k for node k.</summary>
internal sealed record TlearnConnection(IReadOnlyList<TlearnRange> To, IReadOnlyList<TlearnRange> From, long Line)
{
    /// <summary>The bounds between which the weights are held; null for none.</summary>
    public (double Least, double Greatest)? Bounds { get; init; }

    public bool IsFixed { get; init; }

    public bool IsOneToOne { get; init; }

    /// <summary>Whether the line says more than that there are connections.</summary>
    public bool HasTerms => Bounds is not null || IsFixed;

    public IEnumerable<int> Receivers => To.SelectMany(static range => range.Units);

    public IEnumerable<int> Senders => From.SelectMany(static range => range.Units);

    /// <summary>Receivers times senders, though units may be named twice.</summary>
    public double Places => To.Sum(static range => (double)range.Count) * From.Sum(static range => (double)range.Count);
}

/// <summary>Units with consecutive numbers.</summary>
internal readonly record struct TlearnRange(int First, int Last, bool IsInput)
{
    public int Count => Last - First + 1;

    public IEnumerable<int> Units
    {
        get
        {
            for (var unit = First; unit <= Last; unit++) yield return IsInput ? -unit : unit;
        }
    }
}
