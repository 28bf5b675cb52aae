namespace Backprop;

/// <summary>Which states a propagation still has after a forward pass.</summary>
internal enum KeptStates
{
    /// <summary>Those of all groups.</summary>
    All,

    /// <summary>Those of the output groups, and what a window passes on to the next one.</summary>
    Outputs,

    /// <summary>What a window passes on to the next one; E and what stop rules look at are measured in passing.</summary>
    None,
}

/// <summary>What is asked of the states of a propagation, from which follows the memory that they take.</summary>
internal sealed record StateUse
{
    /// <summary>Forward only; all states are kept.</summary>
    internal static StateUse AllStates { get; } = new() { Derives = false };

    /// <summary>Forward only; the states of the output groups are kept.</summary>
    internal static StateUse OutputStates { get; } = new() { Derives = false, Keeps = KeptStates.Outputs };

    /// <summary>Forward only; no states are kept, and E is measured in passing.</summary>
    internal static StateUse ErrorAlone { get; } = new() { Derives = false, Keeps = KeptStates.None };

    /// <summary>Which states are there after a forward pass; all by default. Passes that derive keep all, or recompute them.</summary>
    internal KeptStates Keeps { get; init; }

    /// <summary>Whether there is a backward pass.</summary>
    internal bool Derives { get; init; } = true;

    /// <summary>Which groups have desired states, so that only groups on which E depends have derivatives; null: any output group may have them.</summary>
    internal Predicate<Group>? HasTargets { get; init; }

    /// <summary>Whether total inputs are kept even where no step needs them afterwards.</summary>
    internal bool KeepsTotalInputs { get; init; }

    /// <summary>Iterations per segment of a backward pass that recomputes the states of each segment (groups per segment in a layered net); null: all states are kept for it.</summary>
    internal int? SegmentLength { get; init; }

    /// <summary>A forward and a backward pass over cases.</summary>
    /// <param name="cases">The cases.</param>
    internal static StateUse Derivatives(BoundCases cases) => new() { HasTargets = group => cases.Target(group) is not null };

    /// <summary>The same use with the states recomputed in segments: of √T iterations, or of another length.</summary>
    /// <param name="topology">The net.</param>
    /// <param name="length">Iterations per segment; null: √T.</param>
    internal StateUse Recomputed(Topology topology, int? length = null) => this with
    {
        Keeps = KeptStates.None,
        SegmentLength = length ?? (int)Math.Ceiling(Math.Sqrt(topology.Unrolling?.Iterations ?? topology.Groups.Count(static group => !group.IsInput))),
    };
}
