namespace Backprop;

/// <summary>Units whose derivative counts as 0 everywhere pass no ∂E/∂y back, so that no weight below them is ever changed: a training would seem to run.</summary>
internal static class StepUnits
{
    /// <summary>Refuses a net in which a weight that is to be learned leads through such units only.</summary>
    /// <exception cref="TopologyException">There is one.</exception>
    public static void Check(Topology topology)
    {
        if (!topology.Groups.Any(static group => group.UnitFunction.IsStep))
            return;
        // Receivers come after their senders.
        var passesNothing = new bool[topology.Groups.Count];
        foreach (var group in topology.Groups.Reverse())
        {
            passesNothing[group.Index] = group.UnitFunction.IsStep
                || (!group.IsOutput && group.Outgoing.Count > 0 && group.Outgoing.All(projection => passesNothing[projection.To.Index]));
            if (!passesNothing[group.Index] || !(group.Biases is { Frozen: false } || group.Incoming.Any(static projection => !projection.Weights.Frozen)))
                continue;
            throw new TopologyException(group.UnitFunction.IsStep
                ? $"group '{group.Name}' has {group.UnitFunction.Name} units, whose derivative is 0, so that the weights into it cannot be learned; freeze the group, or train with another unit function."
                : $"group '{group.Name}' sends to units only whose derivative is 0, so that the weights into it cannot be learned; freeze the group, or train with another unit function.");
        }
    }
}
