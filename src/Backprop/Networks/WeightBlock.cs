namespace Backprop;

/// <summary>
/// A named stretch of the one flat vector that holds all the weights of a net.
/// Weight blocks come first, in the order of the projections that first name them; bias blocks follow, in the order of the groups.
/// </summary>
public sealed class WeightBlock
{
    internal WeightBlock(string name, int rows, int columns, int offset)
    {
        Name = name;
        Rows = rows;
        Columns = columns;
        Offset = offset;
    }

    /// <summary>The projection's name "from-&gt;to", the name under which it is shared, or for biases the group's name.</summary>
    public string Name { get; }

    /// <summary>The number of receiving units.</summary>
    public int Rows { get; }

    /// <summary>The number of sending units; 1 for biases and for a one-to-one projection.</summary>
    public int Columns { get; }

    /// <summary>Index of the first weight in the flat vector; w[to, from] is at Offset + to · Columns + from.</summary>
    public int Offset { get; }

    /// <summary>Rows · Columns.</summary>
    public int Length => Rows * Columns;

    /// <summary>Whether these are the weights from the unit that is always 1.</summary>
    public bool IsBias { get; internal init; }

    /// <summary>Whether unit k sends to unit k only.</summary>
    public bool IsOneToOne { get; internal init; }

    /// <summary>Whether learning leaves all of these weights as they are.</summary>
    public bool Frozen { get; internal init; }

    /// <summary>Which of the weights learning leaves as they are, [to · Columns + from]; null where it changes all of them, or none: see <see cref="Frozen"/>.</summary>
    public IReadOnlyList<bool>? FrozenWeights => FrozenArray;

    internal bool[]? FrozenArray { get; init; }

    /// <summary>Which of the weights exist, [to · Columns + from]; null if all do. A weight that does not exist is 0 and stays 0.</summary>
    public IReadOnlyList<bool>? Mask => MaskArray;

    internal bool[]? MaskArray { get; init; }

    /// <summary>How many projections (or groups, for biases) use these weights.</summary>
    public int Copies { get; internal set; }

    /// <summary>What becomes of the gradients of several copies. Irrelevant where <see cref="Copies"/> is 1.</summary>
    public SharedGradient Sharing { get; internal init; }

    /// <summary>How these weights start, if the topology says so; null: as the whole net does.</summary>
    public Initialization? Initial { get; internal init; }

    /// <summary>The number of weights that exist: <see cref="Length"/> less what the mask leaves out.</summary>
    public int Count => MaskArray is null ? Length : MaskArray.Count(static exists => exists);

    /// <summary>Whether learning leaves a weight as it is: the whole block, or this weight by itself.</summary>
    /// <param name="weight">Its place in the block, to · Columns + from.</param>
    /// <returns>True for a frozen weight. A weight that a mask leaves out does not count as frozen.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The block has no such place.</exception>
    public bool IsFrozen(int weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(weight, Length);
        return Frozen || FrozenArray?[weight] == true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{Rows} × {Columns}]";
}

/// <summary>How the gradients of weights that are used in several places become one (point 11 of the procedure; mean = sum / copies).</summary>
public enum SharedGradient
{
    /// <summary>∂E/∂w of the one weight that all copies are: the sum over the copies.</summary>
    Sum,

    /// <summary>The mean over the copies, as the paper averages them.</summary>
    Mean,
}
