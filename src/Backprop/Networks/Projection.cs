namespace Backprop;

/// <summary>A block of weights w[to, from] from every unit of one group to units of another (w_ji: to unit j, from unit i).</summary>
public sealed class Projection
{
    internal Projection(ProjectionDescription description, Group from, Group to, WeightBlock weights)
    {
        Description = description;
        From = from;
        To = to;
        Weights = weights;
    }

    internal ProjectionDescription Description { get; }

    /// <summary>The sending group.</summary>
    public Group From { get; }

    /// <summary>The receiving group.</summary>
    public Group To { get; }

    /// <summary>The weights, shape [To.Size × From.Size], or [To.Size × 1] where the projection is one-to-one. Shared if others name the same block.</summary>
    public WeightBlock Weights { get; }

    /// <summary>"from-&gt;to".</summary>
    public string Name => NameOf(From.Name, To.Name);

    /// <summary>In an unrolled iterative net the delay in iterations; otherwise 0.</summary>
    public int Delay => Description.Delay;

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static string NameOf(string from, string to) => $"{from}->{to}";
}

/// <summary>What the builder or a JSON description says of a projection, before anything is checked.</summary>
internal sealed record ProjectionDescription(string From, string To)
{
    public string? Share { get; init; }
    public bool[,]? Mask { get; init; }
    public bool OneToOne { get; init; }
    public bool Frozen { get; init; }

    /// <summary>Which weights are frozen by themselves, [to, from]; null: none. Copies of an unrolled net have the very same array.</summary>
    public bool[,]? FrozenWeights { get; init; }
    public Initialization? Initial { get; init; }
    public int Delay { get; init; }

    public string Name => Projection.NameOf(From, To);
}
