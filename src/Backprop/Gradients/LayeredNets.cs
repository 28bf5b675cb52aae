namespace Backprop;

/// <summary>What methods that are defined for layered nets alone refuse.</summary>
internal static class LayeredNets
{
    /// <exception cref="TopologyException">The net is iterative, or an output group sends to another group.</exception>
    internal static void Check(GradientMethod method, Topology topology)
    {
        if (topology.Unrolling is not null)
            throw new TopologyException($"The gradient method '{method.Name}' is for layered nets, but this net is iterative; feedback alignment, sign symmetry and the perturbations are for both.");
        foreach (var output in topology.Outputs)
        {
            if (output.OutOf is [var onward, ..])
                throw new TopologyException($"The gradient method '{method.Name}' is for nets whose output groups are the last, but output group '{DisplayText.Name(output.Name)}' sends to group '{DisplayText.Name(onward.To.Name)}'; use another method, or make one of them hidden or drop the link.");
        }
    }
}
