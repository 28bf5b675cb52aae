namespace Backprop;

/// <summary>
/// A small net of one unit function as far as straight code for one case depends on it. Places are counted in numbers: those of biases and weights from the first weight,
/// with the weights that a unit sends on in a bundle of their own, those of inputs and outputs from the first one of all groups.
/// </summary>
/// <param name="Inputs">The number of input units.</param>
/// <param name="Groups">The groups that are not inputs, each after those that send to it.</param>
internal sealed record RowShape(int Inputs, ValueList<RowGroup> Groups)
{
    /// <summary>
    /// The most groups, and sending units of all projections, for which code is made. The compiler puts operations in place of their calls up to 512 variables of a method;
    /// a call of the rest takes twenty times as long.
    /// </summary>
    internal const int MostGroups = 2, MostSenders = 24;

    /// <summary>Whether all operations fit into one method.</summary>
    internal bool IsSmall => Groups.Count <= MostGroups && Groups.Sum(static group => group.Links.Sum(static link => link.Count)) <= MostSenders;

    /// <summary>The units of the largest group.</summary>
    internal int Widest => Groups.Max(static group => group.Size);
}

/// <summary>A group.</summary>
/// <param name="Size">The number of its units.</param>
/// <param name="Biases">The place of the biases.</param>
/// <param name="Output">The place of its states among the outputs; −1 if it is not an output group.</param>
/// <param name="Links">The projections to it, one or more, in the order of the sum.</param>
internal sealed record RowGroup(int Size, int Biases, int Output, ValueList<RowLink> Links);

/// <summary>A projection.</summary>
/// <param name="Sender">The number of the group that sends; −1 if it is an input group.</param>
/// <param name="Input">The place of that input group among the inputs; 0 for any other group.</param>
/// <param name="Count">The number of sending units.</param>
/// <param name="Weights">The place of the weights.</param>
internal readonly record struct RowLink(int Sender, int Input, int Count, int Weights);
